// What a scene says of this drill (scene.mechanic), and what the mechanic itself publishes: weights, guidelines, time
// limits.
import { TICKS_PER_SECOND } from "../../sim/time";
import type { World } from "../../sim/world";

export interface Guideline {
  id: string;
  year: number;
}
/** Texts that the steps follow; a scene may name others, such as a national one. */
export const GUIDELINES: readonly Guideline[] = [
  { id: "AHA", year: 2025 },
  { id: "ERC / RCUK", year: 2025 },
  { id: "ILCOR", year: 2020 },
];
/** Which of them each step rests on; ids of GUIDELINES. */
export const STEP_SOURCES: Readonly<Record<string, readonly string[]>> = {
  call: ["ERC / RCUK"],
  breath: ["ERC / RCUK"],
  rate: ["ILCOR"],
  fraction: ["AHA", "ILCOR"],
  pauses: ["AHA"],
  breaths: ["AHA"],
  aed: ["AHA"],
  swap: ["AHA"],
};

/**
 * Points of a hundred; own choice, published. Without a calibrated phone `depth` is given to the others in proportion.
 */
export const WEIGHTS = { rate: 35, fraction: 25, depth: 15, pauses: 15, sequence: 10 } as const;
export type Part = keyof typeof WEIGHTS;

export interface Walk {
  who: string;
  at: [number, number];
  second: number;
}
export interface ResuscitateParameters {
  /** Person who lies there; its `facing` is the way the feet point, its place the middle of the chest. */
  patient: string;
  /** What would hurt whoever runs up, and the spot at which it is ended. */
  hazard?: { spot: string; at: [number, number]; radius: number };
  /** Spot of the AED's cabinet, and where the fetcher goes back to beside the patient. */
  aed: { spot: string; back: [number, number] };
  /** Who can be asked by name: persons of the scene. */
  helpers: string[];
  crew: { who: string[]; at: [number, number][]; /** Seconds from the call. */ seconds: number };
  /** Others who come nearer and look. */
  walks?: Walk[];
  /** '30:2' with breaths, or 'only' compressions. */
  ratio?: "30:2" | "only";
  gasps?: "seed" | "yes" | "no";
  rhythm?: "seed" | "shock" | "no-shock";
  /** Score from which it is passed. */
  pass?: number;
  guidelines?: Guideline[];
}

export const readPlan = (world: World): ResuscitateParameters =>
  world.scene.mechanic as unknown as ResuscitateParameters;

export const TICKS = TICKS_PER_SECOND;
export const MS = 1000 / TICKS_PER_SECOND;
/** Metres from the chest within which hands reach it. */
export const REACH = 1.7;
/** Metres from the chest's middle at which one kneels. */
export const KNEE = 0.55;
/** Where the rescuer kneels beyond this a hazard hurts. */
export const LIMITS = {
  breathCheck: 10,
  start: 10,
  call: 45,
  pause: 10,
  swap: 120,
  fetcherTakes: 3,
  breath: 1,
} as const;
/** Times of the AED, ticks: starting, analysing, charging; the cycle after which it looks again. */
export const AED_TIMES = { start: 3 * TICKS, analyse: 5 * TICKS, charge: 2 * TICKS, cycle: 120 * TICKS } as const;
/** Rate of a helper who takes over, ms a compression. */
export const HELPER_MS = 550;
