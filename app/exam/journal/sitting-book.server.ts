import { applyEvent, foldSitting } from "./fold";
import type { JournalEvent } from "./event";
import type { JournalReader } from "./reader.server";
import type { SittingState } from "./sitting-state";

// The sittings held in memory: each is the fold of what is on disk, no more and no less. When nobody can tell what was
// written, a sitting is dropped and folded again from the file.

const HELD = 20_000;

export class SittingBook {
  readonly #states = new Map<string, SittingState>();
  readonly #reader: JournalReader;

  constructor(reader: JournalReader) {
    this.#reader = reader;
  }

  get(sittingId: string): SittingState | null {
    const held = this.#states.get(sittingId);
    if (held) return held;
    const folded = foldSitting(this.#reader.ofSitting(sittingId));
    if (folded) this.#states.set(sittingId, folded);
    return folded;
  }

  apply(event: JournalEvent): void {
    const state = event.kind === "open" ? null : this.get(event.sittingId);
    // Folded from the file meanwhile: the event is already in.
    if (state && state.head.seq >= event.seq) return;
    this.#states.set(event.sittingId, applyEvent(state, event));
  }

  forget(sittingId: string): void {
    this.#states.delete(sittingId);
  }

  values(): IterableIterator<SittingState> {
    return this.#states.values();
  }

  /** Lets ended sittings go when very many are held. */
  trim(): void {
    if (this.#states.size <= HELD) return;
    for (const [id, state] of this.#states) if (state.status === "ended") this.#states.delete(id);
  }
}
