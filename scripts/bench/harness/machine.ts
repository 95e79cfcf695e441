import { createHash } from "node:crypto";
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { cpuMs } from "./compare";

// Which machine this is, in three numbers that stand beside every absolute figure: small fixed loops of computing, of
// memory and of making a write durable. 100 is the machine that the first figures were taken on (2 cores, November 2026);
// 50 takes twice as long.

/** Milliseconds that the loops took there. */
const REFERENCE = { cpuMs: 30, memoryMs: 50, fsyncMs: 0.5 };
const TURNS = 7;
const [NUMBERS, HASHES, CELLS, STEPS, WRITES] = [10_000_000, 8_000, 1 << 23, 400_000, 40];

export interface Machine {
  node: string;
  platform: string;
  cores: number;
  cpu: string;
  memoryGiB: number;
  loadAverage: number;
  score: { cpu: number; memory: number; fsync: number };
  took: { cpuMs: number; memoryMs: number; fsyncMs: number };
}

export function describeMachine(): Machine {
  const took = { cpuMs: best(computing), memoryMs: best(walking()), fsyncMs: best(writing) };
  const score = (name: keyof typeof took) => Math.round((100 * REFERENCE[name]) / took[name]);
  return {
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? "",
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadAverage: Math.round(loadavg()[0]! * 10) / 10,
    score: { cpu: score("cpuMs"), memory: score("memoryMs"), fsync: score("fsyncMs") },
    took,
  };
}

/** The best of some turns, after one that is thrown away: what the machine can do, whoever else uses it. */
function best(once: () => number): number {
  once();
  return Number(Math.min(...Array.from({ length: TURNS }, once)).toPrecision(3));
}

function timed(work: () => void, clock: () => number = cpuMs): number {
  const began = clock();
  work();
  return clock() - began;
}

/** Numbers in a loop, objects made and thrown away, and hashes. */
const computing = (): number =>
  timed(() => {
    let [sum, state] = [0, 1];
    for (let i = 0; i < NUMBERS; i += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      sum += Math.sqrt(1 + (state >>> 8));
    }
    let text = JSON.stringify({ sum });
    for (let i = 0; i < HASHES; i += 1)
      text = JSON.stringify({ i, hash: createHash("sha256").update(text).digest("hex") });
    if (text.length === 0) throw new Error("nothing was computed");
  });

/** From place to place in 32 MB, each step decided by what stood there. */
function walking(): () => number {
  const cells = new Uint32Array(CELLS);
  // One ring through all places: an odd increment and a multiplier of the form 4k + 1 reach every one.
  for (let i = 0; i < CELLS; i += 1) cells[i] = (Math.imul(i, 1_664_525) + 1_013_904_223) & (CELLS - 1);
  return () =>
    timed(() => {
      let at = 0;
      for (let i = 0; i < STEPS; i += 1) at = cells[at]!;
      if (at < 0) throw new Error("nothing was read");
    });
}

/** A page of 4 kB written and made durable; milliseconds each. */
function writing(): number {
  const dir = mkdtempSync(join(tmpdir(), "anding-bench-machine-"));
  const file = openSync(join(dir, "page"), "w");
  const page = Buffer.alloc(4_096, 1);
  try {
    const whole = timed(
      () => {
        for (let i = 0; i < WRITES; i += 1) {
          writeSync(file, page);
          fsyncSync(file);
        }
      },
      () => performance.now(),
    );
    return whole / WRITES;
  } finally {
    closeSync(file);
    rmSync(dir, { recursive: true, force: true });
  }
}
