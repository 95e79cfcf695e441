import type { Actor } from "~/people/actor.server";
import { personText } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { seatsOf } from "../centre/centre.server";
import { recheckDuties, type DutyChange } from "../duty/recheck.server";
import { requireExam, requireStatus, type ExamRow } from "../exam.server";
import type { ExamStatus } from "../exam-status";
import { markSeated, unmarkSeated } from "./milestone.server";
import { requireSeatable } from "./seatable.server";
import { withdrawWords, type WithdrawReason } from "./withdraw-reasons";

// Takes a candidate off the list and puts him back. What he had (number, place, paper) is kept in a row of its own, so
// that he gets the same back; nobody else moves, and his number goes to nobody else.

type Officer = Pick<Actor, "accountId">;

/** Where papers are sealed, a second person has confirmed: `requestId` names it. */
export interface Withdrawing {
  examId: string;
  candidateId: string;
  reason: WithdrawReason;
  requestId?: string;
}

export const TOO_LATE =
  "试卷已经启封，名单不能再改。没有来的，在签到页记缺考；来了但不该考的，由监考员在监控板终止并写明原因，成绩发布前由两人决定。";

/** Before the seal the officer alone; after it with a second person; never once papers are open. */
function requireRight(exam: ExamRow, requestId: string | undefined): void {
  const gone: Partial<Record<ExamStatus, string>> = { cancelled: "这场考试已经取消，名单不再改。" };
  requireStatus(exam, ["planned", "sealed"], gone[exam.status] ?? TOO_LATE);
  if (exam.status === "sealed" && !requestId)
    throw new DomainError("wrong-state", "试卷已经封存，改名单要由两人办：先提出，再由另一人确认。");
}

export async function takeOff(
  db: Db,
  now: Date,
  officer: Officer,
  { examId, candidateId, reason, requestId }: Withdrawing,
): Promise<{ name: string; changes: DutyChange[] }> {
  const exam = await requireExam(db, examId);
  requireRight(exam, requestId);
  const personId = await db.transaction(async (tx) => {
    const room = tx.for("exam");
    requireRight(await requireExam(tx, examId), requestId);
    const row = await room.examCandidate.findFirst({ where: { id: candidateId, examId } });
    if (!row) throw new DomainError("not-found", "本场名单里没有这名考生，没有去掉谁。");
    if (row.checkedInAt)
      throw new DomainError("wrong-state", "这名考生已经签到。先由监考员在签到页撤销签到，再从名单里去掉。");
    const { slipNumber, roomId, seatId, paperId, sittingId } = row;
    const id = newId(now);
    await room.examWithdrawal.create({
      data: {
        ...{ id, examId, candidateId, personId: row.personId, kind: "off", reason, slipNumber },
        ...{ roomId, seatId, paperId, sittingId },
        ...{ byAccount: officer.accountId, requestId: requestId ?? null, at: now },
      },
    });
    await room.examCandidate.delete({ where: { id: candidateId } });
    await unmarkSeated(tx, now, { exam, candidates: [{ id: candidateId }], by: id });
    await audit(tx, now, {
      ...{ actorId: officer.accountId, act: "exam.unseat", object: candidateId, outcome: "done", reason },
      facts: { exam: examId, ...(requestId && { request: requestId }) },
    });
    return row.personId;
  });
  const changes = await recheckDuties(db, now, { exam, moment: "seat", askedBy: officer.accountId });
  return { name: await nameOf(db, personId), changes };
}

/** The same person, number and paper; the same seat while it is free, else another. Gives whether he sits elsewhere. */
export async function putBack(
  db: Db,
  now: Date,
  officer: Officer,
  { examId, candidateId, requestId }: Pick<Withdrawing, "examId" | "candidateId" | "requestId">,
): Promise<{ name: string; seat: string; moved: boolean; changes: DutyChange[] }> {
  const exam = await requireExam(db, examId);
  requireRight(exam, requestId);
  const asked = await db.for("exam").examWithdrawal.findFirst({ where: { examId, candidateId, kind: "off" } });
  const on = await db.for("exam").examCandidate.count({ where: { examId, personId: asked?.personId ?? "" } });
  // while he was off he may have been given a place elsewhere at that hour
  if (asked && on === 0) await requireSeatable(db, now, officer, { exam, personIds: [asked.personId] });
  const rooms = await db.for("exam").examRoom.findMany({ where: { examId } });
  const seats = await seatsOf(
    db,
    rooms.map((room) => room.roomId),
  );
  const { personId, seat, moved } = await db.transaction(async (tx) => {
    const room = tx.for("exam");
    requireRight(await requireExam(tx, examId), requestId);
    const gone = await room.examWithdrawal.findFirst({
      where: { examId, candidateId, kind: "off" },
      orderBy: { at: "desc" },
    });
    const list = await room.examCandidate.findMany({ where: { examId } });
    if (!gone || list.some((row) => row.id === candidateId || row.personId === gone.personId))
      throw new DomainError("wrong-state", "这名考生不在已去掉的人里，没有放回谁。");
    const sealed = exam.status === "sealed";
    const paper = gone.paperId ? await room.paper.findFirst({ where: { id: gone.paperId, candidateId } }) : null;
    if (sealed && !paper)
      throw new DomainError("wrong-state", "封卷前已经去掉的考生没有试卷，现在不能放回本场。请排到别的场次。");
    const taken = new Set(list.map((row) => row.seatId));
    const free = seats.filter((one) => !taken.has(one.id));
    const place = free.find((one) => one.id === gone.seatId) ?? free[0];
    if (!place) throw new DomainError("wrong-state", "所选考场已经没有空座位，不能放回。");
    const id = newId(now);
    // a seal that was undone since took the paper along, and the next one makes another
    const own = sealed ? { paperId: gone.paperId, sittingId: gone.sittingId } : { paperId: null, sittingId: null };
    const kept = { examId, personId: gone.personId, slipNumber: gone.slipNumber, ...own };
    await room.examCandidate.create({
      data: { id: candidateId, ...kept, roomId: place.roomId, seatId: place.id, createdAt: now },
    });
    await room.examWithdrawal.create({
      data: {
        ...{ id, candidateId, kind: "back", reason: gone.reason, ...kept, roomId: place.roomId, seatId: place.id },
        ...{ byAccount: officer.accountId, requestId: requestId ?? null, at: now },
      },
    });
    await markSeated(tx, now, { exam, candidates: [{ id: candidateId, personId: gone.personId }], again: id });
    await audit(tx, now, {
      ...{ actorId: officer.accountId, act: "exam.put-back", object: candidateId, outcome: "done" },
      facts: { exam: examId, ...(requestId && { request: requestId }) },
    });
    return { personId: gone.personId, seat: place.label, moved: place.id !== gone.seatId };
  });
  const changes = await recheckDuties(db, now, { exam, moment: "seat", askedBy: officer.accountId });
  return { name: await nameOf(db, personId), seat, moved, changes };
}

const nameOf = async (db: Db, personId: string): Promise<string> =>
  (await personText(db, [personId])).get(personId)?.name ?? "";

export interface Withdrawn {
  candidateId: string;
  name: string;
  slipNumber: string;
  reason: string;
  by: string;
  at: string;
  /** Put back only while it is true: he is still off, and the exam takes him. */
  off: boolean;
}

/** Who was taken off this exam, the latest last; who was put back since stands there too. */
export async function withdrawnFrom(db: Db, examId: string): Promise<Withdrawn[]> {
  const rows = await db.for("exam").examWithdrawal.findMany({ where: { examId }, orderBy: { at: "asc" } });
  const texts = await personText(
    db,
    rows.map((row) => row.personId),
  );
  const last = new Map(rows.map((row) => [row.candidateId, row]));
  return rows
    .filter((row) => row.kind === "off")
    .map((row) => ({
      candidateId: row.candidateId,
      name: texts.get(row.personId)?.name ?? "",
      slipNumber: row.slipNumber,
      reason: withdrawWords(row.reason),
      by: row.byAccount,
      at: row.at.toISOString(),
      off: last.get(row.candidateId) === row,
    }));
}
