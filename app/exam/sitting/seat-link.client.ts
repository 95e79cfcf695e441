// The seat's line to the server: batches of changes out, acknowledgements, time and notices in. One request of a kind
// at a time, each with a limit; whatever fails is sent again. The server's remaining time is counted down by the
// monotonic clock, so that a device whose clock is wrong by a day shows the right time.

import type { AnswersReply, BeatReply, SeatSitting } from "../journal/seat-wire";
import type { Receipt } from "../journal/journal-port";
import type { AnswerQueue, NewChange } from "./answer-queue";
import type { SeatLease } from "./device-store.client";

export type LinkPhase = "connecting" | "waiting" | "running" | "paused" | "ended" | "moved" | "unknown";
export interface LinkState {
  phase: LinkPhase;
  connected: boolean;
  /** Monotonic instant at which time is up; null while it does not run. */
  endsAtTick: number | null;
  remainingMs: number;
  notices: BeatReply["notices"];
}

const BATCH_WAIT_MS = 150;
const TIMEOUT_MS = 8_000;
const BEAT_MS = 2_000;
const RETRY_MS = [500, 1_000, 2_000, 4_000];

export class SeatLink {
  state: LinkState = { phase: "connecting", connected: true, endsAtTick: null, remainingMs: 0, notices: [] };
  item = 0;
  readonly #lease: SeatLease;
  readonly #queue: AnswerQueue;
  readonly #changed: () => void;
  #flushTimer: ReturnType<typeof setTimeout> | undefined;
  #beatTimer: ReturnType<typeof setTimeout> | undefined;
  #sending = false;
  #failures = 0;
  #stopped = false;

  constructor(lease: SeatLease, queue: AnswerQueue, changed: () => void) {
    this.#lease = lease;
    this.#queue = queue;
    this.#changed = changed;
  }

  /** All that the server holds of this sitting; keeps trying while there is no connection. */
  async resume(): Promise<SeatSitting | null> {
    for (let attempt = 0; !this.#stopped; attempt += 1) {
      const reply = await this.#call<SeatSitting>("/hot/sitting");
      if (reply) {
        this.#take(reply, reply.notices);
        return reply;
      }
      if (this.#isOver()) return null;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]));
    }
    return null;
  }

  start(): void {
    void this.#beat();
    this.flushSoon(0);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#flushTimer);
    clearTimeout(this.#beatTimer);
  }

  async change(change: NewChange): Promise<void> {
    const kept = this.#queue.add(change);
    this.#changed();
    await kept;
    this.#changed();
    this.flushSoon(BATCH_WAIT_MS);
  }

  flushSoon(wait: number): void {
    if (this.#stopped || this.#flushTimer !== undefined) return;
    this.#flushTimer = setTimeout(() => {
      this.#flushTimer = undefined;
      void this.#flush();
    }, wait);
  }

  async #flush(): Promise<void> {
    if (this.#sending || this.#isOver()) return;
    const answers = this.#queue.batch();
    if (answers.length === 0) return;
    this.#sending = true;
    const reply = await this.#call<AnswersReply>("/hot/answers", { answers });
    this.#sending = false;
    if (reply) {
      this.#failures = 0;
      await this.#queue.settle(reply);
      this.#take(reply, []);
    } else {
      this.#failures += 1;
      this.#queue.disconnected();
      this.#changed();
    }
    if (this.#queue.pending > 0)
      this.flushSoon(reply ? 0 : RETRY_MS[Math.min(this.#failures - 1, RETRY_MS.length - 1)]!);
  }

  /** Sends what is left, then hands in. Null: no connection; everything is still on the device. */
  async submit(): Promise<Receipt | null> {
    for (let round = 0; round < 20 && this.#queue.pending > 0; round += 1) {
      await this.#flush();
      if (!this.state.connected) return null;
      if (this.#sending) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const reply = await this.#call<{ receipt: Receipt }>("/hot/submit", {});
    if (reply) this.#set({ phase: "ended" });
    return reply?.receipt ?? null;
  }

  async #beat(): Promise<void> {
    if (this.#stopped || this.#isOver()) return;
    const since = this.state.notices.at(-1)?.seq ?? 0;
    const reply = await this.#call<BeatReply>(`/hot/heartbeat?since=${since}`, {
      pending: this.#queue.pending,
      item: this.item,
      visible: document.visibilityState === "visible",
    });
    if (reply) {
      this.#take(reply, reply.notices);
      if (this.#queue.pending > 0) this.flushSoon(0);
    } else this.#queue.disconnected();
    if (!this.#stopped) this.#beatTimer = setTimeout(() => void this.#beat(), BEAT_MS);
  }

  #isOver(): boolean {
    return this.state.phase === "moved" || this.state.phase === "unknown";
  }

  #take(reply: { status: string; remainingMs: number }, notices: BeatReply["notices"]): void {
    const fresh = notices.filter(({ seq }) => seq > (this.state.notices.at(-1)?.seq ?? 0));
    this.#set({
      phase: reply.status as LinkPhase,
      connected: true,
      remainingMs: reply.remainingMs,
      endsAtTick: reply.status === "running" ? performance.now() + reply.remainingMs : null,
      notices: [...this.state.notices, ...fresh],
    });
  }

  #set(next: Partial<LinkState>): void {
    this.state = { ...this.state, ...next };
    this.#changed();
  }

  /** Null when nothing came back or the server could not take it; a lost lease ends the line. */
  async #call<T>(path: string, body?: unknown): Promise<T | null> {
    const { sittingId, epoch, token } = this.#lease;
    try {
      const response = await fetch(path, {
        method: body === undefined ? "GET" : "POST",
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          authorization: `Bearer ${sittingId}.${epoch}.${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (response.ok) return (await response.json()) as T;
      const { error } = (await response.json()) as { error: string };
      if (error === "lease-lost") this.#set({ phase: "moved" });
      if (error === "unknown") this.#set({ phase: "unknown" });
      return null;
    } catch {
      this.#set({ connected: false });
      return null;
    }
  }
}
