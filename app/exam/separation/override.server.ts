import type { Actor } from "~/people/actor.server";
import { identitiesOf } from "~/people/identity.server";
import { accountNames } from "~/people/staff-accounts.server";
import { personText } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";

// What nobody filed may be let stand by others: one person where training is what is missing, two where it is who the
// holder is. Each gives a reason in words, which lies sealed and is read in the exam's proof. Neither who gave the duty nor
// who holds it lets it stand, and whoever does is known by ID number, so that one person never counts twice.

export const SEPARATION_WORDS = "separation-words";
export const overrideContext = (id: string): string => `separation-override:${id}`;

type Duty = {
  id: string;
  examId: string;
  kind: string;
  accountId: string;
  personId: string;
  assignedBy: string;
  unprovenAt: Date | null;
  overridesNeeded: number;
};

const standing = (db: Db, duty: Pick<Duty, "id" | "unprovenAt">) =>
  db.for("exam").separationOverride.findMany({
    where: { dutyId: duty.id, ...(duty.unprovenAt && { at: { gte: duty.unprovenAt } }) },
    orderBy: { at: "asc" },
  });

/** How many different persons let it stand. */
export async function overridesGiven(db: Db, duty: Pick<Duty, "id" | "unprovenAt">): Promise<number> {
  const rows = await standing(db, duty);
  const who = await identitiesOf(db, rows);
  return rows.filter((row, n) => rows.findIndex((other) => who.same(row, other)) === n).length;
}

/** Keeps the word of one more person; tells how many are still wanted. */
export async function addOverride(
  db: Db,
  now: Date,
  actor: Pick<Actor, "accountId" | "personId">,
  { duty, reason }: { duty: Duty; reason: string },
): Promise<{ wanting: number }> {
  const before = await standing(db, duty);
  const who = await identitiesOf(db, [actor, duty, { accountId: duty.assignedBy, personId: null }, ...before]);
  const refuse = async (why: string, sentence: string): Promise<never> => {
    await audit(db, now, {
      actorId: actor.accountId,
      act: "duty.countersign",
      object: duty.id,
      outcome: "refused",
      reason: why,
    });
    throw new DomainError("forbidden", sentence);
  };
  if (who.same(actor, duty) || who.same(actor, { accountId: duty.assignedBy, personId: null }))
    return refuse("same-person", "会签要由第二人做：不能是派任务的人，也不能是本人。");
  if (!who.of(actor).bound)
    return refuse("not-bound", "您的账号没有绑定身份证号，不能会签。先在“我的账号”里填身份证号。");
  if (before.some((row) => who.same(row, actor))) return refuse("twice", "您已经会签过这项任务，还要另一个人会签。");
  const wanting = Math.max(0, duty.overridesNeeded - before.length - 1);
  await db.transaction(async (tx) => {
    const id = newId(now);
    await tx.for("exam").separationOverride.create({
      data: {
        id,
        examId: duty.examId,
        dutyId: duty.id,
        accountId: actor.accountId,
        personId: who.of(actor).root ?? "",
        reasonSealed: keys().seal(SEPARATION_WORDS, reason, overrideContext(id)),
        at: now,
      },
    });
    if (wanting === 0)
      await tx.for("exam").examDuty.update({ where: { id: duty.id }, data: { countersignedBy: actor.accountId } });
    await audit(tx, now, {
      actorId: actor.accountId,
      act: "duty.countersign",
      object: duty.id,
      outcome: "done",
      reason: "override",
      facts: { exam: duty.examId, kind: duty.kind, wanting },
    });
  });
  return { wanting };
}

export interface OverrideLine {
  dutyId: string;
  name: string;
  reason: string;
  at: string;
  /** It was given for an earlier question, and does not count for the present one. */
  over: boolean;
}

/** Who let which duty stand, and why, in their own words. */
export async function overridesIn(
  db: Db,
  examId: string,
  duties: readonly Pick<Duty, "id" | "unprovenAt">[],
): Promise<OverrideLine[]> {
  const rows = await db.for("exam").separationOverride.findMany({ where: { examId }, orderBy: { at: "asc" } });
  const persons = await personText(
    db,
    rows.map((row) => row.personId),
  );
  const logins = rows.length
    ? await accountNames(
        db,
        rows.map((row) => row.accountId),
      )
    : new Map<string, string>();
  const since = new Map(duties.map((duty) => [duty.id, duty.unprovenAt]));
  return rows.map((row) => ({
    dutyId: row.dutyId,
    name: persons.get(row.personId)?.name ?? logins.get(row.accountId) ?? "",
    reason: keys().unseal(SEPARATION_WORDS, row.reasonSealed, overrideContext(row.id)),
    at: row.at.toISOString(),
    over: row.at < (since.get(row.dutyId) ?? row.at),
  }));
}
