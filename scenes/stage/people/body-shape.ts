// The shapes of the one body: elliptic rings from low to high, by the part that they bend with and the cloth they wear.
// Own axes: x ahead, z up, feet at 0, metres.
import type { CLOTHS } from "./body";

export type Ring = readonly [z: number, x: number, rx: number, ry: number];

export interface Tube {
  of: "trunk" | "head" | "thigh" | "shin" | "arm" | "fore";
  cloth: (typeof CLOTHS)[number];
  /** Corners of a ring. */
  sides: number;
  /** How far from the middle, towards its own side. */
  beside?: number;
  rings: readonly Ring[];
}

/** Trunk, neck, head; hair as a cap behind the hairline, and a fall that only some wear; a skirt. */
export const MIDDLE: readonly Tube[] = [
  {
    of: "trunk",
    cloth: "legs",
    sides: 12,
    rings: [
      [0.86, 0, 0.095, 0.15],
      [0.92, 0, 0.11, 0.16],
      [1.0, 0, 0.098, 0.14],
    ],
  },
  {
    of: "trunk",
    cloth: "top",
    sides: 16,
    rings: [
      [0.94, 0, 0.122, 0.174],
      [0.98, 0, 0.119, 0.168],
      [1.06, 0.005, 0.108, 0.15],
      [1.2, 0.01, 0.122, 0.165],
      [1.32, 0, 0.118, 0.182],
      [1.385, -0.008, 0.1, 0.186],
      [1.425, -0.01, 0.078, 0.13],
      [1.47, -0.012, 0.054, 0.062],
    ],
  },
  {
    of: "head",
    cloth: "skin",
    sides: 8,
    rings: [
      [1.42, -0.005, 0.052, 0.055],
      [1.53, 0.01, 0.048, 0.05],
    ],
  },
  {
    of: "head",
    cloth: "skin",
    sides: 16,
    rings: [
      [1.5, 0.03, 0.04, 0.04],
      [1.53, 0.03, 0.072, 0.06],
      [1.58, 0.025, 0.088, 0.072],
      [1.64, 0.015, 0.095, 0.077],
      [1.69, 0.005, 0.08, 0.066],
      [1.72, 0, 0.035, 0.03],
    ],
  },
  {
    of: "head",
    cloth: "hair",
    sides: 16,
    rings: [
      [1.56, -0.045, 0.045, 0.06],
      [1.6, -0.03, 0.073, 0.079],
      [1.66, -0.012, 0.092, 0.084],
      [1.71, -0.006, 0.085, 0.072],
      [1.735, -0.005, 0.062, 0.055],
      [1.75, -0.004, 0.02, 0.02],
    ],
  },
  {
    of: "head",
    cloth: "long",
    sides: 8,
    rings: [
      [1.4, -0.08, 0.022, 0.05],
      [1.46, -0.075, 0.035, 0.072],
      [1.56, -0.06, 0.045, 0.082],
      [1.64, -0.035, 0.06, 0.085],
    ],
  },
  {
    of: "trunk",
    cloth: "skirt",
    sides: 12,
    rings: [
      [0.56, 0, 0.14, 0.185],
      [0.75, 0, 0.13, 0.18],
      [0.94, 0, 0.115, 0.165],
    ],
  },
];

/** Leg, shoe, arm and hand of one side. */
export const LIMBS: readonly Tube[] = [
  {
    of: "thigh",
    cloth: "legs",
    sides: 8,
    beside: 0.085,
    rings: [
      [0.46, 0.005, 0.062, 0.058],
      [0.6, 0.005, 0.074, 0.066],
      [0.8, 0, 0.086, 0.078],
      [0.9, 0, 0.085, 0.08],
    ],
  },
  {
    of: "shin",
    cloth: "legs",
    sides: 8,
    beside: 0.085,
    rings: [
      [0.07, -0.01, 0.042, 0.04],
      [0.2, -0.012, 0.05, 0.047],
      [0.34, -0.012, 0.06, 0.053],
      [0.47, 0.003, 0.06, 0.056],
    ],
  },
  {
    of: "shin",
    cloth: "shoe",
    sides: 8,
    beside: 0.085,
    rings: [
      [0, 0.05, 0.125, 0.043],
      [0.045, 0.04, 0.115, 0.044],
      [0.085, -0.005, 0.062, 0.042],
    ],
  },
  {
    of: "arm",
    cloth: "top",
    sides: 8,
    beside: 0.18,
    rings: [
      [1.11, 0, 0.038, 0.036],
      [1.22, 0, 0.046, 0.043],
      [1.33, -0.004, 0.058, 0.053],
      [1.38, -0.006, 0.054, 0.05],
      [1.41, -0.008, 0.036, 0.036],
      [1.425, -0.008, 0.014, 0.014],
    ],
  },
  {
    of: "fore",
    cloth: "top",
    sides: 8,
    beside: 0.18,
    rings: [
      [0.93, 0.012, 0.03, 0.028],
      [1.02, 0.008, 0.035, 0.034],
      [1.13, 0, 0.04, 0.037],
    ],
  },
  {
    of: "fore",
    cloth: "skin",
    sides: 8,
    beside: 0.18,
    rings: [
      [0.79, 0.022, 0.022, 0.012],
      [0.84, 0.02, 0.036, 0.018],
      [0.9, 0.016, 0.03, 0.024],
      [0.94, 0.013, 0.026, 0.024],
    ],
  },
];
