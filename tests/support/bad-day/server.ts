import { createHmac } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monotonicClock } from "~/exam/journal/clock";
import { InlineWriter, type GroupWriter } from "~/exam/journal/inline-writer.server";
import { Journal } from "~/exam/journal/journal.server";
import { JournalReader } from "~/exam/journal/reader.server";
import { SeatPort } from "~/exam/journal/seat-port.server";
import { endDue, takeUp } from "~/exam/journal/timekeeper.server";
import { NotWritten } from "~/exam/journal/writer.server";
import { hotHandler } from "~/server/hot/hot-server";
import type { Reply, Request } from "./shapes";
import type { WorldTime } from "./world-time";

// The server of the simulated day: the hot endpoints with their parsing and refusals, the journal on a real SQLite
// file, its time in the day's hand. It can be killed, and its disk can fail.

/** Memory that outlives a kill and no machine: where there is none, the disk. */
const FOLDER = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const BACK_AFTER_MS = 1_500;

type DiskFault = "full" | "unknown";

export class Server {
  readonly #time: WorldTime;
  readonly #dir = mkdtempSync(join(FOLDER, "anding-bad-day-"));
  journal!: Journal;
  /** Grows with each kill: what belongs to an earlier life answers nobody. */
  #life = 0;
  up = false;
  #handle!: ReturnType<typeof hotHandler>;
  /** How many of the next commits fail: nothing is written, or nobody can tell though it was. */
  failing: { fault: DiskFault; left: number } | null = null;
  /** Of how many groups the writer said NotWritten. */
  notWritten = 0;
  wallSkew = 0;

  constructor(time: WorldTime) {
    this.#time = time;
  }

  open(): void {
    const file = join(this.#dir, "journal.db");
    const writer = this.#failable(new InlineWriter(file));
    this.journal = new Journal(writer, new JournalReader(file), {
      clock: monotonicClock(this.#time.now, () => this.#time.now),
      personKey: (id) => createHmac("sha256", "bad day").update(id).digest(),
      sign: () => "unsigned",
    });
    const seatPort = new SeatPort(this.journal);
    this.#handle = hotHandler({ seatPort, now: () => this.#time.now, refusals: { note: () => {}, end: () => {} } });
    this.up = true;
    this.#keepTime(this.#life);
  }

  #keepTime(life: number): void {
    this.#time.after(500, () => {
      if (life !== this.#life) return;
      void endDue(this.journal);
      this.#keepTime(life);
    });
  }

  #failable(writer: InlineWriter): GroupWriter {
    return {
      commit: async (group) => {
        const failing = this.failing;
        if (!failing || failing.left <= 0) return writer.commit(group);
        failing.left -= 1;
        this.notWritten += 1;
        if (failing.fault === "unknown") await writer.commit(group);
        throw new NotWritten(failing.fault === "full" ? "SQLITE_FULL" : "WRITER_LOST", "the disk of this day");
      },
      close: () => writer.close(),
      limitPages: (pages) => writer.limitPages(pages),
      get failing() {
        return writer.failing;
      },
    };
  }

  /** Everything in memory is gone, what was under way is answered by nobody; the same file again after a while. */
  async kill(): Promise<void> {
    if (!this.up) return;
    this.#life += 1;
    this.up = false;
    const diedAt = this.#time.now;
    await this.journal.close();
    this.#time.after(BACK_AFTER_MS, () => {
      this.open();
      void takeUp(this.journal, { startAt: this.#time.now, stepMs: 0, proven: true }, diedAt);
    });
  }

  async close(): Promise<void> {
    this.#life += 1;
    if (this.up) await this.journal.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** Null: the server died meanwhile, or is not there. */
  async serve(request: Request): Promise<Reply | null> {
    if (!this.up) return null;
    const life = this.#life;
    const reply = await new Promise<Reply>((resolve) => {
      const url = new URL(request.path, "http://exam.test");
      this.#handle(incoming(request), outgoing(resolve), url);
    });
    return life === this.#life ? reply : null;
  }
}

/** As much of a request as the endpoints read. */
function incoming({ method, path, authorization, body }: Request): IncomingMessage {
  const on: Record<string, (piece?: Buffer) => void> = {};
  queueMicrotask(() => {
    if (body !== null) on.data?.(Buffer.from(body));
    on.end?.();
  });
  return {
    method,
    url: path,
    complete: true,
    headers: {
      authorization,
      host: "exam.test",
      origin: "http://exam.test",
      ...(body === null
        ? {}
        : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
    },
    socket: { remoteAddress: "10.0.0.7" },
    on: (name: string, work: () => void) => (on[name] = work),
  } as unknown as IncomingMessage;
}

function outgoing(done: (reply: Reply) => void): ServerResponse {
  let status = 0;
  return {
    headersSent: false,
    destroyed: false,
    writeHead: (code: number) => (status = code),
    setHeader: () => {},
    once: () => {},
    end: (body: string) => done({ status, body }),
  } as unknown as ServerResponse;
}
