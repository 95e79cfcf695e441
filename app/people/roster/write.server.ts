import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids";
import { insertOrganisations, organisationsKnown } from "../people-sql.server";
import { changePerson, createPersons, openPerson } from "../person.server";
import { demandPostsOfNew, fillPosts, type Filling } from "../posts.server";
import type { ReachOf } from "../reach";
import { touchPeople } from "../touch.server";
import type { RosterOrganisation, RosterRow } from "./check-row";
import { compareRows, type Compared } from "./compare.server";

// Writes one group of sound rows in one commit, together with how far the import has come. Rows are compared again
// inside it, so a group written twice, or after somebody else changed a person, changes nothing that is already so.

export type Written = { fresh: number; changed: number; unchanged: number; bad: number };

export type WriteGroup = { reach: ReachOf; source: string; importId?: string; upTo?: number };

export async function writeRows(
  db: Db,
  now: Date,
  rows: readonly RosterRow[],
  { reach, source, importId, upTo }: WriteGroup,
): Promise<Written> {
  return db.transaction(async (tx) => {
    const settled = await settleOrganisations(tx, now, rows);
    const compared = await compareRows(tx, settled, reach);
    const counts: Written = { fresh: 0, changed: 0, unchanged: 0, bad: 0 };
    for (const one of compared) counts[one.state] += 1;
    const ids = new Map<RosterRow, string>();
    const unique = new Map<string, RosterRow>(); // one person may stand in several rows, one a post
    for (const one of compared)
      if (one.state === "fresh" && !unique.has(one.row.idNumber)) unique.set(one.row.idNumber, one.row);
    const fresh = [...unique.values()];
    const made = await createPersons(
      tx,
      now,
      fresh.map((row) => ({ ...row, ...factsOf(row) })),
    );
    const idByNumber = new Map(fresh.map((row, i) => [row.idNumber, made[i]!]));
    for (const one of compared) {
      if (one.state === "fresh") ids.set(one.row, idByNumber.get(one.row.idNumber)!);
      if (one.state === "changed") {
        ids.set(one.row, one.personId);
        await applyChanges(tx, now, one);
      }
    }
    const from = toDay(now);
    const fillings = [...ids].map(([row, personId]): Filling => ({
      personId,
      duty: row.duty,
      organisationId: row.organisation.id!,
      districtCode: row.organisation.districtCode,
      from,
      source,
    }));
    await fillPosts(tx, now, fillings);
    await touchPeople(tx, now, { organisationIds: [...new Set(fillings.map((filling) => filling.organisationId))] });
    if (importId) await tx.for("people").rosterImport.update({ where: { id: importId }, data: { written: upTo } });
    return counts;
  });
}

const factsOf = (row: RosterRow) => ({
  districtCode: row.organisation.districtCode,
  organisationId: row.organisation.id,
  jobType: row.job,
  employment: row.employment || "正式",
});

async function applyChanges(
  tx: Db,
  now: Date,
  { personId, row, move }: Extract<Compared, { state: "changed" }>,
): Promise<void> {
  const person = await tx.for("people").person.findUniqueOrThrow({ where: { id: personId } });
  const secret = openPerson(person);
  if (!secret) return;
  if (move.leaves.length > 0) {
    await tx.for("people").postHolding.updateMany({
      where: { personId, to: null, post: { organisationId: { in: move.leaves }, dutyClass: row.duty.dutyClass } },
      data: { to: toDay(now) },
    });
    await touchPeople(tx, now, { organisationIds: move.leaves });
  }
  const home = move.home ?? person.organisationId;
  await changePerson(tx, now, {
    id: personId,
    secret: { ...secret, phone: row.phone || secret.phone },
    facts: {
      organisationId: home,
      districtCode: home === row.organisation.id ? row.organisation.districtCode : person.districtCode,
      jobType: row.job || person.jobType,
      employment: row.employment || person.employment,
    },
  });
}

/** Rows with the ids of their organisations, made (with the posts that rules demand) where they are not there. */
async function settleOrganisations(tx: Db, now: Date, rows: readonly RosterRow[]): Promise<RosterRow[]> {
  const wanted = [
    ...new Map(
      rows.flatMap(({ organisation }) => (organisation.id ? [] : [[organisation.key, organisation] as const])),
    ).values(),
  ];
  if (wanted.length === 0) return [...rows];
  const there = await organisationsKnown(tx, wanted);
  const same = (one: RosterOrganisation) =>
    there.find((row) =>
      one.uscc ? row.uscc === one.uscc : row.name === one.name && row.districtCode === one.districtCode,
    );
  const byKey = new Map(
    wanted.flatMap((one) => {
      const known = same(one);
      return known ? [[one.key, known.id] as const] : [];
    }),
  );
  const made = wanted.filter((one) => !byKey.has(one.key)).map((one) => ({ ...one, id: newId(now), headcount: 0 }));
  await insertOrganisations(
    tx,
    made.map(({ id, name, uscc, kind, districtCode, industry }) => ({
      id,
      name,
      uscc,
      kind,
      districtCode,
      industry,
      createdAt: now,
    })),
  );
  await demandPostsOfNew(tx, now, made);
  for (const { key, id } of made) byKey.set(key, id);
  return rows.map((row) =>
    row.organisation.id ? row : { ...row, organisation: { ...row.organisation, id: byKey.get(row.organisation.key)! } },
  );
}
