// Walking speeds by kind of person: level, down and up stairs, m/s, measured along the way walked. IMO rows:
// MSC.1/Circ.1533 Annex 3 (uniform ranges). Weidmann 1993: N(1.34, .26). Age curve as RiMEA prints it (sd .32 at most
// one sd either way). Stair shares of the other rows from Fruin (.76–.81 down, .55–.58 up for under 30). One quantile
// is drawn for each person and used in all three ranges: who is quick on the level is quick on stairs.
import type { Mobility } from "./scene";

type Range = readonly [number, number];
export interface MobilityRow {
  /** Uniform range, or mean and sd of a normal law with bounds. */
  flat: Range | { mean: number; sd: number; min: number; max: number };
  /** Uniform ranges, or a share of the level speed. */
  down: Range | number;
  up: Range | number;
  radius: number;
  ages: Range;
  stairs: boolean;
}

const body = { radius: 0.2, stairs: true };
const norm = (mean: number, sd: number, min: number, max: number) => ({ mean, sd, min, max });

export const MOBILITY: Record<Mobility, MobilityRow> = {
  adult: { ...body, flat: norm(1.34, 0.26, 0.8, 1.9), down: 0.58, up: 0.42, ages: [18, 60] },
  young: { ...body, flat: norm(1.5, 0.22, 1, 2), down: 0.53, up: 0.38, ages: [16, 30] },
  older: { ...body, flat: norm(1.15, 0.2, 0.7, 1.6), down: 0.52, up: 0.38, ages: [55, 70] },
  elderly: { ...body, flat: norm(0.8, 0.3, 0.4, 1.2), down: 0.55, up: 0.42, ages: [70, 90] },
  child: { radius: 0.17, stairs: true, flat: norm(0.9, 0.3, 0.5, 1.4), down: 0.6, up: 0.5, ages: [5, 13] },
  impaired: { ...body, flat: norm(0.65, 0.2, 0.3, 1), down: 0.5, up: 0.4, ages: [30, 85] },
  wheelchair: { radius: 0.36, stairs: false, flat: norm(0.85, 0.3, 0.4, 1.4), down: 0.1, up: 0.1, ages: [20, 80] },
  weidmann: { ...body, flat: norm(1.34, 0.26, 0.56, 2.12), down: 0.52, up: 0.46, ages: [18, 65] },
  "rimea-age": { ...body, flat: norm(1.4, 0.32, 0.6, 1.96), down: 0.55, up: 0.42, ages: [20, 70] },
  "imo-f-30": { ...body, flat: [0.93, 1.55], down: [0.56, 0.94], up: [0.47, 0.79], ages: [18, 29] },
  "imo-f-30-50": { ...body, flat: [0.71, 1.19], down: [0.49, 0.81], up: [0.44, 0.74], ages: [30, 50] },
  "imo-f-50": { ...body, flat: [0.56, 0.94], down: [0.45, 0.75], up: [0.37, 0.61], ages: [51, 80] },
  "imo-f-50-1": { ...body, flat: [0.43, 0.71], down: [0.34, 0.56], up: [0.28, 0.46], ages: [51, 80] },
  "imo-f-50-2": { ...body, flat: [0.37, 0.61], down: [0.29, 0.49], up: [0.23, 0.39], ages: [51, 80] },
  "imo-m-30": { ...body, flat: [1.11, 1.85], down: [0.76, 1.26], up: [0.5, 0.84], ages: [18, 29] },
  "imo-m-30-50": { ...body, flat: [0.97, 1.62], down: [0.64, 1.07], up: [0.47, 0.79], ages: [30, 50] },
  "imo-m-50": { ...body, flat: [0.84, 1.4], down: [0.5, 0.84], up: [0.38, 0.64], ages: [51, 80] },
  "imo-m-50-1": { ...body, flat: [0.64, 1.06], down: [0.38, 0.64], up: [0.29, 0.49], ages: [51, 80] },
  "imo-m-50-2": { ...body, flat: [0.55, 0.91], down: [0.33, 0.55], up: [0.25, 0.41], ages: [51, 80] },
};

/** Level speed by age, m/s: the middle of the published band at each decade, straight lines between. */
const AGE_CURVE: readonly Range[] = [
  [20, 1.62],
  [30, 1.54],
  [40, 1.48],
  [50, 1.41],
  [60, 1.27],
  [70, 1.07],
  [80, 0.75],
];
export const AGE_SD = 0.32;

export function speedAtAge(age: number): number {
  for (let i = 1; i < AGE_CURVE.length; i++) {
    const [a, v] = AGE_CURVE[i - 1]!,
      [b, w] = AGE_CURVE[i]!;
    if (age <= b) return age <= a ? v : v + ((w - v) * (age - a)) / (b - a);
  }
  return AGE_CURVE[AGE_CURVE.length - 1]![1];
}
