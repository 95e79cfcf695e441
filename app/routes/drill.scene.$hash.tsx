import { requireScene } from "~/drill/scenes.server";
import { guard } from "~/people/guard.server";

/** A published scene, by the hash of its bytes: it never changes. */
export const loader = guard("drill.play", async ({ params, db }) => {
  const { json } = await requireScene(db, String(params.hash));
  return new Response(json, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
});
