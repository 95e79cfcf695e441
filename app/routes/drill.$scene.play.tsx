import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PlayPage } from "~/drill/play-page";
import { requireSceneBySlug } from "~/drill/scenes.server";
import { guard } from "~/people/guard.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? "演练"} · 安鼎` }];

export const loader = guard("drill.play", async ({ params, url, db }) => {
  const { slug, scene } = await requireSceneBySlug(db, String(params.scene));
  const stepped = url.searchParams.get("pace") === "stepped";
  return { slug, title: scene.meta.title, view: url.searchParams.get("view") === "plan" ? ("plan" as const) : ("3d" as const), pace: stepped ? ("stepped" as const) : ("real" as const) };
});

export default function Play() {
  const { slug, title, view, pace } = useLoaderData<typeof loader>();
  return <PlayPage key={`${slug}${view}${pace}`} slug={slug} title={title} view={view} pace={view === "3d" ? "real" : pace} />;
}
