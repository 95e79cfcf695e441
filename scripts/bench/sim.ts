// Steps of the crowd, of fire and smoke, and the replay of a drill, one thread, on a bundle built as the engine file
// is. Wall and CPU milliseconds. The replay's memory is the peak of a process of its own over that of a process that
// only loads the bundle.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { run as runSmoke } from "./smoke";

interface Core {
  measureAll(clock: () => number): Measured;
}
interface Measured {
  p300: Cost;
  p1000: Cost;
  p10000: Cost;
  crowded1000: Cost;
  perPersonGrowth: number;
  replay: { seconds: number };
}
interface Cost {
  median: number;
  best: number;
}

const BUDGET = {
  p300: 0.3,
  p1000: 1.1,
  p10000: 15,
  crowded1000: 2.5,
  growth: 1.3,
  smoke30: 0.1,
  replaySeconds: 2,
  replayMiB: 64,
};

/** Peak resident MiB of a new process that loads the bundle and runs `code`. */
function peakOf(file: string, code: string): number {
  const script = `import * as core from ${JSON.stringify(pathToFileURL(file).href)}; ${code}; console.log(process.resourceUsage().maxRSS / 1024);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).trim());
}

export async function run(): Promise<object> {
  const root = process.cwd();
  const folder = mkdtempSync(join(root, "node_modules", ".bench-sim-"));
  try {
    const file = join(folder, "core.mjs");
    await build({
      entryPoints: [join(root, "scenes/verification/bench-sim.ts")],
      bundle: true,
      format: "esm",
      platform: "neutral",
      target: "es2022",
      outfile: file,
      logLevel: "error",
    });
    const core = (await import(file)) as Core;
    const wall = core.measureAll(() => performance.now());
    const cpu = core.measureAll(() => {
      const u = process.cpuUsage();
      return (u.user + u.system) / 1000;
    });
    const { smoke } = (await runSmoke()) as { smoke: { building30: { medianMs: number } } };
    const idle = peakOf(file, ""),
      peak = peakOf(file, "core.replayCost(() => performance.now())");
    const measured = {
      p300: wall.p300.median,
      p1000: wall.p1000.median,
      p10000: wall.p10000.median,
      crowded1000: wall.crowded1000.median,
      growth: wall.perPersonGrowth,
      smoke30: smoke.building30.medianMs,
      replaySeconds: wall.replay.seconds,
      replayMiB: Math.round(peak - idle),
    };
    const over = (Object.keys(BUDGET) as (keyof typeof BUDGET)[]).filter((k) => measured[k] > BUDGET[k]);
    return {
      unit: "ms a step of 50 ms; replay in seconds; MiB over a process that only loads the engine",
      budget: BUDGET,
      measured,
      over,
      wall,
      cpu,
      smoke,
      memory: { idleMiB: Math.round(idle), replayPeakMiB: Math.round(peak) },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
