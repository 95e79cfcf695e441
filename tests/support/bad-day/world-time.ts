// Time of the simulated day: what is to happen stands in a queue, and happens when the day comes to it. Milliseconds.

interface Due {
  at: number;
  order: number;
  work: () => void;
}

/** Lets every promise that can go on go on. */
const settled = setImmediate;
export const breath = (): Promise<void> => new Promise((resolve) => settled(resolve));

/** So much at one instant is a loop. */
const STANDSTILL = 20_000;

export class WorldTime {
  now: number;
  #order = 0;
  #due: Due[] = [];

  constructor(now: number) {
    this.now = now;
  }

  /** Gives how to call it off. Of two for the same instant, the one asked for first happens first. */
  after(ms: number, work: () => void): () => void {
    const one = { at: this.now + Math.ceil(Math.max(0, ms)), order: this.#order++, work };
    let [low, high] = [0, this.#due.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#due[middle]!.at <= one.at) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, one);
    return () => {
      one.work = () => {};
    };
  }

  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    await breath();
    for (let at = this.now, here = 0; this.#due.length > 0 && this.#due[0]!.at <= until;) {
      const one = this.#due.shift()!;
      here = one.at > at ? 0 : here + 1;
      at = one.at;
      if (here > STANDSTILL) throw new Error("somebody works on and on and lets no time pass");
      this.now = Math.max(this.now, one.at);
      one.work();
      await breath();
    }
    this.now = until;
  }
}

/** Chance that can be repeated: a stream of numbers in [0, 1) from a seed (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
