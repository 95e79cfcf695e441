import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { BriefView } from "~/drill/brief-view";
import { requireFace } from "~/drill/mechanics.server";
import { requireSceneBySlug } from "~/drill/scenes.server";
import { drillWords, sceneWords, sentencesFor } from "~/drill/voices.server";
import { guard } from "~/people/guard.server";
import type { loader as rootLoader } from "~/root";
import { readDisplay } from "~/ui/display-preference";
import { PublicShell } from "~/ui/public-shell";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? "演练"} · 安鼎` }];

export const loader = guard("drill.play", async ({ request, url, params, db }) => {
  const { slug, scene } = await requireSceneBySlug(db, String(params.scene));
  const { brief = "", task = "" } = scene.texts ?? {};
  const { voice } = readDisplay(request.headers.get("cookie"), url);
  const said = sceneWords(slug, { title: scene.meta.title, brief, task }, voice);
  return {
    slug,
    ...said,
    hands: requireFace(scene.meta.mechanic).hands,
    minutes: Math.ceil(scene.meta.seconds / 60),
    sentences: sentencesFor(scene.meta.mechanic, voice),
    whom: drillWords(voice).for ?? "",
  };
});

export default function Brief() {
  const facts = useLoaderData<typeof loader>();
  const root = useRouteLoaderData<typeof rootLoader>("root");
  const caller = root?.caller;
  return (
    <PublicShell>
      <BriefView {...facts} name={caller?.name} sensors={root?.confidential ?? true} />
    </PublicShell>
  );
}
