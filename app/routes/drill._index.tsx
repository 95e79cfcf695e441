import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listScenes } from "~/drill/scenes.server";
import { sceneWords } from "~/drill/voices.server";
import { guard } from "~/people/guard.server";
import { readDisplay } from "~/ui/display-preference";
import { EmergencyLine } from "~/ui/emergency-line";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { isDanger, isPlace, PLACES } from "~/ui/pictures/scene-pictures";
import { PublicShell } from "~/ui/public-shell";
import { VoiceSwitch } from "~/ui/voice-switch";
import { SceneCard } from "~/ui/scene-card";
import { Section } from "~/ui/section";

export const meta: MetaFunction = () => [{ title: "自救演练 · 安鼎" }];

export const loader = guard("drill.play", async ({ request, url, db }) => {
  const { voice } = readDisplay(request.headers.get("cookie"), url);
  return {
    scenes: (await listScenes(db)).map((scene) => ({
      ...scene,
      ...sceneWords(scene.slug, { title: scene.title, summary: scene.summary }, voice),
    })),
  };
});

export default function Drills() {
  const { scenes } = useLoaderData<typeof loader>();
  const places = Object.keys(PLACES)
    .filter(isPlace)
    .filter((place) => scenes.some((s) => s.place === place));
  return (
    <PublicShell>
      <PageHeader title="自救演练" lead="选一个地方，走进去练一遍。每一步由服务器重演评判，结果当场给出。" />
      <EmergencyLine dials className="mb-4" />
      <VoiceSwitch className="mb-8" />
      {scenes.length === 0 && <EmptyState>这里还没有发布演练。发布以后，不用登录就能练。</EmptyState>}
      <div className="grid gap-10">
        {places.map((place) => (
          <Section key={place} title={PLACES[place].word}>
            <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
              {scenes
                .filter((s) => s.place === place)
                .map(
                  (s) =>
                    isDanger(s.danger) && (
                      <SceneCard
                        key={s.slug}
                        title={s.title}
                        summary={s.summary}
                        place={place}
                        danger={s.danger}
                        minutes={s.minutes}
                        to={`/drill/${s.slug}`}
                      />
                    ),
                )}
            </div>
          </Section>
        ))}
      </div>
    </PublicShell>
  );
}
