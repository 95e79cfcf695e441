import type { Prisma } from "@prisma/client";
import type { Actor } from "~/people/actor.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError, type DomainCode } from "~/platform/errors";
import type { ExamRow } from "../exam.server";
import { namesFor, requireSeparation, weighSeparation } from "../separation/check.server";
import { conflictSentence, conflictWith } from "../separation/conflicts";
import type { DutyKind } from "../separation/separation";
import { DUTY_WORDS, verdictSentence } from "../separation/sentences";
import { candidatesFor } from "./assign.server";
import { isSameHolder, usesIn } from "./use.server";

export interface DutyAct {
  exam: ExamRow;
  kind: DutyKind;
  roomId?: string | null;
  /** The candidates that the act touches; without it all of the duty's. */
  candidateIds?: readonly string[];
}

type Caller = Pick<Actor, "accountId" | "personId">;
type Standing =
  | { duty: Prisma.ExamDutyGetPayload<object>; bar?: undefined }
  | { duty?: undefined; bar: { reason: string; error: DomainError } };

const barred = (reason: string, code: DomainCode, sentence: string): Standing => ({
  bar: { reason, error: new DomainError(code, sentence) },
});

/** The caller's accepted duty of that kind, or what stands in its way; the facts of separation are asked elsewhere. */
async function standingDuty(db: Db, actor: Caller, { exam, kind, roomId = null }: DutyAct): Promise<Standing> {
  const duty = await db.for("exam").examDuty.findFirst({
    where: { examId: exam.id, kind, accountId: actor.accountId, endedAt: null, ...(roomId ? { roomId } : {}) },
  });
  if (!duty) return barred("no-duty", "forbidden", `本场没有派给您${DUTY_WORDS[kind]}任务。`);
  if (!duty.acceptedAt) return barred("not-accepted", "forbidden", `请先接受${DUTY_WORDS[kind]}任务。`);
  if (duty.unproven && !duty.countersignedBy)
    return barred("not-proven", "not-proven", "考培分离无法证明，要先由第二人会签。");
  const done = (await usesIn(db, exam.id)).filter((use) => isSameHolder(use, duty));
  const excludes = conflictWith(
    kind,
    done.map((use) => use.kind),
  );
  if (excludes) return barred("conflict", "separation", conflictSentence(kind, { kind: excludes, done: true }, "您"));
  return { duty };
}

/**
 * The duty under which an act happens. Law L2's third moment: the act itself asks separation again. Throws, and logs,
 * when there is no such accepted duty, when a countersignature is missing, when the caller has already done in this exam
 * what the duty excludes, or when a fact refuses.
 */
export async function requireDuty(db: Db, now: Date, actor: Caller, act: DutyAct) {
  const { exam, kind, candidateIds } = act;
  const { duty, bar } = await standingDuty(db, actor, act);
  if (!duty) {
    await audit(db, now, {
      actorId: actor.accountId,
      act: `duty.${kind}`,
      object: exam.id,
      outcome: "refused",
      reason: bar.reason,
    });
    throw bar.error;
  }
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

/** Why the act would be refused now, in the words of its refusal; null when it would not. For a page: nothing is kept. */
export async function barToAct(db: Db, now: Date, actor: Caller, act: DutyAct): Promise<string | null> {
  const { exam, kind } = act;
  const { duty, bar } = await standingDuty(db, actor, act);
  if (!duty) return bar.error.message;
  const verdict = await weighSeparation(db, now, {
    examId: exam.id,
    subject: exam.subject,
    rules: exam.rules,
    duty: kind,
    personId: duty.personId,
    candidateIds: act.candidateIds ?? (await candidatesFor(db, exam.id, duty.roomId)),
    moment: "act",
    askedBy: actor.accountId,
  });
  return verdict.outcome === "refused" ? verdictSentence(verdict, kind, "您", await namesFor(db, verdict)) : null;
}
