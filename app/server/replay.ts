// The replay worker: plays logs again as they come in, on the engine that the run was given, and says what came of
// them. One call a piece; a run's state stays here between pieces. What was lost (a restart, too many runs) is asked
// for again.
import { pathToFileURL } from "node:url";
import type { AirFrame, ReplayAnswer, ReplayTask } from "../drill/replay-task";

type Engine = typeof import("../../scenes/mechanics/engine");
type Scene = import("../../scenes/mechanics/engine").Scene;

interface Live {
  run: ReturnType<Engine["createRun"]>;
  reader: ReturnType<Engine["createLogReader"]>;
  frames: AirFrame[];
  pieces: number;
  told: number;
}

const KEPT = 48;
const FRAME_TICKS = 60;
const live = new Map<string, Live>();

export default async function replay(task: ReplayTask): Promise<ReplayAnswer> {
  const known = live.get(task.run);
  if (task.have > 0 && known?.pieces !== task.have) return { kind: "again" };
  const engine = (await import(pathToFileURL(task.engineFile).href)) as Engine;
  const state = task.have > 0 ? known! : open(engine, task);
  // told last, so that the longest untouched goes first
  live.delete(task.run);
  live.set(task.run, state);
  try {
    for (const piece of task.pieces) {
      state.reader.read(piece, (inputs) => {
        state.run.step(inputs);
        if (state.run.tick % FRAME_TICKS === 0) keepFrame(state);
      });
      state.pieces += 1;
    }
  } catch (error) {
    live.delete(task.run);
    if (error instanceof engine.LogError) return { kind: "refused", reason: error.message, tick: error.tick };
    throw error;
  }
  return answer(state, task.run);
}

function open(engine: Engine, task: ReplayTask): Live {
  const scene = JSON.parse(task.scene) as Scene;
  const state: Live = {
    run: engine.createRun(scene, task.seed),
    reader: engine.createLogReader({
      maxTicks: Math.ceil(scene.meta.seconds * (engine.ENGINE?.ticksPerSecond ?? 20)) + 200,
    }),
    frames: [],
    pieces: 0,
    told: 0,
  };
  keepFrame(state);
  for (const old of live.keys()) if (live.size >= KEPT) live.delete(old);
  return state;
}

function keepFrame({ run, frames }: Live): void {
  if (frames.at(-1)?.tick === run.tick) return;
  const { rooms, fires, alarm } = run.view();
  frames.push({
    tick: run.tick,
    layer: Array.from(rooms.layer, (h) => Math.round(h * 100)),
    k: Array.from(rooms.upperK, (k) => Math.round(k * 100)),
    fires: Array.from(fires, (q) => Math.round(q)),
    alarm: alarm.sounding,
  });
}

function answer(state: Live, id: string): ReplayAnswer {
  const { run } = state;
  const hashes = run.hashes.slice(state.told);
  state.told = run.hashes.length;
  if (!run.done) return { kind: "played", tick: state.reader.tick, done: false, hashes };
  keepFrame(state);
  live.delete(id);
  return {
    kind: "played",
    tick: state.reader.tick,
    done: true,
    hashes,
    end: { verdict: run.verdict(), finalHash: run.hash(), frames: state.frames, rooms: [...run.names.rooms] },
  };
}
