import { AnswerQueue, type SaveState } from "~/exam/sitting/answer-queue";
import { openSeatDevice, type SeatLease } from "~/exam/sitting/device-store.client";
import type { LinkHands } from "~/exam/sitting/link-hands.client";
import { SeatLink, type Handing } from "~/exam/sitting/seat-link.client";
import { PageLife, type Device } from "./device";
import type { Line } from "./line";
import type { WorldTime } from "./world-time";

// One open page of the exam at a seat: the real queue and line over this day's store, network and time. What it does at
// its start is what the page does (use-sitting).

/** What a candidate gave as an answer, as the page sends it; `key` is how the oracle knows it again. */
export interface Given {
  key: string;
  value: string | number | null;
  text?: Record<string, string>;
}
interface Shown {
  seq: number | null;
  key: string;
}

export const keyOfAnswer = (value: unknown, text?: Record<string, string | null>): string =>
  text ? textKey(Object.values(text).join(" ")) : String(value);
/** Long texts by their beginning and length: enough to tell them apart, and to print. */
export const textKey = (words: string): string => `text ${words.slice(0, 12)} ${words.length}`;

let pages = 0;

export class Tab {
  readonly name = `page ${++pages}`;
  readonly page = new PageLife();
  readonly device: Device;
  readonly line: Line;
  readonly #time: WorldTime;
  queue: AnswerQueue | null = null;
  link: SeatLink | null = null;
  lease: SeatLease | null = null;
  /** What the candidate sees as the answer of each item. */
  readonly shown = new Map<number, Shown>();
  /** The page has taken up what the server and the device hold, and can be typed in. */
  ready = false;

  constructor(device: Device, line: Line, time: WorldTime) {
    this.device = device;
    this.line = line;
    this.#time = time;
  }

  async open(): Promise<void> {
    globalThis.indexedDB = this.device.storeFor(this.page);
    const device = await openSeatDevice();
    const lease = await device.lease();
    if (!lease) return;
    this.lease = lease;
    const queue = new AnswerQueue(device.queueOf(lease.sittingId));
    const link = new SeatLink({ lease, queue, changed: () => {}, hands: this.#hands() });
    [this.queue, this.link] = [queue, link];
    const held = await link.resume();
    if (!held) return;
    await queue.resume(held.durable, held);
    for (const one of held.answers) this.shown.set(one.item, { seq: one.seq, key: keyOfAnswer(one.value, one.text) });
    for (const change of (await device.queueOf(lease.sittingId).load()).changes)
      if (!("flag" in change) && change.seq > (this.shown.get(change.item)?.seq ?? 0))
        this.shown.set(change.item, { seq: change.seq, key: keyOfAnswer(change.value, change.text) });
    link.start();
    this.ready = true;
  }

  get canType(): boolean {
    const { link } = this;
    return (
      this.page.alive &&
      this.ready &&
      link !== null &&
      !link.state.timeUp &&
      !link.state.reopened &&
      (link.state.phase === "running" || link.state.phase === "paused")
    );
  }

  type(item: number, { key, value, text }: Given): Promise<void> {
    this.shown.set(item, { seq: null, key });
    return this.link!.change({ item, value, ...(text ? { text } : {}), kind: "key", clientAt: this.#deviceTime() });
  }

  flag(item: number, on: boolean): void {
    void this.link!.change({ item, flag: on, clientAt: this.#deviceTime() });
  }

  /** The candidate goes on in a sitting that was opened again. */
  async goOn(): Promise<void> {
    if (this.page.alive && this.ready && this.link!.state.reopened) await this.link!.goOn();
  }

  submit(): Promise<Handing> {
    return this.link!.submit();
  }

  stateOf(item: number): SaveState | null {
    return this.queue?.stateOf(item) ?? null;
  }

  /** Closed, reloaded, or without power. */
  end(): void {
    this.link?.stop();
    this.device.end(this.page);
  }

  #deviceTime(): string {
    return new Date(this.#time.now + this.device.skew).toISOString();
  }

  #hands(): LinkHands {
    const time = this.#time;
    // What comes to a page that is gone comes to nobody.
    const here = (work: () => void) => () => this.page.alive && work();
    return {
      now: () => time.now - 1_000_000,
      // A browser lets at least so much pass between timers that follow each other.
      later: (work, ms) => time.after(Math.max(4, ms), here(work)),
      cancel: (timer) => (timer as (() => void) | undefined)?.(),
      visible: () => true,
      request: (path, { method, headers, body, signal }) =>
        new Promise((resolve, reject) => {
          signal?.addEventListener("abort", () => reject(new DOMException("too slow", "AbortError")));
          const { authorization } = headers as Record<string, string>;
          this.line.send(
            { method: method!, path, authorization: authorization!, body: (body as string) ?? null },
            (reply) => here(() => (reply ? resolve(toResponse(reply)) : reject(new TypeError("Failed to fetch"))))(),
          );
        }),
    };
  }
}

/** As much of a Response as the line reads. */
const toResponse = ({ status, body }: { status: number; body: string }): Response =>
  ({
    status,
    ok: status >= 200 && status < 300,
    headers: { get: () => null },
    json: async () => JSON.parse(body) as unknown,
    text: async () => body,
  }) as unknown as Response;
