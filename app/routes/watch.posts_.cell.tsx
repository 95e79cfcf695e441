import { POST_FIELDS } from "~/people/post-grid/form";
import { reachOf } from "~/people/actor.server";
import { guard } from "~/people/guard.server";
import { actOnPosts } from "~/people/post-grid/act.server";

/** Changes, pastes and undoes on the posts' page: plain JSON, so that the answer stays in the cell it belongs to. */
export const action = guard("people.change", { takes: POST_FIELDS }, async ({ request, db, now, actor }) => {
  const { answer, status } = await actOnPosts(db, now, await request.formData(), {
    reach: await reachOf(db, "people.change", actor),
    actorId: actor.accountId,
  });
  return Response.json(answer, { status, headers: { "Cache-Control": "no-store" } });
});
