import { z } from "zod";
import { reachOf } from "~/people/actor.server";
import { guard } from "~/people/guard.server";
import { findCandidates } from "~/people/post-grid/candidates.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";

const Asked = z.strictObject({ post: z.string().min(1).max(64), query: z.string().max(60) });

/** Who could take a post. Posted, since digits of an ID number have no place in an address. */
export const action = guard("people.change", { takes: fieldNames(Asked) }, async ({ request, db, actor }) => {
  const parsed = Asked.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) throw new DomainError("invalid", "查找的内容不完整。");
  return Response.json(
    await findCandidates(db, await reachOf(db, "people.change", actor), {
      postId: parsed.data.post,
      query: parsed.data.query,
    }),
    { headers: { "Cache-Control": "no-store" } },
  );
});
