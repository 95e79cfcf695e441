import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { takeAllowance } from "~/platform/rate-limit.server";
import { whereReally } from "../duty/elsewhere.server";
import { requireExam } from "../exam.server";
import { journal } from "../journal-access.server";
import type { SeatCredential } from "../journal/lease";
import { takeLease } from "../journal/take-lease.server";
import { readTicket } from "../room/ticket-code";
import { ticketHashesOf } from "../room/tickets.server";

/**
 * A ticket is 56 bits and good for one exam (docs/decisions/087), which nobody guesses at any pace: a right one always
 * gets in. Wrong ones are counted, so that no flood fills the audit.
 */
const WRONG_TICKETS = { limit: 60, seconds: 60 };

/**
 * Turns a one-time seat ticket into the lease of that sitting. Of two devices with one ticket one gets in; the other is
 * told why. The ticket is spent only once the journal holds the lease.
 */
export async function enterSeat(
  db: Db,
  now: Date,
  { ticket, device, ip }: { ticket: string; device: string; ip: string },
): Promise<SeatCredential> {
  const code = readTicket(ticket);
  const table = db.for("exam").examCandidate;
  const candidate = code ? await table.findFirst({ where: { ticketHash: { in: ticketHashesOf(code) } } }) : null;
  if (!candidate) {
    if (!takeAllowance(`seat:${ip}`, { ...WRONG_TICKETS, now }))
      throw new DomainError("too-many", "这里试得太频繁，请稍等一分钟。");
    await audit(db, now, {
      actorId: null,
      act: "seat.enter",
      outcome: "refused",
      reason: code ? "unknown-ticket" : "malformed",
    });
    throw new DomainError("not-found", "没有这张座位票，或已作废。请对照票面再输一遍，或请监考员重发。");
  }
  if (candidate.ticketUsedAt) {
    await audit(db, now, {
      actorId: null,
      act: "seat.enter",
      object: candidate.id,
      outcome: "refused",
      reason: "used",
    });
    throw new DomainError("gone", "这张座位票已经用过。如果换了机器，请监考员重发一张。");
  }
  const exam = await requireExam(db, candidate.examId);
  if (exam.status === "sealed") throw new DomainError("sealed", "试卷还没有启封，请等监考员通知再输入。");
  if (exam.status !== "opened") throw new DomainError("wrong-state", "这场考试不在进行中。");
  const away = await whereReally(db, exam, { personId: candidate.personId }, { as: "candidate" });
  if (away) throw new DomainError("conflict", `这名考生同一时间已在别处：${away}。请找监考员。`);
  const claimed = await table.updateMany({
    where: { id: candidate.id, ticketUsedAt: null, ticketHash: candidate.ticketHash },
    data: { ticketUsedAt: now },
  });
  if (claimed.count !== 1) throw new DomainError("conflict", "这张座位票刚刚在另一台机器上用了。");
  try {
    const credential = await takeLease(journal(), {
      sittingId: candidate.sittingId!,
      examId: exam.id,
      seat: candidate.seatId!,
      device,
    });
    await audit(db, now, {
      actorId: null,
      act: "seat.enter",
      object: candidate.id,
      outcome: "done",
      facts: { epoch: credential.epoch },
    });
    return credential;
  } catch (error) {
    await table.update({ where: { id: candidate.id }, data: { ticketUsedAt: null } });
    throw error;
  }
}
