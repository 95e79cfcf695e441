import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireFace } from "~/drill/mechanics.server";
import { PlayPage } from "~/drill/play-page";
import { requireSceneBySlug } from "~/drill/scenes.server";
import { mechanicWords, sceneWords } from "~/drill/voices.server";
import { guard } from "~/people/guard.server";
import { readDisplay } from "~/ui/display-preference";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? "演练"} · 安鼎` }];

export const loader = guard("drill.play", async ({ request, params, url, db }) => {
  const { slug, scene } = await requireSceneBySlug(db, String(params.scene));
  const stepped = url.searchParams.get("pace") === "stepped";
  const { voice } = readDisplay(request.headers.get("cookie"), url);
  const { brief = "", task = "" } = scene.texts ?? {};
  const { title, ...texts } = sceneWords(slug, { title: scene.meta.title, brief, task }, voice);
  const spoken = voice === "adult" ? {} : { ...mechanicWords(scene.meta.mechanic, voice), ...texts };
  const { texts: words, hands } = requireFace(scene.meta.mechanic);
  return {
    words,
    hands,
    slug,
    title,
    voice,
    spoken,
    view: url.searchParams.get("view") === "plan" ? ("plan" as const) : ("3d" as const),
    pace: stepped ? ("stepped" as const) : ("real" as const),
  };
});

export default function Play() {
  const { slug, title, view, pace, voice, words, spoken, hands } = useLoaderData<typeof loader>();
  return (
    <PlayPage
      key={`${slug}${view}${pace}`}
      slug={slug}
      title={title}
      view={view}
      pace={view === "3d" ? "real" : pace}
      voice={voice}
      words={words}
      spoken={spoken}
      hands={hands}
    />
  );
}
