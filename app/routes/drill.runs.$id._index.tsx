import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PlanReplay } from "#scenes/stage/plan/plan-replay";
import { readDebrief } from "~/drill/debrief.server";
import { DebriefView } from "~/drill/debrief-view";
import { sayCourse } from "~/drill/course-words";
import { sayEnd, sayPoints } from "~/drill/point-words";
import { requireFace } from "~/drill/mechanics.server";
import { debriefWords, drillWords, sceneWords } from "~/drill/voices.server";
import { guard } from "~/people/guard.server";
import { printedOrigin } from "~/server/announce-setup";
import { LinkButton } from "~/ui/button";
import { readDisplay } from "~/ui/display-preference";
import { PageHeader } from "~/ui/page-header";
import { PublicShell } from "~/ui/public-shell";
import { drawQr } from "~/ui/qr-drawing.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.title ?? "演练"}：讲评 · 安鼎` },
  { name: "robots", content: "noindex" },
];

export const loader = guard("drill.play", async ({ request, url, params, db, actor }) => {
  const debrief = await readDebrief(db, String(params.id), actor?.personId ?? null);
  const { voice } = readDisplay(request.headers.get("cookie"), url);
  const base = { slug: debrief.slug, ...sceneWords(debrief.slug, { title: debrief.title }, voice), mode: debrief.mode };
  if (debrief.state !== "judged") return { ...base, judged: null, refused: debrief.state === "refused" };
  const { verdict, ticksPerSecond, texts, scene, rooms, frames, recorded, same, finalHash } = debrief;
  const words = drillWords(voice);
  const said = debriefWords(scene.meta.mechanic, texts, voice);
  const saying = { texts: said, ticksPerSecond };
  const { course, summary } = requireFace(scene.meta.mechanic);
  const points = sayPoints(verdict.points, saying);
  const address = `${printedOrigin(url)}/drill/${debrief.slug}`;
  return {
    ...base,
    refused: false,
    words,
    judged: {
      end: sayEnd(verdict, saying),
      score: Math.round(verdict.score),
      passed: verdict.passed,
      survived: verdict.survived,
      recorded,
      same,
      finalHash,
      points,
      summary,
      course: sayCourse(verdict, { ...saying, words: course }),
    },
    map: { scene, ticksPerSecond, rooms, frames, trace: verdict.trace },
    share: { drawing: drawQr(address), address },
  };
});

export default function Debrief() {
  const data = useLoaderData<typeof loader>();
  if (!data.judged)
    return (
      <PublicShell>
        <PageHeader
          title={data.refused ? "这次演练的记录没有被采用" : "这次演练没有做完"}
          lead={
            data.refused
              ? "记录和一步一步做出来的不一样，所以不评判。请重新演练。"
              : "做到一半的演练不评判，也不留成绩。"
          }
        />
        <LinkButton to={`/drill/${data.slug}`} look="main">
          重新开始：{data.title}
        </LinkButton>
      </PublicShell>
    );
  const marks = data.judged.points.flatMap((p) => (p.at ? [{ key: p.key, kind: p.kind, said: p.said, ...p.at }] : []));
  return (
    <PublicShell>
      <DebriefView
        slug={data.slug}
        title={data.title}
        mode={data.mode}
        words={data.words}
        {...data.judged}
        share={data.share}
        map={<PlanReplay {...data.map} marks={marks} />}
      />
    </PublicShell>
  );
}
