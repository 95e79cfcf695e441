import { useEffect, useMemo, useRef, useState } from "react";
import { createNames, POSTURE_WORDS, sayClock, type Texts } from "../hud/words";
import type { PlaySession } from "../play/session";
import { actsOf } from "../play/watched";
import { PlanActs } from "./plan-acts";
import { PlanBase, planBox } from "./plan-base";
import { PlanLive } from "./plan-live";
import { readoutOf } from "./readout";
import { createStepper, keepingTime, type Stepper } from "./stepper";
import { useWays } from "./use-ways";
import { WaysList } from "./ways-list";

export interface PlanStageProps {
  session: PlaySession;
  texts: Texts;
  paused: boolean;
  stepped: boolean;
}

/**
 * The same run on a plan: what can be done, where one can go, what one perceives. Keyboard and screen reader are
 * enough.
 */
export function PlanStage({ session, texts, paused, stepped }: PlanStageProps) {
  const stepper = useMemo(() => createStepper(session, stepped), [session, stepped]);
  const tick = useTicking(session, stepper.advance, paused);
  const ways = useWays(session, tick, stepper.running);
  const { view, intent, engine, face } = session;
  const go = (place: number) => {
    intent.act(engine.verbCode("go"), place);
    stepper.walk();
  };
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
      <div className="grid content-start gap-3">
        <Perceived session={session} tick={tick} stopped={stepped && !stepper.running} />
        <News session={session} texts={texts} />
      </div>
      <div className="grid content-start gap-5">
        <PlanActs session={session} texts={texts} stepper={stepper} paused={paused} stepped={stepped} />
        {!face.instrument && (
          <Posture
            posture={intent.posture}
            onChange={(p) => {
              intent.setPosture(p);
              if (stepped) stepper.spend(4);
            }}
          />
        )}
        <WaysList ways={ways} goal={view.self.goal} onGo={go} disabled={paused} />
        <InHand session={session} texts={texts} paused={paused} stepped={stepped} stepper={stepper} />
      </div>
    </div>
  );
}

/** The plan, and in words where one is and what one perceives. */
function Perceived({ session, tick, stopped }: { session: PlaySession; tick: number; stopped: boolean }) {
  const { view, run, scene, face } = session;
  const nameOf = useMemo(() => createNames(scene), [scene]);
  const readout = readoutOf(view, { scene, face, names: run.names, nameOf });
  const storey = run.names.storeys[view.player >= 0 ? view.people.storey[view.player]! : 0]!;
  const box = useMemo(() => planBox(scene, storey), [scene, storey]);
  return (
    <>
      <svg
        viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
        role="img"
        aria-label={`${scene.meta.title}，平面图；你在${readout.place}`}
        className="w-full rounded-md border border-line bg-paper"
      >
        <PlanBase scene={scene} storey={storey} />
        <PlanLive session={session} storey={storey} tick={tick} />
      </svg>
      <section aria-labelledby="here" className="rounded-md border border-line bg-card p-3">
        <h2 id="here" className="font-semibold">
          你在{readout.place}{" "}
          <span className="font-normal text-muted">
            · {sayClock(view.tick / session.ticksPerSecond)}
            {stopped ? "，时间停着" : ""}
          </span>
        </h2>
        <p>{readout.lines.join("")}</p>
      </section>
    </>
  );
}

function News({ session, texts }: { session: PlaySession; texts: Texts }) {
  const news = useNews(session, texts);
  return (
    <div role="log" aria-live="assertive" aria-label="刚刚发生">
      <ol className="grid gap-1">
        {news.map((n) => (
          <li key={n.key} className="rounded bg-sunk px-3 py-1">
            {n.text}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The mechanic's instrument; at the foot of the window, so that it does not move away under a thumb. */
function InHand({ session, texts, paused, stepped, stepper }: PlanStageProps & { stepper: Stepper }) {
  const { instrument } = session.face;
  const acts = useMemo(() => actsOf(session), [session]);
  const hold = useMemo(
    () => instrument && keepingTime(instrument.createHold(acts), stepper),
    [acts, instrument, stepper],
  );
  useLettingGo(stepper);
  const touch = useMemo(() => typeof matchMedia === "function" && matchMedia("(pointer: coarse)").matches, []);
  if (!instrument || !hold) return null;
  return (
    <div className="sticky bottom-2 z-10">
      <instrument.Panel
        session={session}
        acts={acts}
        texts={texts}
        hold={hold}
        dark={false}
        touch={touch}
        paused={paused}
        keepTime={stepped ? stepper.keepTime : undefined}
      />
    </div>
  );
}

/** A button that goes away under the hand hears of no end: the window does, and time does not run on. */
function useLettingGo(stepper: Stepper): void {
  useEffect(() => {
    const ends = ["pointerup", "pointercancel", "keyup", "blur"] as const;
    const letGo = () => stepper.hold(false);
    for (const end of ends) window.addEventListener(end, letGo);
    return () => {
      for (const end of ends) window.removeEventListener(end, letGo);
    };
  }, [stepper]);
}

function Posture({ posture, onChange }: { posture: number; onChange(posture: number): void }) {
  return (
    <fieldset className="flex flex-wrap items-center gap-x-5 gap-y-1">
      <legend className="float-left mr-4 font-semibold">身姿</legend>
      {POSTURE_WORDS.map((word, i) => (
        <label key={word} className="inline-flex min-h-tap items-center gap-2">
          <input
            type="radio"
            name="posture"
            checked={posture === i}
            onChange={() => onChange(i)}
            className="size-5 accent-[rgb(var(--bronze))]"
          />
          {word}
        </label>
      ))}
    </fieldset>
  );
}

/** Drives the run by frames and draws again about ten times a second. */
function useTicking(session: PlaySession, advance: (seconds: number, now: number) => void, paused: boolean): number {
  const [tick, setTick] = useState(session.view.tick);
  useEffect(() => {
    if (paused) return;
    let last = performance.now();
    let drawn = 0;
    let handle = 0;
    const frame = (now: number) => {
      advance((now - last) / 1000, now);
      last = now;
      if (now - drawn > 95) {
        drawn = now;
        // posture and halts change what is shown without a tick
        setTick((t) => (t === session.view.tick ? t + 1e-7 : session.view.tick));
      }
      handle = requestAnimationFrame(frame);
    };
    handle = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(handle);
  }, [session, advance, paused]);
  return tick;
}

/** The last things heard, felt or said. */
function useNews(session: PlaySession, texts: Texts): { key: number; text: string }[] {
  const [news, setNews] = useState<{ key: number; text: string }[]>([]);
  const key = useRef(0);
  useEffect(
    () =>
      session.onTick((view) => {
        if (!view.captions.length) return;
        const fresh = view.captions.map((c) => ({ key: key.current++, text: texts[c.text] ?? c.text }));
        setNews((old) => [...old, ...fresh].slice(-4));
      }),
    [session, texts],
  );
  return news;
}
