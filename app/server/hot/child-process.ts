import { fork, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { HttpsState } from "~/platform/https-state";
import { log } from "~/platform/log";

/**
 * Flags for the front: room for short-lived objects, so that saves do not wait for the garbage collector. Four times as
 * much took 55 MB more after a load.
 */
export const FRONT_FLAGS = ["--max-semi-space-size=8"];
/** Flags for the app: the heap is tidied before it has grown to what an import of 10,000 rows would be given. */
export const APP_FLAGS = ["--max-semi-space-size=8"];

// Keeps one process running: started again whenever it dies, at once the first time, then after longer and longer waits
// (at most 10 s), for as long as the launcher lives.

const WAITS_MS = [0, 250, 1_000, 2_000, 5_000, 10_000];
/** Who lived this long was well; the next death is a first one again. */
const WELL_MS = 30_000;
const KILL_MS = 20_000;

export interface Kept {
  name: string;
  file: string;
  execArgv: string[];
  env: NodeJS.ProcessEnv;
}

/** What a process tells when it serves. */
export interface Ready {
  ready: string;
  https?: HttpsState | null;
}

export class KeptProcess {
  readonly #kept: Kept;
  readonly #onReady: (message: Ready) => void;
  #child: ChildProcess | null = null;
  #deaths = 0;
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(kept: Kept, onReady: (message: Ready) => void) {
    this.#kept = kept;
    this.#onReady = onReady;
  }

  start(): void {
    const { name, file, execArgv, env } = this.#kept;
    const startedAt = performance.now();
    const child = fork(file, [], { env, execArgv, stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.#child = child;
    child.on("message", (message) => {
      if (typeof message === "object" && message !== null && "ready" in message) this.#onReady(message as Ready);
    });
    child.on("error", (error) => log.error("launcher.spawn", error, { name }));
    child.on("exit", (code, signal) => {
      this.#child = null;
      if (this.#stopping) return;
      if (performance.now() - startedAt > WELL_MS) this.#deaths = 0;
      const wait = WAITS_MS[Math.min(this.#deaths++, WAITS_MS.length - 1)]!;
      log.warn("launcher.restart", { name, code, signal, inMs: wait });
      this.#timer = setTimeout(() => this.start(), wait);
    });
    log.info("launcher.started", { name, pid: child.pid });
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Asks the process to end and waits for it; after 20 s it is killed. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const kill = setTimeout(() => child.kill("SIGKILL"), KILL_MS);
    // A message reaches Windows too, where a signal would end the process at once; signals are for who does not listen.
    if (child.connected) child.send("shutdown", () => {});
    if (process.platform !== "win32") child.kill("SIGTERM");
    await gone;
    clearTimeout(kill);
  }
}

/**
 * A process entry by name: the built one beside the caller (or above its chunk); from source, the `.ts` through tsx.
 */
export function entryOf(name: string, callerUrl: string): { file: string; execArgv: string[] } {
  const here = dirname(fileURLToPath(callerUrl));
  const built = [join(here, `${name}.js`), join(here, "..", `${name}.js`)].find((path) => existsSync(path));
  if (built) return { file: built, execArgv: process.execArgv };
  const tsx = createRequire(import.meta.url).resolve("tsx/package.json");
  return {
    file: join(here, `${name}.ts`),
    execArgv: ["--import", pathToFileURL(join(dirname(tsx), "dist", "loader.mjs")).href],
  };
}
