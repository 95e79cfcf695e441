// What a seat has to say and the server has not yet confirmed. Every change gets the device's next sequence number and
// goes to the store before anything else; it leaves only by its own acknowledgement (law L8: “saved” is said after the
// server's disk has it, never before). Pure over a small store, so that the same code runs in tests and in the browser.

import type { AnswerValue } from "../journal/event";

export type SeatInput = "pointer" | "key" | "touch" | "other";
export type QueuedChange =
  | { seq: number; item: number; value: AnswerValue; text?: Record<string, string>; kind: SeatInput; clientAt: string }
  | { seq: number; item: number; flag: boolean; clientAt: string };
export type NewChange = QueuedChange extends infer C ? (C extends QueuedChange ? Omit<C, "seq"> : never) : never;

/** What survives a reload: everything unconfirmed, the last sequence used, and the newest state of each item. */
export interface QueueStore {
  load(): Promise<{ changes: QueuedChange[]; lastSeq: number }>;
  /** Resolves when the change is on the device. */
  put(change: QueuedChange): Promise<void>;
  remove(seqs: readonly number[]): Promise<void>;
}

/** 本机已存 · 已保存 · 未连上 · 未存 (this device can't keep it) · 收到不计 (after the end) */
export type SaveState = "on-device" | "saved" | "offline" | "unsafe" | "late";
export interface Acknowledgement {
  acknowledged: readonly number[];
  late: readonly number[];
  clash: readonly number[];
}

const BATCH = 100;

export class AnswerQueue {
  readonly #store: QueueStore;
  #pending = new Map<number, QueuedChange>();
  #lastSeq = 0;
  #state = new Map<number, SaveState>();
  /** Set once the device could not keep a change: it lives in memory alone until the server has it. */
  deviceFails = false;

  constructor(store: QueueStore) {
    this.#store = store;
  }

  /**
   * Takes up what an earlier page left. `durable`: the highest sequence the server holds, so that none is used twice.
   */
  async resume(durable: number): Promise<void> {
    const { changes, lastSeq } = await this.#store.load();
    this.#lastSeq = Math.max(lastSeq, durable, ...changes.map(({ seq }) => seq));
    for (const change of changes) this.#hold(change, "on-device");
  }

  /** Gives the change its number and keeps it on the device; resolves then. The number is taken at once. */
  async add(change: NewChange): Promise<QueuedChange> {
    const numbered = { ...change, seq: ++this.#lastSeq } as QueuedChange;
    this.#hold(numbered, "unsafe");
    try {
      await this.#store.put(numbered);
      if (this.#pending.has(numbered.seq)) this.#mark(numbered, "on-device");
    } catch {
      this.deviceFails = true;
    }
    return numbered;
  }

  #hold(change: QueuedChange, state: SaveState): void {
    this.#pending.set(change.seq, change);
    this.#mark(change, state);
  }

  /** An answer's state is that of its newest change; a flag says nothing about the answer. */
  #mark(change: QueuedChange, state: SaveState): void {
    if ("flag" in change) return;
    const newest = Math.max(
      0,
      ...[...this.#pending.values()]
        .filter((one) => one.item === change.item && !("flag" in one))
        .map(({ seq }) => seq),
    );
    if (change.seq >= newest) this.#state.set(change.item, state);
  }

  get pending(): number {
    return this.#pending.size;
  }

  stateOf(item: number): SaveState | null {
    return this.#state.get(item) ?? null;
  }

  /** The server holds this item's answer, and nothing newer waits here. */
  known(item: number): void {
    if (![...this.#pending.values()].some((change) => change.item === item && !("flag" in change)))
      this.#state.set(item, "saved");
  }

  /** What is to be sent now, oldest first. */
  batch(): QueuedChange[] {
    return [...this.#pending.values()].sort((a, b) => a.seq - b.seq).slice(0, BATCH);
  }

  /** The server has answered: what it confirmed leaves the queue, everything else stays to be sent again. */
  async settle({ acknowledged, late, clash }: Acknowledgement): Promise<void> {
    for (const seq of [...acknowledged, ...late]) this.#release(seq, late.includes(seq) ? "late" : "saved");
    await this.#renumber(clash);
    await this.#store.remove([...acknowledged, ...late, ...clash]).catch(() => undefined);
  }

  #release(seq: number, state: SaveState): void {
    const change = this.#pending.get(seq);
    if (!change) return;
    this.#mark(change, state);
    this.#pending.delete(seq);
  }

  /** A number that the server holds with other content (another device used it) is given up for a new one. */
  async #renumber(clash: readonly number[]): Promise<void> {
    for (const seq of clash) {
      const change = this.#pending.get(seq);
      if (!change) continue;
      this.#pending.delete(seq);
      const { seq: _old, ...rest } = change;
      await this.add(rest as NewChange);
    }
  }

  /** Nothing came back: what is on the device reads as not connected. */
  disconnected(): void {
    for (const change of this.#pending.values())
      if (this.#state.get(change.item) === "on-device") this.#mark(change, "offline");
  }
}
