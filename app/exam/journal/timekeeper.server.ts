import { log } from "~/platform/log";
import { newId } from "~/platform/ids";
import type { Resumption } from "./clock";
import type { TimedDraft } from "./event";
import { endsAt, statusAt } from "./fold";
import type { Journal } from "./journal.server";
import { endDraft } from "./seat-port.server";
import type { SittingState } from "./sitting-state";

// Ends what is over, by the server's clock, whether or not the seat is there; and looks after running sittings when the
// front comes back: those whose end fell into the gap get an incident, all are paused when the clock was set meanwhile.

/** Sittings of exams opened longer ago than this are not looked at on their own. */
const LIVE_DAYS = 3;
const DAY = 86_400_000;

/** Writes down the end of each sitting whose personal end has come. Gives how many. */
export async function endDue(journal: Journal): Promise<number> {
  const now = journal.clock.now();
  const due = [...journal.book.forTime()].filter(
    (state) => state.status === "running" && statusAt(state, now) === "ended",
  );
  const ended = await Promise.allSettled(
    due.map(({ sittingId }) =>
      journal.exclusively([sittingId], async () => {
        const state = journal.book.get(sittingId);
        const at = journal.clock.now();
        if (!state || state.status !== "running" || statusAt(state, at) !== "ended") return false;
        await journal.write([endDraft(state, at)]);
        return true;
      }),
    ),
  );
  return ended.filter((one) => one.status === "fulfilled" && one.value).length;
}

export interface Return {
  running: number;
  paused: number;
  overdue: number;
}

/** Called once, before the port opens. `gapFrom`: when the journal's process was last known to live. */
export async function takeUp(journal: Journal, { stepMs }: Resumption, gapFrom: number | null): Promise<Return> {
  const now = journal.clock.now();
  const since = new Date(now - LIVE_DAYS * DAY).toISOString();
  const running = journal.reader.liveSittings(since).flatMap((id) => {
    const state = journal.book.sketch(id);
    return state?.status === "running" ? [state] : [];
  });
  if (running.length === 0) return { running: 0, paused: 0, overdue: 0 };
  const overdue = running.filter((state) => statusAt(state, now) === "ended");
  const stepped = stepMs === 0 ? [] : running.filter((state) => statusAt(state, now) === "running");
  const drafts = [
    ...overdue.flatMap((state) => [gapIncident(state, now, gapFrom), endDraft(state, now)]),
    ...stepped.flatMap((state) => stepPause(state, now, stepMs)),
  ];
  if (drafts.length > 0)
    await journal.exclusively(
      running.map((state) => state.sittingId),
      () => journal.write(drafts),
    );
  if (stepMs !== 0) log.warn("journal.clock-step", { stepMs, paused: stepped.length });
  return { running: running.length, paused: stepped.length, overdue: overdue.length };
}

function gapIncident(state: SittingState, now: number, gapFrom: number | null): TimedDraft {
  const { sittingId, examId } = state;
  const from = Math.min(endsAt(state) ?? now, gapFrom ?? state.lastAt);
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    id: newId(new Date(now)),
    sittingId,
    examId,
    at: iso(now),
    kind: "incident",
    body: { code: "server-gap", by: "system", from: iso(from), to: iso(now) },
  };
}

function stepPause({ sittingId, examId }: SittingState, now: number, stepMs: number): TimedDraft[] {
  const at = new Date(now).toISOString();
  const envelope = () => ({ id: newId(new Date(now)), sittingId, examId, at });
  return [
    { ...envelope(), kind: "incident", body: { code: "clock-step", by: "system", stepMs: Math.round(stepMs) } },
    { ...envelope(), kind: "pause", body: { reason: "clock-step", by: "system", scope: "room" } },
  ];
}
