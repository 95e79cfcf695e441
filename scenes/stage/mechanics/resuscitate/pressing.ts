// How far the drawn chest is down, and how far it heaves in a gasp: from the moments that the view tells. Pure.
import type { CareView } from "../../../mechanics/resuscitate/view";

/** How far the drawn chest gives way, metres, and how long a press takes down and up, seconds. */
export const DEPTH = 0.05;
const DOWN = 0.13;
const UP = 0.3;
/** A gasp comes each so many ticks and lasts so many. */
const GASP = { every: 180, lasts: 22 };

/** Shares 0…1 of a whole press and of a gasp, frame by frame. */
export function createPressing(
  first: CareView,
): (care: CareView, tick: number, seconds: number) => { press: number; gasp: number } {
  let lastBeat = first.lastBeatMs;
  let since = 9;
  let press = 0;
  let gasp = 0;
  return (care, tick, seconds) => {
    since += seconds;
    if (care.lastBeatMs !== lastBeat) {
      lastBeat = care.lastBeatMs;
      since = 0;
    }
    const aim = since < DOWN ? 1 : 0;
    press += (aim - press) * Math.min(1, seconds / (aim ? DOWN * 0.35 : UP * 0.35));
    const gaspAim = care.gasping && tick % GASP.every < GASP.lasts ? 1 : 0;
    gasp += (gaspAim - gasp) * Math.min(1, seconds * 5);
    return { press, gasp };
  };
}
