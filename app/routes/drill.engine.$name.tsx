import { readEngine } from "~/drill/engines.server";
import { guard } from "~/people/guard.server";

/** An engine that was kept: for a run begun before an upgrade took its file from the public folder. */
export const loader = guard("drill.play", async ({ params, db }) => {
  const text = await readEngine(db, String(params.name).replace(/\.js$/, ""));
  if (text === null) throw new Response("没有这个版本的演练程序，请重新演练。", { status: 404 });
  return new Response(text, {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
});
