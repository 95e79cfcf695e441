import type { Draft, JournalEvent } from "./event";
import type { AskedEvent } from "./event-schema";
import { applyEvent } from "./fold";
import type { Outcome } from "./journal-port";
import { refusalOf } from "./legality";
import type { SittingState } from "./sitting-state";

// Judges the events of one call in order, each against the state that those before it would leave. Decides nothing
// about writing: the caller writes what is accepted, or nothing.

export interface Accepted {
  draft: Draft;
  plain: Record<string, string>;
  candidate: string;
  index: number;
}
interface Bench {
  now: number;
  at: string;
  stateOf: (sittingId: string) => SittingState | null;
}

export function judge(
  asked: readonly AskedEvent[],
  { now, at, stateOf }: Bench,
): { outcomes: Outcome[]; accepted: Accepted[] } {
  const several = idsMetTwice(asked);
  const trials = new Map<string, SittingState>();
  const outcomes: Outcome[] = [];
  const accepted: Accepted[] = [];
  for (const [index, { text, ...event }] of asked.entries()) {
    const draft = event as Draft;
    const state = trials.get(draft.sittingId) ?? stateOf(draft.sittingId);
    const base = { id: draft.id, sittingId: draft.sittingId };
    const done = state?.ids.get(draft.id);
    const code = done === undefined ? refusalOf(state, draft, now) : null;
    if (done !== undefined) outcomes.push({ ...base, ok: true, eventNumber: done, at, repeated: true });
    else if (code) outcomes.push({ ...base, ok: false, code });
    else {
      outcomes.push({ ...base, ok: true, eventNumber: 0, at, repeated: false });
      accepted.push({
        draft,
        plain: text ?? {},
        index,
        candidate: draft.kind === "open" ? draft.body.candidate : state!.candidate,
      });
      if (several.has(draft.sittingId)) trials.set(draft.sittingId, tried(state, draft, at));
    }
  }
  return { outcomes, accepted };
}

function idsMetTwice(asked: readonly AskedEvent[]): Set<string> {
  const met = new Set<string>();
  return new Set(
    asked.filter(({ sittingId }) => met.has(sittingId) || !met.add(sittingId)).map(({ sittingId }) => sittingId),
  );
}

function tried(state: SittingState | null, draft: Draft, at: string): SittingState {
  const eventNumber = (state?.head.seq ?? 0) + 1;
  return applyEvent(state && structuredClone(state), {
    ...draft,
    at,
    eventNumber,
    position: 0,
    prevHash: "",
    hash: "",
  } as JournalEvent);
}
