import type { IncomingMessage } from "node:http";
import { HttpProblem } from "../hot/exchange";
import { ComeAgain } from "./refuse";

// Bodies of forms are read whole before the app is bothered, so that a slow sender holds nothing but a socket. What is
// held at one time is bounded for all and for each address.

export interface BodyLimits {
  all: number;
  each: number;
}
const LIMITS: BodyLimits = { all: 32 * 1_024 * 1_024, each: 8 * 1_024 * 1_024 };
export interface Wanted {
  bytes: number;
  ms: number;
  key: string;
}

export class Bodies {
  readonly #limits: BodyLimits;
  readonly #byKey = new Map<string, number>();
  #held = 0;

  constructor(limits = LIMITS) {
    this.#limits = limits;
  }

  get held(): number {
    return this.#held;
  }

  /**
   * The whole body; 413 past its limit, 408 when its time is over, 503 when too much is held already. `free` when it is
   * used up.
   */
  async read(request: IncomingMessage, { bytes, ms, key }: Wanted): Promise<{ body: Buffer; free: () => void }> {
    let size = 0;
    const free = () => {
      this.#add(key, -size);
      size = 0;
    };
    try {
      const body = await collect(request, ms, (piece) => {
        size += piece;
        this.#add(key, piece);
        if (size > bytes) return tooLarge(bytes);
        if (this.#held > this.#limits.all || this.#byKey.get(key)! > this.#limits.each)
          return new ComeAgain(503, 5, "现在请求太多，没有执行。请过几秒再试。");
        return null;
      });
      return { body, free };
    } catch (error) {
      free();
      throw error;
    }
  }

  #add(key: string, bytes: number): void {
    this.#held += bytes;
    const left = (this.#byKey.get(key) ?? 0) + bytes;
    if (left > 0) this.#byKey.set(key, left);
    else this.#byKey.delete(key);
  }
}

export const tooLarge = (bytes: number) =>
  new HttpProblem(
    413,
    "too-large",
    `内容超过 ${bytes < 1_048_576 ? `${Math.round(bytes / 1_024)} KB` : `${Math.floor(bytes / 1_048_576)} MB`}，没有接收。`,
  );
const tooSlow = () => new HttpProblem(408, "too-slow", "传得太慢，已中断，没有执行。");

function collect(request: IncomingMessage, ms: number, took: (bytes: number) => HttpProblem | null): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const settle = (act: () => void) => {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onClose);
      act();
    };
    const onData = (piece: Buffer) => {
      const problem = took(piece.length);
      if (problem) settle(() => reject(problem));
      else pieces.push(piece);
    };
    const onEnd = () => settle(() => resolve(Buffer.concat(pieces)));
    const onClose = () => settle(() => reject(new HttpProblem(400, "aborted", "请求中断了，没有执行。")));
    const timer = setTimeout(() => settle(() => reject(tooSlow())), ms);
    request.on("data", onData).on("end", onEnd).on("close", onClose).on("error", onClose);
  });
}
