import type { AnswerBody, AnswerValue, EndedBy, Head, InputKind, Iso, TextHashes } from "./event";

// The shape of a sitting as the fold leaves it. Instants are milliseconds since 1970 on the server's clock.

export type SittingStatus = "waiting" | "running" | "paused" | "ended";

export interface KeptAnswer {
  seq: number;
  value: AnswerValue;
  text?: TextHashes;
  input: InputKind;
  at: number;
}
export interface LateAnswer extends AnswerBody {
  after: EndedBy;
  at: number;
  admitted: boolean;
}
export interface Grant {
  minutes: number;
  reason: string;
  by: string;
  at: number;
}
export interface Incident {
  id: string;
  code: string;
  from: number | null;
  to: number | null;
  at: number;
}

/** What the candidate is told at the next heartbeat; `seq` is the event's, and serves as a cursor. */
export interface Notice {
  seq: number;
  at: Iso;
  kind: "grant" | "warn" | "pause" | "resume" | "move" | "stop";
  minutes?: number;
  code?: string;
  seat?: string;
}

export interface SittingState {
  sittingId: string;
  examId: string;
  candidate: string;
  paper: string;
  seat: string;
  room: string | null;
  status: SittingStatus;
  endedBy: EndedBy | null;
  /** The live lease; 0 before the first. */
  epoch: number;
  /** sha256 of each lease's token, by epoch. */
  leases: Map<number, string>;
  device: string | null;
  latestEntry: number;
  durationMs: number;
  fixedEnd: number | null;
  grantedMs: number;
  pausedMs: number;
  startedAt: number | null;
  pausedAt: number | null;
  endedAt: number | null;
  grants: Grant[];
  incidents: Incident[];
  answers: Map<number, KeptAnswer>;
  flags: Map<number, { seq: number; on: boolean }>;
  /** Device sequence → what came under it, so that a repeat is told from a clash. */
  seen: Map<number, string>;
  highestSeq: number;
  late: LateAnswer[];
  answersWhilePaused: number;
  notices: Notice[];
  /** Ids of the events that others asked for (all but answers and flags): a repeated request adds nothing. */
  ids: Map<string, number>;
  lastAt: number;
  head: Head;
}
