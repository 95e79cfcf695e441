import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { districtNames, districtsByCode, organisationsById } from "~/people/directory.server";
import { findByName, personText } from "~/people/person.server";
import type { ReachOf } from "~/people/reach";
import { DUTY_CLASSES } from "~/people/vocabulary";
import { countRows, listRows, whereFor, type ListedRow, type ListOrder } from "./count-sql.server";
import type { DueQuery } from "./due-query";
import { STAGE_WORDS } from "./filter";
import { isGapReason, gapSentence, type GapDetail } from "./gap-reasons";

// The people behind a number: one line a post, with the reason of its gap.

export type DuePerson = {
  postId: string;
  personId: string | null;
  name: string;
  maskedId: string;
  title: string;
  dutyClass: string;
  organisation: string;
  organisationId: string;
  district: string;
  stage: string;
  state: "done" | "doing" | "waiting" | "late" | "none";
  reason: string;
  dueOn: string;
  expiresOn: string;
};

type Where = ReturnType<typeof whereFor>;

async function whereOf(db: Db, now: Date, reach: ReachOf, query: DueQuery): Promise<Where> {
  const path = query.district
    ? ((await districtsByCode(db, [query.district])).get(query.district)?.path ?? "none")
    : undefined;
  const where = whereFor(reach, { ...query, path, today: toDay(now) });
  if (!query.name) return where;
  const ids = await findByName(db, query.name);
  return ids.length === 0
    ? { sql: "1 = 0", values: [] }
    : { sql: `${where.sql} AND "personId" IN (${ids.map(() => "?").join(",")})`, values: [...where.values, ...ids] };
}

export async function countDue(db: Db, now: Date, reach: ReachOf, query: DueQuery): Promise<number> {
  return countRows(db, await whereOf(db, now, reach, query));
}

export async function listDue(
  db: Db,
  now: Date,
  reach: ReachOf,
  query: DueQuery,
  window: { order: ListOrder; skip: number; take: number },
): Promise<DuePerson[]> {
  return describeRows(db, now, await listRows(db, await whereOf(db, now, reach, query), window));
}

/** Rows in words: names opened for this page alone. */
export async function describeRows(db: Db, now: Date, rows: readonly ListedRow[]): Promise<DuePerson[]> {
  const texts = await personText(
    db,
    rows.map((row) => row.personId),
  );
  const organisations = await organisationsById(
    db,
    rows.map((row) => row.organisationId),
  );
  const districts = await districtNames(db);
  const today = toDay(now);
  return rows.map((row): DuePerson => {
    const text = row.personId ? texts.get(row.personId) : undefined;
    const late = row.dueOn !== "" && row.dueOn < today && ["due", "started"].includes(row.stage);
    return {
      postId: row.postId,
      personId: row.personId,
      name: text?.name ?? "（空缺）",
      maskedId: text?.maskedId ?? "",
      title: row.title,
      dutyClass: DUTY_CLASSES[row.dutyClass].label,
      organisation: organisations.get(row.organisationId)?.name ?? "",
      organisationId: row.organisationId,
      district: districts.get(row.districtCode) ?? row.districtCode,
      stage: row.stage === "none" ? "不要求" : STAGE_WORDS[row.stage],
      state:
        row.stage === "valid"
          ? "done"
          : row.stage === "none"
            ? "none"
            : late
              ? "late"
              : row.stage === "due"
                ? "waiting"
                : "doing",
      reason: isGapReason(row.reason) ? gapSentence(row.reason, JSON.parse(row.detail) as GapDetail) : "",
      dueOn: row.dueOn,
      expiresOn: row.expiresOn,
    };
  });
}
