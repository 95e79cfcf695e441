// Sends what waits in the queue, one request at a time. What was not taken is sent again when the server said, or after
// a while; what was refused for ever is looked for by halves, and the one bad change is given up by its number, so that
// it holds up nothing behind it.

import { isAboutContent, retryMs } from "~/platform/sent";
import { BATCH_ENTRIES, ENTRY_BYTES, type AnswersReply } from "../journal/seat-wire";
import { bytesOf, type AnswerQueue, type QueuedChange } from "./answer-queue";
import type { LinkHands } from "./link-hands.client";
import type { Called, SeatCall } from "./seat-calls.client";

/** Why changes wait. `away`: nothing came back when they were last sent. */
export type Trouble = "away" | "busy" | "not-saved" | "refused";
/** What stands in the way of sending, or of handing in. */
export type Hindrance = Trouble | "unsafe" | "paused" | "over";
type Flushed = "empty" | "sent" | Extract<Hindrance, Trouble | "over">;

const NUMBERING_MS = 5_000;
const BUSY_TRIES = 3;

export interface SenderOptions {
  queue: AnswerQueue;
  hands: LinkHands;
  call: SeatCall;
  /** The server has answered; state and time are in it. */
  heard(answer: Called<AnswersReply> & { kind: "taken" }): void;
  troubled(trouble: Trouble | null): void;
  /** The lease is lost: nothing more is sent. */
  isOver(): boolean;
}

export class AnswerSender {
  readonly #o: SenderOptions;
  #timer: unknown;
  #flushing: Promise<Flushed> | null = null;
  #most = BATCH_ENTRIES;
  #failures = 0;
  #notBefore = 0;
  #stopped = false;

  constructor(options: SenderOptions) {
    this.#o = options;
  }

  stop(): void {
    this.#stopped = true;
    this.#o.hands.cancel(this.#timer);
  }

  flushSoon(wait: number): void {
    if (this.#stopped || this.#timer !== undefined) return;
    const { hands, queue } = this.#o;
    this.#timer = hands.later(
      () => {
        this.#timer = undefined;
        void this.#flush().then((flushed) => {
          if (queue.pending > 0 && flushed !== "over")
            this.flushSoon(this.#failures === 0 ? 0 : retryMs(this.#failures));
        });
      },
      Math.max(wait, this.#notBefore - hands.now()),
    );
  }

  /** Null once nothing waits any more, numbered or not; else why it still does. */
  async empty(): Promise<Hindrance | null> {
    const { queue, hands } = this.#o;
    await Promise.race([queue.numbered(), this.#wait(NUMBERING_MS)]);
    await queue.refresh().catch(() => undefined);
    for (let busy = 0; queue.pending > 0;) {
      const left = this.#notBefore - hands.now();
      if (left > 0) await this.#wait(left);
      const flushed = await this.#flush();
      if (flushed === "empty") return queue.pending > 0 ? "unsafe" : null;
      if (flushed === "sent") continue;
      if (flushed !== "busy" || (busy += 1) >= BUSY_TRIES) {
        this.flushSoon(retryMs(this.#failures));
        return flushed;
      }
    }
    return null;
  }

  /** The server misses these: what is still known here goes again, the rest is declared lost by its number. */
  async makeUp(missing: readonly number[]): Promise<Hindrance | null> {
    const lost = await this.#o.queue.recall(missing);
    for (let from = 0; from < lost.length; from += BATCH_ENTRIES) {
      const piece = lost.slice(from, from + BATCH_ENTRIES);
      const flushed = await this.#post(piece.map((seq) => ({ seq, lost: "device-lost" })));
      if (flushed !== "sent") return flushed === "halve" ? this.#failed("refused") : flushed;
      this.#o.queue.gaveUp(piece.length);
    }
    return null;
  }

  /** One request with what waits; whoever asks while one is under way gets that one's outcome. */
  #flush(): Promise<Flushed | "empty"> {
    return (this.#flushing ??= this.#send().finally(() => (this.#flushing = null)));
  }

  async #send(): Promise<Flushed> {
    if (this.#o.isOver()) return "over";
    const answers = this.#o.queue.batch(this.#most);
    const [first] = answers;
    if (!first) return "empty";
    const alone = answers.length === 1;
    if (alone && bytesOf(first) > ENTRY_BYTES) return this.#giveUp(first);
    const flushed = await this.#post(answers);
    if (flushed === "sent") this.#most = Math.min(BATCH_ENTRIES, this.#most * 2);
    if (flushed !== "halve") return flushed;
    if (alone) return this.#giveUp(first);
    this.#most = Math.ceil(answers.length / 2);
    return "sent";
  }

  async #giveUp({ seq, item }: QueuedChange): Promise<Flushed> {
    const flushed = await this.#post([{ seq, item, lost: "unsendable" }]);
    return flushed === "halve" ? this.#failed("refused") : flushed;
  }

  /** `halve`: refused for what is in it. */
  async #post(
    answers: readonly { seq: number; item?: number; lost?: string }[],
  ): Promise<Exclude<Flushed, "empty"> | "halve"> {
    const sent = await this.#o.call<AnswersReply>("/hot/answers", { answers });
    if (sent.kind === "taken") {
      // What names none of them has taken nothing.
      if (!namesAny(sent.reply, answers)) return this.#failed("away");
      await this.#o.queue.settle(sent.reply);
      this.#failures = 0;
      this.#o.troubled(null);
      this.#o.heard(sent);
      return "sent";
    }
    if (this.#o.isOver()) return "over";
    if (sent.kind === "away") return this.#failed("away");
    if (sent.kind === "refused") {
      if (isAboutContent(sent.status)) return "halve";
      return this.#failed(sent.code === "not-started" || sent.code === "not-gone-on" ? "busy" : "refused");
    }
    this.#notBefore = this.#o.hands.now() + sent.afterMs;
    return this.#failed(sent.code === "not-saved" ? "not-saved" : "busy");
  }

  #failed(why: Trouble): Trouble {
    this.#failures += 1;
    this.#o.troubled(why);
    return why;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#o.hands.later(resolve, ms));
  }
}

function namesAny(reply: AnswersReply, answers: readonly { seq: number }[]): boolean {
  const { acknowledged, late, clash, refused } = reply;
  if (![acknowledged, late, clash, refused].every(Array.isArray)) return false;
  const named = new Set([...acknowledged, ...late, ...clash, ...refused.map(({ seq }) => seq)]);
  return answers.some(({ seq }) => named.has(seq));
}
