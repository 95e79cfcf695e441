import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type * as Crowds from "../../scenes/verification/bench-sim";
import { bareStep, neighboursOf } from "./floors/bare-neighbours";
import { alternate, cpuMs, type Compared } from "./harness/compare";
import type { Measured } from "./harness/judge";

// Steps of the crowd, and the replay of a drill, one thread, on a bundle built as the engine file is, beside bare
// arithmetic over the same neighbours. Milliseconds of CPU a step of 50 ms. The replay's memory is the peak of a process
// of its own over that of a process that only loads the bundle.

/** Steps a turn, so that a turn is long enough for the clock. */
const STEPS: Record<Crowds.CrowdName, number> = { p300: 60, p1000: 20, p10000: 4, crowded1000: 20 };
const ROUNDS = 11;

export async function run(): Promise<Measured<"sim">> {
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
    const core = (await import(pathToFileURL(file).href)) as typeof Crowds;
    const crowd = (name: Crowds.CrowdName) => againstBare(core, name);
    core.stepOn(core.settledWorld("p1000"), 200); // warm
    const ratios = {
      p300: await crowd("p300"),
      p1000: await crowd("p1000"),
      p10000: await crowd("p10000"),
      crowded1000: await crowd("crowded1000"),
    };
    core.replayCost(cpuMs);
    const replay = core.replayCost(cpuMs);
    const idle = peakOf(file, "");
    const peak = peakOf(file, "core.replayCost(() => performance.now())");
    return {
      ratios,
      musts: { replayMiB: Math.round(peak - idle) },
      promises: {
        growthPercent: Math.round((10 * ratios.p10000.work.median) / ratios.p1000.work.median),
        p300Ms: ratios.p300.work.median,
        p1000Ms: ratios.p1000.work.median,
        p10000Ms: ratios.p10000.work.median,
        crowded1000Ms: ratios.crowded1000.work.median,
        replaySeconds: Math.round(replay.seconds * 100) / 100,
      },
      figures: { replay, memory: { idleMiB: Math.round(idle), replayPeakMiB: Math.round(peak) } },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each turn steps a crowd that was just settled; the floor does the arithmetic of one step among its neighbours. */
async function againstBare(core: typeof Crowds, name: Crowds.CrowdName): Promise<Compared> {
  const [steps, { people }] = [STEPS[name], core.settledWorld(name)];
  const near = neighboursOf(people);
  const [pushX, pushY] = [new Float64Array(people.count), new Float64Array(people.count)];
  const bare = steps * 10;
  let sum = 0;
  const compared = await alternate({
    unit: "ms of CPU",
    rounds: ROUNDS,
    warm: 3,
    floor: () => {
      const before = cpuMs();
      for (let k = 0; k < bare; k += 1) sum += bareStep(people, near, pushX, pushY);
      return (cpuMs() - before) / bare;
    },
    work: () => {
      const world = core.settledWorld(name);
      const before = cpuMs();
      core.stepOn(world, steps);
      return (cpuMs() - before) / steps;
    },
  });
  if (!Number.isFinite(sum)) throw new Error("the floor's arithmetic came to nothing");
  return compared;
}

/** Peak resident MiB of a new process that loads the bundle and runs `code`. */
function peakOf(file: string, code: string): number {
  const script = `import * as core from ${JSON.stringify(pathToFileURL(file).href)}; ${code}; console.log(process.resourceUsage().maxRSS / 1024);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).trim());
}
