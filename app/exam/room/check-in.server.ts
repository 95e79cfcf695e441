import type { Prisma } from "@prisma/client";
import type { Actor } from "~/people/actor.server";
import { personSecret } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { takeAllowance } from "~/platform/rate-limit.server";
import { sameSecret } from "~/platform/seal.server";
import { requireDuty } from "../duty/act.server";
import { keepUse } from "../duty/use.server";
import { requireExam, requireStatus } from "../exam.server";
import { opensAt } from "../paper/opening.server";

// Check-in: the invigilator holds the card, types its last four characters, and the product compares. Then a ticket lets
// that candidate sit down at that seat.

export type Invigilator = Pick<Actor, "accountId" | "personId">;

/** A candidate as the page of one room of one exam names them. */
export interface CandidateInRoom {
  examId: string;
  roomId: string;
  candidateId: string;
}

/** The candidate of that room of that exam, once the caller's duty there stands. */
export async function requireCandidateInRoom(
  db: Db,
  now: Date,
  actor: Invigilator,
  { examId, roomId, candidateId }: CandidateInRoom,
) {
  const exam = await requireExam(db, examId);
  const candidate = await db.for("exam").examCandidate.findFirst({ where: { id: candidateId, examId, roomId } });
  if (!candidate) throw new DomainError("not-found", "这个考场没有这名考生。");
  const duty = await requireDuty(db, now, actor, {
    exam,
    kind: "invigilate",
    roomId,
    candidateIds: [candidate.personId],
  });
  return { candidate, exam, duty };
}

/** One thing done to a candidate, its use of the duty and its line in the audit: all or nothing. */
export async function finish(
  db: Db,
  now: Date,
  duty: Awaited<ReturnType<typeof requireDuty>>,
  {
    act,
    candidateId,
    when,
    data,
    late,
    reason,
  }: {
    act: "check-in" | "absent" | "undo-check-in" | "undo-absent";
    candidateId: string;
    when: Prisma.ExamCandidateWhereInput;
    data: Prisma.ExamCandidateUpdateManyMutationInput;
    late: string;
    reason?: string;
  },
): Promise<void> {
  await db.transaction(async (tx) => {
    const { count } = await tx.for("exam").examCandidate.updateMany({ where: { id: candidateId, ...when }, data });
    if (count !== 1) throw new DomainError("wrong-state", late);
    await keepUse(tx, now, duty, { act });
    await audit(tx, now, {
      actorId: duty.accountId,
      act: `room.${act}`,
      object: candidateId,
      outcome: "done",
      ...(reason && { reason }),
      facts: { exam: duty.examId },
    });
  });
}

export async function checkIn(
  db: Db,
  now: Date,
  actor: Invigilator,
  { lastFour, ...place }: CandidateInRoom & { lastFour: string },
): Promise<void> {
  const { candidateId } = place;
  const { candidate, exam, duty } = await requireCandidateInRoom(db, now, actor, place);
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
  await finish(db, now, duty, {
    act: "check-in",
    candidateId,
    when: { checkedInAt: null },
    data: { checkedInAt: now, checkedInBy: actor.accountId, absentAt: null },
    late: "这名考生已经签到。",
  });
}

export async function markAbsent(db: Db, now: Date, actor: Invigilator, place: CandidateInRoom): Promise<void> {
  const { candidate, exam, duty } = await requireCandidateInRoom(db, now, actor, place);
  requireStatus(exam, ["sealed", "opened", "closed", "marked"], "这场考试现在不能记缺考。");
  if (candidate.checkedInAt) throw new DomainError("wrong-state", "已签到的考生不能记缺考。");
  if (candidate.absentAt) throw new DomainError("wrong-state", "这名考生已经记了缺考。");
  if (now <= exam.latestEntryAt) throw new DomainError("wrong-state", "最晚入场时间还没有到，不能记缺考。");
  await finish(db, now, duty, {
    act: "absent",
    candidateId: candidate.id,
    when: { checkedInAt: null, absentAt: null },
    data: { absentAt: now },
    late: "这名考生刚刚签到或记了缺考。",
  });
}
