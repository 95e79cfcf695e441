import type { Actor } from "~/people/actor.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import type { ExamRow } from "../exam.server";
import { requireSeparation } from "../separation/check.server";
import type { DutyKind } from "../separation/separation";
import { DUTY_WORDS } from "../separation/sentences";
import { candidatesFor } from "./assign.server";

export interface DutyAct {
  exam: ExamRow;
  kind: DutyKind;
  roomId?: string | null;
  /** The candidates that the act touches; without it all of the duty's. */
  candidateIds?: readonly string[];
}

/**
 * The duty under which an act happens. Law L2's third moment: the act itself asks separation again. Throws, and logs,
 * when there is no such accepted duty, when a countersignature is missing, or when a fact refuses.
 */
export async function requireDuty(
  db: Db,
  now: Date,
  actor: Pick<Actor, "accountId" | "personId">,
  { exam, kind, roomId = null, candidateIds }: DutyAct,
) {
  const duty = await db.for("exam").examDuty.findFirst({
    where: { examId: exam.id, kind, accountId: actor.accountId, endedAt: null, ...(roomId ? { roomId } : {}) },
  });
  const refuse = async (reason: string, error: DomainError): Promise<never> => {
    await audit(db, now, {
      actorId: actor.accountId,
      act: `duty.${kind}`,
      object: exam.id,
      outcome: "refused",
      reason,
    });
    throw error;
  };
  if (!duty) return refuse("no-duty", new DomainError("forbidden", `本场没有派给您${DUTY_WORDS[kind]}任务。`));
  if (!duty.acceptedAt)
    return refuse("not-accepted", new DomainError("forbidden", `请先接受${DUTY_WORDS[kind]}任务。`));
  if (duty.unproven && !duty.countersignedBy)
    return refuse("not-proven", new DomainError("not-proven", "考培分离无法证明，要先由第二人会签。"));
  await requireSeparation(db, now, {
    examId: exam.id,
    subject: exam.subject,
    rules: exam.rules,
    duty: kind,
    personId: duty.personId,
    candidateIds: candidateIds ?? (await candidatesFor(db, exam.id, duty.roomId)),
    moment: "act",
    askedBy: actor.accountId,
  });
  return duty;
}
