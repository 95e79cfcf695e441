// The replay worker: plays logs again as they come in, on the engine that the run was given, and says what came of
// them. One call a piece; a run's state stays here between pieces. What was lost (a restart, too many runs) is asked
// for again. An engine is read by the format it says (app/drill/engine-formats.ts).
import { pathToFileURL } from "node:url";
import {
  readEngineModule,
  type EngineFacts,
  type KeptEngine,
  type KeptReader,
  type KeptRun,
} from "../drill/engine-formats";
import type { AirFrame, ReplayAnswer, ReplayTask } from "../drill/replay-task";

interface Live {
  run: KeptRun;
  reader: KeptReader;
  frameTicks: number;
  frames: AirFrame[];
  pieces: number;
  told: number;
}

const KEPT = 48;
const FRAME_SECONDS = 3;
const live = new Map<string, Live>();

const load = async (file: string): Promise<KeptEngine | null> =>
  readEngineModule((await import(pathToFileURL(file).href)) as object);

/** What the engine in this file says of itself; null where its format is not known here. */
export async function describe(engineFile: string): Promise<EngineFacts | null> {
  return (await load(engineFile))?.facts ?? null;
}

export default async function replay(task: ReplayTask): Promise<ReplayAnswer> {
  const known = live.get(task.run);
  if (task.have > 0 && known?.pieces !== task.have) return { kind: "again" };
  const engine = await load(task.engineFile);
  if (!engine) throw new Error(`${task.engineFile} is an engine of a format that has no reader here`);
  const state = task.have > 0 ? known! : open(engine, task);
  // told last, so that the longest untouched goes first
  live.delete(task.run);
  live.set(task.run, state);
  try {
    for (const piece of task.pieces) {
      state.reader.read(piece, (inputs) => {
        state.run.step(inputs);
        if (state.run.tick % state.frameTicks === 0) keepFrame(state);
      });
      state.pieces += 1;
    }
  } catch (error) {
    live.delete(task.run);
    const refused = engine.refusalIn(error);
    if (refused) return { kind: "refused", ...refused };
    throw error;
  }
  return answer(state, task.run);
}

function open(engine: KeptEngine, task: ReplayTask): Live {
  const scene = JSON.parse(task.scene) as { meta: { seconds: number } };
  const state: Live = {
    ...engine.open(scene, task.seed),
    frameTicks: FRAME_SECONDS * engine.facts.ticksPerSecond,
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
  const { layer, k, fires, alarm } = run.air();
  frames.push({
    tick: run.tick,
    layer: Array.from(layer, (h) => Math.round(h * 100)),
    k: Array.from(k, (extinction) => Math.round(extinction * 100)),
    fires: Array.from(fires, (q) => Math.round(q)),
    alarm,
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
    end: { verdict: run.verdict(), finalHash: run.hash(), frames: state.frames, rooms: [...run.rooms] },
  };
}
