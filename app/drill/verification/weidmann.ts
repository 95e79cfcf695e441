// Weidmann 1993: walking speed (m/s) by density (persons/m²), v = 1.34 (1 − exp(−1.913 (1/ρ − 1/5.4))); nobody moves at
// 5.4.

const FREE = 1.34,
  FORM = 1.913,
  FULL = 5.4;

export function weidmannSpeed(density: number): number {
  // eslint-disable-next-line no-restricted-properties -- a curve to draw beside what was measured; it feeds nothing
  return FREE * (1 - Math.exp(-FORM * (1 / density - 1 / FULL)));
}

/** The curve from 0.3 to 5.4 persons/m² in steps of 0.15, in mm/s. */
export function weidmannCurve(): [number, number][] {
  return Array.from({ length: 35 }, (_, k) => {
    const density = Math.round((0.3 + k * 0.15) * 100) / 100;
    return [density, Math.max(0, Math.round(weidmannSpeed(density) * 1000) / 1000)];
  });
}
