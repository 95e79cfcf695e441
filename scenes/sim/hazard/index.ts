// Fire and smoke: the one door of this folder for the engine. Create once, step at hazardDue ticks, ask in between.

import type { Hazard } from "./state";

export { createHazard } from "./create";
export { stepHazard } from "./step";
export { applyAgent, igniteFire, type Agent } from "./fire";
export {
  airAt,
  extinctionAt,
  freshAir,
  layerAt,
  layerExtinction,
  layerHeight,
  leafTemperature,
  lowerTemperature,
  meanExtinction,
  moleFraction,
  obscuration,
  opticalDepth,
  pointFlux,
  radiationAt,
  temperatureAt,
  upperTemperature,
  visibility,
  type Air,
} from "./query";
export { indexOf, type Hazard } from "./state";
export { OUTSIDE } from "./spec";
export type {
  FixedAtmosphere,
  GrowthClass,
  HazardDetector,
  HazardFire,
  HazardInput,
  HazardParams,
  HazardRoom,
  HazardVent,
  WallName,
} from "./spec";
export type { FuelName } from "./fuels";
export { canRead, smokeFactor, type SmokeLaw } from "./smoke-speed";
export {
  createExposure,
  expose,
  exposureState,
  HEAD,
  isDown,
  type DoseForm,
  type Exposure,
  type Posture,
} from "./exposure";

/** Is a hazard step due at this tick of the simulation? */
export function hazardDue(h: Hazard, tick: number): boolean {
  return tick % h.ticksPerStep === 0;
}

/** Closes the gaps of a shut door with wet cloth (or opens them again). */
export function sealVent(h: Hazard, vent: number, sealed: boolean): void {
  h.ventSealed[vent] = sealed ? 1 : 0;
}

/** The arrays that make up the state, for the state hash: fixed order, independent of the order of input. */
export function hazardState(h: Hazard): readonly (Float64Array | Int32Array | Uint8Array)[] {
  return h.hashed;
}

export { createGas, ENTRY, mayEnter, readGas, stepGas, type GasField, type GasLink, type GasZone } from "./gas";
export { cellAt, createDrift, driftPpm, GAS_MOLAR, release, stepDrift, type Drift, type DriftSpec } from "./drift";
export {
  createWater,
  depthAt,
  holdLevel,
  levelAt,
  pour,
  stepWater,
  sweepsAway,
  wadingFactor,
  type Water,
  type WaterSpec,
} from "./water";
export {
  acceleration,
  createQuake,
  fallsNow,
  quakeOver,
  shaking,
  struck,
  throwsDown,
  type Fall,
  type Quake,
  type Shake,
} from "./quake";
export {
  createFields,
  footing,
  quakeAt,
  readFields,
  runFan,
  stepFields,
  type FieldGround,
  type FieldReading,
  type Fields,
} from "./fields";
