// The journal's time. Within a process it runs on the monotonic clock, so that a step of the wall clock has no effect;
// across a restart it goes on from the last mark by the machine's uptime, and says when the wall clock disagrees.
// Milliseconds throughout.

export interface Clock {
  now(): number;
}

/** Journal time that starts at `startAt` and advances with `monotonic` (any monotonic count of milliseconds). */
export function monotonicClock(startAt: number, monotonic: () => number): Clock & { rebase(at: number): void } {
  let base = startAt;
  let zero = monotonic();
  return {
    now: () => Math.floor(base + (monotonic() - zero)),
    rebase: (at) => {
      base = at;
      zero = monotonic();
    },
  };
}

/** Written down every few seconds while the process lives. */
export interface ClockMark {
  journalAt: number;
  uptimeMs: number;
  bootId: string | null;
}

export interface Resumption {
  startAt: number;
  /** How far the wall clock stands from where it should; 0 when it agrees or nothing can be said. */
  stepMs: number;
  /** No proof either way: first start, or the machine was restarted meanwhile. */
  proven: boolean;
}

/** Above this the wall clock was set; below, it drifted or was slewed. */
export const STEP_MS = 2_000;

interface ResumeFacts {
  wall: number;
  uptimeMs: number;
  bootId: string | null;
  lastEventAt: number;
}

/** Where journal time goes on after a restart. It never goes back behind the last event. */
export function resumeClock(mark: ClockMark | null, { wall, uptimeMs, bootId, lastEventAt }: ResumeFacts): Resumption {
  const floor = Math.max(lastEventAt, mark?.journalAt ?? 0);
  const sameBoot = mark !== null && mark.bootId === bootId && uptimeMs >= mark.uptimeMs;
  if (!sameBoot) {
    const behind = floor - wall;
    return behind > STEP_MS
      ? { startAt: floor, stepMs: -behind, proven: false }
      : { startAt: Math.max(wall, floor), stepMs: 0, proven: false };
  }
  const expected = mark.journalAt + (uptimeMs - mark.uptimeMs);
  const step = wall - expected;
  if (Math.abs(step) <= STEP_MS) return { startAt: Math.max(wall, floor), stepMs: 0, proven: true };
  return { startAt: Math.max(expected, floor), stepMs: step, proven: true };
}
