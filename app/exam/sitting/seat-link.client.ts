// The seat's line to the server: what the candidate does goes out by the sender, time and notices come in by the
// heartbeat, and the last act is handing in. The server's remaining time is counted down by the monotonic clock, so
// that a device whose clock is wrong by a day shows the right time.

import { retryMs } from "~/platform/sent";
import type { BeatReply, HotProblem, SeatNow, SeatSitting, SubmitReply } from "../journal/seat-wire";
import type { AnswerQueue, NewChange } from "./answer-queue";
import { AnswerSender, type Hindrance, type Trouble } from "./answer-sender.client";
import type { SeatLease } from "./device-store.client";
import { EndEstimate } from "./end-estimate";
import { browserHands, type LinkHands } from "./link-hands.client";
import { seatCalls, type Called, type SeatCall } from "./seat-calls.client";

export type LinkPhase = "connecting" | "waiting" | "running" | "paused" | "ended" | "moved" | "unknown";
export interface LinkState {
  phase: LinkPhase;
  /** False: nothing came back. Null: nothing was asked yet. */
  connected: boolean | null;
  trouble: Trouble | null;
  /** Monotonic instant at which time is up; null while it does not run. */
  endsAtTick: number | null;
  /** Time is up by this device's count of the server's time; nothing more is to be typed. */
  timeUp: boolean;
  /** Reopened: its time begins with the candidate's own going on. */
  reopened: boolean;
  /** Status and time are what this machine remembers; the server has not been heard since the page was opened. */
  provisional: boolean;
  remainingMs: number;
  notices: BeatReply["notices"];
}
/** `kept`: not handed in, and why; all that waits is still on the device. */
export type Handing = { kind: "handed-in"; reply: SubmitReply } | { kind: "kept"; pending: number; why: Hindrance };

export interface RememberedTime {
  status: "waiting" | "running" | "paused" | "ended";
  /** By the machine's wall clock: the monotonic one began anew with the page. */
  leftMs: number;
}

export interface LinkOptions {
  lease: SeatLease;
  queue: AnswerQueue;
  changed: () => void;
  /** The server got answers of this sitting from another machine: what it holds now. */
  renewed?: (held: SeatSitting) => void;
  hands?: LinkHands;
}

const BATCH_WAIT_MS = 150;
const BEAT_MS = 2_000;
const ROUNDS = 5;

export class SeatLink {
  state: LinkState = {
    phase: "connecting",
    connected: null,
    trouble: null,
    endsAtTick: null,
    timeUp: false,
    reopened: false,
    provisional: false,
    remainingMs: 0,
    notices: [],
  };
  item = 0;
  readonly #queue: AnswerQueue;
  readonly #changed: () => void;
  readonly #renewed: ((held: SeatSitting) => void) | undefined;
  readonly #hands: LinkHands;
  readonly #epoch: number;
  readonly #calls: SeatCall;
  readonly #sender: AnswerSender;
  readonly #end = new EndEstimate();
  #beatTimer: unknown;
  #endTimer: unknown;
  #handing: Promise<Handing> | null = null;
  #heard = 0;
  #handed = 0;
  #resuming = false;
  #stopped = false;

  constructor({ lease, queue, changed, renewed, hands = browserHands() }: LinkOptions) {
    this.#renewed = renewed;
    this.#queue = queue;
    this.#changed = changed;
    this.#hands = hands;
    this.#epoch = lease.epoch;
    this.#calls = seatCalls(lease, hands);
    this.#sender = new AnswerSender({
      queue,
      hands,
      call: (path, body) => this.#call(path, body),
      heard: (answer) => this.#take(answer, answer.reply),
      troubled: (trouble) => this.#set({ trouble }),
      isOver: () => this.#isOver(),
    });
  }

  /** All that the server holds of this sitting; keeps trying while there is no connection. */
  async resume(): Promise<SeatSitting | null> {
    // Nothing is sent until what comes here has been taken up (`start`): it would be older than what was sent since.
    this.#resuming = true;
    for (let attempt = 1; !this.#stopped; attempt += 1) {
      const sent = await this.#call<SeatSitting>("/hot/sitting");
      if (sent.kind === "taken") {
        this.#take(sent, sent.reply, sent.reply.notices);
        this.#handed = sent.reply.handed;
        return sent.reply;
      }
      if (this.#isOver()) return null;
      await this.#wait(sent.kind === "busy" ? sent.afterMs : retryMs(attempt));
    }
    return null;
  }

  /** What this machine remembers, until the server says itself. */
  remember({ status, leftMs }: RememberedTime): void {
    if (this.#heard > 0) return;
    const endsAtTick = status === "running" ? this.#hands.now() + leftMs : null;
    this.#set({ phase: status, remainingMs: leftMs, endsAtTick, provisional: true });
  }

  start(): void {
    this.#resuming = false;
    void this.#beat();
    this.#sender.flushSoon(0);
  }

  stop(): void {
    this.#stopped = true;
    this.#sender.stop();
    for (const timer of [this.#beatTimer, this.#endTimer]) this.#hands.cancel(timer);
  }

  async change(change: NewChange): Promise<void> {
    const kept = this.#queue.add({ ...change, lease: this.#epoch });
    this.#changed();
    await kept;
    this.#changed();
    if (!this.#resuming) this.#sender.flushSoon(BATCH_WAIT_MS);
  }

  /** Goes on in a reopened sitting; false where nothing came of it, and it can be tried again. */
  async goOn(): Promise<boolean> {
    const sent = await this.#call<SeatNow>("/hot/go-on", {});
    if (sent.kind === "taken") this.#take(sent, sent.reply);
    return sent.kind === "taken";
  }

  /** Sends what is left, then hands in; never with anything still waiting here. */
  submit(): Promise<Handing> {
    return (this.#handing ??= this.#handIn().finally(() => (this.#handing = null)));
  }

  async #handIn(): Promise<Handing> {
    const kept = (why: Hindrance): Handing => ({ kind: "kept", pending: this.#queue.pending, why });
    for (let round = 0; round < ROUNDS; round += 1) {
      const hindrance = await this.#sender.empty();
      if (hindrance) return kept(hindrance);
      if (this.#queue.pending > 0) continue;
      // Nothing comes in between: the queue was found empty, and the request is made, in one step.
      const sent = await this.#call<SubmitReply>("/hot/submit", { lastSeq: this.#queue.lastSeq });
      if (sent.kind === "taken") {
        this.#take(sent, sent.reply);
        return { kind: "handed-in", reply: sent.reply };
      }
      if (this.#isOver()) return kept("over");
      if (sent.kind === "away") return kept("away");
      if (sent.kind === "busy") return kept(sent.code === "not-saved" ? "not-saved" : "busy");
      if (sent.code === "not-running") return kept("paused");
      if (sent.code !== "answers-missing") return kept("refused");
      const hindered = await this.#sender.makeUp((sent.body as HotProblem).missing ?? []);
      if (hindered) return kept(hindered);
    }
    return kept("refused");
  }

  async #beat(): Promise<void> {
    if (this.#stopped || this.#isOver()) return;
    const since = this.state.notices.at(-1)?.seq ?? 0;
    const sent = await this.#call<BeatReply>(`/hot/heartbeat?since=${since}`, {
      pending: this.#queue.pending,
      item: this.item,
      visible: this.#hands.visible(),
    });
    if (sent.kind === "taken") {
      this.#take(sent, sent.reply, sent.reply.notices);
      if (this.#queue.pending > 0) this.#sender.flushSoon(0);
      if (sent.reply.handed > this.#handed) await this.#renew();
    }
    if (!this.#stopped) this.#beatTimer = this.#hands.later(() => void this.#beat(), BEAT_MS);
  }

  /** Nothing waits then: an answer made here is not shown as the older one that the server held a moment ago. */
  async #renew(): Promise<void> {
    if (this.#queue.pending > 0) return;
    const sent = await this.#call<SeatSitting>("/hot/sitting");
    if (sent.kind !== "taken" || this.#queue.pending > 0) return;
    this.#handed = sent.reply.handed;
    this.#renewed?.(sent.reply);
  }

  #isOver(): boolean {
    return this.state.phase === "moved" || this.state.phase === "unknown";
  }

  #take(
    { number, sentAt }: { number: number; sentAt: number },
    { status, remainingMs, reopened }: SeatNow,
    notices: BeatReply["notices"] = [],
  ): void {
    const fresh = notices.filter(({ seq }) => seq > (this.state.notices.at(-1)?.seq ?? 0));
    if (fresh.length > 0) this.#set({ notices: [...this.state.notices, ...fresh] });
    // An answer to an earlier request that comes after a later one's tells of a state that is over.
    if (number < this.#heard) return;
    this.#heard = number;
    const endsAtTick = status === "running" ? this.#end.narrowed(sentAt, this.#hands.now(), remainingMs) : null;
    this.#set({ phase: status, remainingMs, endsAtTick, reopened, provisional: false });
    this.#watchEnd();
  }

  /** Says when time is up, at that moment and not at the next heartbeat. */
  #watchEnd(): void {
    const { endsAtTick } = this.state;
    const left = endsAtTick === null ? null : endsAtTick - this.#hands.now();
    const timeUp = left !== null && left <= 0;
    if (timeUp !== this.state.timeUp) this.#set({ timeUp });
    this.#hands.cancel(this.#endTimer);
    if (left !== null && left > 0 && !this.#stopped) this.#endTimer = this.#hands.later(() => this.#watchEnd(), left);
  }

  #set(next: Partial<LinkState>): void {
    this.state = { ...this.state, ...next };
    this.#changed();
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#hands.later(resolve, ms));
  }

  /** One request; a lost lease ends the line. */
  async #call<T>(path: string, body?: unknown): Promise<Called<T>> {
    const sent = await this.#calls<T>(path, body);
    if (sent.kind === "away") this.#queue.disconnected();
    else this.#queue.connected();
    const code = sent.kind === "refused" ? sent.code : "";
    const over = code === "lease-lost" ? "moved" : code === "unknown" ? "unknown" : null;
    this.#set({ connected: sent.kind !== "away", ...(over ? { phase: over } : {}) });
    return sent;
  }
}
