// One window of a machine holds its seat; the others wait, and may take it over. The browser's own lock decides, so that
// a window that closes or dies gives it up by itself. The exam's addresses open over https or on the machine itself
// alone, where every supported browser has it; the numbers of changes are taken inside the store's transaction in any
// case, so that two writers never share one.

export interface SeatHoldHands {
  /** The seat is this window's. */
  got(): void;
  /** Another window holds it, or has just taken it over: nothing more is written here. */
  lost(): void;
}

const NAME = "anding-seat";

export class SeatHold {
  readonly #hands: SeatHoldHands;
  readonly #locks: LockManager | undefined;
  readonly #ended = new AbortController();
  #release: (() => void) | null = null;
  #queued = false;

  constructor(hands: SeatHoldHands, locks: LockManager | undefined = navigator.locks) {
    this.#hands = hands;
    this.#locks = locks;
  }

  start(): void {
    if (!this.#locks) return this.#hands.got();
    const asked = this.#locks.request(NAME, { ifAvailable: true }, (lock) => (lock ? this.#hold() : this.#lost()));
    asked.catch(() => this.#lost());
  }

  /** Takes the seat from the window that holds it. */
  takeOver(): void {
    this.#locks?.request(NAME, { steal: true }, () => this.#hold()).catch(() => this.#lost());
  }

  end(): void {
    this.#ended.abort();
    this.#release?.();
  }

  #hold(): Promise<void> | undefined {
    if (this.#ended.signal.aborted) return undefined;
    const held = new Promise<void>((resolve) => (this.#release = resolve));
    this.#hands.got();
    return held;
  }

  /** Stands in the queue for when the holder goes. */
  #lost(): void {
    this.#release = null;
    const { signal } = this.#ended;
    if (signal.aborted) return;
    this.#hands.lost();
    if (this.#queued) return;
    this.#queued = true;
    const granted = () => {
      this.#queued = false;
      return this.#hold();
    };
    this.#locks!.request(NAME, { signal }, granted).catch(() => this.#lost());
  }
}
