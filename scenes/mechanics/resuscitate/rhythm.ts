// Compressions as moments: from taps, the space bar or the sensor they are the same thing from here on, so the measures
// are too. A gap of more than 1.5 s between two compressions is a pause. Times in ms since the start of the run, rates
// a minute.

export const PAUSE_MS = 1500;
const WINDOW_MS = 3000;
/** Guideline band: 100–120 a minute. */
export const BAND = { low: 100, high: 120 } as const;
/** A cycle when there is none to copy: 110 a minute. */
const USUAL_MS = 545;

export interface Beat {
  ms: number;
  /** Somebody else pressed. */ helper: boolean;
}
export interface RateSample {
  ms: number;
  rate: number;
  proxy: number;
}
export interface Pause {
  from: number;
  to: number;
}

/** Rate over the last three seconds, or 0 while there is none. */
export function rateAt(beats: readonly Beat[], ms: number): number {
  const last = beats.length - 1;
  if (last < 2 || ms - beats[last]!.ms > PAUSE_MS) return 0;
  let first = last;
  while (first > 0 && beats[first - 1]!.ms > ms - WINDOW_MS && beats[first]!.ms - beats[first - 1]!.ms <= PAUSE_MS)
    first--;
  return last - first < 2 ? 0 : (60000 * (last - first)) / (beats[last]!.ms - beats[first]!.ms);
}

/** Times without compressions between two moments, longest waits included; each longer than 1.5 s. */
export function pausesOf(beats: readonly Beat[], from: number, to: number): Pause[] {
  const pauses: Pause[] = [];
  let last = from;
  for (const b of beats) {
    if (b.ms < from || b.ms > to) continue;
    if (b.ms - last > PAUSE_MS) pauses.push({ from: last, to: b.ms });
    last = b.ms;
  }
  if (to - last > PAUSE_MS) pauses.push({ from: last, to });
  return pauses;
}

/**
 * Share of the time in which was compressed: each compression lasts until the next, one before a pause a cycle like the
 * one before it.
 */
export function fractionOf(beats: readonly Beat[], from: number, to: number): number {
  if (to <= from) return 0;
  let pressed = 0,
    cycle = USUAL_MS;
  for (let i = 0; i < beats.length; i++) {
    const at = beats[i]!.ms;
    if (at < from || at > to) continue;
    const gap = (i + 1 < beats.length ? beats[i + 1]!.ms : Infinity) - at;
    if (gap <= PAUSE_MS) cycle = gap;
    pressed += Math.min(gap <= PAUSE_MS ? gap : cycle, to - at);
  }
  return pressed / (to - from);
}

/** Intervals of one's own compressions, pauses left out. */
export function intervalsOf(beats: readonly Beat[]): number[] {
  const list: number[] = [];
  for (let i = 1; i < beats.length; i++) {
    const gap = beats[i]!.ms - beats[i - 1]!.ms;
    if (!beats[i]!.helper && !beats[i - 1]!.helper && gap <= PAUSE_MS) list.push(gap);
  }
  return list;
}

export interface Steadiness {
  rate: number;
  /** Coefficient of variation of the intervals, 0 = a metronome. */ unevenness: number;
  /** Share of the rate samples inside 100–120. */ inBand: number;
}

export function steadinessOf(beats: readonly Beat[], rates: readonly RateSample[]): Steadiness {
  const gaps = intervalsOf(beats),
    n = gaps.length;
  if (!n) return { rate: 0, unevenness: 0, inBand: 0 };
  let sum = 0;
  for (const g of gaps) sum += g;
  const mean = sum / n;
  let square = 0;
  for (const g of gaps) square += (g - mean) * (g - mean);
  const told = rates.filter((r) => r.rate > 0);
  const inside = told.filter((r) => r.rate >= BAND.low - 0.5 && r.rate <= BAND.high + 0.5).length;
  return {
    rate: 60000 / mean,
    unevenness: Math.sqrt(square / n) / mean,
    inBand: told.length ? inside / told.length : 0,
  };
}
