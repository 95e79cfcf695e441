// Steps of the crowd and the replay of a drill, one thread, on a bundle built as the engine file is. Wall and CPU milliseconds.
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

interface Core { measureAll(clock: () => number): Record<string, unknown> }

const BUDGET = { p300: 0.3, p1000: 1.1, p10000: 15, crowded1000: 2.5, growth: 1.3, replaySeconds: 2, replayMiB: 64 };

export async function run(): Promise<object> {
  const root = process.cwd();
  const folder = mkdtempSync(join(root, "node_modules", ".bench-sim-"));
  try {
    const file = join(folder, "core.mjs");
    await build({ entryPoints: [join(root, "scenes/verification/bench-sim.ts")], bundle: true, format: "esm", platform: "neutral", target: "es2022", outfile: file, logLevel: "error" });
    const core = (await import(file)) as Core;
    const wall = core.measureAll(() => performance.now());
    const before = process.memoryUsage();
    const cpu = core.measureAll(() => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; });
    const after = process.memoryUsage();
    return { unit: "ms a step of 50 ms; replay in seconds", budget: BUDGET, wall, cpu, rssGrowthMiB: Math.round((after.rss - before.rss) / 2 ** 20), heapMiB: Math.round(after.heapUsed / 2 ** 20) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
