import { authorityOf, homesOf } from "~/people/belonging.server";
import { identitiesOf, namesOf, type Holder, type Identity } from "~/people/identity.server";
import { toDay } from "~/platform/day";
import { shippedAmong } from "~/platform/content-store.server";
import type { Db } from "~/platform/db.server";
import { recordOfMany } from "~/record/query.server";
import type { RecordRow } from "~/record/row";
import type { CandidateFacts, DutyPerson, ItemFact, Relation, TieFact } from "./separation";

// The filed facts of an exam's candidates and of who is on duty there, read once and weighed as often as asked. Exam and
// training meet in the record alone: nothing here reads a class or a course. Persons are told by identity: whatever was
// filed under any registration or account of theirs is theirs.

const TRAINING_KINDS = new Set(["hours", "class", "course", "lesson"]);

export interface FactsAsk {
  examId: string;
  subject: string;
  candidateIds: readonly string[];
  holders: readonly Holder[];
}
export interface Facts {
  candidates: ReadonlyMap<string, CandidateFacts>;
  person(holder: Holder): DutyPerson;
}

/** Studied alone, by a course whose version names no author. */
const isUntaught = (row: RecordRow): boolean =>
  row.objectKind === "course" && row.proofClass === "server-measured" && row.taughtBy.length === 0;

export async function gatherFacts(db: Db, { examId, subject, candidateIds, holders }: FactsAsk): Promise<Facts> {
  const wanted = [...new Set(candidateIds)];
  const who = await identitiesOf(db, [...wanted.map((personId) => ({ personId })), ...holders]);
  const rows = await trainingOf(db, wanted, { subject, of: (personId) => who.of({ personId }) });
  const of = new Map(holders.map((holder) => [keyOf(holder), who.of(holder)]));
  const holderIds = [...of.values()].flatMap((one) => [...one.personIds]);
  const homes = await homesOf(db, [...wanted.flatMap((personId) => [...who.of({ personId }).personIds]), ...holderIds]);
  const spansOf = (one: Identity) => one.personIds.flatMap((id) => homes.get(id) ?? []);
  const candidates = new Map(
    wanted.map((personId): [string, CandidateFacts] => {
      const identity = who.of({ personId });
      return [
        personId,
        { personId, personIds: identity.personIds, homes: spansOf(identity), training: rows.get(personId) ?? [] },
      ];
    }),
  );
  const named = [...rows.values()].flat().flatMap((row) => [...row.taughtBy, ...row.managedBy]);
  const names = holderIds.length ? await namesOf(db, [...named, ...holderIds]) : new Map<string, never>();
  const items = await itemsOf(db, { examId, subject });
  const ties = await tiesOf(db, [...of.values()]);
  const persons = new Map<string, DutyPerson>();
  for (const [key, identity] of of) {
    const hashes = new Set(identity.personIds.flatMap((id) => names.get(id)?.nameHash ?? []));
    persons.set(key, {
      personId: identity.root,
      personIds: identity.personIds,
      bound: identity.bound,
      homes: spansOf(identity),
      authority: identity.personIds.length ? await authorityOf(db, identity.personIds) : [],
      items: items(key.split("/")[0]!, identity.personIds),
      ties: ties(identity.personIds),
      namesakes: [...new Set(named)].flatMap((id) => {
        const one = names.get(id);
        return one?.nameHash && hashes.has(one.nameHash) ? [{ personId: id, bound: one.bound }] : [];
      }),
    });
  }
  return { candidates, person: (holder) => persons.get(keyOf(holder))! };
}

const keyOf = ({ accountId, personId }: Holder): string => `${accountId ?? ""}/${personId ?? ""}`;

/** Training rows of each candidate, under whichever registration they were filed. */
async function trainingOf(
  db: Db,
  personIds: readonly string[],
  { subject, of }: { subject: string; of: (id: string) => Identity },
): Promise<Map<string, CandidateFacts["training"]>> {
  const rows = await recordOfMany(db, [...new Set(personIds.flatMap((id) => [id, ...of(id).personIds]))], { subject });
  const shipped = await shippedAmong(
    db,
    [...rows.values()]
      .flat()
      .filter(isUntaught)
      .map((row) => row.objectVersion),
  );
  return new Map(
    personIds.map((id) => [
      id,
      of(id)
        .personIds.flatMap((one) => rows.get(one) ?? [])
        .filter(({ kind }) => TRAINING_KINDS.has(kind))
        .map((row) => ({
          rowId: row.id,
          kind: row.kind,
          to: row.to,
          provider: row.provider,
          taughtBy: row.taughtBy,
          managedBy: row.managedBy,
          shipped: isUntaught(row) && shipped.has(row.objectVersion),
        })),
    ]),
  );
}

/** Who wrote and reviewed the subject's items that are live, or were when the exam was planned. */
async function itemsOf(
  db: Db,
  { examId, subject }: { examId: string; subject: string },
): Promise<(accountId: string, personIds: readonly string[]) => ItemFact[]> {
  const exam = await db.for("exam").exam.findUnique({ where: { id: examId }, select: { createdAt: true } });
  const rows = await db.for("exam").bankItemVersion.findMany({
    where: {
      subject,
      OR: [{ status: "live" }, ...(exam ? [{ status: "retired", retiredAt: { gte: exam.createdAt } }] : [])],
    },
    select: {
      id: true,
      authorId: true,
      authorPersonId: true,
      createdAt: true,
      reviewerId: true,
      reviewerPersonId: true,
      reviewedAt: true,
      item: { select: { code: true } },
    },
    orderBy: { id: "asc" },
  });
  return (accountId, personIds) => {
    const is = (account: string | null, person: string | null) =>
      (accountId !== "" && account === accountId) || (person !== null && personIds.includes(person));
    return rows.flatMap((row): ItemFact[] => {
      const base = { versionId: row.id, code: row.item.code, subject };
      return [
        ...(is(row.authorId, row.authorPersonId) ? [{ ...base, as: "author" as const, on: toDay(row.createdAt) }] : []),
        ...(row.reviewedAt && is(row.reviewerId, row.reviewerPersonId)
          ? [{ ...base, as: "reviewer" as const, on: toDay(row.reviewedAt) }]
          : []),
      ];
    });
  };
}

/** Declared ties that have not ended. */
async function tiesOf(db: Db, holders: readonly Identity[]): Promise<(personIds: readonly string[]) => TieFact[]> {
  const rows = await db.for("exam").declaredTie.findMany({
    where: { personId: { in: holders.flatMap((one) => [...one.personIds]) }, endedAt: null },
    orderBy: { id: "asc" },
  });
  const targets = await identitiesOf(
    db,
    rows.filter((row) => row.targetKind === "person").map((row) => ({ personId: row.targetId })),
  );
  return (personIds) =>
    rows
      .filter((row) => personIds.includes(row.personId))
      .map((row): TieFact => ({
        tieId: row.id,
        relation: row.relation as Relation,
        on: toDay(row.at),
        target:
          row.targetKind === "person"
            ? { personIds: targets.of({ personId: row.targetId }).personIds }
            : { organisationId: row.targetId },
      }));
}
