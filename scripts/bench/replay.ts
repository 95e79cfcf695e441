import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Inputs, Scene } from "#scenes/mechanics/engine";
import { startReplayer } from "~/drill/replay-pool.server";
import { playOut, type PlayedLog } from "~/drill/test-log";
import { buildEngine } from "../build-engine.mjs";
import { alternate, cpuMs, spread, type Compared } from "./harness/compare";
import type { Measured } from "./harness/judge";

// Replaying logs in the worker pool: CPU of a whole log fed at once (what regrading or a lost worker costs) beside the
// engine's bare ticks with the same inputs laid ready, and milliseconds from the last piece to the verdict when the
// pieces before it were fed as they came (what a player waits for). The log of a whole drill of 300 s stands still for
// most of it: the world goes on all the same.

const SEED = "00000000000000a1";
const TIMES = 7;

type Engine = typeof import("#scenes/mechanics/engine");
type Replayer = ReturnType<typeof startReplayer>;
interface Replayed {
  replayer: Replayer;
  engine: Engine;
  engineFile: string;
  json: string;
  log: PlayedLog;
}

export async function run(): Promise<Measured<"replay">> {
  const dir = mkdtempSync(join(tmpdir(), "anding-bench-replay-"));
  const replayer = startReplayer(1);
  try {
    const built = await buildEngine({ outDir: dir });
    const engineFile = join(dir, "engine.mjs");
    copyFileSync(built.path, engineFile);
    const engine = (await import(pathToFileURL(engineFile).href)) as Engine;
    const json = readFileSync("content/scenes/office-storey.json", "utf8");
    const scene = JSON.parse(json) as Scene;
    const walk = playOut(scene, SEED, ["door-b-east", "exit-east"]);
    const long = playOut(scene, SEED, ["door-b-east"], {
      waste: engine.ENGINE.ticksPerSecond * (scene.meta.seconds + 1),
    });
    const all = { replayer, engine, engineFile, json };
    const lasts = [await lastPieces({ ...all, log: walk }), await lastPieces({ ...all, log: long })];
    const ratios = {
      evacuation: await againstTicks({ ...all, log: walk }),
      wholeDrill: await againstTicks({ ...all, log: long }),
    };
    const whole = await wholeLog({ ...all, log: long });
    return {
      ratios,
      musts: {},
      promises: {
        lastPieceToVerdictMs: Math.max(...lasts),
        wholeReplayMs: whole,
        timesRealTime: Math.round((long.ticks * 1_000) / engine.ENGINE.ticksPerSecond / whole),
      },
      figures: { engineBytes: built.bytes, evacuation: facts(walk), wholeDrill: facts(long) },
    };
  } finally {
    await replayer.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

const facts = ({ ticks, pieces }: PlayedLog) => ({
  ticks,
  pieces: pieces.length,
  logBytes: pieces.reduce((sum, { bytes }) => sum + bytes.length, 0),
});

let runs = 0;
/** The worker is told nothing that it knew before. */
const feedWhole = ({ replayer, engineFile, json, log }: Replayed) =>
  replayer.feed({
    run: `bench-${(runs++).toString(16)}`,
    engineFile,
    scene: json,
    seed: SEED,
    have: 0,
    pieces: log.pieces.map(({ bytes }) => bytes),
  });

/** CPU of all threads: the worker's is among them. */
async function againstTicks(replayed: Replayed): Promise<Compared> {
  const { engine, json, log } = replayed;
  const inputs: Inputs[] = [];
  const reader = engine.createLogReader();
  for (const { bytes } of log.pieces) reader.read(bytes, (one) => inputs.push(structuredClone(one)));
  const timed = async (work: () => unknown) => {
    const before = cpuMs();
    await work();
    return cpuMs() - before;
  };
  return alternate({
    unit: "ms of CPU",
    rounds: TIMES,
    warm: 2,
    floor: () =>
      timed(() => {
        const run = engine.createRun(JSON.parse(json) as Scene, SEED);
        for (const one of inputs) run.step(one);
      }),
    work: () => timed(() => feedWhole(replayed)),
  });
}

async function wholeLog(replayed: Replayed): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const began = performance.now();
    await feedWhole(replayed);
    took.push(performance.now() - began);
  }
  return spread(took).median;
}

/** From the last piece to the verdict, the pieces before it fed as they came. */
async function lastPieces({ replayer, engineFile, json, log }: Replayed): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const task = { run: `bench-${(runs++).toString(16)}`, engineFile, scene: json, seed: SEED };
    for (const [pieceNumber, { bytes }] of log.pieces.entries()) {
      const began = performance.now();
      await replayer.feed({ ...task, have: pieceNumber, pieces: [bytes] });
      if (pieceNumber === log.pieces.length - 1) took.push(performance.now() - began);
    }
  }
  return spread(took).median;
}
