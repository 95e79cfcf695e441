import type { Chance, Reply, Request } from "./shapes";
import type { WorldTime } from "./world-time";

// The line between one device and the server: slow, cut, losing what goes out or what comes back, delivering twice, and
// with something in between that answers in the server's stead.

/** What stands between and answers by itself: a proxy that is full, a limit, a page of an app process that is away. */
export type Between = { status: number; error: string; left: number };

export class Line {
  up = true;
  /** One way, in milliseconds. */
  delay = 20;
  /** Of the next requests, so many are lost on their way out, or their answers on the way back. */
  loseOut = 0;
  loseBack = 0;
  twice = 0;
  between: Between | null = null;
  readonly #time: WorldTime;
  readonly #chance: Chance;
  readonly #serve: (request: Request) => Promise<Reply | null>;

  constructor(time: WorldTime, chance: Chance, serve: (request: Request) => Promise<Reply | null>) {
    this.#time = time;
    this.#chance = chance;
    this.#serve = serve;
  }

  heal(): void {
    Object.assign(this, { up: true, delay: 20, loseOut: 0, loseBack: 0, twice: 0, between: null });
  }

  /** `answer` is called at most once, with null when the line broke. Not at all: nothing ever comes. */
  send(request: Request, answer: (reply: Reply | null) => void): void {
    const way = () => this.delay * (0.5 + this.#chance());
    if (!this.up) return void this.#time.after(5, () => answer(null));
    if (this.between && this.between.left > 0) {
      const { status, error } = this.between;
      this.between.left -= 1;
      return void this.#time.after(2 * way(), () => answer({ status, body: JSON.stringify({ error, message: "" }) }));
    }
    const lostBack = this.loseBack > 0;
    if (lostBack) this.loseBack -= 1;
    if (this.twice > 0) {
      this.twice -= 1;
      // A copy that comes much later than what was sent after it.
      this.#time.after(way() + 30_000 * this.#chance(), () => void this.#serve(request));
    }
    if (this.loseOut > 0) {
      this.loseOut -= 1;
      return;
    }
    this.#time.after(way(), () => {
      void this.#serve(request).then((reply) => {
        if (lostBack) return;
        this.#time.after(way(), () => answer(this.up ? reply : null));
      });
    });
  }
}
