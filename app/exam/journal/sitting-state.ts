import type { AnswerBody, AnswerValue, EndedBy, Head, InputKind, Iso, RefuseCode, TextHashes } from "./event";

// The shape of a sitting as the fold leaves it. Instants are milliseconds since 1970 on the server's clock.

export type SittingStatus = "waiting" | "running" | "paused" | "ended";

export interface KeptAnswer {
  seq: number;
  epoch: number;
  value: AnswerValue;
  text?: TextHashes;
  input: InputKind;
  at: number;
}
export interface LateAnswer extends AnswerBody {
  after: EndedBy;
  at: number;
  eventNumber: number;
  admitted: boolean;
}
/** A change of a device that will never be taken. */
export interface RefusedChange {
  seq: number;
  item: number | null;
  code: RefuseCode;
  epoch: number;
  at: number;
  eventNumber: number;
}
/** A change that does not count: refused, or come after the end. */
export interface SetAside {
  seq: number;
  /** Position of the item on the paper; null when nobody can tell. */
  item: number | null;
  code: RefuseCode | "late";
}
/** What stood when the sitting ended; it never changes. A sitting that was reopened has one for each of its ends. */
export interface SittingEnd {
  /** The head with the final event itself. */
  head: Head;
  answered: number;
  endedBy: EndedBy;
  endedAt: number;
  setAside: SetAside[];
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
  kind: "grant" | "warn" | "pause" | "resume" | "move" | "stop" | "reopen";
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
  /** The highest device sequence when the live lease was taken: its holder answers for what comes after. */
  leaseFrom: number;
  latestEntry: number;
  durationMs: number;
  fixedEnd: number | null;
  grantedMs: number;
  pausedMs: number;
  startedAt: number | null;
  pausedAt: number | null;
  /** What holds it: the room's pause, its own, or that it was reopened and nobody has gone on yet. */
  heldBy: Set<"room" | "seat" | "reopen">;
  /** What reopening moved the end by: may be less than nothing. */
  reopenedMs: number;
  endedAt: number | null;
  grants: Grant[];
  incidents: Incident[];
  answers: Map<number, KeptAnswer>;
  flags: Map<number, { seq: number; epoch: number; on: boolean }>;
  /** Device sequence → what came under it, refused ones too, so that a repeat is told from a clash. */
  seen: Map<number, string>;
  highestSeq: number;
  /** Changes that came in hand-over files of earlier leases. */
  handed: number;
  late: LateAnswer[];
  refused: RefusedChange[];
  ends: SittingEnd[];
  answersWhilePaused: number;
  notices: Notice[];
  /** Ids of the events that others asked for (all but what its device sent): a repeated request adds nothing. */
  ids: Map<string, number>;
  lastAt: number;
  head: Head;
}
