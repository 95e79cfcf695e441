// Fires: t² growth or a given curve, a peak, decay over the last 30 % of the fuel, air that may not suffice, agents and
// sprinklers. Output in kW. Autonomous in its own clock, so that a fire that is knocked down grows again from where it
// is. Burning below the interface lives on the air its plume draws from the lower layer, above it on the upper layer's.

import { exp, pow } from "../maths";
import { PLACE_FACTOR, flameLength, plumeFlow } from "./plume";
import { CO, CO2, FUEL, O2, SPECIES } from "./species";
import { type Hazard, KELVIN } from "./state";
import type { GrowthClass, HazardFire } from "./spec";

/** kW/s² (NFPA 72 classes, 1055 kW in 600/300/150/75 s). */
export const GROWTH: Readonly<Record<GrowthClass, number>> = {
  slow: 0.00293,
  medium: 0.01172,
  fast: 0.0469,
  "ultra-fast": 0.1876,
};
/** Share of the fuel left when decay begins. */
const DECAY_AT = 0.3;
/** Share of the missing output whose vapour leaves the fuel unburnt when air is short; own choice. */
const UNBURNT = 0.1;
/** Width of the ramp above the oxygen limit in which a flame weakens, kg/kg. */
const LIMIT_RAMP = 0.03;
/** s: how long an agent lies on a fire, and how fast a covered fire loses its growth. */
const AGENT_STAYS = 10;
const SHRINKS = 4;
/** Below this share of its output a starved fire dies down, over so many seconds; own choice. */
const SMOULDERS = 0.05;
const DIES_DOWN = 60;

/** Sets off a fire now, unless it burns or is out of fuel. */
export function igniteFire(h: Hazard, fire: number): void {
  if (h.fireClock[fire]! < 0) h.fireClock[fire] = 0;
}

/** Sets every fire's output and what it gives to its room for a step of dt seconds. */
export function burn(h: Hazard, dt: number): void {
  h.flows.sourceHeat.fill(0);
  h.flows.sourceMass.fill(0);
  h.flows.sourceSpecies.fill(0);
  h.flows.plume.fill(0);
  for (let i = 0; i < h.fires.length; i++) {
    catchFire(h, i);
    if (h.fireClock[i]! < 0) {
      h.fireOutput[i] = h.fireDemand[i] = h.flameHeight[i] = 0;
      continue;
    }
    burnOne(h, i, dt);
  }
}

function catchFire(h: Hazard, i: number): void {
  if (h.fireClock[i] !== -1 && h.fireRekindles[i] !== h.tick) return;
  const { ignition = 0, ignitesAt } = h.fires[i]!;
  const due = ignition !== null && h.tick >= ignition;
  const hot = ignitesAt !== undefined && h.temperature[2 * h.fireRoom[i]! + 1]! - KELVIN >= ignitesAt;
  if (due || hot || h.fireRekindles[i] === h.tick) h.fireClock[i] = 0;
}

/** kW that the fire would give with air enough, with no agent on it. */
export function freeOutput(spec: HazardFire, clock: number, burnt: number): number {
  const peak = spec.peak ?? 5000;
  let q = spec.curve ? alongCurve(spec.curve, clock) : (spec.alpha ?? GROWTH[spec.growth ?? "medium"]) * clock * clock;
  if (!spec.curve && q > peak) q = peak;
  if (spec.load === undefined) return q;
  const left = 1 - burnt / spec.load;
  if (left <= 0) return 0;
  return left < DECAY_AT ? q * Math.sqrt(left / DECAY_AT) : q;
}

function alongCurve(curve: readonly (readonly [number, number])[], t: number): number {
  let before = curve[0];
  if (!before || t <= before[0]) return before ? before[1] : 0;
  for (const point of curve) {
    if (t <= point[0]) return before[1] + ((point[1] - before[1]) * (t - before[0])) / (point[0] - before[0]);
    before = point;
  }
  return before[1];
}

function burnOne(h: Hazard, i: number, dt: number): void {
  const spec = h.fires[i]!;
  const free = freeOutput(spec, h.fireClock[i]!, h.fireBurnt[i]!);
  const demand = Math.min(free * h.fireLeft[i]!, h.fireCap[i]!);
  const diameter = spec.diameter ?? Math.max(Math.sqrt((4 * free) / (Math.PI * (spec.perArea ?? 500))), 0.1);
  const lower = 2 * h.fireRoom[i]!;
  const radiative = spec.radiative ?? h.chemistry[i]!.radiative;
  const place = PLACE_FACTOR[spec.place ?? "centre"];
  const kelvin = h.temperature[lower]!;
  const density = h.density[lower]!;
  const base = h.fireZ[i]! - h.floor[lower / 2]!;
  const clear = h.interfaceHeight[lower / 2]! - base;
  // A starved fire draws the air of the fire it is, not of the one it would be, and recovers by a fifth a step.
  const starved = h.fireOutput[i]! < 0.999 * h.fireDemand[i]!;
  const q = starved ? Math.min(demand, 1.2 * h.fireOutput[i]! + 1) : demand;
  const convective = (1 - radiative) * q;
  const lowerHeld = (0.25 * h.mass[lower]!) / dt;
  const below = Math.min(place * plumeFlow(q, convective, diameter, clear, density, kelvin), lowerHeld);
  const whole = place * plumeFlow(q, convective, diameter, Math.max(h.height[lower / 2]! - base, 0.1), density, kelvin);
  const airLower = usableOxygen(h, lower, below);
  const upperHeld = (0.3 * h.species[(lower + 1) * SPECIES + O2]!) / dt;
  const airUpper = Math.min(usableOxygen(h, lower + 1, Math.max(whole - below, 0)), upperHeld);
  const perOxygen = (h.chemistry[i]!.heat * 1000) / -h.yields[i]![O2]!; // kJ per kg of oxygen
  const output = Math.min(q, (airLower + airUpper) * perOxygen);
  h.fireDemand[i] = demand;
  h.fireOutput[i] = output;
  h.flameHeight[i] = flameLength(output, diameter, density, kelvin);
  giveTo(h, i, lower, output, demand, radiative);
  h.flows.plume[lower / 2] = h.flows.plume[lower / 2]! + below;
  age(h, i, dt, output, demand, free);
}

/** kg/s of oxygen in `flow` kg/s of a layer's air that a flame can use. */
function usableOxygen(h: Hazard, layer: number, flow: number): number {
  const fraction = h.species[layer * SPECIES + O2]! / h.mass[layer]!;
  const ramp = (fraction - h.oxygenLimit) / LIMIT_RAMP;
  return flow * fraction * (ramp > 1 ? 1 : ramp > 0 ? ramp : 0);
}

function fuelRate(h: Hazard, i: number, output: number, demand: number): number {
  return (output + UNBURNT * Math.min(demand - output, 3 * output)) / (h.chemistry[i]!.heat * 1000);
}

/**
 * Heat and products into the upper layer; radiation goes to the surfaces in `walls`, or stays in a room that keeps it.
 */
function giveTo(h: Hazard, i: number, lower: number, output: number, demand: number, radiative: number): void {
  const f = h.flows;
  const upper = lower + 1;
  const kept = h.adiabatic[lower / 2] ? 1 : 1 - radiative;
  f.sourceHeat[upper] = f.sourceHeat[upper]! + kept * output * 1000;
  const burnt = output / (h.chemistry[i]!.heat * 1000);
  const vapour = fuelRate(h, i, output, demand);
  f.sourceMass[upper] = f.sourceMass[upper]! + vapour;
  const y = h.yields[i]!;
  const add = (s: number, amount: number) =>
    (f.sourceSpecies[upper * SPECIES + s] = f.sourceSpecies[upper * SPECIES + s]! + amount);
  for (let s = 0; s < SPECIES; s++) if (s !== FUEL) add(s, y[s]! * burnt);
  add(FUEL, vapour - burnt);
  // Short of air: carbon leaves as CO in place of CO2, with the oxygen that this saves.
  const starved = demand > 0 ? 1 - output / demand : 0;
  const more = Math.min(Math.max(h.starvedCo - y[CO]!, 0) * starved, 0.55 * y[CO2]!) * burnt;
  add(CO, more);
  add(CO2, -1.5712 * more);
  add(O2, 0.5712 * more);
}

/** The fire's own time, fuel and agents after a step. */
function age(h: Hazard, i: number, dt: number, output: number, demand: number, free: number): void {
  const spec = h.fires[i]!;
  h.fireBurnt[i] = h.fireBurnt[i]! + fuelRate(h, i, output, demand) * h.chemistry[i]!.heat * dt;
  const fed = demand > 0 ? output / demand : 1;
  const left = h.fireLeft[i]!;
  const decaying = spec.load !== undefined && h.fireBurnt[i]! > (1 - DECAY_AT) * spec.load;
  const grows = left === 1 && h.fireCap[i] === Infinity && (spec.curve || (!decaying && free < (spec.peak ?? 5000)));
  if (fed < SMOULDERS) h.fireClock[i] = h.fireClock[i]! * exp(-dt / DIES_DOWN);
  else if (grows) h.fireClock[i] = h.fireClock[i]! + dt * fed;
  else if (left < 1) h.fireClock[i] = h.fireClock[i]! * exp((-dt * (1 - left)) / SHRINKS);
  if (spec.load !== undefined && h.fireBurnt[i]! >= spec.load * 0.9999) h.fireClock[i] = -2;
  if (h.fireAgent[i]! > 0) {
    h.fireAgent[i] = h.fireAgent[i]! * exp(-dt / AGENT_STAYS);
    if (h.fireAgent[i]! < 1e-4) h.fireAgent[i] = 0;
    h.fireLeft[i] = covered(free, h.fireAgent[i]!);
  }
}

/** kg of effective agent that put out a megawatt; own choice from the rating of 4 kg powder (55B: about 3 MW). */
const KG_PER_MEGAWATT = 1.5;

/** Share of a free fire of `free` kW that this much agent leaves. */
function covered(free: number, agent: number): number {
  const left = 1 - agent / ((KG_PER_MEGAWATT * Math.max(free, 40)) / 1000);
  return left > 0 ? left : 0;
}

export type Agent = "powder" | "co2" | "water" | "foam";

/**
 * Share of an agent's mass that works on each class of fire; negative: it feeds it. Own choice, order of the ratings.
 */
export const EFFECT: Readonly<Record<Agent, Readonly<Record<"A" | "B" | "C" | "E" | "F", number>>>> = {
  powder: { A: 0.8, B: 1, C: 1, E: 1, F: 0.4 },
  co2: { A: 0.2, B: 0.6, C: 0.3, E: 0.9, F: 0.1 },
  water: { A: 0.5, B: -0.5, C: 0, E: 0.2, F: -2 },
  foam: { A: 0.6, B: 0.9, C: 0, E: 0.2, F: 0.3 },
};

/** Brings `kg` of an agent onto a fire; returns the share of the fire that is left (0 = out, above 1 = it was fed). */
export function applyAgent(h: Hazard, fire: number, agent: Agent, kg: number): number {
  if (h.fireClock[fire]! < 0) return 0;
  const spec = h.fires[fire]!;
  const effect = EFFECT[agent][spec.fireClass ?? "A"];
  const free = freeOutput(spec, h.fireClock[fire]!, h.fireBurnt[fire]!);
  if (effect < 0) {
    // Steam throws burning oil about: the fire's area grows with the water that goes in.
    h.fireClock[fire] = h.fireClock[fire]! * (1 - 0.5 * effect * kg) + 4 * -effect * kg;
    return 1 - effect * kg;
  }
  h.fireAgent[fire] = h.fireAgent[fire]! + effect * kg;
  const left = covered(free, h.fireAgent[fire]!);
  h.fireLeft[fire] = left;
  if (left === 0) {
    h.fireClock[fire] = -2;
    h.fireLeft[fire] = 1;
    h.fireAgent[fire] = 0;
    // A lithium battery that is only smothered goes on heating itself.
    const hidden = (spec.fuel ?? "mixed") === "battery" && agent !== "water";
    if (hidden) h.fireRekindles[fire] = h.tick + Math.ceil(45 / h.tickSeconds / h.ticksPerStep) * h.ticksPerStep;
  }
  return left;
}

/** Time constant of a fire under a sprinkler's spray of u mm/s, s (Evans: 3 u^-1.8). */
export function sprayTime(u: number): number {
  return 3 * pow(u, -1.8);
}
