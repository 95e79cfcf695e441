import { Link, useNavigate } from "@remix-run/react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import type { Texts } from "#scenes/stage/hud/words";
import { PlanStage } from "#scenes/stage/plan/plan-stage";
import { Button, LinkButton } from "~/ui/button";
import { EmergencyLine } from "~/ui/emergency-line";
import type { Voice } from "~/ui/display-preference";
import { Notice } from "~/ui/notice";
import { CaptionReader } from "./caption-reader";
import type { Hands } from "./hands";
import { Paused } from "./play-paused";
import { useRun, type RunRequest, type RunState } from "./use-run";

const DrillStage = lazy(() => import("#scenes/stage/drill-stage.client").then((m) => ({ default: m.DrillStage })));

export interface PlayPageProps {
  slug: string;
  title: string;
  view: "3d" | "plan";
  pace: RunRequest["pace"];
  voice: Voice;
  /** The mechanic's own words, by key. */ words: Texts;
  /** What this voice says differently from them. */ spoken: Texts;
  hands: Hands;
}

/** The page of one run: loading, playing in 3D or on the plan, pausing, and the wait for the verdict. */
export function PlayPage({ slug, title, view, pace, voice, words, spoken, hands }: PlayPageProps) {
  const navigate = useNavigate();
  const request = useMemo((): RunRequest => ({ scene: slug, mode: view, pace }), [slug, view, pace]);
  const run = useRun(request, words, (runId) => navigate(`/drill/runs/${runId}`, { replace: true }));
  const state = useMemo(
    (): RunState => (run.kind === "playing" ? { ...run, texts: { ...run.texts, ...spoken } } : run),
    [run, spoken],
  );
  const [paused, setPaused] = useState(false);
  const over = useOver(state);
  useEffect(() => {
    // the untimed plan stands still by itself, and has nothing to go on with
    if (pace === "stepped") return;
    const hide = () => document.hidden && setPaused(true);
    document.addEventListener("visibilitychange", hide);
    return () => document.removeEventListener("visibilitychange", hide);
  }, [pace]);
  if (state.kind === "failed") return <Failed slug={slug} message={state.message} />;
  if (state.kind === "playing" && state.outbox.kind === "refused")
    return <Failed slug={slug} message={state.outbox.message} />;
  if (view === "plan")
    return (
      <PlanPage
        slug={slug}
        title={title}
        state={state}
        voice={voice}
        pace={pace}
        paused={paused || over}
        setPaused={setPaused}
        over={over}
      />
    );
  return (
    <main className="fixed inset-0 bg-[#1c1a17] text-[#fbf8f1]">
      <h1 className="sr-only">{title}</h1>
      {state.kind === "playing" ? (
        <Suspense fallback={<Loading />}>
          <Stage state={state} voice={voice} paused={paused || over} onPause={() => setPaused((p) => !p)} over={over} />
        </Suspense>
      ) : (
        <Loading />
      )}
      {over && state.kind === "playing" && <Verdict outbox={state.outbox} />}
      {paused && !over && <Paused slug={slug} hands={hands} onResume={() => setPaused(false)} />}
    </main>
  );
}

type Playing = Extract<RunState, { kind: "playing" }>;

/** How long a caption stays: who reads slowly is given the time. */
const CAPTION_SECONDS: Record<Voice, number> = { child: 7, adult: 4.5, elder: 10 };

interface StageProps {
  state: Playing;
  voice: Voice;
  paused: boolean;
  onPause(): void;
  over: boolean;
}

function Stage({ state, voice, paused, onPause, over }: StageProps) {
  const [sound, setSound] = useState(() => readSound());
  return (
    <DrillStage
      session={state.session}
      texts={state.texts}
      captionTicks={CAPTION_SECONDS[voice] * state.session.ticksPerSecond}
      paused={paused}
      onPause={onPause}
      reader={
        over ? null : <CaptionReader session={state.session} texts={state.texts} slow={voice === "elder"} onStage />
      }
      sound={sound}
      onSound={(on) => {
        setSound(on);
        try {
          localStorage.setItem("drill-sound", on ? "on" : "off");
        } catch {
          // a browser that keeps nothing still plays
        }
      }}
    />
  );
}

/** On at a desk, off on a phone, unless it was chosen before. */
function readSound(): boolean {
  try {
    const kept = localStorage.getItem("drill-sound");
    if (kept) return kept === "on";
  } catch {
    // nothing kept
  }
  return !matchMedia("(pointer: coarse)").matches;
}

function useOver(state: RunState): boolean {
  const [over, setOver] = useState(false);
  const session = state.kind === "playing" ? state.session : null;
  useEffect(() => session?.onTick(() => session.over && setOver(true)), [session]);
  return over;
}

function PlanPage({
  slug,
  title,
  state,
  voice,
  pace,
  paused,
  setPaused,
  over,
}: {
  slug: string;
  title: string;
  state: RunState;
  voice: Voice;
  pace: RunRequest["pace"];
  paused: boolean;
  setPaused(on: boolean): void;
  over: boolean;
}) {
  return (
    <main className="mx-auto grid max-w-page gap-4 px-4 py-4 sm:px-6">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h1 className="text-xl font-semibold">{title}</h1>
        <div className="flex flex-wrap items-center gap-2">
          {state.kind === "playing" && !over && (
            <CaptionReader session={state.session} texts={state.texts} slow={voice === "elder"} />
          )}
          {pace === "real" && !over && <Button onClick={() => setPaused(!paused)}>{paused ? "继续" : "暂停"}</Button>}
          <LinkButton to={`/drill/${slug}`} look="quiet">
            离开演练
          </LinkButton>
        </div>
      </header>
      <EmergencyLine />
      {over && state.kind === "playing" && (
        <Notice role="status" title="演练结束">
          {waitSentence(state.outbox)}
        </Notice>
      )}
      {state.kind === "playing" ? (
        <PlanStage session={state.session} texts={state.texts} paused={paused} stepped={pace === "stepped"} />
      ) : (
        <p role="status">正在准备演练…</p>
      )}
    </main>
  );
}

function Loading() {
  return (
    <div
      role="status"
      className="absolute inset-0 grid place-content-center justify-items-center gap-2 p-6 text-center"
    >
      <p className="text-lg">正在布置现场…</p>
      <p className="text-[#fbf8f1]/75">第一次要多等几秒，之后就快了。</p>
    </div>
  );
}

function Verdict({ outbox }: { outbox: Playing["outbox"] }) {
  return (
    <div
      role="status"
      className="absolute inset-0 grid place-content-center justify-items-center gap-2 bg-[#14130f]/80 p-6 text-center"
    >
      <p className="text-2xl font-semibold">演练结束</p>
      <p>{waitSentence(outbox)}</p>
    </div>
  );
}

const waitSentence = (outbox: Playing["outbox"]): string =>
  outbox.kind === "offline"
    ? "网络断了，操作记录还在这台设备上；请不要关闭页面，连上后会接着核对。"
    : outbox.kind === "busy"
      ? "服务器正忙，操作记录还在这台设备上；请不要关闭页面，会自动再送。"
      : "服务器正在按您的每一步重演一遍，马上给出结果。";

function Failed({ slug, message }: { slug: string; message: string }) {
  return (
    <main className="mx-auto grid max-w-phone gap-4 px-4 py-12">
      <h1 className="text-2xl font-semibold">这次演练没有做成</h1>
      <p>{message}</p>
      <div className="flex flex-wrap gap-2">
        <LinkButton to={`/drill/${slug}`} look="main" reloadDocument>
          重新开始
        </LinkButton>
        <Link to="/" className="inline-flex min-h-tap items-center px-2 text-bronze underline underline-offset-4">
          回首页
        </Link>
      </div>
    </main>
  );
}
