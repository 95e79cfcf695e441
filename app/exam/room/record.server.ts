import type { Actor } from "~/people/actor.server";
import { identitiesOf } from "~/people/identity.server";
import { audit } from "~/platform/audit.server";
import { canonicalJson } from "~/platform/canonical";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { sha256 } from "~/platform/hash.server";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { personText } from "~/people/person.server";
import { requireDuty } from "../duty/act.server";
import { keepUse } from "../duty/use.server";
import { requireExam } from "../exam.server";
import { journal } from "../journal-access.server";
import { formatTime } from "~/ui/format";
import { actReasonWords } from "./act-reasons";

// 考场记录 (安监总培训〔2013〕104号 16): what happened in a room, made from the journal, with the invigilators' remarks.
// The first signature freezes it; the others sign the same bytes.

export interface RecordLine {
  at: string;
  slipNumber: string;
  act: string;
  reason: string;
}
export interface RoomRecord {
  examId: string;
  roomId: string;
  expected: number;
  attended: number;
  absent: string[];
  lines: RecordLine[];
  remarks: string;
}
export interface RoomRecordView {
  record: RoomRecord;
  hash: string | null;
  signatures: { name: string; signedAt: string }[];
  wanted: number;
  finished: boolean;
  /** What came after the first signature, which froze the record: it stands beside it and changes none of its bytes. */
  since: RecordLine[];
}

const ACT_WORDS: Record<string, string> = {
  grant: "加时",
  pause: "暂停",
  resume: "继续",
  move: "换座",
  warn: "提醒",
  stop: "终止",
  incident: "异常",
  admit: "算进晚到的答案",
  reopen: "重开作答",
};
export const ROOM_RECORD = "room-record";
export const roomRecordContext = (examRoomId: string) => `room-record:${examRoomId}`;

interface LineBody {
  reason?: string;
  code?: string;
  minutes?: number;
  scope?: "room" | "seat";
  seqs?: number[];
  from?: string;
  to?: string;
}
const actOf = (kind: string, { minutes, scope, seqs }: LineBody): string =>
  `${scope === "room" ? "全场" : ""}${ACT_WORDS[kind]!}${minutes ? ` ${minutes} 分钟` : ""}${seqs ? ` ${seqs.length} 处` : ""}`;
const spanOf = ({ from, to }: LineBody): string => (from && to ? `${formatTime(from)}–${formatTime(to)}` : "");

async function draftRecord(
  db: Db,
  examId: string,
  roomId: string,
  remarks: string,
): Promise<{ record: RoomRecord; finished: boolean }> {
  const candidates = await db
    .for("exam")
    .examCandidate.findMany({ where: { examId, roomId }, orderBy: { slipNumber: "asc" } });
  const lines: RecordLine[] = [];
  let attended = 0;
  let finished = true;
  for (const row of candidates) {
    const view = row.sittingId ? await journal().sitting(row.sittingId) : null;
    if (!view?.row.startedAt) {
      finished &&= row.absentAt !== null;
      continue;
    }
    attended += 1;
    finished &&= view.status === "ended";
    for (const event of view.events) {
      if (!Object.hasOwn(ACT_WORDS, event.kind)) continue;
      const body = event.body as LineBody;
      lines.push({
        at: event.at,
        slipNumber: row.slipNumber,
        act: actOf(event.kind, body),
        reason: [actReasonWords(body.reason ?? body.code ?? ""), spanOf(body)].filter(Boolean).join("，"),
      });
    }
  }
  lines.sort((a, b) => (a.at < b.at ? -1 : 1));
  const absent = candidates.filter((row) => row.absentAt).map((row) => row.slipNumber);
  return { record: { examId, roomId, expected: candidates.length, attended, absent, lines, remarks }, finished };
}

export async function roomRecordView(db: Db, examId: string, roomId: string): Promise<RoomRecordView> {
  const exam = await requireExam(db, examId);
  const room = await db.for("exam").examRoom.findUnique({
    where: { examId_roomId: { examId, roomId } },
    include: { signatures: { orderBy: { signedAt: "asc" } } },
  });
  if (!room) throw new DomainError("not-found", "本场没有这个考场。");
  const texts = await personText(
    db,
    room.signatures.map((one) => one.personId),
  );
  const signatures = room.signatures.map((one) => ({
    name: texts.get(one.personId)?.name ?? "",
    signedAt: one.signedAt.toISOString(),
  }));
  const wanted = exam.rules.examDay.value.invigilatorsPerRoom;
  if (room.recordSealed) {
    const record = JSON.parse(keys().unseal(ROOM_RECORD, room.recordSealed, roomRecordContext(room.id))) as RoomRecord;
    const { lines } = (await draftRecord(db, examId, roomId, "")).record;
    const since = lines.filter((line) => line.at > room.recordAt!.toISOString());
    return { record, hash: room.recordHash, signatures, wanted, finished: true, since };
  }
  return { ...(await draftRecord(db, examId, roomId, "")), hash: null, signatures, wanted, since: [] };
}

export async function signRoomRecord(
  db: Db,
  now: Date,
  actor: Pick<Actor, "accountId" | "personId">,
  { examId, roomId, remarks }: { examId: string; roomId: string; remarks: string },
): Promise<void> {
  const exam = await requireExam(db, examId);
  const duty = await requireDuty(db, now, actor, { exam, kind: "invigilate", roomId });
  const room = await db.for("exam").examRoom.findUniqueOrThrow({ where: { examId_roomId: { examId, roomId } } });
  const draft = room.recordSealed ? null : await draftRecord(db, examId, roomId, remarks);
  if (draft && !draft.finished)
    throw new DomainError("wrong-state", "还有考生没有结束，或没有来的考生还没记缺考，考场记录先不能签。");
  await db.transaction(async (tx) => {
    const fresh = await tx
      .for("exam")
      .examRoom.findUniqueOrThrow({ where: { id: room.id }, include: { signatures: true } });
    const who = await identitiesOf(tx, [duty, ...fresh.signatures]);
    if (fresh.signatures.some((one) => who.same(one, duty)))
      throw new DomainError("wrong-state", "您已经签过这份考场记录。");
    const text = draft && canonicalJson(draft.record);
    const recordHash = fresh.recordHash ?? sha256(text!);
    if (!fresh.recordSealed) {
      await tx.for("exam").examRoom.update({
        where: { id: room.id },
        data: {
          recordSealed: keys().seal(ROOM_RECORD, text!, roomRecordContext(room.id)),
          recordHash,
          recordAt: now,
          endedAt: now,
        },
      });
    }
    await tx.for("exam").roomSignature.create({
      data: {
        id: newId(now),
        examRoomId: room.id,
        accountId: actor.accountId,
        personId: duty.personId,
        recordHash,
        signedAt: now,
      },
    });
    await keepUse(tx, now, duty, { act: "sign" });
    await audit(tx, now, {
      actorId: actor.accountId,
      act: "room.sign",
      object: room.id,
      outcome: "done",
      facts: { hash: recordHash },
    });
  });
}
