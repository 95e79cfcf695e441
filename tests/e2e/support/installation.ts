import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setTimeout as wait } from "node:timers/promises";
import { patient } from "./pace";

// A real installation of a story's own: `npm start` with DEMO=0 on empty folders, its console read as the operator
// reads it, and its clock moved on from here.

const port = Number(process.env.E2E_PORT ?? 4690) + 31;
export const SITE = `http://localhost:${port}`;

export class Installation {
  readonly dir = mkdtempSync(join(tmpdir(), "anding-real-"));
  private readonly clock = join(this.dir, "clock");
  private ahead = 0;
  private server: ChildProcess | null = null;
  private said = "";

  /** Starts it and waits until its console fits. */
  async start(until: RegExp): Promise<string> {
    mkdirSync(this.dir, { recursive: true });
    this.moveOn(0);
    const preload = pathToFileURL(join(import.meta.dirname, "moved-clock.mjs")).href;
    this.server = spawn(process.execPath, ["scripts/start.mjs"], {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        PORT: String(port),
        HTTPS_PORT: "0",
        DEMO: "0",
        DATA_DIR: join(this.dir, "data"),
        KEY_DIR: join(this.dir, "keys"),
        LOG: "on",
        LOG_DIR: join(this.dir, "logs"),
        MOVED_CLOCK: this.clock,
        NODE_OPTIONS: `--import ${preload}`,
      },
    });
    this.server.stdout!.on("data", (bytes: Buffer) => {
      this.said += bytes.toString("utf8");
    });
    for (const end = Date.now() + patient(300_000); Date.now() < end; await wait(200)) {
      if (until.test(this.said)) return this.said;
      if (this.server.exitCode !== null) break;
    }
    throw new Error(`The installation did not come up:\n${this.said}`);
  }

  async stop(): Promise<void> {
    const server = this.server;
    if (!server || server.exitCode !== null) return;
    const gone = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await Promise.race([gone, wait(patient(15_000))]);
  }

  /** Moves the server's clocks on by so many milliseconds. */
  moveOn(ms: number): void {
    this.ahead += ms;
    writeFileSync(this.clock, String(this.ahead).padEnd(16));
  }

  /** What the server's clock says now. */
  now = (): number => Date.now() + this.ahead;
}
