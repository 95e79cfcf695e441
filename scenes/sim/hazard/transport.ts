// Moves mass, enthalpy and species for one sub-step along the flows that the pressure solver found, plus plumes, spill
// plumes and the fires' own gifts. All changes are computed from the frozen state, then applied; no layer gives more than
// it can, the rest is drawn from the room's other layer. Pressure follows from the room's energy, which is conserved.

import { setCoefficients } from './flows';
import { spillEntrainment } from './plume';
import { AIR_O2, O2, SPECIES } from './species';
import { CP, GAMMA, GRAVITY, type Hazard } from './state';

/** A layer gives at most this share of itself in a sub-step, a room at most half. */
const MOST_OF_LAYER = 0.6;
const MOST_OF_ROOM = 0.5;
/** Missing share of a layer's outflow from which on slabs are told to draw on the other layer. */
const DRY = 0.01;
/** Between arriving and lower-layer temperature, K, at which all that arrives joins the upper layer of a room without one. */
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

/** Lets slabs whose layer would run dry in dt draw on the other one; true if any does, and pressures must be solved again. */
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
  f.massChange.fill(0);
  f.enthalpyChange.fill(0);
  f.speciesChange.fill(0);
  f.rising.fill(0);
  shareOutflow(h, dt);
  for (let s = 0; s < f.count; s++) {
    const z = (f.low[s]! + f.high[s]!) / 2;
    if (f.forward[s]! > 0) stream(h, f.forward[s]! * dt, f.layerA[s]!, f.mixA[s]!, f.b[s]!, z, dt);
    if (f.backward[s]! > 0) stream(h, f.backward[s]! * dt, f.layerB[s]!, f.mixB[s]!, f.a[s]!, z, dt);
  }
  exchangeThroughHoles(h, dt);
  for (let r = 0; r < h.area.length; r++) {
    entrain(h, r, f.rising[r]! + f.plume[r]! * dt);
    giveSources(h, 2 * r, dt);
    giveSources(h, 2 * r + 1, dt);
  }
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

/** `mass` kg go from a layer (-1: the open air), `mix` of it from the layer beside, into a room (-1: out) at elevation z. */
function stream(h: Hazard, mass: number, donor: number, mix: number, room: number, z: number, dt: number): void {
  if (donor < 0) return arrive(h, mass, -1, room, z, dt);
  mass *= h.flows.throttle[donor >> 1]!;
  const other = mass * (mix + (1 - mix) * h.flows.borrowed[donor]!);
  if (other > 0) {
    take(h, other, donor ^ 1);
    arrive(h, other, donor ^ 1, room, z, dt);
    mass -= other;
  }
  if (!(mass > 0)) return;
  take(h, mass, donor);
  arrive(h, mass, donor, room, z, dt);
}

function take(h: Hazard, mass: number, layer: number): void {
  const f = h.flows;
  const share = mass / h.mass[layer]!;
  f.massChange[layer] = f.massChange[layer]! - mass;
  f.enthalpyChange[layer] = f.enthalpyChange[layer]! - h.enthalpy[layer]! * share;
  const base = layer * SPECIES;
  for (let s = 0; s < SPECIES; s++) f.speciesChange[base + s] = f.speciesChange[base + s]! - h.species[base + s]! * share;
}

/** Puts what left `donor` into the layers of `room`: warm gas above, cool gas below, and warm gas draws air up with it. */
function arrive(h: Hazard, mass: number, donor: number, room: number, z: number, dt: number): void {
  if (room < 0) return;
  const kelvin = donor < 0 ? h.ambient : h.temperature[donor]!;
  const lower = h.temperature[2 * room]!;
  const gap = h.temperature[2 * room + 1]! - lower;
  let up = (kelvin - lower) / (gap > RISES ? gap : RISES);
  up = up > 1 ? 1 : up > 0 ? up : 0;
  put(h, mass * (1 - up), donor, 2 * room);
  if (up === 0) return;
  put(h, mass * up, donor, 2 * room + 1);
  const rise = h.floor[room]! + h.interfaceHeight[room]! - z;
  if (rise <= 0) return;
  const heat = (CP * (kelvin - lower) * mass * up) / dt / 1000;
  h.flows.rising[room] = h.flows.rising[room]! + spillEntrainment((mass * up) / dt, heat, rise) * dt;
}

function put(h: Hazard, mass: number, donor: number, layer: number): void {
  if (!(mass > 0)) return;
  const f = h.flows;
  f.massChange[layer] = f.massChange[layer]! + mass;
  const base = layer * SPECIES;
  if (donor < 0) {
    f.enthalpyChange[layer] = f.enthalpyChange[layer]! + CP * h.ambient * mass;
    f.speciesChange[base + O2] = f.speciesChange[base + O2]! + AIR_O2 * mass;
    return;
  }
  const share = mass / h.mass[donor]!;
  f.enthalpyChange[layer] = f.enthalpyChange[layer]! + h.enthalpy[donor]! * share;
  const from = donor * SPECIES;
  for (let s = 0; s < SPECIES; s++) f.speciesChange[base + s] = f.speciesChange[base + s]! + h.species[from + s]! * share;
}

/** Carries lower air into the upper layer; no more than the lower layer can still give. */
function entrain(h: Hazard, room: number, mass: number): void {
  if (!(mass > 0)) return;
  const lower = 2 * room;
  const left = MOST_OF_LAYER * h.mass[lower]! + Math.min(h.flows.massChange[lower]!, 0);
  const moved = mass < left ? mass : left;
  if (!(moved > 0)) return;
  take(h, moved, lower);
  put(h, moved, lower, lower + 1);
}

/** Heavy gas over light gas at a hole in a ceiling changes places (Cooper): equal volumes, less as pressure takes over. */
function exchangeThroughHoles(h: Hazard, dt: number): void {
  for (let v = 0; v < h.vents.length; v++) {
    const below = h.ventFrom[v]!;
    const above = h.ventTo[v]!;
    if (h.vents[v]!.kind !== 'ceiling' || h.vents[v]!.fan) continue;
    const light = 2 * below + 1;
    const heavy = above < 0 ? -1 : 2 * above;
    const top = heavy < 0 ? h.outdoorDensity : h.density[heavy]!;
    const difference = top - h.density[light]!;
    const area = h.ventArea[v]! * h.ventOpen[v]!;
    if (!(difference > 0) || !(area > 0)) continue;
    const diameter = Math.sqrt((4 * area) / Math.PI);
    const flood = (0.754 * 0.754 * GRAVITY * difference * diameter * diameter * diameter * diameter * diameter) / (2 * area * area);
    const z = h.floor[below]! + h.height[below]!;
    const push = Math.abs(h.ventFlow[v]!) / (0.7 * area);
    const pressure = (push * push) / (2 * (top - difference / 2));
    if (pressure >= flood) continue;
    let volume = 0.1 * Math.sqrt((GRAVITY * difference * area * area * Math.sqrt(area)) / (top - difference / 2)) * (1 - pressure / flood) * dt;
    volume = Math.min(volume, (0.2 * h.mass[light]!) / h.density[light]!, heavy < 0 ? Infinity : (0.2 * h.mass[heavy]!) / top);
    take(h, volume * h.density[light]!, light);
    arrive(h, volume * h.density[light]!, light, above, z, dt);
    if (heavy >= 0) take(h, volume * top, heavy);
    arrive(h, volume * top, heavy, below, z, dt);
  }
}

/** What burns here: products in, oxygen out. */
function giveSources(h: Hazard, layer: number, dt: number): void {
  const f = h.flows;
  const base = layer * SPECIES;
  f.enthalpyChange[layer] = f.enthalpyChange[layer]! + f.sourceHeat[layer]! * dt;
  for (let s = 0; s < SPECIES; s++) f.speciesChange[base + s] = f.speciesChange[base + s]! + f.sourceSpecies[base + s]! * dt;
  f.massChange[layer] = f.massChange[layer]! + f.sourceMass[layer]! * dt;
}

function apply(h: Hazard, dt: number): void {
  const f = h.flows;
  for (let r = 0; r < h.area.length; r++) {
    const lower = 2 * r;
    const upper = lower + 1;
    const energy = f.enthalpyChange[lower]! + f.enthalpyChange[upper]!;
    const absolute = h.atmosphere + h.pressure[r]!;
    const rise = ((GAMMA - 1) / h.roomVolume[r]!) * energy;
    const work = ((GAMMA - 1) / GAMMA) * (rise / absolute);
    for (let l = lower; l <= upper; l++) {
      h.mass[l] = h.mass[l]! + f.massChange[l]!;
      h.enthalpy[l] = h.enthalpy[l]! * (1 + work) + f.enthalpyChange[l]!;
      for (let s = l * SPECIES; s < (l + 1) * SPECIES; s++) {
        const left = h.species[s]! + f.speciesChange[s]!;
        h.species[s] = left > 0 ? left : 0;
      }
    }
    h.pressure[r] = h.pressure[r]! + rise;
  }
}
