import { useEffect, useMemo, useState } from "react";
import type { Scene } from "../../sim/scene";
import { sayClock } from "../hud/words";
import { PlanBase, planBox, points } from "./plan-base";
import { DoorMark, FireMark, smokeShade } from "./plan-marks";

export interface ReplayFrame {
  tick: number;
  layer: number[];
  k: number[];
  fires: number[];
  alarm: boolean;
}
export interface ReplayTrace {
  tick: number;
  storey: string;
  x: number;
  y: number;
  posture: number;
  smoke: number;
}
export interface ReplayMark {
  key: string;
  kind: "good" | "bad" | "deadly";
  x: number;
  y: number;
  storey: string;
  said: string;
}

export interface PlanReplayProps {
  scene: Scene;
  /** Of the engine that made the run. */
  ticksPerSecond: number;
  rooms: readonly string[];
  frames: readonly ReplayFrame[];
  trace: readonly ReplayTrace[];
  marks: readonly ReplayMark[];
}

/** One's own way on the plan with the smoke of that moment: drag through the time, or let it run. */
export function PlanReplay({ scene, ticksPerSecond, rooms, frames, trace, marks }: PlanReplayProps) {
  const last = Math.max(frames.at(-1)?.tick ?? 0, trace.at(-1)?.tick ?? 0, 1);
  const [tick, setTick] = useState(last);
  const [running, setRunning] = useState(false);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(
      () =>
        setTick((t) => {
          const next = t + Math.max(4, Math.round(last / 160));
          if (next < last) return next;
          setRunning(false);
          return last;
        }),
      100,
    );
    return () => clearInterval(timer);
  }, [running, last]);
  const frame = frames.filter((f) => f.tick <= tick).at(-1) ?? frames[0];
  return (
    <div className="grid gap-3">
      <Moment
        scene={scene}
        ticksPerSecond={ticksPerSecond}
        rooms={rooms}
        frame={frame}
        trace={trace}
        marks={marks}
        tick={tick}
      />
      <div className="flex flex-wrap items-center gap-4">
        <button
          type="button"
          onClick={() => {
            if (tick >= last) setTick(0);
            setRunning((r) => !r);
          }}
          className="inline-flex min-h-tap items-center rounded-md border border-edge bg-card px-4 hover:bg-sunk"
        >
          {running ? "停住" : "看回放"}
        </button>
        <label className="flex min-w-[12rem] flex-1 items-center gap-3">
          <span className="shrink-0">时间</span>
          <input
            type="range"
            min={0}
            max={last}
            step={ticksPerSecond / 2}
            value={tick}
            onChange={(e) => {
              setRunning(false);
              setTick(Number(e.target.value));
            }}
            aria-valuetext={sayClock(tick / ticksPerSecond)}
            className="h-tap w-full accent-[rgb(var(--bronze))]"
          />
          <span className="w-12 shrink-0 text-right tabular-nums">{sayClock(tick / ticksPerSecond)}</span>
        </label>
      </div>
      <p className="text-sm text-muted">
        蓝线是走过的路；{scene.fires?.length ? "颜色越深烟越浓、压得越低；" : ""}
        方块是做得好的地方，三角和叉是要改的地方。{frame?.alarm ? "这时警报已经响了。" : ""}
      </p>
    </div>
  );
}

/** The plan at one moment: its smoke and fires, the way up to it, the marks of the storey. */
function Moment({
  scene,
  ticksPerSecond,
  rooms,
  frame,
  trace,
  marks,
  tick,
}: Omit<PlanReplayProps, "frames"> & { frame: ReplayFrame | undefined; tick: number }) {
  const here = trace.filter((p) => p.tick <= tick).at(-1) ?? trace[0];
  const storey = here?.storey ?? scene.storeys[0]!.id;
  const box = useMemo(() => planBox(scene, storey), [scene, storey]);
  return (
    <svg
      viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
      role="img"
      aria-label={`平面图：第 ${sayClock(tick / ticksPerSecond)} 的位置和烟`}
      className="w-full rounded-md border border-line bg-paper"
    >
      <PlanBase scene={scene} storey={storey} />
      {frame &&
        scene.rooms
          .filter((r) => r.storey === storey)
          .map((r) => {
            const i = rooms.indexOf(r.id);
            const shade = smokeShade((frame.layer[i] ?? 300) / 100, (frame.k[i] ?? 0) / 100);
            return shade > 0.02 ? (
              <polygon key={r.id} points={points(r.polygon)} fill="#3a3733" opacity={shade} />
            ) : null;
          })}
      {[...(scene.doors ?? [])]
        .filter((d) => d.leaf !== "none")
        .map((d) => (
          <DoorMark key={d.id} segment={d.segment} open={0} fire={d.fireDoor === true} />
        ))}
      {frame &&
        (scene.fires ?? [])
          .slice()
          .sort((a, b) => (a.id < b.id ? -1 : 1))
          .map((f, i) => ((frame.fires[i] ?? 0) > 1 ? <FireMark key={f.id} x={f.at[0]} y={f.at[1]} /> : null))}
      <polyline
        points={points(trace.filter((p) => p.storey === storey && p.tick <= tick).map((p) => [p.x, p.y]))}
        fill="none"
        className="stroke-must"
        strokeWidth="0.22"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {marks
        .filter((m) => m.storey === storey)
        .map((m) => (
          <Mark key={m.key} mark={m} />
        ))}
      {here && <circle cx={here.x} cy={-here.y} r="0.38" className="fill-must stroke-card" strokeWidth="0.12" />}
    </svg>
  );
}

function Mark({ mark }: { mark: ReplayMark }) {
  return (
    <g transform={`translate(${mark.x} ${-mark.y})`}>
      <title>{mark.said}</title>
      {mark.kind === "good" && (
        <rect
          x="-0.3"
          y="-0.3"
          width="0.6"
          height="0.6"
          rx="0.08"
          className="fill-safe stroke-card"
          strokeWidth="0.08"
        />
      )}
      {mark.kind === "bad" && <path d="M0-0.4 0.42 0.34H-0.42Z" className="fill-warn stroke-card" strokeWidth="0.08" />}
      {mark.kind === "deadly" && (
        <path d="M-0.3-0.3 0.3 0.3M0.3-0.3-0.3 0.3" className="stroke-forbid" strokeWidth="0.2" strokeLinecap="round" />
      )}
    </g>
  );
}
