import { z } from "zod";
import { startRun } from "~/drill/runs.server";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";

const Body = z.strictObject({
  scene: z.string().regex(/^[a-z0-9-]{1,60}$/),
  mode: z.enum(["3d", "plan"]),
  pace: z.enum(["real", "stepped"]),
});

/** Gives out a run. Seed and versions are the server's; nothing else is asked of the browser. */
export const action = guard(
  "drill.play",
  { takes: fieldNames(Body), reads: "json" },
  async ({ request, db, now, actor, ip }) => {
    const parsed = Body.safeParse(await request.json().catch(() => null));
    if (!parsed.success) throw new DomainError("invalid", "开始演练的请求不完整，请从演练页面进入。");
    const { scene, mode, pace } = parsed.data;
    return Response.json(await startRun(db, { slug: scene, mode, pace, personId: actor?.personId ?? null, ip, now }), {
      headers: { "cache-control": "no-store" },
    });
  },
);
