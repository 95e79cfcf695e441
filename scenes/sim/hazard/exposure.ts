// What each body has taken in so far, at its own head: doses of gas and heat, the worst irritant concentration, seconds
// in thick smoke. Doses add up; at 1 a body can no longer help itself. Order of bodies does not matter. Seconds, not
// minutes.

import { heatRate, irritantFraction, isoRate, purserRate } from "./toxicity";
import type { Air } from "./query";

export type DoseForm = "purser" | "iso";
export type Posture = "walk" | "crouch" | "crawl";

/** Height of mouth and eyes above the floor, m (FDS+Evac 1.6 standing; the other two own choice). */
export const HEAD: Readonly<Record<Posture, number>> = { walk: 1.6, crouch: 1.0, crawl: 0.6 };

/** Extinction above which a second counts as spent in thick smoke, 1/m. */
const THICK = 1;

export interface Exposure {
  /** Fractional effective dose of gases. */
  readonly fed: Float64Array;
  /** Fractional effective dose of heat. */
  readonly heat: Float64Array;
  /** Highest fractional irritant concentration met. */
  readonly irritant: Float64Array;
  /** Seconds in extinction above 1 /m. */
  readonly thick: Float64Array;
}

export function createExposure(bodies: number): Exposure {
  const zeros = () => new Float64Array(bodies);
  return { fed: zeros(), heat: zeros(), irritant: zeros(), thick: zeros() };
}

/**
 * Adds `seconds` in this air to a body. `breathing`: share of the poison that reaches it (wet towel, mask; 1 = all).
 */
export function expose(
  e: Exposure,
  body: number,
  air: Air,
  seconds: number,
  form: DoseForm = "purser",
  breathing = 1,
): void {
  const rate = form === "iso" ? isoRate(air) : purserRate(air);
  e.fed[body] = e.fed[body]! + (rate * breathing * seconds) / 60;
  e.heat[body] = e.heat[body]! + (heatRate(air.temperature, air.radiation) * seconds) / 60;
  const irritant = irritantFraction(air) * breathing;
  if (irritant > e.irritant[body]!) e.irritant[body] = irritant;
  if (air.extinction > THICK) e.thick[body] = e.thick[body]! + seconds;
}

/** Can this body no longer save itself? */
export function isDown(e: Exposure, body: number): boolean {
  return e.fed[body]! >= 1 || e.heat[body]! >= 1;
}

/** The state, for the hash. */
export function exposureState(e: Exposure): readonly Float64Array[] {
  return [e.fed, e.heat, e.irritant, e.thick];
}
