import { randomBytes } from "node:crypto";
import type { Actor } from "~/people/actor.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { seatsOf } from "../centre/centre.server";
import { requireDuty } from "../duty/act.server";
import { withoutAway } from "../duty/elsewhere.server";
import { recheckDuties, type DutyChange } from "../duty/recheck.server";
import { keepUse } from "../duty/use.server";
import { requireExam, requireStatus } from "../exam.server";
import { journal } from "../journal-access.server";
import type { AskedEvent } from "../journal/event-schema";
import type { RefusalCode } from "../journal/legality";
import { leaseTokenHash, makeLeaseToken } from "../journal/lease";
import { askSeparation } from "../separation/check.server";
import type { DutyKind } from "../separation/separation";
import { liveDuties } from "../duty/assign.server";
import { requireCandidateInRoom, type CandidateInRoom } from "./check-in.server";
import { requireEnoughInvigilators } from "./enough-invigilators.server";
import { isActReason, ROOM_IS_PAUSED, type ActKind } from "./act-reasons";
import { unsentWords } from "./unsent";

// What an invigilator does while the exam runs. Each act is an event in the journal, with a reason from the tree and
// who did it; the journal says what a sitting allows at this moment.

type Invigilator = Pick<Actor, "accountId" | "personId">;
export interface ActReport {
  done: number;
  refused: { candidateId: string; why: string }[];
}

const REFUSAL_WORDS: Partial<Record<RefusalCode, string>> = {
  "no-lease": "还没有入座",
  "already-started": "已经开考",
  "entry-closed": "已过最晚入场时间",
  "not-running": "没有在作答",
  "not-paused": "没有暂停",
  "already-paused": "已经暂停",
  ended: "已经结束",
  "not-started": "还没有开考",
};

async function send(events: (AskedEvent & { candidateId: string })[]): Promise<ActReport> {
  if (events.length === 0) return { done: 0, refused: [] };
  const { outcomes } = await journal().append({
    events: events.map(({ candidateId: _candidate, ...event }) => event as AskedEvent),
    mode: "each",
  });
  const refused = outcomes.flatMap((outcome, n) =>
    outcome.ok ? [] : [{ candidateId: events[n]!.candidateId, why: REFUSAL_WORDS[outcome.code] ?? "现在不能这样做" }],
  );
  return { done: outcomes.length - refused.length, refused };
}

const candidatesIn = (db: Db, examId: string, roomId: string) =>
  db
    .for("exam")
    .examCandidate.findMany({ where: { examId, roomId, sittingId: { not: null } }, orderBy: { slipNumber: "asc" } });

/** Starts all who sit at their seat; who comes later is started by the same act again. */
export async function startRoom(
  db: Db,
  now: Date,
  actor: Invigilator,
  { examId, roomId }: { examId: string; roomId: string },
): Promise<ActReport> {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["opened"], "试卷还没有启封，不能开考。");
  const duty = await requireDuty(db, now, actor, { exam, kind: "invigilate", roomId });
  if (now < exam.startsAt) throw new DomainError("wrong-state", "还没有到开考时间。");
  const room = await db.for("exam").examRoom.findUnique({ where: { examId_roomId: { examId, roomId } } });
  if (!room?.startedAt) await requireEnoughInvigilators(db, exam, roomId);
  const rows = (await candidatesIn(db, examId, roomId)).filter((row) => row.checkedInAt && row.ticketUsedAt);
  const live = new Map((await journal().sittings(examId)).map((row) => [row.sittingId, row]));
  const ready = rows.filter((row) => live.get(row.sittingId!)?.status === "waiting");
  const { free: waiting, away } = await withoutAway(db, exam, ready);
  const paused = rows.some((row) => live.get(row.sittingId!)?.heldBy.includes("room"));
  const report = await startSittings(now, { rows: waiting, paused, by: actor.accountId, examId });
  report.refused.push(...away);
  if (report.done === 0)
    throw new DomainError("wrong-state", `没有开考谁：${whyNobody(report, "没有已经入座、等着开考的考生")}。`);
  await db.for("exam").examRoom.updateMany({ where: { examId, roomId, startedAt: null }, data: { startedAt: now } });
  await keepUse(db, now, duty, { act: "start", count: report.done });
  await audit(db, now, {
    actorId: actor.accountId,
    act: "room.start",
    object: examId,
    outcome: "done",
    facts: { room: roomId, started: report.done },
  });
  return report;
}

/** Who comes into a paused room starts paused: their time is whole when the room goes on. */
async function startSittings(
  now: Date,
  {
    rows,
    paused,
    by,
    examId,
  }: { rows: { id: string; sittingId: string | null }[]; paused: boolean; by: string; examId: string },
): Promise<ActReport> {
  const events = rows.flatMap((row) => {
    const base = { candidateId: row.id, sittingId: row.sittingId!, examId };
    return [
      { ...base, id: `start-${row.sittingId}`, kind: "start" as const, body: { by } },
      ...(paused
        ? [
            {
              ...base,
              id: newId(now),
              kind: "pause" as const,
              body: { reason: ROOM_IS_PAUSED, by, scope: "room" as const },
            },
          ]
        : []),
    ];
  });
  const report = await send(events);
  // Two events each: told by candidate.
  const refused = report.refused.filter(
    ({ candidateId }, at, all) => all.findIndex((one) => one.candidateId === candidateId) === at,
  );
  return { done: rows.length - refused.length, refused };
}

export type SeatAct =
  | { kind: "grant"; minutes: number; reason: string; note?: string }
  | { kind: "pause" | "stop" | "warn"; reason: string; note?: string }
  | { kind: "resume"; note?: string };

/** One act on one or many seats of a room. */
export async function actOnSeats(
  db: Db,
  now: Date,
  actor: Invigilator,
  {
    examId,
    roomId,
    candidateIds,
    act,
    scope = "seat",
  }: { examId: string; roomId: string; candidateIds: readonly string[]; act: SeatAct; scope?: "seat" | "room" },
): Promise<ActReport> {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["opened"], "这场考试不在进行中。");
  const duty = await requireDuty(db, now, actor, { exam, kind: "invigilate", roomId });
  if (act.kind !== "resume" && !isActReason(act.kind as ActKind, act.reason))
    throw new DomainError("invalid", "选一个合适的原因。");
  const here = await candidatesIn(db, examId, roomId);
  const elsewhere = candidateIds.filter((id) => !here.some((row) => row.id === id));
  if (scope === "seat" && elsewhere.length > 0)
    throw new DomainError("not-found", `所选的有 ${elsewhere.length} 人不在这个考场，没有处理谁。`);
  if (scope === "seat" && candidateIds.length === 0) throw new DomainError("invalid", "先选考生，再填原因。");
  const rows = here.filter((row) => scope === "room" || candidateIds.includes(row.id));
  const report = await send(
    rows.map((row) => ({
      candidateId: row.id,
      ...toEvent(row.sittingId!, examId, now, { act, by: actor.accountId, scope }),
    })),
  );
  if (report.done === 0) throw new DomainError("wrong-state", `没有处理谁：${whyNobody(report, "考场里没有考生")}。`);
  if (report.done > 0) await keepUse(db, now, duty, { act: act.kind, count: report.done });
  await audit(db, now, {
    actorId: actor.accountId,
    act: `room.${act.kind}`,
    object: examId,
    outcome: "done",
    reason: "reason" in act ? act.reason : "",
    facts: { room: roomId, scope, done: report.done, ...(act.kind === "grant" && { minutes: act.minutes }) },
  });
  return report;
}

/** The journal's reasons, each once, or what else is so when it was not even asked. */
const whyNobody = ({ refused }: ActReport, otherwise: string): string =>
  [...new Set(refused.map(({ why }) => why))].join("、") || otherwise;

function toEvent(
  sittingId: string,
  examId: string,
  now: Date,
  { act, by, scope }: { act: SeatAct; by: string; scope: "seat" | "room" },
): AskedEvent {
  const base = { id: newId(now), sittingId, examId, ...(act.note ? { text: { note: act.note } } : {}) };
  switch (act.kind) {
    case "grant":
      return { ...base, kind: "grant", body: { minutes: act.minutes, reason: act.reason, by } };
    case "pause":
      return { ...base, kind: "pause", body: { reason: act.reason, by, scope } };
    case "stop":
      return { ...base, kind: "stop", body: { reason: act.reason, by } };
    case "warn":
      return { ...base, kind: "warn", body: { code: act.reason, by } };
    case "resume":
      return { ...base, kind: "resume", body: { reason: "invigilator.resume", by, scope } };
  }
}

/**
 * Moves a candidate to a free seat. The old seat is fenced at once by a lease that nobody holds; a new ticket lets them
 * in at the new one. Whoever moves a seat whose machine may hold answers that never came is told first (`knowing`: was
 * told). A move to another room asks separation of that room's invigilators first, and gives what became of
 * the duties.
 */
export async function moveSeat(
  db: Db,
  now: Date,
  actor: Invigilator,
  {
    seatId,
    reason,
    knowing = false,
    ...place
  }: CandidateInRoom & { seatId: string; reason: string; knowing?: boolean },
): Promise<DutyChange[]> {
  const { candidateId } = place;
  const { candidate, exam, duty } = await requireCandidateInRoom(db, now, actor, place);
  requireStatus(exam, ["opened"], "这场考试不在进行中。");
  if (!isActReason("move", reason)) throw new DomainError("invalid", "选一个合适的原因。");
  const rooms = await db.for("exam").examRoom.findMany({ where: { examId: exam.id } });
  const seat = (
    await seatsOf(
      db,
      rooms.map((room) => room.roomId),
    )
  ).find((one) => one.id === seatId);
  if (!seat) throw new DomainError("not-found", "本场没有这个座位。");
  if (await db.for("exam").examCandidate.findUnique({ where: { examId_seatId: { examId: exam.id, seatId } } }))
    throw new DomainError("conflict", "这个座位有人。");
  if (seat.roomId !== candidate.roomId)
    await requireRoomMayTake(db, now, {
      exam,
      roomId: seat.roomId,
      personId: candidate.personId,
      askedBy: actor.accountId,
    });
  const view = await journal().sitting(candidate.sittingId!);
  const unsent = view && unsentWords(view.row);
  if (unsent && !knowing) throw new DomainError("conflict", unsent);
  const base = { sittingId: candidate.sittingId!, examId: exam.id };
  const by = actor.accountId;
  const events: AskedEvent[] = [
    { ...base, id: newId(now), kind: "move", body: { seat: seat.id, room: seat.roomId, reason, by } },
  ];
  if (view && view.row.epoch > 0) {
    const tokenHash = leaseTokenHash(makeLeaseToken());
    events.push({
      ...base,
      id: newId(now),
      kind: "lease",
      body: { epoch: view.row.epoch + 1, tokenHash, seat: seat.id, device: `fence-${randomBytes(6).toString("hex")}` },
    });
  }
  const { written } = await journal().append({ events, mode: "all" });
  if (!written) throw new DomainError("wrong-state", "这名考生现在不能换座位。");
  await db.for("exam").examCandidate.update({
    where: { id: candidateId },
    data: { seatId: seat.id, roomId: seat.roomId, ticketHash: null, ticketUsedAt: null },
  });
  await keepUse(db, now, duty, { act: "move" });
  await audit(db, now, {
    actorId: by,
    act: "room.move",
    object: candidateId,
    outcome: "done",
    reason,
    facts: { from: candidate.seatId, to: seat.id },
  });
  if (seat.roomId === candidate.roomId) return [];
  return recheckDuties(db, now, { exam, moment: "seat", askedBy: by, roomId: seat.roomId });
}

async function requireRoomMayTake(
  db: Db,
  now: Date,
  {
    exam,
    roomId,
    personId,
    askedBy,
  }: { exam: Awaited<ReturnType<typeof requireExam>>; roomId: string; personId: string; askedBy: string },
): Promise<void> {
  const there = (await liveDuties(db, exam.id)).filter((duty) => duty.kind === "invigilate" && duty.roomId === roomId);
  for (const duty of there) {
    const { verdict, sentence } = await askSeparation(db, now, {
      examId: exam.id,
      subject: exam.subject,
      rules: exam.rules,
      duty: duty.kind as DutyKind,
      accountId: duty.accountId,
      personId: duty.personId,
      candidateIds: [personId],
      moment: "seat",
      askedBy,
    });
    if (verdict.outcome === "refused") throw new DomainError("separation", `不能换到那个考场：${sentence}`);
  }
}
