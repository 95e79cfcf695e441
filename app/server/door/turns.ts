import { ComeAgain } from "./refuse";

// The app does one thing at a time, so that what is in flight there is only waiting. Each caller has a line of its own
// and the lines are served in turn: who sends much waits for themselves. Part of the places is kept for seats and
// boards.

export interface TurnLimits {
  places: number;
  kept: number;
  each: number;
  line: number;
  keptLine: number;
  waiting: number;
  waitMs: number;
}
const LIMITS: TurnLimits = {
  places: 24,
  kept: 8,
  each: 3,
  // 300 seats behind one address open the exam's page at once, each with what belongs to it; a hall of 500 phones
  // behind one opens a drill's, page and start.
  line: 1_000,
  keptLine: 2_000,
  waiting: 4_000,
  waitMs: 20_000,
};
/** `key`: a known session, else the address. `kept`: a seat's or a board's, or of a known session. */
export interface Asker {
  key: string;
  kept: boolean;
}
interface Line {
  name: string;
  kept: boolean;
  busy: number;
  waiting: (() => void)[];
}
const BUSY = "现在请求太多，没有执行。请过几秒再试。";

export class Turns {
  readonly #limits: TurnLimits;
  /** By who was served longest ago. */
  readonly #lines = new Map<string, Line>();
  #busy = 0;
  #busyOpen = 0;
  #waiting = 0;

  constructor(limits: Partial<TurnLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Resolves when it is the caller's turn, with what gives the place back; rejects when too many wait. `left` ends the
   * waiting.
   */
  async take({ key, kept }: Asker, left: AbortSignal): Promise<() => void> {
    const name = `${kept ? "kept" : "open"} ${key}`;
    const line = this.#lines.get(name) ?? { name, kept, busy: 0, waiting: [] };
    this.#lines.set(name, line);
    if (line.waiting.length === 0 && this.#hasPlace(line)) this.#occupy(line);
    else await this.#wait(line, left);
    let held = true;
    return () => {
      if (held) this.#leave(line);
      held = false;
    };
  }

  #hasPlace({ kept, busy }: Line): boolean {
    const { places, kept: keep, each } = this.#limits;
    return busy < each && this.#busy < places && (kept || this.#busyOpen < places - keep);
  }

  #occupy(line: Line): void {
    line.busy += 1;
    this.#busy += 1;
    if (!line.kept) this.#busyOpen += 1;
    this.#lines.delete(line.name);
    this.#lines.set(line.name, line);
  }

  #leave(line: Line): void {
    line.busy -= 1;
    this.#busy -= 1;
    if (!line.kept) this.#busyOpen -= 1;
    this.#forget(line);
    for (let next = this.#next(); next; next = this.#next()) {
      this.#occupy(next);
      next.waiting[0]!();
    }
  }

  #forget(line: Line): void {
    if (line.busy === 0 && line.waiting.length === 0) this.#lines.delete(line.name);
  }

  /** Seats and boards before others, then who was served longest ago. */
  #next(): Line | undefined {
    const ready = [...this.#lines.values()].filter((line) => line.waiting.length > 0 && this.#hasPlace(line));
    return ready.find((line) => line.kept) ?? ready[0];
  }

  #wait(line: Line, left: AbortSignal): Promise<void> {
    const { line: open, keptLine, waiting, waitMs } = this.#limits;
    if (left.aborted || line.waiting.length >= (line.kept ? keptLine : open) || this.#waiting >= waiting) {
      this.#forget(line);
      return Promise.reject(new ComeAgain(429, 5, BUSY));
    }
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        left.removeEventListener("abort", giveUp);
        line.waiting.splice(line.waiting.indexOf(go), 1);
        this.#waiting -= 1;
      };
      const go = () => {
        settle();
        resolve();
      };
      const giveUp = () => {
        settle();
        this.#forget(line);
        reject(new ComeAgain(503, 5, BUSY));
      };
      const timer = setTimeout(giveUp, waitMs);
      left.addEventListener("abort", giveUp);
      line.waiting.push(go);
      this.#waiting += 1;
    });
  }
}
