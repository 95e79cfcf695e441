// Axes of a quiet plot: round ticks that cover the values, and where a value stands. Zero is part of an axis unless the
// values keep well away from it and the caller lets go of it.

export interface Axis {
  min: number;
  max: number;
  ticks: number[];
}

/** Round ticks (1, 2 or 5 times a power of ten), about `count` of them, that cover all values. */
export function toAxis(values: readonly number[], { count = 5, fromZero = true } = {}): Axis {
  const low = Math.min(...values),
    high = Math.max(...values);
  const zero = fromZero || (low >= 0 && low < 0.35 * high);
  const min = zero ? Math.min(0, low) : low,
    max = zero ? Math.max(0, high) : high;
  const step = roundStep((max - min || Math.abs(max) || 1) / count);
  const first = Math.floor(min / step + 1e-9),
    last = Math.max(Math.ceil(max / step - 1e-9), first + 1);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const ticks = Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toFixed(digits)));
  return { min: ticks[0]!, max: ticks[ticks.length - 1]!, ticks };
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  return (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10) * power;
}

/** From a value to its place between `from` and `to`. */
export function toPlace(axis: Axis, from: number, to: number): (value: number) => number {
  return (value) => from + ((value - axis.min) / (axis.max - axis.min)) * (to - from);
}
