import type { Db } from "~/platform/db.server";
import { insertRows } from "~/platform/insert-rows.server";
import { reachPaths, type ReachOf } from "~/people/reach";
import type { DutyClass } from "~/people/vocabulary";
import type { CoverageFilter, Stage } from "./filter";
import type { CoverageData } from "./row";

// The raw statements of this room: writing the read model and sums over it. A subtree is a range of paths ("/" is
// followed by "0" in ASCII), so that the index on path and class serves it.

export type Counts = Record<Stage, number>;
export const NO_COUNTS: Counts = { due: 0, started: 0, trained: 0, certified: 0, valid: 0 };
type Raw = { key: string | null } & Record<Stage, number | bigint>;
type Where = { sql: string; values: unknown[] };

const SUMS = `COALESCE(SUM("due"), 0) AS "due", COALESCE(SUM("started"), 0) AS "started", COALESCE(SUM("trained"), 0) AS "trained", COALESCE(SUM("certified"), 0) AS "certified", COALESCE(SUM("valid"), 0) AS "valid"`;

const subtree = (path: string): Where => ({
  sql: `("districtPath" = ? OR ("districtPath" >= ? AND "districtPath" < ?))`,
  values: [path, `${path}/`, `${path}0`],
});

/** Rows within reach that fit the filter; `path` is the filter's district as a path. */
export function whereFor(reach: ReachOf, filter: CoverageFilter & { path?: string; today?: string }): Where {
  const parts: Where[] = [{ sql: `"due" = 1`, values: [] }];
  if (!reach.all) {
    const any = [
      ...reachPaths(reach).map(subtree),
      ...reach.organisationIds.map((id): Where => ({ sql: `"organisationId" = ?`, values: [id] })),
    ];
    parts.push(
      any.length > 0
        ? { sql: `(${any.map((one) => one.sql).join(" OR ")})`, values: any.flatMap((one) => one.values) }
        : { sql: "1 = 0", values: [] },
    );
  }
  if (filter.path) parts.push(subtree(filter.path));
  const equal = (column: string, value: string | undefined) =>
    value && parts.push({ sql: `"${column}" = ?`, values: [value] });
  equal("organisationId", filter.organisation);
  equal("dutyClass", filter.dutyClass);
  equal("dutyCode", filter.duty);
  equal("reason", filter.reason);
  if (filter.stage) parts.push({ sql: `"${filter.stage}" = 1`, values: [] });
  if (filter.lacks) parts.push({ sql: `"${filter.lacks}" = 0`, values: [] });
  if (filter.late && filter.today)
    parts.push({ sql: `"trained" = 0 AND "dueOn" <> '' AND "dueOn" < ?`, values: [filter.today] });
  return { sql: parts.map((part) => part.sql).join(" AND "), values: parts.flatMap((part) => part.values) };
}

const toCounts = (row: Raw): Counts => ({
  due: Number(row.due),
  started: Number(row.started),
  trained: Number(row.trained),
  certified: Number(row.certified),
  valid: Number(row.valid),
});

async function sumsBy(db: Db, key: string, where: Where, keyValues: unknown[] = []): Promise<Map<string, Counts>> {
  const rows = await db.raw<Raw>(
    `SELECT ${key} AS "key", ${SUMS} FROM "CoverageRow" WHERE ${where.sql} GROUP BY 1`,
    ...keyValues,
    ...where.values,
  );
  return new Map(rows.map((row) => [row.key ?? "", toCounts(row)]));
}

export async function countsByClass(db: Db, where: Where): Promise<Partial<Record<DutyClass, Counts>>> {
  return Object.fromEntries(await sumsBy(db, `"dutyClass"`, where));
}

/** By the district right below `path`; rows that lie in the district itself come under "". */
export function countsByChild(db: Db, where: Where, path: string): Promise<Map<string, Counts>> {
  const from = path.length + 2;
  return sumsBy(
    db,
    `substr(substr("districtPath", ${from}), 1, instr(substr("districtPath", ${from}) || '/', '/') - 1)`,
    where,
  );
}

export const countsByOrganisation = (db: Db, where: Where): Promise<Map<string, Counts>> =>
  sumsBy(db, `"organisationId"`, where);

export async function countsByReason(db: Db, where: Where): Promise<Map<string, number>> {
  const rows = await db.raw<{ key: string; count: number | bigint }>(
    `SELECT "reason" AS "key", COUNT(*) AS "count" FROM "CoverageRow" WHERE ${where.sql} AND "reason" <> '' GROUP BY 1`,
    ...where.values,
  );
  return new Map(rows.map((row) => [row.key, Number(row.count)]));
}

/** Distinct persons whose post is valid today, by class: what a target of persons is held against. */
export async function personsValid(db: Db, where: Where): Promise<Partial<Record<DutyClass, number>>> {
  const rows = await db.raw<{ key: string; count: number | bigint }>(
    `SELECT "dutyClass" AS "key", COUNT(DISTINCT "personId") AS "count" FROM "CoverageRow" WHERE ${where.sql} AND "valid" = 1 GROUP BY 1`,
    ...where.values,
  );
  return Object.fromEntries(rows.map((row) => [row.key, Number(row.count)]));
}

export async function countRows(db: Db, where: Where): Promise<number> {
  const [row] = await db.raw<{ count: number | bigint }>(
    `SELECT COUNT(*) AS "count" FROM "CoverageRow" WHERE ${where.sql}`,
    ...where.values,
  );
  return Number(row?.count ?? 0);
}

export type ListedRow = {
  postId: string;
  dutyClass: DutyClass;
  title: string;
  organisationId: string;
  districtCode: string;
  personId: string | null;
  reason: string;
  detail: string;
  dueOn: string;
  expiresOn: string;
  stage: Stage | "none";
};

const ORDERS = {
  place: `"districtPath", "organisationId", "dutyClass", "postId"`,
  due: `CASE WHEN "dueOn" = '' THEN '9' ELSE "dueOn" END, "postId"`,
  reason: `"reason", "districtPath", "postId"`,
} as const;
export type ListOrder = keyof typeof ORDERS;

export async function listRows(
  db: Db,
  where: Where,
  { order, skip, take }: { order: ListOrder; skip: number; take: number },
): Promise<ListedRow[]> {
  type Stored = Omit<ListedRow, "stage"> & Record<Stage, number | bigint>;
  const rows = await db.raw<Stored>(
    `SELECT "postId", "dutyClass", "title", "organisationId", "districtCode", "personId", "reason", "detail", "dueOn", "expiresOn", "due", "started", "trained", "certified", "valid" FROM "CoverageRow" WHERE ${where.sql} ORDER BY ${ORDERS[order]} LIMIT ? OFFSET ?`,
    ...where.values,
    take,
    skip,
  );
  return rows.map(({ due, started, trained, certified, valid, ...row }) => ({
    ...row,
    stage: Number(valid)
      ? "valid"
      : Number(certified)
        ? "certified"
        : Number(trained)
          ? "trained"
          : Number(started)
            ? "started"
            : Number(due)
              ? "due"
              : "none",
  }));
}

/** The rows of one person, due or not. */
export async function rowsOfPerson(db: Db, personId: string): Promise<ListedRow[]> {
  return listRows(db, { sql: `"personId" = ?`, values: [personId] }, { order: "place", skip: 0, take: 100 });
}

const COLUMNS = [
  "postId",
  "dutyClass",
  "dutyCode",
  "title",
  "organisationId",
  "districtCode",
  "districtPath",
  "personId",
  "due",
  "started",
  "trained",
  "certified",
  "valid",
  "reason",
  "detail",
  "dueOn",
  "expiresOn",
  "recheckOn",
] as const satisfies readonly (keyof CoverageData)[];

/** Writes many rows in one statement; a row of the same post gives way. */
export const putRows = (db: Db, rows: readonly CoverageData[]): Promise<void> =>
  insertRows(
    db,
    "CoverageRow",
    rows.map((row) => Object.fromEntries(COLUMNS.map((name) => [name, row[name]]))),
    { replace: true },
  );
