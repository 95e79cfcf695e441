import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setTimeout as wait } from "node:timers/promises";
import { patient, SLOW } from "./pace";

// A server that a story's worker starts for itself, by the documented command, with a clock that is moved on from here:
// what a real day would wait for passes at once.

export class Served {
  readonly port: number;
  said = "";
  private readonly clock: string;
  private ahead = 0;
  private process: ChildProcess | null = null;

  constructor(
    readonly dir: string,
    port: number,
  ) {
    this.port = port;
    this.clock = join(dir, "clock");
  }

  /** Starts it and waits until `ready` finds it so in what it has said; throws with all it said when it never is. */
  async start(env: Record<string, string>, ready: (said: string) => boolean | Promise<boolean>): Promise<string> {
    this.moveOn(0);
    const preload = pathToFileURL(join(import.meta.dirname, "moved-clock.mjs")).href;
    const program = SLOW > 1 && env.DEMO !== "0" ? join(import.meta.dirname, "slow-server.mjs") : "scripts/start.mjs";
    const server = spawn(process.execPath, [program], {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        PORT: String(this.port),
        DATA_DIR: join(this.dir, "data"),
        KEY_DIR: join(this.dir, "keys"),
        LOG: "on",
        LOG_DIR: join(this.dir, "logs"),
        MOVED_CLOCK: this.clock,
        NODE_OPTIONS: `--import ${preload}`,
        ...env,
      },
    });
    this.process = server;
    server.stdout!.on("data", (bytes: Buffer) => {
      this.said += bytes.toString("utf8");
    });
    for (const end = Date.now() + patient(300_000); Date.now() < end; await wait(200)) {
      if (await ready(this.said)) return this.said;
      if (server.exitCode !== null) break;
    }
    throw new Error(`The server did not come up:\n${this.said}`);
  }

  async stop(): Promise<void> {
    const server = this.process;
    if (!server || server.exitCode !== null) return;
    const gone = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await Promise.race([gone, wait(patient(15_000))]);
  }

  /** Moves the server's clocks on by so many milliseconds. */
  moveOn(ms: number): void {
    this.ahead += ms;
    const text = String(Math.round(this.ahead)).padEnd(16);
    // in place: a clock that reads an emptied file would jump back
    if (!existsSync(this.clock)) return writeFileSync(this.clock, text);
    const file = openSync(this.clock, "r+");
    writeSync(file, text, 0);
    closeSync(file);
  }

  /** What the server's clock says now. */
  now = (): number => Date.now() + this.ahead;
}
