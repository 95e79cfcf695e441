// The state of fire and smoke: typed arrays by room, layer, vent, fire and detector. Layer index = 2 * room (lower) or
// 2 * room + 1 (upper). Pressures are Pa above the open air at the room's floor; enthalpies J = cp * m * T.
// Nothing here allocates after creation; `hashed` names the arrays that make up the state.

import type { Network } from "./network";
import type { Chemistry } from "./fuels";
import type { HazardDetector, HazardFire, HazardRoom, HazardVent } from "./spec";

/** J/(kg K) of air and smoke. */
export const CP = 1012;
export const GAMMA = 1.4;
/** J/(kg K) */
export const GAS = (CP * (GAMMA - 1)) / GAMMA;
export const GRAVITY = 9.81;
export const KELVIN = 273.15;
/** Nodes through a wall. */
export const WALL_NODES = 6;
/** Neither layer gets thinner than this share of its room. */
export const THINNEST = 0.001;

export interface Flows {
  count: number;
  /** Rooms on both sides; b = -1 is the open air. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** The same as positions in the network's order, and the matrix entry between them (-1 to the open air). */
  readonly roomA: Int32Array;
  readonly roomB: Int32Array;
  readonly matrix: Int32Array;
  readonly layerA: Int32Array;
  readonly layerB: Int32Array;
  readonly vent: Int32Array;
  /** Pressure difference a - b at lower and upper edge when both rooms' pressures are 0, Pa. */
  readonly offsetLow: Float64Array;
  readonly offsetHigh: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Flow per unit of the pressure term if it comes from a, from b. */
  readonly coefficientA: Float64Array;
  readonly coefficientB: Float64Array;
  /** J/kg carried from a, from b. */
  readonly energyA: Float64Array;
  readonly energyB: Float64Array;
  /** Share of what leaves a, b that comes from the other layer than layerA, layerB. */
  readonly mixA: Float64Array;
  readonly mixB: Float64Array;
  /** m² */
  readonly opening: Float64Array;
  /** Fan flow a -> b at no counter-pressure, kg/s (negative: b -> a); 0 = an ordinary slab. */
  readonly fan: Float64Array;
  /** Flows a -> b and b -> a, kg/s, both >= 0. */
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  /** Matrix entry of each vent, -1 to the open air. */
  readonly ventEntry: Int32Array;
  // Newton's scratch
  readonly before: Float64Array;
  readonly last: Float64Array;
  readonly guess: Float64Array;
  // transport's scratch: what moves from layer to layer (-1 the open air), kg; then by layer
  moves: number;
  readonly moveFrom: Int32Array;
  readonly moveTo: Int32Array;
  readonly moveMass: Float64Array;
  readonly here: Float64Array;
  readonly outflow: Float64Array;
  readonly borrowed: Float64Array;
  readonly massChange: Float64Array;
  readonly enthalpyChange: Float64Array;
  readonly speciesChange: Float64Array;
  /** What fires give to their room's upper layer: W, kg/s by species; entrained kg/s. */
  readonly sourceHeat: Float64Array;
  readonly sourceSpecies: Float64Array;
  readonly plume: Float64Array;
  /** kg/s of matter that fires add to a layer. */
  readonly sourceMass: Float64Array;
  /** By room: share of the outflow that this sub-step can carry; kg that spill plumes draw up. */
  readonly throttle: Float64Array;
  readonly rising: Float64Array;
}

export interface Hazard {
  readonly rooms: readonly HazardRoom[];
  readonly vents: readonly HazardVent[];
  readonly fires: readonly HazardFire[];
  readonly detectors: readonly HazardDetector[];
  readonly tickSeconds: number;
  readonly ticksPerStep: number;
  /** Outdoor temperature K, pressure Pa, density kg/m³. */
  readonly ambient: number;
  readonly atmosphere: number;
  readonly outdoorDensity: number;
  readonly starvedCo: number;
  readonly oxygenLimit: number;
  /** The atmosphere is given and never changes. */
  readonly fixed: boolean;
  /** Ticks done. */
  tick: number;

  // rooms
  readonly area: Float64Array;
  readonly height: Float64Array;
  readonly floor: Float64Array;
  readonly roomVolume: Float64Array;
  readonly perimeter: Float64Array;
  readonly adiabatic: Uint8Array;
  readonly mixed: Uint8Array;
  readonly pressure: Float64Array;
  /** Heat that came in during the step, W (before vents), by room. */
  readonly heating: Float64Array;

  // layers
  readonly mass: Float64Array;
  readonly enthalpy: Float64Array;
  readonly species: Float64Array;
  readonly temperature: Float64Array;
  readonly density: Float64Array;
  /** m above the floor, by room. */
  readonly interfaceHeight: Float64Array;

  // walls: per room upper surfaces, then lower surfaces, from the inside out
  readonly wallTemperature: Float64Array;
  readonly wallMatrix: Float64Array;
  /** Conductance from the outermost cell to the air behind, W/(m² K). */
  readonly wallBack: Float64Array;

  // vents
  readonly ventFrom: Int32Array;
  readonly ventTo: Int32Array;
  readonly ventOpen: Float64Array;
  readonly ventSealed: Uint8Array;
  readonly ventLeak: Float64Array;
  readonly ventArea: Float64Array;
  /** Net mass flow from -> to of the last step, kg/s. */
  readonly ventFlow: Float64Array;
  /** Face temperatures K of the leaf: towards `from`, towards `to`. */
  readonly leafTemperature: Float64Array;
  readonly network: Network;
  /** Scratch of one step: the slabs of all vents and what moves through them. */
  readonly flows: Flows;

  // fires
  readonly fireRoom: Int32Array;
  readonly fireZ: Float64Array;
  readonly chemistry: readonly Chemistry[];
  readonly yields: readonly Float64Array[];
  /** Seconds of growth lived through; -1 before ignition. */
  readonly fireClock: Float64Array;
  /** MJ burnt. */
  readonly fireBurnt: Float64Array;
  /** Heat release now and as it would be with air enough, kW. */
  readonly fireOutput: Float64Array;
  readonly fireDemand: Float64Array;
  /** Share of the free fire that agents leave, 0..1, and effective agent lying on it, kg. */
  readonly fireLeft: Float64Array;
  readonly fireAgent: Float64Array;
  /** kW above which a sprinkler that works does not let it grow; Infinity without. */
  readonly fireCap: Float64Array;
  readonly flameHeight: Float64Array;
  /** Tick at which a fire that was put out flares up again, -1 = never. */
  readonly fireRekindles: Int32Array;

  // detectors
  readonly detectorRoom: Int32Array;
  readonly linkTemperature: Float64Array;
  /** Tick of operation, -1 before. */
  readonly detectedAt: Int32Array;

  /** All arrays that make up the state, in a fixed order. */
  readonly hashed: readonly (Float64Array | Int32Array | Uint8Array)[];
  /** Sub-steps and Newton rounds of the last step, for the bench and the curious; not part of the state. */
  readonly effort: { substeps: number; rounds: number };
}

/** Index of the thing with this id; throws if there is none. */
export function indexOf(list: readonly { id: string }[], id: string, what: string): number {
  const index = list.findIndex((item) => item.id === id);
  if (index < 0) throw new Error(`no ${what} "${id}" in the smoke model`);
  return index;
}
