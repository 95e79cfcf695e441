import type { Db } from "~/platform/db.server";
import type { PostFacts } from "~/rules/requirement";
import { heldRows } from "./people-sql.server";

/** A post someone holds on a day, with the facts that choose the rule rows binding it. */
export type HeldPost = PostFacts & {
  postId: string;
  title: string;
  organisationId: string;
  organisationName: string;
  personId: string;
  since: string;
};

/** The open posts of each person on a calendar day, earliest first. Persons without one are absent from the map. */
export async function postsHeld(db: Db, personIds: readonly string[], day: string): Promise<Map<string, HeldPost[]>> {
  const held = new Map<string, HeldPost[]>();
  for (let i = 0; i < personIds.length; i += 500) {
    for (const { kind, jobType, ...row } of await heldRows(db, personIds.slice(i, i + 500), day)) {
      const facts: HeldPost = {
        ...row,
        dutyClass: row.dutyClass as PostFacts["dutyClass"],
        organisation: kind as PostFacts["organisation"],
        industry: (row.industry || undefined) as PostFacts["industry"],
        headcount: Number(row.headcount),
        job: jobType || undefined,
        employment: (row.employment ?? undefined) as PostFacts["employment"],
      };
      const list = held.get(row.personId);
      if (list) list.push(facts);
      else held.set(row.personId, [facts]);
    }
  }
  return held;
}
