import type { Actor } from "~/people/actor.server";
import { identitiesOf } from "~/people/identity.server";
import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { liveDuties } from "../duty/assign.server";
import { requireFreeCandidates } from "../duty/elsewhere.server";
import type { ExamRow } from "../exam.server";
import { askSeparation } from "../separation/check.server";

/**
 * Whether these persons may sit in the exam at all: each once, whatever registration they come under; nowhere else at that
 * time; and none whom the exam's own setter taught or managed, since the setter goes with the plan and cannot be changed.
 */
export async function requireSeatable(
  db: Db,
  now: Date,
  officer: Pick<Actor, "accountId">,
  { exam, personIds }: { exam: ExamRow; personIds: readonly string[] },
): Promise<void> {
  await requireOnce(db, exam, personIds);
  await requireFreeCandidates(db, exam, personIds);
  const setter = (await liveDuties(db, exam.id)).find((duty) => duty.kind === "set");
  if (!setter) return;
  const { verdict, sentence } = await askSeparation(db, now, {
    examId: exam.id,
    subject: exam.subject,
    rules: exam.rules,
    duty: "set",
    accountId: setter.accountId,
    personId: setter.personId,
    candidateIds: personIds,
    moment: "seat",
    askedBy: officer.accountId,
  });
  if (verdict.outcome === "refused")
    throw new DomainError("separation", `这份名单不能排进本场，名单没有改动：组卷人${sentence}请由别人另立计划。`);
}

async function requireOnce(db: Db, exam: ExamRow, personIds: readonly string[]): Promise<void> {
  const seated = await db
    .for("exam")
    .examCandidate.findMany({ where: { examId: exam.id }, select: { personId: true } });
  const all = [...seated, ...personIds.map((personId) => ({ personId }))];
  const who = await identitiesOf(db, all);
  const twice = all.find((one, n) => all.findIndex((other) => who.same(one, other)) !== n);
  if (!twice) return;
  const name = (await personText(db, [twice.personId])).get(twice.personId)?.name ?? "有一人";
  throw new DomainError("conflict", `${name}在名单里有两次（两条登记是同一个人），名单没有改动。`);
}
