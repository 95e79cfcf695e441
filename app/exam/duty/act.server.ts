import type { Prisma } from "@prisma/client";
import type { Actor } from "~/people/actor.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError, type DomainCode } from "~/platform/errors";
import type { ExamRow } from "../exam.server";
import { namesFor, requireSeparation, weighSeparation } from "../separation/check.server";
import { conflictSentence, conflictWith } from "../separation/conflicts";
import { overridesGiven } from "../separation/override.server";
import type { DutyKind, SeparationVerdict } from "../separation/separation";
import { DUTY_WORDS, verdictSentence } from "../separation/sentences";
import { candidatesFor, waitsFor } from "./assign.server";
import { whereReally } from "./elsewhere.server";
import { unprovenNow } from "./recheck.server";
import { usesIn } from "./use.server";

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
  if (duty.unproven && !duty.countersignedBy) return barred("not-proven", "not-proven", waitsFor(duty));
  const done = (await usesIn(db, exam.id)).filter((use) => use.isOf(duty));
  const excludes = conflictWith(
    kind,
    done.map((use) => use.kind),
  );
  const away =
    kind === "invigilate" ? await whereReally(db, exam, duty, { as: "invigilator", roomId: duty.roomId }) : null;
  if (away) return barred("elsewhere", "conflict", `您同一时间已在别处：${away}。`);
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
  const { verdict, sentence } = await requireSeparation(db, now, {
    examId: exam.id,
    subject: exam.subject,
    rules: exam.rules,
    duty: kind,
    accountId: duty.accountId,
    personId: duty.personId,
    candidateIds: candidateIds ?? (await candidatesFor(db, exam.id, duty.roomId)),
    moment: "act",
    askedBy: actor.accountId,
  });
  if (await lacksOverride(db, duty, verdict)) {
    await db
      .for("exam")
      .examDuty.update({ where: { id: duty.id }, data: { ...unprovenNow(now, duty, verdict), countersignedBy: null } });
    throw new DomainError("not-proven", `${sentence}要先由两人会签。`);
  }
  return duty;
}

/** The identity of the holder is not known (any more), and not two persons let the duty stand. */
const lacksOverride = async (
  db: Db,
  duty: Prisma.ExamDutyGetPayload<object>,
  verdict: SeparationVerdict,
): Promise<boolean> =>
  verdict.outcome === "unproven" &&
  verdict.overridesNeeded > 1 &&
  (await overridesGiven(db, duty)) < verdict.overridesNeeded;

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
    accountId: duty.accountId,
    personId: duty.personId,
    candidateIds: act.candidateIds ?? (await candidatesFor(db, exam.id, duty.roomId)),
    moment: "act",
    askedBy: actor.accountId,
  });
  if (verdict.outcome !== "refused" && !(await lacksOverride(db, duty, verdict))) return null;
  return verdictSentence(verdict, kind, "您", await namesFor(db, verdict));
}
