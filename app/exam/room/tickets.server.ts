import { randomInt } from "node:crypto";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { keys } from "~/platform/keys.server";
import { requireDuty } from "../duty/act.server";
import { keepUse } from "../duty/use.server";
import { requireExam, requireStatus, type ExamRow } from "../exam.server";
import { requireCandidateInRoom, type CandidateInRoom, type Invigilator } from "./check-in.server";
import { makeTicket } from "./ticket-code";

// Seat tickets: each is good once, for one candidate at one seat, and kept as a keyed hash alone. Handing out never voids
// what is in somebody's hand; replacing one is an act of its own that says which one it voids.

export const ticketHashOf = (code: string): string => keys().lookup("seat-ticket", code);
export const ticketHashesOf = (code: string): string[] => keys().lookups("seat-ticket", code);

export interface Ticket {
  candidateId: string;
  code: string;
}

const requireTime = (exam: ExamRow): void => requireStatus(exam, ["sealed", "opened"], "这场考试现在不能发座位票。");

/** The first ticket of one candidate. Who has one keeps it: pressed twice, nothing new is made. */
export async function issueTicket(db: Db, now: Date, actor: Invigilator, place: CandidateInRoom): Promise<string> {
  const { candidate, exam, duty } = await requireCandidateInRoom(db, now, actor, place);
  requireTime(exam);
  if (!candidate.checkedInAt) throw new DomainError("wrong-state", "先核对证件签到，再发座位票。");
  const [ticket] = await handOut(db, now, duty, [{ candidateId: candidate.id, instead: null }]);
  if (!ticket)
    throw new DomainError("wrong-state", "这名考生已经有座位票，没有再发。要换一张，用“重发座位票”，旧的作废。");
  return ticket.code;
}

/** Tickets for all who are checked in and have none; nobody else's changes. */
export async function issueRoomTickets(
  db: Db,
  now: Date,
  actor: Invigilator,
  { examId, roomId }: { examId: string; roomId: string },
): Promise<Ticket[]> {
  const exam = await requireExam(db, examId);
  const rows = await db
    .for("exam")
    .examCandidate.findMany({ where: { examId, roomId }, orderBy: { slipNumber: "asc" } });
  const without = rows.filter((row) => row.checkedInAt && !row.ticketHash);
  if (without.length === 0)
    throw new DomainError("wrong-state", "没有等座位票的考生，没有发座位票。先在签到页核对证件。");
  const candidateIds = without.map((row) => row.personId);
  const duty = await requireDuty(db, now, actor, { exam, kind: "invigilate", roomId, candidateIds });
  requireTime(exam);
  const tickets = await handOut(
    db,
    now,
    duty,
    without.map((row) => ({ candidateId: row.id, instead: null })),
  );
  if (tickets.length === 0) throw new DomainError("wrong-state", "座位票刚刚已经发过，没有再发。");
  return tickets;
}

/** `issuedAt`: of the ticket that the page named. Another one since, and nothing is voided. */
export interface Replaced {
  candidateId: string;
  issuedAt: string;
}

/** New tickets in the place of those named, which are void from now on. */
export async function replaceTickets(
  db: Db,
  now: Date,
  actor: Invigilator,
  { examId, roomId, replaced }: { examId: string; roomId: string; replaced: readonly Replaced[] },
): Promise<Ticket[]> {
  if (replaced.length === 0) throw new DomainError("invalid", "先选要重发座位票的考生。");
  const places = [];
  for (const { candidateId } of replaced)
    places.push(await requireCandidateInRoom(db, now, actor, { examId, roomId, candidateId }));
  const [{ exam, duty }] = places as [(typeof places)[number]];
  requireTime(exam);
  const tickets = await handOut(
    db,
    now,
    duty,
    replaced.map(({ candidateId, issuedAt }) => ({ candidateId, instead: new Date(issuedAt) })),
  );
  if (tickets.length === 0)
    throw new DomainError("conflict", "座位票刚刚已经换过，没有再发，新的那张有效。请看一遍名单。");
  return tickets;
}

/** All or none: a ticket that no page shows is worth nothing. `instead`: when the void one was handed out. */
async function handOut(
  db: Db,
  now: Date,
  duty: Awaited<ReturnType<typeof requireDuty>>,
  wanted: readonly { candidateId: string; instead: Date | null }[],
): Promise<Ticket[]> {
  return db.transaction(async (tx) => {
    const tickets: Ticket[] = [];
    for (const { candidateId, instead } of wanted) {
      const code = makeTicket((below) => randomInt(below));
      const { count } = await tx.for("exam").examCandidate.updateMany({
        where: {
          id: candidateId,
          checkedInAt: { not: null },
          ...(instead ? { ticketAt: instead, ticketHash: { not: null } } : { ticketHash: null }),
        },
        data: { ticketHash: ticketHashOf(code), ticketAt: now, ticketUsedAt: null },
      });
      if (count !== 1) continue;
      tickets.push({ candidateId, code });
      await audit(tx, now, {
        actorId: duty.accountId,
        act: "room.ticket",
        object: candidateId,
        outcome: "done",
        facts: { exam: duty.examId, ...(instead && { voids: instead.toISOString() }) },
      });
    }
    if (tickets.length > 0) await keepUse(tx, now, duty, { act: "ticket", count: tickets.length });
    return tickets;
  });
}
