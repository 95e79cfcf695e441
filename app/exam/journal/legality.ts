import type { Draft } from "./event";
import { statusAt } from "./fold";
import type { LateAnswer, SittingState } from "./sitting-state";

// Whether a sitting lets an event happen now. The journal asks before it writes; a refusal is a code, never an
// exception. `now` is the server's instant in milliseconds (law L1).

export type RefusalCode =
  | "unknown-sitting"
  | "other-exam"
  | "already-open"
  | "lease-conflict"
  | "no-lease"
  | "already-started"
  | "entry-closed"
  | "not-started"
  | "not-gone-on"
  | "not-running"
  | "not-paused"
  | "already-paused"
  | "ended"
  | "not-ended"
  | "one-signer"
  | "unknown-incident"
  | "incident-elsewhere"
  | "no-such-late"
  | "sequence-clash"
  | "too-many";

/** Answers, flags and late answers one sitting may hold; a device that goes wild fills no disk. */
export const MAX_DEVICE_EVENTS = 20_000;
/** Refusals that are written down one by one; what is refused beyond them is answered, and written nowhere. */
export const MAX_REFUSED = 1_000;

export function refusalOf(state: SittingState | null, draft: Draft, now: number): RefusalCode | null {
  if (draft.kind === "open") return state ? "already-open" : null;
  if (!state) return "unknown-sitting";
  if (draft.examId !== state.examId) return "other-exam";
  const status = statusAt(state, now);
  switch (draft.kind) {
    case "lease":
      if (status === "ended") return "ended";
      return draft.body.epoch === state.epoch + 1 ? null : "lease-conflict";
    case "start":
      if (status !== "waiting") return "already-started";
      if (state.epoch === 0) return "no-lease";
      return now > state.latestEntry || (state.fixedEnd !== null && now >= state.fixedEnd + state.grantedMs)
        ? "entry-closed"
        : null;
    case "answer":
    case "flag":
      if (state.seen.size >= MAX_DEVICE_EVENTS) return "too-many";
      return status === "waiting" ? "not-started" : status === "ended" ? "ended" : null;
    case "refuse":
      return status === "waiting" ? "not-started" : null;
    case "late":
      if (state.seen.size >= MAX_DEVICE_EVENTS) return "too-many";
      return status === "ended" ? null : "not-ended";
    case "pause":
      if (status === "paused") return state.heldBy.has(draft.body.scope) ? "already-paused" : null;
      return status === "running" ? null : status === "ended" ? "ended" : "not-started";
    case "resume":
      if (status === "ended") return "ended";
      if (status !== "paused") return "not-paused";
      return draft.body.scope === "room" && !state.heldBy.has("room") ? "not-paused" : null;
    case "reopen":
      if (state.status !== "ended") return "not-ended";
      return draft.body.by[0] === draft.body.by[1] ? "one-signer" : null;
    case "submit":
      return status === "running" ? null : status === "ended" ? "ended" : "not-running";
    case "grant":
    case "move":
    case "warn":
    case "stop":
      return status === "ended" ? "ended" : null;
    case "end":
      return state.status === "running" && status === "ended" ? null : "not-running";
    case "incident":
      return null;
    case "admit":
      return refusalOfAdmit(state, draft.body);
  }
}

/** What a machine needs to come back with the line and send what it holds. */
const SENDING_MS = 10 * 60_000;

/** The end after which it came: a reopened sitting has several. */
const endBefore = (state: SittingState, late: LateAnswer) =>
  state.ends.filter((end) => end.head.seq < late.eventNumber).at(-1);

/** Late answers count only when an incident covers the personal end and two different persons sign. */
function refusalOfAdmit(state: SittingState, body: Extract<Draft, { kind: "admit" }>["body"]): RefusalCode | null {
  if (state.ends.length === 0) return "not-ended";
  if (body.by[0] === body.by[1]) return "one-signer";
  const incident = state.incidents.find((one) => one.id === body.incident);
  if (!incident) return "unknown-incident";
  if (incident.from === null || incident.to === null) return "incident-elsewhere";
  const { from, to } = incident;
  if (!state.ends.some(({ endedAt }) => from <= endedAt && endedAt <= to)) return "incident-elsewhere";
  const covered = (late: LateAnswer) => {
    const end = endBefore(state, late);
    return end !== undefined && from <= end.endedAt && end.endedAt <= to;
  };
  const open = state.late.filter(
    (late) => !late.admitted && late.after === "time" && late.at <= to + SENDING_MS && covered(late),
  );
  return body.seqs.every((seq) => open.some((late) => late.seq === seq)) ? null : "no-such-late";
}
