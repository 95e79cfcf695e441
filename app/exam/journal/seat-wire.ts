import type { KeptAnswer, Notice, SittingStatus } from "./sitting-state";

// What the front answers to a seat, as JSON; browser and server share these shapes. What a seat sends is in
// event-schema.ts (SeatBatch, SeatBeat). `Authorization: Bearer <sitting>.<epoch>.<token>` on each call.
//   POST /hot/answers    {answers: SeatEntry[]}  → AnswersReply
//   POST /hot/heartbeat?since=N  SeatBeat        → BeatReply (GET without a body does too)
//   GET  /hot/sitting                            → SeatSitting
//   POST /hot/submit     {}                      → {receipt: Receipt}
// Refusals: 401 unknown · 409 lease-lost, not-started, not-running · 429 too-many · 503 not-saved (keep and try again).

export interface SeatNow {
  remainingMs: number;
  serverTime: string;
  status: SittingStatus;
  durable: number;
}
export interface AnswersReply extends SeatNow {
  /** Device sequences of this batch that are on disk and count; a device lets go of these alone. */
  acknowledged: number[];
  /** Received after the end, not counted; answers are kept on disk, marks on items are let go. */
  late: number[];
  /** Held under the same sequence with other content; not written. */
  clash: number[];
}
export interface BeatReply extends SeatNow {
  notices: Notice[];
  seat: string;
  beatMs: number;
}
export interface SeatSitting extends SeatNow {
  sittingId: string;
  examId: string;
  paper: string;
  seat: string;
  epoch: number;
  startedAt: string | null;
  answers: ({ item: number } & Omit<KeptAnswer, "at" | "text"> & { text?: Record<string, string | null> })[];
  flags: number[];
  notices: Notice[];
}

/** How often a seat is to be heard. */
export const BEAT_MS = 2_000;

export interface HotProblem {
  error: string;
  message: string;
}
