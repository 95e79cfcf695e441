// Whole fixed steps out of frames of any length: the rest only interpolates the drawing. Seconds.

export const MAX_CATCH_UP = 5;

export interface StepClock {
  /** Adds a frame's time; calls `step` for each whole tick that is due, at most `most`. Returns how many ran. */
  advance(seconds: number, step: () => void): number;
  /** 0…1: how far the drawing stands between the last two ticks. */
  readonly alpha: number;
  /** Seconds that are not yet stepped; inside `step`, how far that step lies behind now. */
  readonly behind: number;
  reset(): void;
}

export function createClock(tick: number, most = MAX_CATCH_UP): StepClock {
  let held = 0;
  return {
    get alpha() {
      return Math.min(1, held / tick);
    },
    get behind() {
      return held;
    },
    reset() {
      held = 0;
    },
    advance(seconds, step) {
      held += Math.max(0, seconds);
      let steps = 0;
      while (held >= tick - 1e-9 && steps < most) {
        held -= tick;
        steps++;
        step();
      }
      // time that could not be caught up is dropped: the run goes slower rather than in leaps
      if (steps === most) held = Math.min(held, tick);
      return steps;
    },
  };
}
