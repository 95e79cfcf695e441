import type { Worker } from "node:worker_threads";
import { log } from "~/platform/log";
import type { Group, GroupResult, Written } from "./commit-group.server";
import type { FromWriter, ToWriter, WriterData } from "./journal-writer";
import type { StoreOptions } from "./store.server";
import { startWorker } from "./worker-file.server";

// The hand that feeds the writer's thread. While one group commit runs, what arrives is collected, and goes as the next
// one. A promise is kept only after COMMIT; it fails with NotWritten when the commit failed or nobody can tell.

export class NotWritten extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "NotWritten";
    this.code = code;
  }
}

type Waiting = { group: Group; resolve: (written: Written[]) => void; reject: (error: Error) => void };

const MAX_GROUPS = 512;
/** What may wait for a slow disk; beyond it a seat is told at once, and keeps its answer. */
const MAX_WAITING = 20_000;
const RESTART_MS = [50, 200, 1_000, 5_000];

export class Writer {
  readonly #data: WriterData;
  #worker: Worker | null = null;
  #ready = false;
  #closing: (() => void) | null = null;
  #closed = false;
  #restarts = 0;
  #next = 1;
  #queue: Waiting[] = [];
  #sent = new Map<number, Waiting>();
  #failing: string | null = null;
  #whenReady: { resolve: () => void; reject: (error: Error) => void } | null = null;

  private constructor(file: string, options: StoreOptions) {
    this.#data = { file, options };
  }

  /** Resolves when the file is open; rejects when it cannot be opened. */
  static async open(file: string, options: StoreOptions = {}): Promise<Writer> {
    const writer = new Writer(file, options);
    await new Promise<void>((resolve, reject) => {
      writer.#whenReady = { resolve, reject };
      writer.#start();
    });
    return writer;
  }

  commit(group: Omit<Group, "n">): Promise<Written[]> {
    if (this.#closed) return Promise.reject(new NotWritten("CLOSED", "the journal is closed"));
    if (this.#queue.length >= MAX_WAITING) return Promise.reject(new NotWritten("BEHIND", "the disk does not keep up"));
    return new Promise((resolve, reject) => {
      this.#queue.push({ group: { n: this.#next++, ...group }, resolve, reject });
      this.#send();
    });
  }

  /** Null while commits succeed, else the code of the last failure. */
  get failing(): string | null {
    return this.#ready || this.#closed ? this.#failing : "STARTING";
  }

  /** For fault tests: lets the file grow to so many pages from now on. */
  limitPages(maxPages: number): void {
    this.#post({ maxPages });
  }

  /** For fault tests: ends the thread as a crash would. */
  async breakThread(): Promise<void> {
    await this.#worker?.terminate();
  }

  /** Writes what has arrived, then lets go of the file. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await new Promise<void>((resolve) => {
      this.#closing = resolve;
      this.#send();
    });
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): void {
    const worker = startWorker("journal-writer", import.meta.url, { workerData: this.#data, name: "journal-writer" });
    this.#worker = worker;
    worker.on("message", (message: FromWriter) => this.#receive(message));
    worker.on("error", (error) => this.#lost(worker, error));
    worker.on("exit", (code) => this.#lost(worker, new Error(`the journal's writer left with code ${code}`)));
  }

  #receive(message: FromWriter): void {
    if ("closed" in message) {
      this.#closing?.();
    } else if ("ready" in message) {
      this.#ready = true;
      this.#failing = null;
      this.#whenReady?.resolve();
      this.#whenReady = null;
      this.#send();
    } else {
      this.#restarts = 0;
      for (const result of message.results) this.#settle(result);
      this.#send();
    }
  }

  #settle(result: GroupResult): void {
    const waiting = this.#sent.get(result.n);
    this.#sent.delete(result.n);
    if ("code" in result) {
      this.#failing = result.code;
      log.warn("journal.not-written", { code: result.code, events: waiting?.group.events.length ?? 0 });
      waiting?.reject(new NotWritten(result.code, result.error));
    } else {
      this.#failing = null;
      waiting?.resolve(result.written);
    }
  }

  #send(): void {
    if (!this.#ready || this.#sent.size > 0) return;
    const batch = this.#queue.splice(0, MAX_GROUPS);
    if (batch.length > 0) {
      for (const waiting of batch) this.#sent.set(waiting.group.n, waiting);
      this.#post({ groups: batch.map(({ group }) => group) });
    } else if (this.#closing) {
      this.#ready = false;
      this.#post({ close: true });
    }
  }

  #post(message: ToWriter): void {
    this.#worker?.postMessage(message);
  }

  /** The thread is gone: what was under way may or may not be on disk, so nobody is told "saved". */
  #lost(worker: Worker, error: Error): void {
    if (worker !== this.#worker || (this.#closed && !this.#ready)) return;
    this.#worker = null;
    this.#ready = false;
    this.#failing = "WRITER_LOST";
    log.error("journal.writer-lost", error);
    for (const waiting of this.#sent.values()) waiting.reject(new NotWritten("WRITER_LOST", error.message));
    this.#sent.clear();
    if (this.#whenReady) {
      this.#whenReady.reject(error);
      this.#whenReady = null;
      this.#closed = true;
      return;
    }
    const wait = RESTART_MS[Math.min(this.#restarts++, RESTART_MS.length - 1)]!;
    setTimeout(() => this.#start(), wait);
  }
}
