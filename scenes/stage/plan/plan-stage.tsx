import { partOf } from "../engine";
import { useEffect, useMemo, useRef, useState } from "react";
import { CarePanel } from "../mechanics/resuscitate/panel";
import { createPresser, type Presser } from "../mechanics/resuscitate/press";
import { isListed } from "../hud/snapshot";
import { createNames, POSTURE_WORDS, sayAct, sayClock, type Texts } from "../hud/words";
import type { PlaySession } from "../play/session";
import { PlanBase, planBox } from "./plan-base";
import { PlanLive } from "./plan-live";
import { readoutOf } from "./readout";
import { ACT_TICKS, createStepper, WAIT_TICKS } from "./stepper";
import { WaysList, type Way } from "./ways-list";

export interface PlanStageProps {
  session: PlaySession;
  texts: Texts;
  paused: boolean;
  stepped: boolean;
}

const button =
  "inline-flex min-h-tap items-center justify-center gap-2 rounded-md border border-edge bg-card px-3 py-1.5 text-left text-ink hover:bg-sunk disabled:border-line disabled:text-muted";

/**
 * The same run on a plan: what can be done, where one can go, what one perceives. Keyboard and screen reader are
 * enough.
 */
export function PlanStage({ session, texts, paused, stepped }: PlanStageProps) {
  const stepper = useMemo(() => createStepper(session, stepped), [session, stepped]);
  const tick = useTicking(session, stepper.advance, paused);
  const presser = useMemo(
    () => (partOf(session.view, "resuscitate") ? withBeat(createPresser(session), () => stepper.beat()) : null),
    [session, stepper],
  );
  const touch = useMemo(() => typeof matchMedia === "function" && matchMedia("(pointer: coarse)").matches, []);
  const nameOf = useMemo(() => createNames(session.scene), [session]);
  const { view, run, scene, intent, engine } = session;
  const room = run.names.rooms[view.self.room];
  const readout = readoutOf(view, { scene, names: run.names, nameOf });
  const ways = useWays(session, tick, stepper.running);
  const news = useNews(session, texts);
  const storey = run.names.storeys[view.player >= 0 ? view.people.storey[view.player]! : 0]!;
  const box = useMemo(() => planBox(scene, storey), [scene, storey]);
  const goal = view.self.goal >= 0 ? run.places[view.self.goal] : null;

  const act = (code: number, target: number) => {
    intent.act(code, target);
    stepper.spend(ACT_TICKS);
  };
  const go = (place: number) => {
    intent.act(engine.verbCode("go"), place);
    stepper.walk();
  };
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
      <div className="grid content-start gap-3">
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
              {stepped && !stepper.running ? "，时间停着" : ""}
            </span>
          </h2>
          <p>{readout.lines.join("")}</p>
        </section>
        <div role="log" aria-live="assertive" aria-label="刚刚发生">
          <ol className="grid gap-1">
            {news.map((n) => (
              <li key={n.key} className="rounded bg-sunk px-3 py-1">
                {n.text}
              </li>
            ))}
          </ol>
        </div>
      </div>
      <div className="grid content-start gap-5">
        <section aria-labelledby="acts" className="grid gap-2">
          <h2 id="acts" className="font-semibold">
            现在能做的
          </h2>
          <ul className="flex flex-wrap gap-2">
            {stepper.halted && goal && (
              <li>
                <button type="button" className={`${button} border-bronze`} onClick={() => stepper.walk()}>
                  继续走到{goal.name}
                </button>
              </li>
            )}
            {view.prompts
              .filter((p) => !presser || isListed(p))
              .map((p) => {
                const { act: words, subject } = sayAct(p, texts, (id) => nameOf(id, room));
                return (
                  <li key={`${p.label}${p.subject}${p.target}`}>
                    <button type="button" className={button} onClick={() => act(p.code, p.target)} disabled={paused}>
                      {subject ? `${words}：${subject}` : words}
                    </button>
                  </li>
                );
              })}
            {stepped && (
              <li>
                <button type="button" className={button} onClick={() => stepper.spend(WAIT_TICKS)} disabled={paused}>
                  等 2 秒
                </button>
              </li>
            )}
          </ul>
        </section>
        {!presser && (
          <Posture
            posture={intent.posture}
            onChange={(p) => {
              intent.setPosture(p);
              if (stepped) stepper.spend(4);
            }}
          />
        )}
        <WaysList ways={ways} goal={view.self.goal} onGo={go} disabled={paused} />
        {/* stands at the foot of the window, so that it does not move away under a thumb */}
        {presser && (
          <div className="sticky bottom-2 z-10">
            <CarePanel
              session={session}
              texts={texts}
              presser={presser}
              dark={false}
              touch={touch}
              paused={paused}
              keepTime={stepped ? stepper.beat : undefined}
            />
          </div>
        )}
      </div>
    </div>
  );
}

/** In the untimed pace a compression lets time run while the rhythm lasts. */
function withBeat(presser: Presser, beat: () => void): Presser {
  return {
    up: presser.up,
    down: (ms) => {
      beat();
      presser.down(ms);
    },
  };
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

/** Ways from here, measured anew each second and when one stands still. */
function useWays(session: PlaySession, tick: number, running: boolean): Way[] {
  const held = useRef<{ at: number; goal: number; ways: Way[] }>({ at: -1, goal: -2, ways: [] });
  const now = session.view.tick;
  if (
    held.current.at < 0 ||
    now - held.current.at >= session.ticksPerSecond ||
    (now !== held.current.at && !running) ||
    held.current.goal !== session.view.self.goal
  ) {
    const ways = session.over ? [] : listWays(session);
    held.current = {
      at: now,
      goal: session.view.self.goal,
      ways: ways.sort((a, b) => Number(a.beyond) - Number(b.beyond) || a.distance - b.distance),
    };
  }
  void tick;
  return held.current.ways;
}

/**
 * What is in reach by its walking distance, and beyond it every way out, room and device one knows of, as the crow
 * flies.
 */
function listWays({ run, view }: PlaySession): Way[] {
  const near = new Map(run.waysFromHere().map((w) => [w.place, w.distance]));
  const [x, y] = view.player < 0 ? [0, 0] : [view.people.x[view.player]!, view.people.y[view.player]!];
  return run.places.flatMap((p): Way[] => {
    const distance = near.get(p.index);
    if (distance === undefined && p.kind === "door") return [];
    return [
      {
        index: p.index,
        kind: p.kind,
        name: p.name,
        id: p.id,
        beyond: distance === undefined,
        distance: distance ?? Math.hypot(p.x - x, p.y - y),
      },
    ];
  });
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
