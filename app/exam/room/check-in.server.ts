import { randomBytes } from "node:crypto";
import type { Actor } from "~/people/actor.server";
import { personSecret } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { keys } from "~/platform/keys.server";
import { takeAllowance } from "~/platform/rate-limit.server";
import { sameSecret } from "~/platform/seal.server";
import { requireDuty } from "../duty/act.server";
import { requireExam, requireStatus } from "../exam.server";
import { opensAt } from "../paper/opening.server";
import { toCode } from "../paper/secret-code";

// Check-in: the invigilator holds the card, types its last four characters, and the product compares. Then a one-time
// ticket (128 bits, kept as a keyed hash) lets that candidate sit down at that seat.

type Invigilator = Pick<Actor, "accountId" | "personId">;

export const ticketHashOf = (code: string): string => keys().lookup("seat-ticket", code);
export const ticketHashesOf = (code: string): string[] => keys().lookups("seat-ticket", code);

async function requireCandidate(db: Db, candidateId: string) {
  const candidate = await db.for("exam").examCandidate.findUnique({ where: { id: candidateId } });
  if (!candidate || !candidate.roomId) throw new DomainError("not-found", "没有这名考生。");
  return candidate;
}

/** The candidate and the exam, once the caller's duty in that room stands. */
export async function requireCandidateInRoom(db: Db, now: Date, actor: Invigilator, candidateId: string) {
  const candidate = await requireCandidate(db, candidateId);
  const exam = await requireExam(db, candidate.examId);
  await requireDuty(db, now, actor, {
    exam,
    kind: "invigilate",
    roomId: candidate.roomId,
    candidateIds: [candidate.personId],
  });
  return { candidate, exam };
}

export async function checkIn(
  db: Db,
  now: Date,
  actor: Invigilator,
  { candidateId, lastFour }: { candidateId: string; lastFour: string },
): Promise<void> {
  const { candidate, exam } = await requireCandidateInRoom(db, now, actor, candidateId);
  requireStatus(exam, ["sealed", "opened"], "这场考试现在不能签到。");
  if (now < opensAt(exam)) throw new DomainError("wrong-state", "还没有到入场时间。");
  if (candidate.checkedInAt) throw new DomainError("wrong-state", "这名考生已经签到。");
  if (!takeAllowance(`check-in:${actor.accountId}:${candidateId}`, { limit: 5, seconds: 300, now }))
    throw new DomainError("too-many", "核对错了 5 次，请等 5 分钟，或请考务人员到场核对。");
  const secret = await personSecret(db, candidate.personId);
  const typed = lastFour.normalize("NFKC").trim().toUpperCase();
  if (!secret || !sameSecret(secret.idNumber.slice(-4), typed)) {
    await audit(db, now, {
      actorId: actor.accountId,
      act: "room.check-in",
      object: candidateId,
      outcome: "refused",
      reason: "identity",
    });
    throw new DomainError("invalid", "证件后四位与名单不符，没有签到。请再看一遍证件。");
  }
  await db.for("exam").examCandidate.update({
    where: { id: candidateId },
    data: { checkedInAt: now, checkedInBy: actor.accountId, absentAt: null },
  });
  await audit(db, now, {
    actorId: actor.accountId,
    act: "room.check-in",
    object: candidateId,
    outcome: "done",
    facts: { exam: exam.id },
  });
}

export async function markAbsent(db: Db, now: Date, actor: Invigilator, candidateId: string): Promise<void> {
  const { candidate, exam } = await requireCandidateInRoom(db, now, actor, candidateId);
  if (candidate.checkedInAt) throw new DomainError("wrong-state", "已签到的考生不能记缺考。");
  if (now <= exam.latestEntryAt) throw new DomainError("wrong-state", "最晚入场时间还没有到，不能记缺考。");
  await db.for("exam").examCandidate.update({ where: { id: candidateId }, data: { absentAt: now } });
  await audit(db, now, {
    actorId: actor.accountId,
    act: "room.absent",
    object: candidateId,
    outcome: "done",
    facts: { exam: exam.id },
  });
}

/** A fresh ticket; an older one is good no more. The code is given once and kept nowhere. */
export async function issueTicket(db: Db, now: Date, actor: Invigilator, candidateId: string): Promise<string> {
  const { candidate, exam } = await requireCandidateInRoom(db, now, actor, candidateId);
  requireStatus(exam, ["sealed", "opened"], "这场考试现在不能发座位票。");
  if (!candidate.checkedInAt) throw new DomainError("wrong-state", "先核对证件签到，再发座位票。");
  const code = toCode(randomBytes(16));
  await db.for("exam").examCandidate.update({
    where: { id: candidateId },
    data: { ticketHash: ticketHashOf(code), ticketAt: now, ticketUsedAt: null },
  });
  await audit(db, now, {
    actorId: actor.accountId,
    act: "room.ticket",
    object: candidateId,
    outcome: "done",
    facts: { exam: exam.id },
  });
  return code;
}

/** Tickets for all who are checked in and have not sat down yet. */
export async function issueRoomTickets(
  db: Db,
  now: Date,
  actor: Invigilator,
  { examId, roomId }: { examId: string; roomId: string },
): Promise<{ candidateId: string; code: string }[]> {
  const waiting = await db.for("exam").examCandidate.findMany({
    where: { examId, roomId, checkedInAt: { not: null }, ticketUsedAt: null },
    orderBy: { slipNumber: "asc" },
  });
  const tickets = [];
  for (const { id } of waiting) tickets.push({ candidateId: id, code: await issueTicket(db, now, actor, id) });
  return tickets;
}
