import type { Db } from "~/platform/db.server";
import { organisationsById } from "../directory.server";
import { personText } from "../person.server";
import type { ReachOf } from "../reach";
import { peopleOf } from "./candidates.server";
import { requirePosts } from "./change.server";
import { toGridPost } from "./grid.server";
import type { GridPost } from "./words";

export type PostView = GridPost & {
  title: string;
  organisation: string;
  candidates: { value: string; label: string }[];
};

/** One post with the people of its organisation who could take it: the form that needs no script. */
export async function postView(db: Db, reach: ReachOf, postId: string): Promise<PostView> {
  const post = (await requirePosts(db, reach, [postId]))[0]!;
  const organisation = (await organisationsById(db, [post.organisationId])).get(post.organisationId);
  const holder = post.holdings[0]?.personId ?? null;
  const texts = await personText(db, [holder]);
  const people = await peopleOf(db, [post.organisationId]);
  return {
    ...toGridPost(post, (id) => texts.get(id)?.name ?? ""),
    title: post.title,
    organisation: organisation?.name ?? "",
    candidates: people
      .filter(({ personId }) => personId !== holder)
      .sort((a, b) => a.name.localeCompare(b.name, "zh"))
      .map(({ personId, name, lastFour }) => ({ value: personId, label: `${name}（${lastFour}）` })),
  };
}
