// What others ask of the smoke: all by room index and elevation z (m above the datum; -1 asks of the open air).
// Extinction 1/m, temperatures °C, gases in volume percent or ppm, heat flux kW/m².

import { exp } from "../maths";
import { CO, CO2, HCL, HCN, MOLAR, MOLAR_N2, O2, SOOT, SOOT_EXTINCTION, SPECIES } from "./species";
import { type Hazard, KELVIN } from "./state";
import { STEFAN, emissivity } from "./walls";

/** Index of the layer at an elevation of a room. */
export function layerAt(h: Hazard, room: number, z: number): number {
  return z > h.floor[room]! + h.interfaceHeight[room]! ? 2 * room + 1 : 2 * room;
}

/** Height of the interface above the floor, m. */
export function layerHeight(h: Hazard, room: number): number {
  return h.interfaceHeight[room]!;
}

/** °C */
export function temperatureAt(h: Hazard, room: number, z: number): number {
  return (room < 0 ? h.ambient : h.temperature[layerAt(h, room, z)]!) - KELVIN;
}

/** Temperatures of the upper and of the lower layer, °C. */
export function upperTemperature(h: Hazard, room: number): number {
  return h.temperature[2 * room + 1]! - KELVIN;
}
export function lowerTemperature(h: Hazard, room: number): number {
  return h.temperature[2 * room]! - KELVIN;
}

/** Extinction coefficient of a layer, 1/m. */
export function layerExtinction(h: Hazard, layer: number): number {
  return (SOOT_EXTINCTION * h.species[layer * SPECIES + SOOT]! * h.density[layer]!) / h.mass[layer]!;
}

export function extinctionAt(h: Hazard, room: number, z: number): number {
  return room < 0 ? 0 : layerExtinction(h, layerAt(h, room, z));
}

/** Optical depth (dimensionless) of the piece of a ray that runs `length` m through a room from elevation z0 to z1. */
export function opticalDepth(h: Hazard, room: number, length: number, z0: number, z1: number): number {
  if (room < 0 || !(length > 0)) return 0;
  const cut = h.floor[room]! + h.interfaceHeight[room]!;
  const low = z0 < z1 ? z0 : z1;
  const high = z0 < z1 ? z1 : z0;
  const flat = high - low < 1e-9;
  const part = flat ? (low > cut ? 1 : 0) : (high - cut) / (high - low);
  const above = part > 1 ? 1 : part > 0 ? part : 0;
  return length * (above * layerExtinction(h, 2 * room + 1) + (1 - above) * layerExtinction(h, 2 * room));
}

/** Mean extinction along a ray cut into pieces [room, length, z0, z1] four numbers each, 1/m. */
export function meanExtinction(h: Hazard, pieces: ArrayLike<number>): number {
  let depth = 0;
  let length = 0;
  for (let i = 0; i + 3 < pieces.length; i += 4) {
    depth += opticalDepth(h, pieces[i]!, pieces[i + 1]!, pieces[i + 2]!, pieces[i + 3]!);
    length += pieces[i + 1]!;
  }
  return length > 0 ? depth / length : 0;
}

/** What a mouth at one place breathes and an eye sees. */
export interface Air {
  /** Volume percent. */
  o2: number;
  co2: number;
  /** ppm by volume. */
  co: number;
  hcn: number;
  hcl: number;
  /** 1/m */
  extinction: number;
  /** °C */
  temperature: number;
  /** Radiant flux, kW/m². */
  radiation: number;
}

export function freshAir(): Air {
  return { o2: 20.73, co2: 0, co: 0, hcn: 0, hcl: 0, extinction: 0, temperature: 20, radiation: 0 };
}

/** Fills `out` with the air at a plan point and elevation of a room. */
export function airAt(h: Hazard, room: number, x: number, y: number, z: number, out: Air): Air {
  if (room < 0) return Object.assign(out, freshAir(), { temperature: h.ambient - KELVIN });
  const layer = layerAt(h, room, z);
  const moles = layerMoles(h, layer);
  out.o2 = (100 * moleOf(h, layer, O2)) / moles;
  out.co2 = (100 * moleOf(h, layer, CO2)) / moles;
  out.co = (1e6 * moleOf(h, layer, CO)) / moles;
  out.hcn = (1e6 * moleOf(h, layer, HCN)) / moles;
  out.hcl = (1e6 * moleOf(h, layer, HCL)) / moles;
  out.extinction = layerExtinction(h, layer);
  out.temperature = h.temperature[layer]! - KELVIN;
  out.radiation = radiationAt(h, room, x, y, z);
  return out;
}

function moleOf(h: Hazard, layer: number, species: number): number {
  return h.species[layer * SPECIES + species]! / MOLAR[species]!;
}

/** kmol of gas in a layer; soot is no gas. */
function layerMoles(h: Hazard, layer: number): number {
  let moles = 0;
  let rest = h.mass[layer]!;
  for (let s = 0; s < SPECIES; s++) {
    rest -= h.species[layer * SPECIES + s]!;
    if (s !== SOOT) moles += moleOf(h, layer, s);
  }
  return moles + rest / MOLAR_N2;
}

/** Volume fraction of one species in a layer. */
export function moleFraction(h: Hazard, layer: number, species: number): number {
  return moleOf(h, layer, species) / layerMoles(h, layer);
}

/** kW/m² from the smoke layer above and from the flames of this room. */
export function radiationAt(h: Hazard, room: number, x: number, y: number, z: number): number {
  const upper = 2 * room + 1;
  const inside = layerAt(h, room, z) === upper;
  const gas = h.temperature[upper]!;
  const body = 306;
  const view = inside ? 1 : 0.5;
  const depth = h.height[room]! - h.interfaceHeight[room]!;
  let flux = (view * emissivity(h, upper, depth) * STEFAN * (gas * gas * gas * gas - body * body * body * body)) / 1000;
  if (flux < 0) flux = 0;
  for (let i = 0; i < h.fires.length; i++) {
    if (h.fireRoom[i] !== room || !(h.fireOutput[i]! > 0)) continue;
    const dx = x - h.fires[i]!.x;
    const dy = y - h.fires[i]!.y;
    const dz = z - h.fireZ[i]! - h.flameHeight[i]! / 3;
    const power = h.fireOutput[i]! * (h.fires[i]!.radiative ?? h.chemistry[i]!.radiative);
    flux += pointFlux(power, Math.sqrt(dx * dx + dy * dy + dz * dz));
  }
  return flux;
}

/** Point source: q / (4 pi r²), kW/m²; not nearer than 0.3 m, where a flame is no point. */
export function pointFlux(power: number, distance: number): number {
  const r = distance > 0.3 ? distance : 0.3;
  return power / (4 * Math.PI * r * r);
}

/** Temperature of the face of a shut door as felt from one of its rooms (-1: from outside), °C. */
export function leafTemperature(h: Hazard, vent: number, room: number): number {
  return h.leafTemperature[2 * vent + (h.ventFrom[vent] === room ? 0 : 1)]! - KELVIN;
}

/** Distance at which a sign can be read: C / K with C = 8 for a lit sign, 3 for a reflecting one (Jin), m. */
export function visibility(extinction: number, lit = false): number {
  return extinction > 0 ? (lit ? 8 : 3) / extinction : Infinity;
}

/** Obscuration, %/m. */
export function obscuration(extinction: number): number {
  return 100 * (1 - exp(-extinction));
}
