import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Scene } from "#scenes/mechanics/engine";
import { startReplayer } from "~/drill/replay-pool.server";
import { playOut, type PlayedLog } from "~/drill/test-log";
import { buildEngine } from "../build-engine.mjs";

// Replaying logs in the worker pool: milliseconds from the last piece to the verdict when the pieces before it were fed
// as they came (what a player waits for), and whole logs fed at once (what regrading or a lost worker costs). The log
// of a whole drill of 300 s stands still for most of it: the world goes on all the same.

const SEED = "00000000000000a1";
const TIMES = 5;
/**
 * The verdict is there within 1 s of a drill's end; a whole log played again within 2 s, and far faster than it was
 * played.
 */
const BUDGET = { lastPieceToVerdictMs: 1_000, wholeReplayMs: 2_000, timesRealTime: 50 };

export async function run(): Promise<object> {
  const dir = mkdtempSync(join(tmpdir(), "anding-bench-replay-"));
  try {
    const engine = await buildEngine({ outDir: dir });
    const engineFile = join(dir, "engine.mjs");
    copyFileSync(engine.path, engineFile);
    const json = readFileSync("content/scenes/office-storey.json", "utf8");
    const scene = JSON.parse(json) as Scene;
    const walk = playOut(scene, SEED, ["door-b-east", "exit-east"]);
    const long = playOut(scene, SEED, ["door-b-east"], { waste: 20 * (scene.meta.seconds + 1) });
    const replayer = startReplayer(1);
    const people = (scene.population?.groups ?? []).reduce(
      (sum, g) => sum + g.count,
      1 + (scene.population?.persons?.length ?? 0),
    );
    const evacuation = await measure(replayer, { json, engineFile, log: walk });
    const wholeDrill = await measure(replayer, { json, engineFile, log: long });
    await replayer.close();
    const measured = {
      lastPieceToVerdictMs: Math.max(evacuation.lastPieceToVerdictMs, wholeDrill.lastPieceToVerdictMs),
      wholeReplayMs: wholeDrill.wholeReplayMs,
      timesRealTime: wholeDrill.timesRealTime,
    };
    const over = (Object.keys(BUDGET) as (keyof typeof BUDGET)[]).filter((name) =>
      name === "timesRealTime" ? measured[name] < BUDGET[name] : measured[name] > BUDGET[name],
    );
    return { people, engineBytes: engine.bytes, budget: BUDGET, measured, over, evacuation, wholeDrill };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measure(
  replayer: ReturnType<typeof startReplayer>,
  { json, engineFile, log }: { json: string; engineFile: string; log: PlayedLog },
) {
  const [last, whole]: [number[], number[]] = [[], []];
  for (let i = 0; i < TIMES; i++) {
    const id = `bench-${i}-${log.ticks.toString(16)}`;
    const task = { run: id, engineFile, scene: json, seed: SEED };
    for (let seq = 0; seq < log.pieces.length; seq++) {
      const start = performance.now();
      await replayer.feed({ ...task, have: seq, pieces: [log.pieces[seq]!.bytes] });
      if (seq === log.pieces.length - 1) last.push(performance.now() - start);
    }
    const start = performance.now();
    await replayer.feed({ ...task, run: `${id}-again`, have: 0, pieces: log.pieces.map((p) => p.bytes) });
    whole.push(performance.now() - start);
  }
  const bytes = log.pieces.reduce((sum, p) => sum + p.bytes.length, 0);
  return {
    ticks: log.ticks,
    seconds: log.ticks / 20,
    logBytes: bytes,
    lastPieceToVerdictMs: round(median(last)),
    wholeReplayMs: round(median(whole)),
    msPerTick: round(median(whole) / log.ticks),
    timesRealTime: round((log.ticks * 50) / median(whole)),
  };
}

const median = (list: number[]): number => list.slice().sort((a, b) => a - b)[list.length >> 1]!;
const round = (v: number): number => Math.round(v * 100) / 100;
