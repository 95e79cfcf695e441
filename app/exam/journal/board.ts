import type { EndedBy, Head } from "./event";
import { answeredCount, setAsideOf } from "./counted";
import { endsAt, remainingMs, statusAt } from "./fold";
import type { SetAside, SittingState, SittingStatus } from "./sitting-state";

// One row of the live board: what a sitting is doing now. No names: the room that shows it knows whose id it is.

/** What heartbeats told, kept in memory alone. */
export interface Pulse {
  seenAt: number;
  pending: number;
  item: number | null;
  visible: boolean;
}

export interface BoardRow {
  sittingId: string;
  candidate: string;
  room: string | null;
  seat: string;
  status: SittingStatus;
  endedBy: EndedBy | null;
  /** What holds a paused sitting. */
  heldBy: ("room" | "seat" | "reopen")[];
  /** How often it was reopened, by its ends. */
  ends: number;
  epoch: number;
  answered: number;
  flagged: number;
  late: number;
  /** Changes of the device that will never be taken. */
  refused: number;
  /** Late and refused changes that nothing newer has overtaken: what does not count although it was made. */
  setAside: SetAside[];
  /** Milliseconds since the seat was last heard; null: never since the front started. */
  silentMs: number | null;
  pending: number;
  item: number | null;
  visible: boolean;
  remainingMs: number;
  startedAt: string | null;
  endsAt: string | null;
  endedAt: string | null;
  grantedMinutes: number;
  answersWhilePaused: number;
  lastInput: string | null;
  head: Head;
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export function boardRow(state: SittingState, pulse: Pulse | undefined, now: number): BoardRow {
  let newest = { at: -1, input: null as string | null };
  for (const { at, input } of state.answers.values()) if (at > newest.at) newest = { at, input };
  return {
    sittingId: state.sittingId,
    candidate: state.candidate,
    room: state.room,
    seat: state.seat,
    status: statusAt(state, now),
    endedBy: state.endedBy,
    heldBy: [...state.heldBy],
    ends: state.ends.length,
    epoch: state.epoch,
    answered: answeredCount(state),
    flagged: [...state.flags.values()].filter((flag) => flag.on).length,
    late: state.late.length,
    refused: state.refused.length,
    setAside: setAsideOf(state),
    silentMs: pulse ? Math.max(0, now - pulse.seenAt) : null,
    pending: pulse?.pending ?? 0,
    item: pulse?.item ?? null,
    visible: pulse?.visible ?? true,
    remainingMs: remainingMs(state, now),
    startedAt: iso(state.startedAt),
    endsAt: iso(endsAt(state)),
    endedAt: iso(state.endedAt),
    grantedMinutes: state.grantedMs / 60_000,
    answersWhilePaused: state.answersWhilePaused,
    lastInput: newest.input,
    head: state.head,
  };
}
