import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { DEFAULT_SENTENCES, THREE_SENTENCES } from "~/drill/briefs";
import { BriefView } from "~/drill/brief-view";
import { requireSceneBySlug } from "~/drill/scenes.server";
import { guard } from "~/people/guard.server";
import type { loader as rootLoader } from "~/root";
import { PublicShell } from "~/ui/public-shell";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? "演练"} · 安鼎` }];

export const loader = guard("drill.play", async ({ params, db }) => {
  const { slug, scene } = await requireSceneBySlug(db, String(params.scene));
  const { brief = "", task = "" } = scene.texts ?? {};
  return { slug, title: scene.meta.title, mechanic: scene.meta.mechanic, brief, task, minutes: Math.ceil(scene.meta.seconds / 60), sentences: [...(THREE_SENTENCES[scene.meta.mechanic] ?? DEFAULT_SENTENCES)] };
});

export default function Brief() {
  const facts = useLoaderData<typeof loader>();
  const root = useRouteLoaderData<typeof rootLoader>("root");
  const caller = root?.caller;
  return (
    <PublicShell me={caller}>
      <BriefView {...facts} name={caller?.name} sensors={root?.confidential ?? true} />
    </PublicShell>
  );
}
