import type { Db } from "~/platform/db.server";
import { insertRows } from "~/platform/insert-rows.server";
import type { PostFacts } from "~/rules/requirement";
import { codesOf, type ReachOf } from "./reach";
import type { DutyClass, Employment, Industry, OrganisationKind } from "./vocabulary";

// The raw queries of this room. Read models go through every open post with its holder on a day and whether that holder
// has a way in: Prisma's includes would take one query a table and a second a thousand posts.

export type OpenPost = {
  postId: string;
  title: string;
  organisationId: string;
  districtCode: string;
  districtPath: string;
  facts: PostFacts;
  holder: { personId: string; since: string; activated: boolean } | null;
};

type Row = {
  id: string;
  title: string;
  dutyClass: string;
  dutyCode: string;
  organisationId: string;
  districtCode: string;
  path: string | null;
  kind: string;
  industry: string;
  headcount: number | bigint;
  personId: string | null;
  since: string | null;
  jobType: string | null;
  employment: string | null;
  activated: number | bigint;
};

const SQL = `
SELECT p."id", p."title", p."dutyClass", p."dutyCode", p."organisationId", p."districtCode", d."path", o."kind", o."industry", o."headcount",
  h."personId", h."from" AS "since", n."jobType", n."employment",
  CASE WHEN EXISTS (SELECT 1 FROM "Account" a JOIN "Device" v ON v."accountId" = a."id" WHERE a."personId" = h."personId" AND a."kind" = 'learner' AND v."revokedAt" IS NULL) THEN 1 ELSE 0 END AS "activated"
FROM "Post" p
JOIN "Organisation" o ON o."id" = p."organisationId"
LEFT JOIN "District" d ON d."code" = p."districtCode"
LEFT JOIN "PostHolding" h ON h."postId" = p."id" AND h."from" <= ? AND (h."to" IS NULL OR h."to" > ?)
  AND EXISTS (SELECT 1 FROM "Person" x WHERE x."id" = h."personId" AND x."erasedAt" IS NULL)
LEFT JOIN "Person" n ON n."id" = h."personId"
WHERE p."closedAt" IS NULL`;

export type AccountRow = {
  id: string;
  personId: string | null;
  kind: string;
  login: string | null;
  disabledAt: Date | null;
  notices: number | bigint;
};
export type GrantRow = { role: string; scopeKind: string; scopeId: string };

/** The account behind a session: asked with every page. */
export async function accountRow(db: Db, id: string): Promise<AccountRow | null> {
  const [row] = await db.read<AccountRow>(
    `SELECT "id", "personId", "kind", "login", "disabledAt", (SELECT COUNT(*) FROM "AccountNotice" n WHERE n."accountId" = a."id" AND n."seenAt" IS NULL) AS "notices" FROM "Account" a WHERE "id" = ?`,
    id,
  );
  return row ?? null;
}

/** Roles granted to an account at an instant. */
export const grantRows = (db: Db, accountId: string, now: Date): Promise<GrantRow[]> =>
  db.read<GrantRow>(
    `SELECT "role", "scopeKind", "scopeId" FROM "RoleGrant" WHERE "accountId" = ? AND "from" <= ? AND ("to" IS NULL OR "to" > ?) ORDER BY rowid`,
    accountId,
    now,
    now,
  );

/** The sealed text of persons that there are, and the facts beside it. */
export const sealedRows = (db: Db, personIds: readonly string[]): Promise<{ id: string; sealed: string }[]> =>
  db.read(
    `SELECT p."id", p."sealed" FROM json_each(?) j CROSS JOIN "Person" p ON p."id" = j.value`,
    JSON.stringify(personIds),
  );

/** Registrations that were merged into this one. */
export const mergedInto = (db: Db, personId: string): Promise<{ id: string }[]> =>
  db.read(`SELECT "id" FROM "Person" WHERE "mergedInto" = ?`, personId);

export type HeldRow = {
  postId: string;
  title: string;
  organisationId: string;
  organisationName: string;
  personId: string;
  since: string;
  dutyClass: string;
  duty: string;
  region: string;
  kind: string;
  industry: string;
  headcount: number | bigint;
  jobType: string | null;
  employment: string | null;
};

/** Open posts that persons hold on a day, those held longest first. */
export const heldRows = (db: Db, personIds: readonly string[], day: string): Promise<HeldRow[]> =>
  db.read<HeldRow>(
    `
SELECT p."id" AS "postId", p."title", p."organisationId", o."name" AS "organisationName", h."personId", h."from" AS "since", p."dutyClass", p."dutyCode" AS "duty",
  p."districtCode" AS "region", o."kind", o."industry", o."headcount", n."jobType", n."employment"
FROM json_each(?) j CROSS JOIN "PostHolding" h ON h."personId" = j.value JOIN "Post" p ON p."id" = h."postId"
JOIN "Organisation" o ON o."id" = p."organisationId" LEFT JOIN "Person" n ON n."id" = h."personId"
WHERE h."from" <= ? AND (h."to" IS NULL OR h."to" > ?) AND p."closedAt" IS NULL
ORDER BY h."from"`,
    JSON.stringify(personIds),
    day,
    day,
  );

export type PostFilter = {
  organisationIds?: readonly string[];
  personIds?: readonly string[];
  postIds?: readonly string[];
};

/** Open posts on a day; with a filter, those of the organisations, of the persons, or named. */
export async function openPosts(db: Db, day: string, filter?: PostFilter): Promise<OpenPost[]> {
  if (!filter) return (await db.raw<Row>(SQL, day, day)).map(toOpenPost);
  const found = new Map<string, OpenPost>();
  const columns = [
    ['p."organisationId"', filter.organisationIds],
    ['h."personId"', filter.personIds],
    ['p."id"', filter.postIds],
  ] as const;
  for (const [column, ids = []] of columns) {
    for (let i = 0; i < ids.length; i += 400) {
      const part = ids.slice(i, i + 400);
      const rows = await db.raw<Row>(`${SQL} AND ${column} IN (${part.map(() => "?").join(",")})`, day, day, ...part);
      for (const row of rows) found.set(row.id, toOpenPost(row));
    }
  }
  return [...found.values()];
}

function toOpenPost(row: Row): OpenPost {
  return {
    postId: row.id,
    title: row.title,
    organisationId: row.organisationId,
    districtCode: row.districtCode,
    districtPath: row.path ?? row.districtCode,
    facts: {
      dutyClass: row.dutyClass as DutyClass,
      duty: row.dutyCode,
      region: row.districtCode,
      organisation: row.kind as OrganisationKind,
      industry: (row.industry || undefined) as Industry | undefined,
      headcount: Number(row.headcount),
      job: row.jobType || undefined,
      employment: (row.employment ?? undefined) as Employment | undefined,
    },
    holder: row.personId
      ? { personId: row.personId, since: row.since ?? "", activated: Number(row.activated) === 1 }
      : null,
  };
}

export type WayInCount = { organisationId: string; persons: number; activated: number; slips: number };

/** Whose ways in: of places below a district (GB/T 2260 prefix), of those whom one import brought or moved. */
export type WayInScope = { districtCode?: string; importId?: string; organisationId?: string };

const HAS_DEVICE = `EXISTS (SELECT 1 FROM "Account" a JOIN "Device" v ON v."accountId" = a."id" WHERE a."personId" = h."personId" AND a."kind" = 'learner' AND v."revokedAt" IS NULL)`;

/** Holdings of a day within reach and scope; null when the reach holds nothing. */
function heldWithin(
  day: string,
  reach: ReachOf,
  { districtCode, importId, organisationId }: WayInScope,
): { sql: string; values: string[] } | null {
  const bounds = [
    ...codesOf(reach).map((code) => ({ sql: `p."districtCode" LIKE ?`, value: `${code}%` })),
    ...reach.organisationIds.map((id) => ({ sql: `p."organisationId" = ?`, value: id })),
  ];
  if (!reach.all && bounds.length === 0) return null;
  const parts = [
    {
      sql: `p."closedAt" IS NULL AND n."erasedAt" IS NULL AND h."from" <= ? AND (h."to" IS NULL OR h."to" > ?)`,
      values: [day, day],
    },
    ...(reach.all
      ? []
      : [{ sql: `(${bounds.map((one) => one.sql).join(" OR ")})`, values: bounds.map((one) => one.value) }]),
    ...(districtCode ? [{ sql: `p."districtCode" LIKE ?`, values: [`${districtCode}%`] }] : []),
    ...(organisationId ? [{ sql: `p."organisationId" = ?`, values: [organisationId] }] : []),
    ...(importId ? [{ sql: `h."source" = ?`, values: [`roster:${importId}`] }] : []),
  ];
  return {
    sql: `FROM "PostHolding" h JOIN "Post" p ON p."id" = h."postId" JOIN "Person" n ON n."id" = h."personId" WHERE ${parts.map((part) => part.sql).join(" AND ")}`,
    values: parts.flatMap((part) => part.values),
  };
}

/** By organisation: persons on open posts, how many have a device, how many have a slip that is still good. */
export async function waysIn(
  db: Db,
  now: Date,
  day: string,
  reach: ReachOf,
  scope: WayInScope = {},
): Promise<WayInCount[]> {
  const held = heldWithin(day, reach, scope);
  if (!held) return [];
  type Row = { organisationId: string; persons: number | bigint; activated: number | bigint; slips: number | bigint };
  const rows = await db.raw<Row>(
    `
SELECT t."organisationId", COUNT(*) AS "persons", SUM(t."activated") AS "activated", SUM(t."slip") AS "slips" FROM (
  SELECT DISTINCT p."organisationId", h."personId", CASE WHEN ${HAS_DEVICE} THEN 1 ELSE 0 END AS "activated",
    CASE WHEN EXISTS (SELECT 1 FROM "ActivationSlip" s WHERE s."personId" = h."personId" AND s."purpose" = 'learner' AND s."usedAt" IS NULL AND s."revokedAt" IS NULL AND s."expiresAt" > ?) THEN 1 ELSE 0 END AS "slip"
  ${held.sql}
) t GROUP BY t."organisationId"`,
    now.toISOString().replace("Z", "+00:00"),
    ...held.values,
  );
  return rows.map((row) => ({
    organisationId: row.organisationId,
    persons: Number(row.persons),
    activated: Number(row.activated),
    slips: Number(row.slips),
  }));
}

/** Persons without a device, each once, in the order of their organisations' names. */
export async function withoutWayIn(db: Db, day: string, reach: ReachOf, scope: WayInScope): Promise<string[]> {
  const held = heldWithin(day, reach, scope);
  if (!held) return [];
  const rows = await db.raw<{ personId: string }>(
    `
SELECT h."personId", MIN(COALESCE((SELECT o."name" FROM "Organisation" o WHERE o."id" = p."organisationId"), '')) AS "place" ${held.sql} AND NOT ${HAS_DEVICE}
GROUP BY h."personId" ORDER BY "place", h."personId"`,
    ...held.values,
  );
  return rows.map((row) => row.personId);
}

export type NewPerson = {
  id: string;
  sealed: string;
  idHash: string | null;
  phoneHash: string | null;
  nameHash: string | null;
  districtCode: string;
  organisationId: string | null;
  jobType: string;
  employment: string;
  createdAt: Date;
};
export type NewPost = {
  id: string;
  dutyClass: string;
  dutyCode: string;
  title: string;
  organisationId: string;
  districtCode: string;
  demandedBy: string;
  slot: number;
  createdAt: Date;
};
export type NewHolding = { id: string; postId: string; personId: string; from: string; source: string };

// A roster writes these by the thousand.
export const insertPersons = (db: Db, rows: readonly NewPerson[]): Promise<void> => insertRows(db, "Person", rows);
export const insertPosts = (db: Db, rows: readonly NewPost[]): Promise<void> => insertRows(db, "Post", rows);
export const insertHoldings = (db: Db, rows: readonly NewHolding[]): Promise<void> =>
  insertRows(db, "PostHolding", rows);

export type NewPostChange = {
  id: string;
  batch: string;
  postId: string;
  kind: string;
  ended: string;
  made: string;
  undoes: string;
  actorId: string;
  at: Date;
};
export const insertPostChanges = (db: Db, rows: readonly NewPostChange[]): Promise<void> =>
  insertRows(db, "PostChange", rows);

/** The caller's newest change by hand that was not taken back. */
export async function newestChange(db: Db, actorId: string): Promise<{ batch: string; at: string } | null> {
  const rows = await db.raw<{ batch: string; at: string }>(
    `SELECT "batch", "at" FROM "PostChange" c WHERE c."actorId" = ? AND c."undoes" = '' AND NOT EXISTS (SELECT 1 FROM "PostChange" u WHERE u."undoes" = c."batch") ORDER BY c."at" DESC, c."id" DESC LIMIT 1`,
    actorId,
  );
  return rows[0] ?? null;
}

export type DutyAt = { organisationId: string; dutyCode: string };
export type DutyPosts = DutyAt & { topSlot: number; vacant: string[]; holders: { personId: string; postId: string }[] };

/**
 * Of each duty at an organisation: its highest slot (−1: no post yet), its open posts that nobody holds, by slot, and
 * which of these persons hold an open one. A company of thousands is not read whole to take one more in.
 */
export async function dutyPosts(db: Db, duties: readonly DutyAt[], personIds: readonly string[]): Promise<DutyPosts[]> {
  const asked = JSON.stringify(duties.map((one) => [one.organisationId, one.dutyCode]));
  const wanted = `WITH "wanted" AS (SELECT json_extract(value, '$[0]') AS "organisationId", json_extract(value, '$[1]') AS "dutyCode" FROM json_each(?))`;
  const held = `SELECT 1 FROM "PostHolding" h WHERE h."postId" = p."id" AND h."to" IS NULL`;
  type Found = DutyAt & { topSlot: number | bigint | null };
  const tops = await db.raw<Found>(
    `${wanted} SELECT w.*, (SELECT MAX(p."slot") FROM "Post" p WHERE p."organisationId" = w."organisationId" AND p."dutyCode" = w."dutyCode") AS "topSlot" FROM "wanted" w`,
    asked,
  );
  const open = await db.raw<DutyAt & { id: string }>(
    `${wanted} SELECT w.*, p."id" FROM "wanted" w JOIN "Post" p ON p."organisationId" = w."organisationId" AND p."dutyCode" = w."dutyCode" WHERE p."closedAt" IS NULL AND NOT EXISTS (${held}) ORDER BY p."slot"`,
    asked,
  );
  const holders = await db.raw<DutyAt & { personId: string; postId: string }>(
    `SELECT p."organisationId", p."dutyCode", h."personId", h."postId" FROM json_each(?) j CROSS JOIN "PostHolding" h ON h."personId" = j.value AND h."to" IS NULL JOIN "Post" p ON p."id" = h."postId" WHERE p."closedAt" IS NULL`,
    JSON.stringify(personIds),
  );
  const key = (one: DutyAt) => `${one.organisationId}:${one.dutyCode}`;
  const found = new Map(
    tops.map((one) => [
      key(one),
      {
        organisationId: one.organisationId,
        dutyCode: one.dutyCode,
        topSlot: Number(one.topSlot ?? -1),
        vacant: [] as string[],
        holders: [] as DutyPosts["holders"],
      },
    ]),
  );
  for (const one of open) found.get(key(one))?.vacant.push(one.id);
  for (const { personId, postId, ...one } of holders) found.get(key(one))?.holders.push({ personId, postId });
  return [...found.values()];
}

/** Pairs of registrations that have one name and lie in one county or share a phone; `most` bounds the answer. */
export async function sameNamePairs(db: Db, reach: ReachOf, most: number): Promise<{ a: string; b: string }[]> {
  const bounds = (alias: string) =>
    [
      ...codesOf(reach).map(() => `${alias}."districtCode" LIKE ?`),
      ...reach.organisationIds.map(() => `${alias}."organisationId" = ?`),
    ].join(" OR ");
  const values = [...codesOf(reach).map((code) => `${code}%`), ...reach.organisationIds];
  if (!reach.all && values.length === 0) return [];
  const within = reach.all ? "" : ` AND (${bounds("a")}) AND (${bounds("b")})`;
  return db.raw<{ a: string; b: string }>(
    `
SELECT a."id" AS "a", b."id" AS "b" FROM "Person" a JOIN "Person" b ON b."nameHash" = a."nameHash" AND b."id" > a."id"
WHERE a."erasedAt" IS NULL AND b."erasedAt" IS NULL AND a."mergedInto" IS NULL AND b."mergedInto" IS NULL
  AND (a."phoneHash" = b."phoneHash" OR substr(a."districtCode", 1, 6) = substr(b."districtCode", 1, 6))${within}
ORDER BY b."id" DESC LIMIT ?`,
    ...(reach.all ? [] : [...values, ...values]),
    most,
  );
}
export type KnownPerson = {
  id: string;
  sealed: string;
  idHash: string;
  districtCode: string;
  organisationId: string | null;
  jobType: string;
  employment: string;
  mergedInto: string | null;
};

/** Persons by the keyed hashes of their ID numbers. */
export const personsByIdHash = (db: Db, hashes: readonly string[]): Promise<KnownPerson[]> =>
  db.raw<KnownPerson>(
    `SELECT "id", "sealed", "idHash", "districtCode", "organisationId", "jobType", "employment", "mergedInto" FROM "Person" WHERE "idHash" IN (SELECT value FROM json_each(?))`,
    JSON.stringify(hashes),
  );

export type OpenHolding = { personId: string; organisationId: string; dutyCode: string; dutyClass: string };

/** Open posts that these persons hold today. */
export const openHoldingsOf = (db: Db, personIds: readonly string[]): Promise<OpenHolding[]> =>
  db.raw<OpenHolding>(
    `SELECT h."personId", p."organisationId", p."dutyCode", p."dutyClass" FROM "PostHolding" h JOIN "Post" p ON p."id" = h."postId"
WHERE h."to" IS NULL AND p."closedAt" IS NULL AND h."personId" IN (SELECT value FROM json_each(?))`,
    JSON.stringify(personIds),
  );

/** Ids of organisations with one of these credit codes, or with this name in this district. */
export const organisationsKnown = (
  db: Db,
  wanted: readonly { uscc: string | null; name: string; districtCode: string }[],
): Promise<{ id: string; uscc: string | null; name: string; districtCode: string }[]> =>
  db.raw(
    `SELECT "id", "uscc", "name", "districtCode" FROM "Organisation" WHERE "uscc" IN (SELECT json_extract(value, '$[0]') FROM json_each(?1))
UNION SELECT o."id", o."uscc", o."name", o."districtCode" FROM json_each(?1) w JOIN "Organisation" o ON o."districtCode" = json_extract(w.value, '$[2]') AND o."name" = json_extract(w.value, '$[1]')`,
    JSON.stringify(wanted.map((one) => [one.uscc, one.name, one.districtCode])),
  );

export type NewOrganisationRow = {
  id: string;
  name: string;
  uscc: string | null;
  kind: string;
  districtCode: string;
  industry: string;
  createdAt: Date;
};
export type NewTouch = { id: string; organisationId: string | null; personId: string | null };
export const insertOrganisations = (db: Db, rows: readonly NewOrganisationRow[]): Promise<void> =>
  insertRows(db, "Organisation", rows);
export const insertTouches = (db: Db, rows: readonly NewTouch[]): Promise<void> => insertRows(db, "PeopleTouch", rows);

/** Which of these codes' hashes a slip holds. */
export const takenCodes = async (db: Db, hashes: readonly string[]): Promise<Set<string>> =>
  new Set(
    (
      await db.raw<{ hash: string }>(
        `SELECT s."codeHash" AS "hash" FROM json_each(?) j CROSS JOIN "ActivationSlip" s ON s."codeHash" = j.value`,
        JSON.stringify(hashes),
      )
    ).map((row) => row.hash),
  );
