import { postsHeld, type HeldPost } from "~/people/posts-held.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { recordOf } from "~/record/query.server";
import type { RecordRow } from "~/record/row";
import { standingOf, type Standing } from "~/record/standing";
import { loadRules } from "~/rules/load.server";
import { resolveRequirement, type Requirement } from "~/rules/requirement";

/** One post of a person: what is demanded, by which rule, and how far they are. */
export type DuePost = { post: HeldPost; requirement: Requirement; standing: Standing };

export async function duePosts(db: Db, personId: string, now: Date): Promise<{ posts: DuePost[]; rows: RecordRow[] }> {
  const today = toDay(now);
  const held = (await postsHeld(db, [personId], today)).get(personId) ?? [];
  const rows = await recordOf(db, personId);
  const posts = held.map((post) => {
    const requirement = resolveRequirement(loadRules(), post, today);
    return { post, requirement, standing: standingOf(requirement, { rows, since: post.since, today }) };
  });
  return { posts, rows };
}

/** The first day whose completion of the course still counts for one of the posts; null when none asks for it. */
export function freshFromFor(posts: readonly DuePost[], course: string): string | null {
  const days = posts
    .filter(({ standing }) => standing.courses.some((one) => one.course === course))
    .map(({ standing }) => standing.freshFrom);
  return days.length ? days.reduce((a, b) => (a > b ? a : b)) : null;
}
