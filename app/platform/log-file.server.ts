import { createWriteStream, openSync, readdirSync, rmSync, statSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { env } from "./env.server";
import { makeFolder } from "./folder-faults.server";
import { sendLogTo } from "./log";
import { LogForward, readForward } from "./log-forward.server";

// Log files of one process in LOG_DIR: a new one when it is full, the oldest thrown away. Nothing is renamed, so that
// Windows does not mind who reads it. Without LOG_DIR lines go to stderr, and the service manager keeps them.

export interface LogFileOptions {
  dir: string;
  process: string;
  limit?: number;
  keep?: number;
  now?: () => Date;
}

export class LogFile {
  readonly #options: Required<LogFileOptions>;
  #stream: WriteStream | null = null;
  #bytes = 0;
  #count = 0;

  constructor(options: LogFileOptions) {
    this.#options = { limit: 20_000_000, keep: 5, now: () => new Date(), ...options };
    makeFolder(options.dir);
    const last = this.#files().at(-1);
    if (last && statSync(join(options.dir, last)).size < this.#options.limit) this.#open(last);
  }

  write(line: string): void {
    const size = Buffer.byteLength(line);
    if (!this.#stream || this.#bytes + size > this.#options.limit) this.#next();
    this.#bytes += size;
    this.#stream!.write(line);
  }

  close(): Promise<void> {
    return new Promise((resolve) => (this.#stream ? this.#stream.end(resolve) : resolve()));
  }

  #next(): void {
    this.#stream?.end();
    const stamp = this.#options.now().toISOString().replace(/[-:]/g, "").replace(".", "");
    this.#open(`${this.#options.process}-${stamp}-${String(this.#count++).padStart(3, "0")}.log`);
    for (const old of this.#files().slice(0, -this.#options.keep))
      rmSync(join(this.#options.dir, old), { force: true });
  }

  #open(name: string): void {
    const path = join(this.#options.dir, name);
    this.#stream = createWriteStream(path, { fd: openSync(path, "a", 0o600) });
    // A full disk must not end the process that logs.
    this.#stream.on("error", () => {});
    this.#bytes = statSync(path).size;
  }

  #files(): string[] {
    return readdirSync(this.#options.dir)
      .filter((name) => name.startsWith(`${this.#options.process}-`) && name.endsWith(".log"))
      .sort();
  }
}

/** Sends this process's log to LOG_DIR when there is one, and to LOG_FORWARD as well when that is set. */
export function keepLog(process: string, dir: string | undefined): void {
  const { LOG_FORWARD, LOG_FORWARD_CA } = env();
  const file = dir ? new LogFile({ dir, process }) : null;
  const forward = LOG_FORWARD ? new LogForward(readForward(LOG_FORWARD, LOG_FORWARD_CA), { process }) : null;
  if (!file && !forward) return;
  sendLogTo((line) => {
    if (file) file.write(line);
    else globalThis.process.stderr.write(line);
    forward?.send(line);
  });
}
