import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Tinypool } from "tinypool";
import type { EngineFacts } from "./engine-formats";
import type { ReplayAnswer, ReplayTask } from "./replay-task";

// Replays run beside the app's thread. A run keeps to one worker, which holds its state between pieces; half the
// processors are left to everything else, so that replays give way to running exams.

export type Replayer = {
  feed(task: ReplayTask): Promise<ReplayAnswer>;
  /** What the engine in this file says of itself; null where its format is not known. */
  describe(engineFile: string): Promise<EngineFacts | null>;
  close(): Promise<void>;
};

export function startReplayer(workers = Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)))): Replayer {
  const filename = workerFile();
  const pools = Array.from(
    { length: workers },
    () => new Tinypool({ filename, minThreads: 1, maxThreads: 1, concurrentTasksPerWorker: 1, isolateWorkers: false }),
  );
  return {
    feed: (task) => pools[numberOf(task.run) % pools.length]!.run(task) as Promise<ReplayAnswer>,
    describe: (engineFile) => pools[0]!.run(engineFile, { name: "describe" }) as Promise<EngineFacts | null>,
    close: async () => void (await Promise.all(pools.map((pool) => pool.destroy()))),
  };
}

/** The last hex digits of the id are random. */
const numberOf = (id: string): number => parseInt(id.slice(-6), 16) || 0;

/** `replay.js` beside the server's entries; from source the worker's own file, run through tsx. */
function workerFile(): string {
  const folder = dirname(fileURLToPath(import.meta.url));
  for (const built of [join(folder, "replay.js"), join(folder, "..", "replay.js")])
    if (existsSync(built)) return pathToFileURL(built).href;
  const source = join(folder, "..", "server", "replay.ts");
  const tsx = join(
    dirname(createRequire(import.meta.url).resolve("tsx/package.json")),
    "dist",
    "esm",
    "api",
    "index.mjs",
  );
  const [loader, entry] = [tsx, source].map((path) => JSON.stringify(pathToFileURL(path).href));
  return `data:text/javascript,${encodeURIComponent(`import { register } from ${loader}; register(); const worker = await import(${entry}); export const { default: replay, describe } = worker; export default replay;`)}`;
}

let shared: Replayer | undefined;
export const replayer = (): Replayer => (shared ??= startReplayer());
