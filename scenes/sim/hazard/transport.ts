// Moves mass, enthalpy and species for one sub-step along the flows that the pressure solver found, plus plumes, spill
// plumes and the fires' own gifts. All changes are computed from the frozen state, then applied; no layer gives more
// than it can, the rest is drawn from the room's other layer. Pressure follows from the room's energy, which is
// conserved.

import { setCoefficients } from "./flows";
import type { Flows } from "./state";
import { spillEntrainment } from "./plume";
import { AIR_O2, O2, SPECIES } from "./species";
import { CP, GAMMA, GRAVITY, type Hazard } from "./state";

/** A layer gives at most this share of itself in a sub-step, a room at most half. */
const MOST_OF_LAYER = 0.6;
const MOST_OF_ROOM = 0.5;
/** Missing share of a layer's outflow from which on slabs are told to draw on the other layer. */
const DRY = 0.01;
/** Places in `here`: seconds of the sub-step, elevation of the opening at hand. */
const STEP = 0;
const ELEVATION = 1;
/**
 * Between arriving and lower-layer temperature, K, at which all that arrives joins the upper layer of a room without
 * one.
 */
const RISES = 2;

/** kg that leave each room in dt as a share of its mass: the largest. */
export function throughput(h: Hazard, dt: number): number {
  const f = h.flows;
  f.outflow.fill(0);
  for (let s = 0; s < f.count; s++) {
    leave(f.outflow, f.layerA[s]!, f.forward[s]!, f.mixA[s]!);
    if (f.layerB[s]! >= 0) leave(f.outflow, f.layerB[s]!, f.backward[s]!, f.mixB[s]!);
  }
  let most = 0;
  for (let r = 0; r < h.area.length; r++) {
    const share = ((f.outflow[2 * r]! + f.outflow[2 * r + 1]!) * dt) / (h.mass[2 * r]! + h.mass[2 * r + 1]!);
    if (share > most) most = share;
  }
  return most;
}

function leave(outflow: Float64Array, layer: number, flow: number, mix: number): void {
  outflow[layer] = outflow[layer]! + flow * (1 - mix);
  if (mix > 0) outflow[layer ^ 1] = outflow[layer ^ 1]! + flow * mix;
}

/**
 * Lets slabs whose layer would run dry in dt draw on the other one; true if any does, and pressures must be solved
 * again.
 */
export function drawDeeper(h: Hazard, dt: number): boolean {
  const f = h.flows;
  shareOutflow(h, dt);
  let changed = false;
  for (let s = 0; s < f.count; s++) {
    const fromA = f.forward[s]! > 0 ? f.borrowed[f.layerA[s]!]! : 0;
    const fromB = f.backward[s]! > 0 && f.layerB[s]! >= 0 ? f.borrowed[f.layerB[s]!]! : 0;
    if (fromA < DRY && fromB < DRY) continue;
    if (fromA > 0) f.mixA[s] = 1 - (1 - f.mixA[s]!) * (1 - fromA);
    if (fromB > 0) f.mixB[s] = 1 - (1 - f.mixB[s]!) * (1 - fromB);
    setCoefficients(h, s);
    changed = true;
  }
  return changed;
}

/** One sub-step; needs slabs cut, pressures solved, `throughput` just called. */
export function transport(h: Hazard, dt: number): void {
  const f = h.flows;
  f.moves = 0;
  f.rising.fill(0);
  f.here[STEP] = dt;
  shareOutflow(h, dt);
  for (let s = 0; s < f.count; s++) {
    f.here[ELEVATION] = (f.low[s]! + f.high[s]!) / 2;
    if (f.forward[s]! > 0) stream(h, f.layerA[s]!, f.b[s]!, f.forward[s]! * dt, f.mixA[s]!);
    if (f.backward[s]! > 0) stream(h, f.layerB[s]!, f.a[s]!, f.backward[s]! * dt, f.mixB[s]!);
  }
  exchangeThroughHoles(h);
  addUp(h);
  for (let r = 0; r < h.area.length; r++) entrain(h, r);
  apply(h, dt);
}

/** How much of what leaves each layer must come from the other one, and how much of a room's outflow must wait. */
function shareOutflow(h: Hazard, dt: number): void {
  const f = h.flows;
  for (let r = 0; r < h.area.length; r++) {
    const wanted = (f.outflow[2 * r]! + f.outflow[2 * r + 1]!) * dt;
    const most = MOST_OF_ROOM * (h.mass[2 * r]! + h.mass[2 * r + 1]!);
    f.throttle[r] = wanted > most ? most / wanted : 1;
    for (let l = 2 * r; l <= 2 * r + 1; l++) {
      const out = f.outflow[l]! * dt * f.throttle[r]!;
      const can = MOST_OF_LAYER * h.mass[l]!;
      f.borrowed[l] = out > can ? 1 - can / out : 0;
    }
  }
}

/** `mass` kg go from a layer (-1: the open air), `mix` of it from the layer beside, into a room (-1: out). */
function stream(h: Hazard, donor: number, room: number, mass: number, mix: number): void {
  if (donor < 0) return arrive(h, -1, room, mass);
  mass *= h.flows.throttle[donor >> 1]!;
  const other = mass * (mix + (1 - mix) * h.flows.borrowed[donor]!);
  if (other > 0) arrive(h, donor ^ 1, room, other);
  if (mass > other) arrive(h, donor, room, mass - other);
}

/**
 * Notes what leaves `donor` for the layers of `room`: warm gas above, cool gas below; warm gas draws air up with it.
 */
function arrive(h: Hazard, donor: number, room: number, mass: number): void {
  const f = h.flows;
  if (room < 0) return note(f, donor, -1, mass);
  const kelvin = donor < 0 ? h.ambient : h.temperature[donor]!;
  const lower = h.temperature[2 * room]!;
  const gap = h.temperature[2 * room + 1]! - lower;
  let up = (kelvin - lower) / (gap > RISES ? gap : RISES);
  up = up > 1 ? 1 : up > 0 ? up : 0;
  if (up < 1) note(f, donor, 2 * room, mass * (1 - up));
  if (up === 0) return;
  note(f, donor, 2 * room + 1, mass * up);
  const rise = h.floor[room]! + h.interfaceHeight[room]! - f.here[ELEVATION]!;
  if (rise <= 0) return;
  const rate = (mass * up) / f.here[STEP]!;
  f.rising[room] =
    f.rising[room]! + spillEntrainment(rate, (CP * (kelvin - lower) * rate) / 1000, rise) * f.here[STEP]!;
}

function note(f: Flows, from: number, to: number, mass: number): void {
  f.moveFrom[f.moves] = from;
  f.moveTo[f.moves] = to;
  f.moveMass[f.moves++] = mass;
}

/** Changes of mass, enthalpy and species by all that was noted. */
function addUp(h: Hazard): void {
  const f = h.flows;
  f.massChange.fill(0);
  f.enthalpyChange.fill(0);
  f.speciesChange.fill(0);
  for (let m = 0; m < f.moves; m++) shift(h, f.moveFrom[m]!, f.moveTo[m]!, m);
}

/** Takes the m-th move out of one layer and puts it into another; -1 is the open air. */
function shift(h: Hazard, from: number, to: number, m: number): void {
  const { massChange, enthalpyChange, speciesChange, moveMass } = h.flows;
  const mass = moveMass[m]!;
  if (from < 0) {
    massChange[to] = massChange[to]! + mass;
    enthalpyChange[to] = enthalpyChange[to]! + CP * h.ambient * mass;
    speciesChange[to * SPECIES + O2] = speciesChange[to * SPECIES + O2]! + AIR_O2 * mass;
    return;
  }
  const share = mass / h.mass[from]!;
  const enthalpy = h.enthalpy[from]! * share;
  const source = from * SPECIES;
  massChange[from] = massChange[from]! - mass;
  enthalpyChange[from] = enthalpyChange[from]! - enthalpy;
  if (to < 0) {
    for (let s = 0; s < SPECIES; s++)
      speciesChange[source + s] = speciesChange[source + s]! - h.species[source + s]! * share;
    return;
  }
  massChange[to] = massChange[to]! + mass;
  enthalpyChange[to] = enthalpyChange[to]! + enthalpy;
  const target = to * SPECIES;
  for (let s = 0; s < SPECIES; s++) {
    const amount = h.species[source + s]! * share;
    speciesChange[source + s] = speciesChange[source + s]! - amount;
    speciesChange[target + s] = speciesChange[target + s]! + amount;
  }
}

/** Plumes carry lower air into the upper layer; no more than the lower layer can still give. */
function entrain(h: Hazard, room: number): void {
  const f = h.flows;
  const mass = f.rising[room]! + f.plume[room]! * f.here[STEP]!;
  if (!(mass > 0)) return;
  const lower = 2 * room;
  const left = MOST_OF_LAYER * h.mass[lower]! + Math.min(f.massChange[lower]!, 0);
  f.moveMass[0] = mass < left ? mass : left;
  if (left > 0) shift(h, lower, lower + 1, 0);
}

/**
 * Heavy gas over light gas at a hole in a ceiling changes places (Cooper): equal volumes, less as pressure takes over.
 */
function exchangeThroughHoles(h: Hazard): void {
  const dt = h.flows.here[STEP]!;
  for (let v = 0; v < h.vents.length; v++) {
    const below = h.ventFrom[v]!;
    const above = h.ventTo[v]!;
    if (h.vents[v]!.kind !== "ceiling" || h.vents[v]!.fan) continue;
    const light = 2 * below + 1;
    const heavy = above < 0 ? -1 : 2 * above;
    const top = heavy < 0 ? h.outdoorDensity : h.density[heavy]!;
    const difference = top - h.density[light]!;
    const area = h.ventArea[v]! * h.ventOpen[v]!;
    if (!(difference > 0) || !(area > 0)) continue;
    const diameter = Math.sqrt((4 * area) / Math.PI);
    const flood =
      (0.754 * 0.754 * GRAVITY * difference * diameter * diameter * diameter * diameter * diameter) / (2 * area * area);
    const push = Math.abs(h.ventFlow[v]!) / (0.7 * area);
    const pressure = (push * push) / (2 * (top - difference / 2));
    if (pressure >= flood) continue;
    let volume =
      0.1 *
      Math.sqrt((GRAVITY * difference * area * area * Math.sqrt(area)) / (top - difference / 2)) *
      (1 - pressure / flood) *
      dt;
    volume = Math.min(
      volume,
      (0.2 * h.mass[light]!) / h.density[light]!,
      heavy < 0 ? Infinity : (0.2 * h.mass[heavy]!) / top,
    );
    h.flows.here[ELEVATION] = h.floor[below]! + h.height[below]!;
    arrive(h, light, above, volume * h.density[light]!);
    arrive(h, heavy, below, volume * top);
  }
}

/** The new state: what moved, what burnt, and the work of the pressure's change. */
function apply(h: Hazard, dt: number): void {
  const f = h.flows;
  for (let r = 0; r < h.area.length; r++) {
    const lower = 2 * r;
    const upper = lower + 1;
    const energy = f.enthalpyChange[lower]! + f.enthalpyChange[upper]! + h.heating[r]! * dt;
    const absolute = h.atmosphere + h.pressure[r]!;
    const rise = ((GAMMA - 1) / h.roomVolume[r]!) * energy;
    const work = ((GAMMA - 1) / GAMMA) * (rise / absolute);
    for (let l = lower; l <= upper; l++) {
      h.mass[l] = h.mass[l]! + f.massChange[l]! + f.sourceMass[l]! * dt;
      h.enthalpy[l] = h.enthalpy[l]! * (1 + work) + f.enthalpyChange[l]! + f.sourceHeat[l]! * dt;
      for (let s = l * SPECIES; s < (l + 1) * SPECIES; s++) {
        const left = h.species[s]! + f.speciesChange[s]! + f.sourceSpecies[s]! * dt;
        h.species[s] = left > 0 ? left : 0;
      }
    }
    h.pressure[r] = h.pressure[r]! + rise;
  }
}
