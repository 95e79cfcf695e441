// What a seat has to say and the server has not yet confirmed. Every change goes to the device's store before anything
// else and gets its number there; it leaves only by its own acknowledgement (law L8: “saved” is said after the server's
// disk has it, never before). Pure over a small store, so that the same code runs in tests and in the browser.

import { isNewer, type Made } from "../journal/counted";
import type { AnswerValue, RefuseCode } from "../journal/event";
import { BATCH_BYTES, BATCH_ENTRIES } from "../journal/seat-wire";

export type SeatInput = "pointer" | "key" | "touch" | "other";
interface Numbered {
  seq: number;
  /** The lease under which it was made; whatever it is sent under later, nothing made since is overwritten by it. */
  lease?: number;
  item: number;
  clientAt: string;
}
export type QueuedChange =
  (Numbered & { value: AnswerValue; text?: Record<string, string>; kind: SeatInput }) | (Numbered & { flag: boolean });
export type NewChange = QueuedChange extends infer C ? (C extends QueuedChange ? Omit<C, "seq"> : never) : never;

/** What survives a reload: everything unconfirmed, and the last number given to a change. */
export interface QueueStore {
  load(): Promise<{ changes: QueuedChange[]; lastSeq: number }>;
  /**
   * Gives the change the next number, above the store's last one and above `above`, in the same transaction that keeps
   * it; resolves with the number when the change is on the device.
   */
  put(change: NewChange, above: number): Promise<number>;
  remove(seqs: readonly number[]): Promise<void>;
}

/**
 * 本机已存 · 已保存 · 未连上 · 没存下 (this device can't keep it) · 没有计入 (came after the end, or will never be taken)
 */
export type SaveState = "on-device" | "saved" | "offline" | "unsafe" | "late" | "refused";
export interface Acknowledgement {
  acknowledged: readonly number[];
  late: readonly number[];
  clash: readonly number[];
  refused: readonly { seq: number; code: RefuseCode }[];
}
/** What the server holds of the sitting, as far as it says what counts. */
export interface KnownChanges {
  answers: readonly (Made & { item: number })[];
  late: readonly (Made & { item: number; admitted: boolean })[];
  refused: readonly (Made & { item: number | null })[];
  /** Items whose answer this device remembers without knowing what became of it. */
  onDevice?: readonly number[];
}

interface Held {
  change: NewChange;
  /** The order in which the candidate made it; numbers may be given anew, this is not. */
  order: number;
  bytes: number;
}

export class AnswerQueue {
  readonly #store: QueueStore;
  /** By number. */
  #pending = new Map<number, Held>();
  /** On their way to the store, without a number yet. */
  #arriving = new Set<Held>();
  /** Acknowledged since the page was opened, in case the server asks for one again. */
  #confirmed = new Map<number, Held>();
  #tail: Promise<unknown> = Promise.resolve();
  #lastSeq = 0;
  #order = 0;
  #newest = new Map<string, { order: number; state: SaveState }>();
  #away = false;
  #lost = 0;
  /** Set while the device cannot keep a change: it lives in memory alone until the server has it. */
  deviceFails = false;

  constructor(store: QueueStore) {
    this.#store = store;
  }

  /**
   * Takes up what an earlier page left; all of it is unsent until its own acknowledgement. `durable`: the highest
   * sequence the server holds, so that none is used twice.
   */
  async resume(durable: number, known: KnownChanges = { answers: [], late: [], refused: [] }): Promise<void> {
    const facts = [
      ...(known.onDevice ?? []).map((item) => ({ item, epoch: 0, seq: 0, state: "on-device" as const })),
      ...known.answers.map((one) => ({ ...one, state: "saved" as const })),
      ...known.late.map((one) => ({ ...one, state: one.admitted ? ("saved" as const) : ("late" as const) })),
      ...known.refused.map((one) => ({ ...one, state: "refused" as const })),
    ];
    // Said a second time (once from the device, then by the server), it changes nothing that was done here meanwhile.
    const waiting = new Set([...this.#pending.values(), ...this.#arriving].map(({ change }) => keyOf(change)));
    this.#lost = 0;
    for (const { item, state } of facts.sort((a, b) => (isNewer(a, b) ? 1 : -1))) {
      if (item === null) this.#lost += 1;
      else if (!waiting.has(`answer ${item}`)) this.#newest.set(`answer ${item}`, { order: ++this.#order, state });
    }
    this.#lastSeq = Math.max(this.#lastSeq, durable);
    await this.refresh();
  }

  /** Takes in what the store holds and this page does not: an earlier page's changes, or another tab's. */
  async refresh(): Promise<void> {
    const { changes, lastSeq } = await this.#store.load();
    this.#lastSeq = Math.max(this.#lastSeq, lastSeq, ...changes.map(({ seq }) => seq));
    for (const { seq, ...change } of [...changes].sort((a, b) => a.seq - b.seq))
      if (!this.#pending.has(seq) && !this.#confirmed.has(seq))
        this.#hold(seq, this.#arrived(change as NewChange), "on-device");
  }

  /** Keeps the change on the device, which gives it its number; resolves then. */
  add(change: NewChange): Promise<QueuedChange> {
    const held = this.#arrived(change);
    this.#arriving.add(held);
    this.#mark(held, "unsafe");
    // One after another, so that the later of two changes always has the higher number.
    const kept = this.#tail.then(() => this.#keep(held));
    this.#tail = kept;
    return kept;
  }

  /** Resolves when every change made so far has its number. */
  async numbered(): Promise<void> {
    await this.#tail;
  }

  #arrived(change: NewChange): Held {
    return { change, order: ++this.#order, bytes: bytesOf({ ...change, seq: 1_000_000_000 }) };
  }

  async #keep(held: Held): Promise<QueuedChange> {
    const above = this.#lastSeq;
    const seq = await this.#store.put(held.change, above).catch(() => null);
    this.deviceFails = seq === null;
    const number = seq ?? Math.max(above, this.#lastSeq) + 1;
    this.#lastSeq = Math.max(this.#lastSeq, number);
    this.#arriving.delete(held);
    this.#hold(number, held, seq === null ? "unsafe" : "on-device");
    return { ...held.change, seq: number } as QueuedChange;
  }

  #hold(seq: number, held: Held, state: SaveState): void {
    this.#pending.set(seq, held);
    this.#mark(held, state);
  }

  /** An answer's state is that of its newest change; a flag says nothing about the answer. */
  #mark(held: Held, state: SaveState): void {
    const newest = this.#newest.get(keyOf(held.change));
    if (!newest || held.order >= newest.order) this.#newest.set(keyOf(held.change), { order: held.order, state });
  }

  get pending(): number {
    return this.#pending.size + this.#arriving.size;
  }

  /** The last number given to a change; what the sitting is handed in up to. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  stateOf(item: number): SaveState | null {
    const state = this.#newest.get(`answer ${item}`)?.state ?? null;
    return state === "on-device" && this.#away ? "offline" : state;
  }

  /** All that waits here, in the order in which it was made; without a number while it is on its way to the store. */
  unconfirmed(): (NewChange & { seq?: number })[] {
    const numbered = [...this.#pending].map(([seq, held]) => ({ held, seq }));
    const arriving = [...this.#arriving].map((held) => ({ held, seq: undefined }));
    return [...numbered, ...arriving]
      .sort((a, b) => a.held.order - b.held.order)
      .map(({ held, seq }) => ({ ...held.change, ...(seq === undefined ? {} : { seq }) }));
  }

  /** Items whose last change does not count, and how many changes were lost of which nobody knows the item. */
  get uncounted(): { items: number[]; lost: number } {
    const items = [...this.#newest].flatMap(([key, { state }]) =>
      key.startsWith("answer ") && (state === "late" || state === "refused") ? [Number(key.slice(7))] : [],
    );
    return { items: items.sort((a, b) => a - b), lost: this.#lost };
  }

  /** What is to be sent now, oldest first: as much as one request may carry, at least one. */
  batch(most: number = BATCH_ENTRIES): QueuedChange[] {
    const batch: QueuedChange[] = [];
    let bytes = 0;
    for (const [seq, held] of [...this.#pending].sort(([a], [b]) => a - b).slice(0, most)) {
      bytes += held.bytes + 1;
      if (batch.length > 0 && bytes > BATCH_BYTES) break;
      batch.push({ ...held.change, seq } as QueuedChange);
    }
    return batch;
  }

  /** The server has answered: what it confirmed or refused leaves the queue, all else stays to be sent again. */
  async settle({ acknowledged, late, clash, refused }: Acknowledgement): Promise<void> {
    for (const seq of acknowledged) this.#release(seq, "saved");
    for (const seq of late) this.#release(seq, "late");
    for (const { seq } of refused) this.#release(seq, "refused");
    await this.#renumber(clash);
    const gone = [...acknowledged, ...late, ...clash, ...refused.map(({ seq }) => seq)];
    await this.#store.remove(gone).catch(() => undefined);
  }

  #release(seq: number, state: SaveState): void {
    const held = this.#pending.get(seq);
    if (!held) return;
    this.#mark(held, state);
    this.#pending.delete(seq);
    if (state === "saved") this.#confirmed.set(seq, held);
  }

  /**
   * A number that the server holds with other content (another device used it) is given up for a new one, unless the
   * candidate has changed the same thing again since: then the newer change stands for it.
   */
  async #renumber(clash: readonly number[]): Promise<void> {
    for (const seq of clash) {
      const held = this.#pending.get(seq);
      if (!held) continue;
      this.#pending.delete(seq);
      if (this.#newest.get(keyOf(held.change))?.order === held.order) await this.add(held.change);
    }
  }

  /**
   * The server misses these numbers: what is still known here waits again; gives those of which nothing is known.
   */
  async recall(missing: readonly number[]): Promise<number[]> {
    await this.refresh().catch(() => undefined);
    return missing.filter((seq) => {
      if (this.#pending.has(seq)) return false;
      const held = this.#confirmed.get(seq);
      if (!held) return true;
      this.#confirmed.delete(seq);
      this.#hold(seq, held, "unsafe");
      return false;
    });
  }

  /** Changes that the device could not name the item of, given up by their numbers. */
  gaveUp(many: number): void {
    this.#lost += many;
  }

  /** Nothing came back: what is on the device reads as not connected. */
  disconnected(): void {
    this.#away = true;
  }

  connected(): void {
    this.#away = false;
  }
}

const keyOf = (change: NewChange): string => `${"flag" in change ? "flag" : "answer"} ${change.item}`;

/** In UTF-8, as it travels. */
export const bytesOf = (change: object): number => new TextEncoder().encode(JSON.stringify(change)).length;
