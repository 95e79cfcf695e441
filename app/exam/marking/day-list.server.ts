import { accountNames } from "~/people/staff-accounts.server";
import { refusalsOf } from "~/platform/audit-refusals.server";
import type { Db } from "~/platform/db.server";
import { keys } from "~/platform/keys.server";
import type { ExamRow } from "../exam.server";
import { journal } from "../journal-access.server";
import type { JournalEvent } from "../journal/event";
import { actReasonWords } from "../room/act-reasons";
import { ROOM_RECORD, roomRecordContext, type RoomRecord } from "../room/record.server";
import type { CandidateFacts } from "./hold-facts.server";
import { holdWords } from "./holds";
import type { ResultStanding } from "./ruling";

// The exam's day for whoever marks, rules and releases: each act on a candidate with its reason, its note and who did it,
// what the rooms' records remark, and what holds a result. Candidates by slip number alone.

export interface DayLine {
  key: string;
  at: string;
  slipNumber: string;
  act: string;
  reason: string;
  note: string;
  by: string;
}
export interface HeldLine {
  candidateId: string;
  slipNumber: string;
  standing: ResultStanding;
  released: boolean;
  attended: boolean;
  holds: string[];
}
export interface Remark {
  room: string;
  words: string;
}

type ActBody = {
  reason?: string;
  code?: string;
  minutes?: number;
  by?: string | string[];
  text?: Record<string, string>;
};
const ACTS: Partial<Record<string, (body: ActBody) => string>> = {
  grant: ({ minutes }) => `加时 ${minutes} 分钟`,
  pause: () => "暂停",
  resume: () => "继续",
  move: () => "换座",
  warn: () => "警告",
  stop: () => "终止",
  incident: () => "异常",
  admit: () => "补收迟到的答案",
  reopen: ({ minutes }) => `重开作答${minutes ? ` ${minutes} 分钟` : ""}`,
};

const REASONS: Record<string, string> = { "invigilator.resume": "" };
const reasonOf = ({ reason, code }: ActBody): string => {
  const said = reason ?? code ?? "";
  return REASONS[said] ?? actReasonWords(said);
};

export async function dayLines(db: Db, facts: readonly CandidateFacts[]): Promise<DayLine[]> {
  const lines: (DayLine & { accounts: string[] })[] = [];
  for (const { slipNumber, sittingId, events, state } of facts) {
    const acts = events.filter(({ kind }) => Object.hasOwn(ACTS, kind));
    const hasNotes = acts.some(({ body }) => (body as ActBody).text);
    const texts = hasNotes && sittingId ? await journal().texts(sittingId) : {};
    lines.push(...acts.map((event) => lineOf(event, slipNumber, texts)));
    if (state && state.answersWhilePaused > 0)
      lines.push({ ...pausedLine(state.answersWhilePaused, state.lastAt), slipNumber, key: `${slipNumber}-paused` });
  }
  const names = await accountNames(
    db,
    lines.flatMap(({ accounts }) => accounts),
  );
  return [...lines, ...(await wrongCards(db, facts)).map((line) => ({ ...line, accounts: [] }))]
    .map(({ accounts, ...line }) => ({ ...line, by: line.by || accounts.map((id) => names.get(id) ?? "").join("、") }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

function lineOf(event: JournalEvent, slipNumber: string, texts: Record<string, string | null>) {
  const body = event.body as ActBody;
  return {
    key: `${slipNumber}-${event.eventNumber}`,
    at: event.at,
    slipNumber,
    act: ACTS[event.kind]!(body),
    reason: reasonOf(body),
    note: Object.values(body.text ?? {})
      .map((hash) => texts[hash] ?? "")
      .filter(Boolean)
      .join("；"),
    by: "",
    accounts: [body.by ?? []].flat(),
  };
}

const pausedLine = (count: number, at: number) => ({
  at: new Date(at).toISOString(),
  act: "暂停中收到答案",
  reason: `${count} 处，已计入`,
  note: "",
  by: "",
  accounts: [],
});

/** A card that did not fit the list, as often as it was tried. */
async function wrongCards(db: Db, facts: readonly CandidateFacts[]): Promise<DayLine[]> {
  const slips = new Map(facts.map(({ candidateId, slipNumber }) => [candidateId, slipNumber]));
  const tries = await refusalsOf(db, { act: "room.check-in", reason: "identity", objects: [...slips.keys()] });
  const names = await accountNames(
    db,
    tries.map(({ actorId }) => actorId),
  );
  return tries.map((row) => ({
    key: `audit-${row.rowNumber}`,
    at: row.at.toISOString(),
    slipNumber: slips.get(row.object) ?? "",
    act: "签到核验不符",
    reason: "证件后四位与名单不符",
    note: "",
    by: names.get(row.actorId ?? "") ?? "",
  }));
}

/** What invigilators wrote under the rooms' records. */
export async function remarksOf(db: Db, exam: ExamRow): Promise<Remark[]> {
  const rooms = await db.for("exam").examRoom.findMany({ where: { examId: exam.id, recordSealed: { not: null } } });
  const names = new Map(
    (await db.for("exam").centreRoom.findMany({ where: { id: { in: rooms.map((room) => room.roomId) } } })).map(
      (room) => [room.id, room.name],
    ),
  );
  return rooms.flatMap((room) => {
    const text = keys().unseal(ROOM_RECORD, room.recordSealed!, roomRecordContext(room.id));
    const { remarks } = JSON.parse(text) as RoomRecord;
    return remarks ? [{ room: names.get(room.roomId) ?? "", words: remarks }] : [];
  });
}

/** Everybody whose result is or was held, or was ruled on. Before marking: what will be held. */
export async function heldLines(db: Db, examId: string, facts: readonly CandidateFacts[]): Promise<HeldLine[]> {
  const rows = await db.for("exam").examResult.findMany({
    where: { examId },
    select: { candidateId: true, standing: true, releasedAt: true, attended: true },
  });
  const results = new Map(rows.map((row) => [row.candidateId, row]));
  return facts.flatMap(({ candidateId, slipNumber, holds, state }) => {
    const row = results.get(candidateId);
    const standing = (row?.standing ?? (holds.length > 0 ? "held" : "counts")) as ResultStanding;
    if (holds.length === 0 && standing === "counts") return [];
    return {
      candidateId,
      slipNumber,
      standing,
      released: Boolean(row?.releasedAt),
      attended: row?.attended ?? (state !== null && state.startedAt !== null),
      holds: holds.map((hold) => holdWords(hold, actReasonWords)),
    };
  });
}
