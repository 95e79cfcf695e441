// Openings as slabs: each vent is cut where a layer of either side ends, so that within a slab both densities are
// constant and the pressure difference is linear in height. Leaks are two small slabs a room, holes in ceilings one.
// Flow of a slab (Emmons; CFAST Tech. Ref.): m = 2/3 C sqrt(2 rho) w h (Pt + sqrt(Pt Pb) + Pb) / (sqrt Pt + sqrt Pb), C
// = 0.7.

import { SPECIES } from "./species";
import { CP, GRAVITY, type Flows, type Hazard } from "./state";

const DISCHARGE = 0.7;

export function createFlows(rooms: number, vents: number, ventEntry: readonly number[]): Flows {
  const capacity = 4 * vents + 2 * rooms;
  const ints = () => new Int32Array(capacity);
  const reals = () => new Float64Array(capacity);
  const byLayer = () => new Float64Array(2 * rooms);
  return {
    count: 0,
    moves: 0,
    moveFrom: new Int32Array(8 * capacity + 8),
    moveTo: new Int32Array(8 * capacity + 8),
    moveMass: new Float64Array(8 * capacity + 8),
    here: new Float64Array(2),
    a: ints(),
    b: ints(),
    roomA: ints(),
    roomB: ints(),
    matrix: ints(),
    energyA: reals(),
    energyB: reals(),
    mixA: reals(),
    mixB: reals(),
    opening: reals(),
    layerA: ints(),
    layerB: ints(),
    vent: ints(),
    offsetLow: reals(),
    offsetHigh: reals(),
    low: reals(),
    high: reals(),
    coefficientA: reals(),
    coefficientB: reals(),
    fan: reals(),
    forward: reals(),
    backward: reals(),
    ventEntry: Int32Array.from(ventEntry),
    before: new Float64Array(rooms),
    last: new Float64Array(rooms),
    guess: new Float64Array(rooms),
    outflow: byLayer(),
    borrowed: byLayer(),
    massChange: byLayer(),
    enthalpyChange: byLayer(),
    speciesChange: new Float64Array(2 * rooms * SPECIES),
    sourceHeat: byLayer(),
    sourceSpecies: new Float64Array(2 * rooms * SPECIES),
    plume: new Float64Array(rooms),
    sourceMass: byLayer(),
    throttle: new Float64Array(rooms),
    rising: new Float64Array(rooms),
  };
}

/** Cuts every vent and leak into slabs for the layers as they are now. */
export function cutSlabs(h: Hazard): void {
  const f = h.flows;
  f.count = 0;
  for (let v = 0; v < h.vents.length; v++) {
    const a = h.ventFrom[v]!;
    const b = h.ventTo[v]!;
    if (a === b) continue;
    const spec = h.vents[v]!;
    if (spec.fan)
      addFan(
        h,
        v,
        a,
        b,
        spec.fan,
        spec.kind === "ceiling" ? h.floor[a]! + h.height[a]! : (spec.sill + spec.soffit) / 2,
      );
    const leak = h.ventLeak[v]! * (h.ventSealed[v] ? 0.15 : 1);
    const share = leak + (1 - leak) * h.ventOpen[v]!;
    if (!(share * h.ventArea[v]! > 0)) continue;
    if (spec.kind === "ceiling") addHole(h, v, a, b, share * h.ventArea[v]!, b < 0 ? (spec.wind ?? 0) : 0);
    else addWallVent(h, v, a, b, share * spec.width, spec.sill, spec.soffit, b < 0 ? (spec.wind ?? 0) : 0);
  }
  for (let r = 0; r < h.rooms.length; r++) addLeaks(h, r);
}

/** Weight of the air column from a room's floor to elevation z, less that of outdoor air, Pa. */
export function column(h: Hazard, room: number, z: number): number {
  const floor = h.floor[room]!;
  const top = floor + h.interfaceHeight[room]!;
  const lower = h.density[2 * room]! - h.outdoorDensity;
  if (z <= top) return GRAVITY * (z - floor) * lower;
  return GRAVITY * ((top - floor) * lower + (z - top) * (h.density[2 * room + 1]! - h.outdoorDensity));
}

function addWallVent(
  h: Hazard,
  v: number,
  a: number,
  b: number,
  width: number,
  sill: number,
  soffit: number,
  wind: number,
): void {
  const cutA = h.floor[a]! + h.interfaceHeight[a]!;
  const cutB = b < 0 ? sill : h.floor[b]! + h.interfaceHeight[b]!;
  const first = cutA < cutB ? cutA : cutB;
  const second = cutA < cutB ? cutB : cutA;
  let z = sill;
  if (first > z && first < soffit) {
    addSlab(h, v, a, b, width * (first - z), z, first, wind);
    z = first;
  }
  if (second > z && second < soffit) {
    addSlab(h, v, a, b, width * (second - z), z, second, wind);
    z = second;
  }
  if (soffit > z) addSlab(h, v, a, b, width * (soffit - z), z, soffit, wind);
}

function addHole(h: Hazard, v: number, a: number, b: number, area: number, wind: number): void {
  const z = h.floor[a]! + h.height[a]!;
  const s = addSlab(h, v, a, b, area, z, z, wind);
  h.flows.layerA[s] = 2 * a + 1;
  h.flows.mixA[s] = drawnThrough(h.height[a]! - h.interfaceHeight[a]!, area);
  if (b >= 0) {
    h.flows.layerB[s] = 2 * b;
    h.flows.mixB[s] = drawnThrough(h.interfaceHeight[b]!, area);
  }
  setCoefficients(h, s);
}

function addLeaks(h: Hazard, room: number): void {
  const walls = h.perimeter[room]! * h.height[room]!;
  const leak = h.rooms[room]!.leak ?? 1.7e-4 * walls + 5.2e-5 * h.area[room]!;
  if (!(leak > 0)) return;
  const low = h.floor[room]! + 0.25 * h.height[room]!;
  const high = h.floor[room]! + 0.9 * h.height[room]!;
  addSlab(h, -1, room, -1, leak / 2, low, low, 0);
  addSlab(h, -1, room, -1, leak / 2, high, high, 0);
}

function addSlab(
  h: Hazard,
  v: number,
  a: number,
  b: number,
  area: number,
  low: number,
  high: number,
  wind: number,
): number {
  const f = h.flows;
  const s = f.count++;
  f.vent[s] = v;
  f.a[s] = a;
  f.b[s] = b;
  f.low[s] = low;
  f.high[s] = high;
  f.opening[s] = area;
  f.offsetLow[s] = f.offsetHigh[s] = -wind;
  joinSlab(h, s);
  return s;
}

/** Layers, pressures and coefficients of a slab whose sides and edges are known. */
function joinSlab(h: Hazard, s: number): void {
  const f = h.flows;
  const a = f.a[s]!;
  const b = f.b[s]!;
  const middle = (f.low[s]! + f.high[s]!) / 2;
  f.roomA[s] = h.network.position[a]!;
  f.roomB[s] = b < 0 ? -1 : h.network.position[b]!;
  f.matrix[s] = f.vent[s]! < 0 ? -1 : f.ventEntry[f.vent[s]!]!;
  f.fan[s] = f.mixA[s] = f.mixB[s] = 0;
  f.layerA[s] = middle > h.floor[a]! + h.interfaceHeight[a]! ? 2 * a + 1 : 2 * a;
  f.layerB[s] = b < 0 ? -1 : middle > h.floor[b]! + h.interfaceHeight[b]! ? 2 * b + 1 : 2 * b;
  f.offsetLow[s] = f.offsetLow[s]! - column(h, a, f.low[s]!);
  f.offsetHigh[s] = f.offsetHigh[s]! - column(h, a, f.high[s]!);
  if (b >= 0) {
    f.offsetLow[s] = f.offsetLow[s]! + column(h, b, f.low[s]!);
    f.offsetHigh[s] = f.offsetHigh[s]! + column(h, b, f.high[s]!);
  }
  setCoefficients(h, s);
}

/**
 * Share of a hole's flow that is drawn through a layer too thin to feed it: all at no depth, none from half its width
 * on.
 */
function drawnThrough(depth: number, area: number): number {
  const enough = 0.5 * Math.sqrt(area);
  return depth < enough ? 1 - depth / enough : 0;
}

/** What flows if it comes from a, from b: by the density and energy of what is drawn. */
export function setCoefficients(h: Hazard, s: number): void {
  const f = h.flows;
  const base = (2 / 3) * DISCHARGE * f.opening[s]!;
  const outside = f.layerB[s]! < 0;
  const fromA = drawn(h, f.layerA[s]!, f.mixA[s]!);
  const fromB = outside ? h.ambient : drawn(h, f.layerB[s]!, f.mixB[s]!);
  f.energyA[s] = CP * fromA;
  f.energyB[s] = CP * fromB;
  f.coefficientA[s] = base * Math.sqrt((2 * h.density[f.layerA[s]!]! * h.temperature[f.layerA[s]!]!) / fromA);
  f.coefficientB[s] =
    base *
    Math.sqrt(outside ? 2 * h.outdoorDensity : (2 * h.density[f.layerB[s]!]! * h.temperature[f.layerB[s]!]!) / fromB);
}

/** K of gas of which `mix` comes from the other layer of the room. */
function drawn(h: Hazard, layer: number, mix: number): number {
  return mix > 0 ? (1 - mix) * h.temperature[layer]! + mix * h.temperature[layer ^ 1]! : h.temperature[layer]!;
}

function addFan(h: Hazard, v: number, a: number, b: number, rate: number, z: number): void {
  const s = addSlab(h, v, a, b, 0, z, z, 0);
  const donor = rate > 0 ? h.density[h.flows.layerA[s]!]! : b < 0 ? h.outdoorDensity : h.density[h.flows.layerB[s]!]!;
  h.flows.fan[s] = rate * donor;
}
