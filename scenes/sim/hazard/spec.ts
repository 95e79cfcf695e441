// What the fire and smoke model is told about a building: rooms, vents, fires, detectors. SI units, kW and MJ for
// fires, degrees Celsius only where the name says so. Heights `z` of vents and fires are metres above the same datum as
// `floor`. Each list is sorted by id, so the order in which it is given changes nothing.

import type { Chemistry, FuelName } from "./fuels";

export interface HazardRoom {
  id: string;
  /** m² */
  area: number;
  /** Floor to ceiling, m. A stairwell may be one tall room or one room a storey, joined by vents in the ceiling. */
  height: number;
  /** Elevation of the floor, m. */
  floor: number;
  /** Length of its walls, m; default that of a square of this area. */
  perimeter?: number;
  /** What walls, floor and ceiling are made of. Default 'concrete'. */
  wall?: WallName;
  /** Leaks of the envelope to the open air, m²; default 1.7e-4 of walls, 5.2e-5 of the floor. 0 = sealed. */
  leak?: number;
  /** °C at the start; default the ambient. */
  temperature?: number;
  /** One well-mixed zone in place of two layers: shafts, wind-swept or very small rooms. */
  mixed?: boolean;
}

export type WallName = "concrete" | "brick" | "gypsum" | "steel" | "wood" | "adiabatic";

/** Index of the open air among rooms. */
export const OUTSIDE = -1;

export interface HazardVent {
  id: string;
  /** Room id. */
  from: string;
  /** Room id, or null for the open air. */
  to: string | null;
  /** 'wall' (door, window, gap) or 'ceiling' (hole in the ceiling of `from` leading up into `to`). */
  kind: "wall" | "ceiling";
  /** Clear width of a wall vent, m; for a ceiling vent the area, m². */
  width: number;
  /** Elevations of lower and upper edge of a wall vent, m. */
  sill: number;
  soffit: number;
  /**
   * Share of the clear opening that leaks when it is shut (gaps round a leaf). Default .012; fire door .002; 0 = tight.
   */
  leak?: number;
  /** Pressure of the wind on its outer side, Pa. */
  wind?: number;
  /** Mechanical: m³/s driven from `from` to `to`, whatever the pressures (negative: the other way). */
  fan?: number;
  /** Has a leaf whose faces get hot when it is shut. Default for wall vents that leak less than all. */
  leaf?: "wood" | "steel" | "fire-door" | null;
}

export type GrowthClass = "slow" | "medium" | "fast" | "ultra-fast";
export type FireClass = "A" | "B" | "C" | "E" | "F";

export interface HazardFire {
  id: string;
  room: string;
  /** Plan position, m; used for radiation and detectors only. */
  x: number;
  y: number;
  /** Elevation of the burning surface; default the floor. */
  z?: number;
  growth?: GrowthClass;
  /** kW/s² in place of a class. */
  alpha?: number;
  /** Points [s, kW] in place of t² growth, joined by straight lines (jets, tests). */
  curve?: readonly (readonly [number, number])[];
  /** Tick of ignition; null = only by ignite(). Default 0. */
  ignition?: number | null;
  /** Also ignites when its room's upper layer reaches this, °C. */
  ignitesAt?: number;
  /** kW; default 5000. */
  peak?: number;
  /** MJ; decay from 70 % of it. Default: without end. */
  load?: number;
  fuel?: FuelName;
  /** In place of a named fuel. */
  chemistry?: Chemistry;
  /** m; default grows with the fire at `perArea`. */
  diameter?: number;
  /** kW/m² of burning floor, default 500. */
  perArea?: number;
  place?: "centre" | "wall" | "corner";
  fireClass?: FireClass;
  /** Share radiated; default the fuel's. */
  radiative?: number;
}

export interface HazardDetector {
  id: string;
  room: string;
  kind: "smoke" | "heat" | "sprinkler";
  x: number;
  y: number;
  /** m below the ceiling, default .1. */
  below?: number;
  /** Smoke: obscuration %/m (default 24). Heat, sprinkler: °C (default 57, 68). */
  limit?: number;
  /** (m s)^½; default 50 (quick response), heat 30. */
  rti?: number;
  /** Sprinkler: spray density mm/s (default .07). */
  density?: number;
}

export interface HazardInput {
  rooms: readonly HazardRoom[];
  vents: readonly HazardVent[];
  fires?: readonly HazardFire[];
  detectors?: readonly HazardDetector[];
}

export interface HazardParams {
  /** Seconds of a simulation tick; default .05. */
  tickSeconds?: number;
  /** Ticks of a hazard step; default 4 (5 Hz). */
  ticksPerStep?: number;
  /** °C, default 20. */
  ambient?: number;
  /** Pa, default 101325. */
  pressure?: number;
  /** Carbon monoxide yield that a fire without air tends to, kg/kg; default .2. */
  starvedCo?: number;
  /** Mass fraction of oxygen below which a flame dies, default .10. */
  oxygenLimit?: number;
  /** A uniform, unchanging atmosphere in place of the model. */
  fixed?: FixedAtmosphere | null;
}

/** Extinction 1/m; O2 and CO2 in volume percent; CO and HCN in ppm; °C. */
export interface FixedAtmosphere {
  extinction?: number;
  o2?: number;
  co2?: number;
  co?: number;
  hcn?: number;
  temperature?: number;
}
