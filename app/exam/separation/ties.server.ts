import type { Actor } from "~/people/actor.server";
import { placeOf } from "~/people/belonging.server";
import { organisationsById } from "~/people/directory.server";
import { identitiesOf, namesOf, type Holder } from "~/people/identity.server";
import { nameHashesOf, personText } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { recheckPersons, type DutyChange } from "../duty/recheck.server";
import type { Relation } from "./separation";

// Ties that somebody declares: a person on duty says that a candidate is kin, or that they have an interest in a candidate's
// organisation; whoever gives duties may file one about another, with a reason. It counts in every exam from then on. It is
// ended with a reason, by another person than the one who has it, and never deleted.

export const TIE_WORDS = "declared-tie";
export const tieContext = (id: string): string => `declared-tie:${id}`;

export interface NewTie {
  examId: string;
  /** Who has the tie. */
  holder: Holder & { personId: string };
  relation: Relation;
  /** A candidate of the exam by name or 准考证号, or the name of a candidate's organisation. */
  whom: string;
  reason: string;
}

/** Keeps a tie for each candidate (namesakes are all meant) or for the organisation that is named. */
export async function declareTie(
  db: Db,
  now: Date,
  actor: Pick<Actor, "accountId" | "personId">,
  { examId, holder, relation, whom, reason }: NewTie,
): Promise<{ ties: number }> {
  if (reason.trim().length < 4) throw new DomainError("invalid", "写明是什么关系，至少 4 个字。");
  const targets = await targetsOf(db, examId, whom.trim());
  const who = await identitiesOf(db, [actor, holder]);
  const personId = who.of(holder).root ?? holder.personId;
  const known = await db.for("exam").declaredTie.findMany({
    where: { personId: { in: [...who.of(holder).personIds] }, endedAt: null, relation },
    select: { targetId: true },
  });
  const fresh = targets.filter((one) => !known.some((tie) => tie.targetId === one.targetId));
  if (fresh.length === 0) throw new DomainError("conflict", "这项关系已经申报过。");
  await db.transaction(async (tx) => {
    for (const target of fresh) {
      const id = newId(now);
      await tx.for("exam").declaredTie.create({
        data: {
          id,
          personId,
          ...target,
          relation,
          reasonSealed: keys().seal(TIE_WORDS, reason.trim(), tieContext(id)),
          examId,
          declaredBy: actor.accountId,
          own: who.same(actor, holder),
          at: now,
        },
      });
      await audit(tx, now, {
        actorId: actor.accountId,
        act: "tie.declare",
        object: id,
        outcome: "done",
        facts: { exam: examId, person: personId, relation, target: target.targetKind },
      });
    }
  });
  return { ties: fresh.length };
}

/** The caller's own tie, declared at a duty of theirs; every duty of the exam is weighed with it at once. */
export async function declareOwnTie(
  db: Db,
  now: Date,
  actor: Pick<Actor, "accountId" | "personId">,
  { dutyId, ...tie }: Pick<NewTie, "relation" | "whom" | "reason"> & { dutyId: string },
): Promise<DutyChange[]> {
  const duty = await db
    .for("exam")
    .examDuty.findFirst({ where: { id: dutyId, accountId: actor.accountId, endedAt: null } });
  if (!duty) throw new DomainError("not-found", "没有派给您的这项任务。");
  return declareAt(db, now, actor, { ...tie, examId: duty.examId, holder: duty });
}

/** A tie filed at an exam by the duty office, about somebody on duty there. */
export async function fileTie(
  db: Db,
  now: Date,
  actor: Pick<Actor, "accountId" | "personId">,
  { examId, dutyId, ...tie }: Pick<NewTie, "examId" | "relation" | "whom" | "reason"> & { dutyId: string },
): Promise<DutyChange[]> {
  const duty = await db.for("exam").examDuty.findFirst({ where: { id: dutyId, examId, endedAt: null } });
  if (!duty) throw new DomainError("not-found", "本场没有这项任务。");
  return declareAt(db, now, actor, { ...tie, examId, holder: duty });
}

async function declareAt(
  db: Db,
  now: Date,
  actor: Pick<Actor, "accountId" | "personId">,
  tie: NewTie,
): Promise<DutyChange[]> {
  await declareTie(db, now, actor, tie);
  return recheckPersons(db, now, { personIds: [tie.holder.personId], askedBy: actor.accountId });
}

async function targetsOf(
  db: Db,
  examId: string,
  whom: string,
): Promise<{ targetKind: "person" | "organisation"; targetId: string }[]> {
  const nobody = new DomainError("not-found", "本场没有叫这个名字的考生，考生的单位里也没有，没有记下。请写全名。");
  if (whom.length < 2) throw nobody;
  const candidates = await db
    .for("exam")
    .examCandidate.findMany({ where: { examId }, select: { personId: true, slipNumber: true } });
  const ids = candidates.map((row) => row.personId);
  const names = await namesOf(db, ids);
  const hashes = nameHashesOf(whom);
  const persons = candidates.filter(
    ({ personId, slipNumber }) => slipNumber === whom || hashes.includes(names.get(personId)?.nameHash ?? ""),
  );
  if (persons.length > 0) return persons.map(({ personId }) => ({ targetKind: "person", targetId: personId }));
  const places = await placeOf(db, ids);
  const organisations = await organisationsById(
    db,
    [...places.values()].flatMap((place) => place.organisationId ?? []),
  );
  const found = [...organisations].filter(([, one]) => one.name === whom);
  if (found.length === 0) throw nobody;
  return found.map(([targetId]) => ({ targetKind: "organisation", targetId }));
}

/** Ends a tie with a reason; never by the person who has it. Gives whose it was. */
export async function endTie(
  db: Db,
  now: Date,
  actor: Pick<Actor, "accountId" | "personId">,
  { tieId, reason }: { tieId: string; reason: string },
): Promise<{ personId: string }> {
  if (reason.trim().length < 4) throw new DomainError("invalid", "写明为什么不再算，至少 4 个字。");
  const tie = await db.for("exam").declaredTie.findUnique({ where: { id: tieId } });
  if (!tie || tie.endedAt) throw new DomainError("not-found", "没有这项申报，或者已经结束。");
  const who = await identitiesOf(db, [actor, { personId: tie.personId }]);
  if (who.same(actor, { personId: tie.personId })) {
    await audit(db, now, {
      actorId: actor.accountId,
      act: "tie.end",
      object: tieId,
      outcome: "refused",
      reason: "own",
    });
    throw new DomainError("forbidden", "这是您自己的申报，要由另一个人来结束。");
  }
  await db.transaction(async (tx) => {
    const { count } = await tx.for("exam").declaredTie.updateMany({
      where: { id: tieId, endedAt: null },
      data: {
        endedAt: now,
        endedBy: actor.accountId,
        endReasonSealed: keys().seal(TIE_WORDS, reason.trim(), `${tieContext(tieId)}:end`),
      },
    });
    if (count !== 1) throw new DomainError("wrong-state", "这项申报刚刚结束了。");
    await audit(tx, now, { actorId: actor.accountId, act: "tie.end", object: tieId, outcome: "done" });
  });
  return { personId: tie.personId };
}

export interface TieLine {
  id: string;
  name: string;
  target: string;
  relation: Relation;
  reason: string;
  own: boolean;
  at: string;
  ended: { at: string; reason: string } | null;
}

/** Ties filed at this exam, and those of the persons on duty in it, whichever exam they were filed at. */
export async function tiesAt(db: Db, examId: string, holders: readonly Holder[]): Promise<TieLine[]> {
  const who = await identitiesOf(db, holders);
  const rows = await db.for("exam").declaredTie.findMany({
    where: { OR: [{ examId }, { personId: { in: holders.flatMap((one) => [...who.of(one).personIds]) } }] },
    orderBy: { at: "asc" },
  });
  const persons = await personText(
    db,
    rows.flatMap((row) => [row.personId, ...(row.targetKind === "person" ? [row.targetId] : [])]),
  );
  const organisations = await organisationsById(
    db,
    rows.flatMap((row) => (row.targetKind === "organisation" ? [row.targetId] : [])),
  );
  return rows.map((row) => ({
    id: row.id,
    name: persons.get(row.personId)?.name ?? "",
    target:
      row.targetKind === "person"
        ? (persons.get(row.targetId)?.name ?? "")
        : (organisations.get(row.targetId)?.name ?? ""),
    relation: row.relation as Relation,
    reason: keys().unseal(TIE_WORDS, row.reasonSealed, tieContext(row.id)),
    own: row.own,
    at: row.at.toISOString(),
    ended: row.endedAt && {
      at: row.endedAt.toISOString(),
      reason: row.endReasonSealed ? keys().unseal(TIE_WORDS, row.endReasonSealed, `${tieContext(row.id)}:end`) : "",
    },
  }));
}
