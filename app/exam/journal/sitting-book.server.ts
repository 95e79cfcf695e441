import { applyEvent, foldSitting, sketchSitting } from "./fold";
import type { JournalEvent } from "./event";
import type { JournalReader } from "./reader.server";
import type { SittingState } from "./sitting-state";

// The sittings held in memory: each is the fold of what is on disk, no more and no less. When nobody can tell what was
// written, a sitting is dropped and folded again from the file. After a start, sittings whose time must be kept are
// sketched from their acts alone; the whole is folded when somebody asks for it.

const HELD = 20_000;

export class SittingBook {
  readonly #states = new Map<string, SittingState>();
  readonly #sketches = new Map<string, SittingState>();
  readonly #reader: JournalReader;

  constructor(reader: JournalReader) {
    this.#reader = reader;
  }

  get(sittingId: string): SittingState | null {
    const held = this.#states.get(sittingId);
    if (held) return held;
    const folded = foldSitting(this.#reader.ofSitting(sittingId));
    if (folded) {
      this.#states.set(sittingId, folded);
      this.#sketches.delete(sittingId);
    }
    return folded;
  }

  /** Status and times are right, answers are not: for keeping time alone. */
  sketch(sittingId: string): SittingState | null {
    const held = this.#states.get(sittingId) ?? this.#sketches.get(sittingId);
    if (held) return held;
    const sketch = sketchSitting(this.#reader.actsOf(sittingId));
    if (sketch) this.#sketches.set(sittingId, sketch);
    return sketch;
  }

  apply(event: JournalEvent): void {
    const state = event.kind === "open" ? null : this.get(event.sittingId);
    // Folded from the file meanwhile: the event is already in.
    if (state && state.head.seq >= event.eventNumber) return;
    this.#states.set(event.sittingId, applyEvent(state, event));
    this.#sketches.delete(event.sittingId);
  }

  /** Drops what is held; the next who asks gets it from the file. Until then its time is kept by what was known. */
  forget(sittingId: string): void {
    const held = this.#states.get(sittingId);
    this.#states.delete(sittingId);
    if (held && held.status !== "ended") this.#sketches.set(sittingId, held);
  }

  /** Every sitting held, whole or sketched: enough to keep time by. */
  *forTime(): Generator<SittingState> {
    yield* this.#states.values();
    yield* this.#sketches.values();
  }

  /** Lets ended sittings go when very many are held. */
  trim(): void {
    if (this.#states.size <= HELD) return;
    for (const [id, state] of this.#states) if (state.status === "ended") this.#states.delete(id);
  }
}
