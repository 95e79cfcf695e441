// How near measured values come to their targets, for the tests of the report.

/** Relative deviation; absolute where the target is 0. */
export function deviation(measured: number, target: number): number {
  const difference = Math.abs(measured - target);
  return target === 0 ? difference : difference / Math.abs(target);
}

/** Compares named values with targets: what to print, and whether every one lies within `share`. */
export function compare(
  pairs: readonly (readonly [name: string, measured: number, target: number])[],
  share: number,
): { measured: Record<string, number>; pass: boolean } {
  const measured: Record<string, number> = {};
  let worst = 0;
  for (const [name, value, target] of pairs) {
    measured[name] = significant(value);
    measured[`${name}, target`] = target;
    worst = Math.max(worst, deviation(value, target));
  }
  measured["largest deviation %"] = significant(100 * worst, 3);
  return { measured, pass: worst <= share };
}

/** Rounds to so many significant digits, for print. */
export function significant(x: number, digits = 6): number {
  return Number.isFinite(x) ? Number(x.toPrecision(digits)) : x;
}
