import type { RefuseCode } from "./event";
import type { Receipt, Since } from "./journal-port";
import type { KeptAnswer, Notice, SetAside, SittingStatus } from "./sitting-state";

// What the front answers to a seat, as JSON; browser and server share these shapes. What a seat sends is in
// event-schema.ts (SeatBatch, SeatBeat, SeatSubmit). `Authorization: Bearer <sitting>.<epoch>.<token>` on each call.
//   POST /hot/answers    {answers: SeatEntry[]}  → AnswersReply
//   POST /hot/heartbeat?since=N  SeatBeat        → BeatReply (GET without a body does too)
//   GET  /hot/sitting                            → SeatSitting
//   POST /hot/go-on                              → SeatNow (a reopened sitting: its time begins to run)
//   POST /hot/hand-over  HandOverFile            → HandedReply; the file itself carries the authority, no lease is asked
//   POST /hot/submit     {lastSeq}               → SubmitReply
// Refusals: 401 unknown · 409 lease-lost, not-started, not-running, answers-missing (with `missing`, the numbers) · 408,
// 429, 503 with Retry-After (keep and try again) · 400, 413, 415: this request will never be taken as it is.

/** No request of a seat may be longer; the longest entry that can be taken is well below. */
export const REQUEST_LIMIT = 384 * 1024;
/** Where a device cuts its batches. One entry that is longer goes alone. */
export const BATCH_BYTES = 48 * 1024;
export const BATCH_ENTRIES = 100;
/** No entry that can be taken is longer: twelve texts of 4,000 characters at six bytes each, and a choice. */
export const ENTRY_BYTES = 320 * 1024;

export interface SeatNow {
  remainingMs: number;
  serverTime: string;
  status: SittingStatus;
  /** It was reopened and waits for the candidate to go on. */
  reopened: boolean;
  durable: number;
}
export interface AnswersReply extends SeatNow {
  /** Device sequences of this batch that are on disk and count; a device lets go of these alone. */
  acknowledged: number[];
  /** Received after the end, not counted; kept on disk. */
  late: number[];
  /** Held under the same sequence with other content; not written. */
  clash: number[];
  /** Will never be taken; each is written down by its number, and a device lets go of it. */
  refused: { seq: number; code: RefuseCode }[];
}
export interface SubmitReply extends SeatNow {
  receipt: Receipt;
  since: Since;
}
export interface BeatReply extends SeatNow {
  notices: Notice[];
  seat: string;
  beatMs: number;
  handed: number;
}
/** `handed`: changes that came in hand-over files so far; more than before means that the answers are to be read anew. */
export interface SeatSitting extends SeatNow {
  sittingId: string;
  examId: string;
  paper: string;
  seat: string;
  epoch: number;
  startedAt: string | null;
  answers: ({ item: number } & Omit<KeptAnswer, "at" | "text"> & { text?: Record<string, string | null> })[];
  flags: number[];
  late: { seq: number; epoch: number; item: number; admitted: boolean }[];
  refused: (SetAside & { epoch: number })[];
  /** The item that was open when the seat was last heard; null when the front does not remember. */
  item: number | null;
  handed: number;
  /** What a hand-over file of this sitting is sealed to; null once the candidate's key was destroyed. */
  box: string | null;
  notices: Notice[];
}

/** How often a seat is to be heard. */
export const BEAT_MS = 2_000;

export interface HotProblem {
  error: string;
  message: string;
  missing?: number[];
}
