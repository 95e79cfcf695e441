// How often one sitting may call: a bucket that fills by `perSecond` and holds `burst`. Counted by sitting, never by
// address, since a whole room may sit behind one. `now` in milliseconds.

interface Bucket {
  left: number;
  at: number;
}

export class SittingRate {
  readonly #buckets = new Map<string, Bucket>();
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #held: number;

  constructor({ perSecond = 40, burst = 120, held = 50_000 } = {}) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#held = held;
  }

  allows(sittingId: string, now: number): boolean {
    const bucket = this.#buckets.get(sittingId) ?? { left: this.#burst, at: now };
    bucket.left = Math.min(this.#burst, bucket.left + ((now - bucket.at) / 1_000) * this.#perSecond);
    bucket.at = now;
    if (this.#buckets.size >= this.#held) this.#buckets.clear();
    this.#buckets.set(sittingId, bucket);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }
}
