// Steps the drawing down when frames take too long and up again when there is time to spare. Pure: fed with frame times
// in ms.

export interface Quality {
  ratio: number;
  steps: number;
}
/** From best to cheapest: pixels per CSS pixel (never more than the screen's) and samples along a line of sight. */
export const LEVELS: readonly Quality[] = [
  { ratio: 1.75, steps: 9 },
  { ratio: 1.35, steps: 8 },
  { ratio: 1, steps: 7 },
  { ratio: 0.8, steps: 6 },
  { ratio: 0.62, steps: 5 },
  { ratio: 0.48, steps: 4 },
];
const TOO_SLOW_MS = 31;
const HOPELESS_MS = 160;
const SPARE_MS = 15;
const WINDOW = 24;
/** Windows of calm before it dares to go up again; longer after each fall. */
const PATIENCE = 12;

export interface Governor {
  readonly level: number;
  frame(ms: number): boolean;
}

export function createGovernor(start: number): Governor {
  let level = Math.max(0, Math.min(LEVELS.length - 1, start));
  let times: number[] = [];
  let calm = 0;
  let falls = 0;
  let crawls = 0;
  return {
    get level() {
      return level;
    },
    /** True when the level changed. */
    frame(ms) {
      // far too slow: no need to look twice
      crawls = ms > HOPELESS_MS ? crawls + 1 : 0;
      if (crawls >= 2 && level < LEVELS.length - 1) {
        level = Math.min(LEVELS.length - 1, level + 2);
        crawls = 0;
        falls++;
        times = [];
        return true;
      }
      // a stall (tab in the back, a shader being built) says nothing about the device
      if (ms < 400) times.push(ms);
      if (times.length < WINDOW) return false;
      const middle = times.sort((a, b) => a - b)[WINDOW >> 1]!;
      times = [];
      if (middle > TOO_SLOW_MS && level < LEVELS.length - 1) {
        level += middle > 2 * TOO_SLOW_MS && level < LEVELS.length - 2 ? 2 : 1;
        calm = 0;
        falls++;
        return true;
      }
      calm = middle < SPARE_MS ? calm + 1 : 0;
      if (calm < PATIENCE * (1 + falls) || level === 0) return false;
      level--;
      calm = 0;
      return true;
    },
  };
}
