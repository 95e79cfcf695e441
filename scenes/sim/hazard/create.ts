// Builds the smoke model of a building: sorts every list by id, resolves ids, fills rooms with air at rest.
// Promises: same lists in any order give the same state; throws on unknown ids, duplicate ids and impossible sizes.

import { entryBetween, createNetwork } from "./network";
import { FUELS, yieldsOf } from "./fuels";
import { WALLS } from "./surfaces";
import { AIR_O2, CO, CO2, HCN, MOLAR, MOLAR_N2, O2, SOOT, SOOT_EXTINCTION, SPECIES } from "./species";
import { CP, GAS, type Hazard, KELVIN, THINNEST, WALL_NODES } from "./state";
import type { FixedAtmosphere, HazardInput, HazardParams, HazardRoom, HazardVent } from "./spec";
import { createFlows } from "./flows";
import { prepareWalls } from "./walls";
import { derive } from "./layers";

export function createHazard(input: HazardInput, params: HazardParams = {}): Hazard {
  const rooms = byId(input.rooms, "room");
  const vents = byId(input.vents, "vent");
  const fires = byId(input.fires ?? [], "fire");
  const detectors = byId(input.detectors ?? [], "detector");
  rooms.forEach(checkRoom);
  const n = rooms.length;
  const roomAt = new Map(rooms.map((room, i) => [room.id, i]));
  const room = (id: string, what: string) => {
    const index = roomAt.get(id);
    if (index === undefined) throw new Error(`${what} names room "${id}", which does not exist`);
    return index;
  };
  const from = Int32Array.from(vents, (v) => room(v.from, `vent "${v.id}"`));
  const to = Int32Array.from(vents, (v) => (v.to === null ? -1 : room(v.to, `vent "${v.id}"`)));
  const pairs = vents.flatMap((_, i) => (to[i]! >= 0 && to[i] !== from[i] ? [[from[i]!, to[i]!] as const] : []));
  const network = createNetwork(n, pairs);
  const ambient = (params.ambient ?? 20) + KELVIN;
  const atmosphere = params.pressure ?? 101325;
  const arrays = stateArrays(n, vents.length, fires.length, detectors.length, ambient);
  const chemistry = fires.map((fire) => fire.chemistry ?? FUELS[fire.fuel ?? "mixed"]);
  const hazard: Hazard = {
    ...arrays,
    rooms,
    vents,
    fires,
    detectors,
    ambient,
    atmosphere,
    network,
    chemistry,
    tickSeconds: params.tickSeconds ?? 0.05,
    ticksPerStep: params.ticksPerStep ?? 4,
    outdoorDensity: atmosphere / (GAS * ambient),
    starvedCo: params.starvedCo ?? 0.2,
    oxygenLimit: params.oxygenLimit ?? 0.1,
    fixed: Boolean(params.fixed),
    tick: 0,
    area: Float64Array.from(rooms, (r) => r.area),
    height: Float64Array.from(rooms, (r) => r.height),
    floor: Float64Array.from(rooms, (r) => r.floor),
    roomVolume: Float64Array.from(rooms, (r) => r.area * r.height),
    perimeter: Float64Array.from(rooms, (r) => r.perimeter ?? 4 * Math.sqrt(r.area)),
    mixed: Uint8Array.from(rooms, (r) => (r.mixed ? 1 : 0)),
    adiabatic: Uint8Array.from(rooms, (r) => (r.wall === "adiabatic" ? 1 : 0)),
    heating: zeros(n),
    temperature: zeros(2 * n),
    density: zeros(2 * n),
    interfaceHeight: zeros(n),
    wallMatrix: zeros(n * WALL_NODES * 3),
    wallBack: zeros(n),
    ventFrom: from,
    ventTo: to,
    ventArea: Float64Array.from(vents, (v) => clearArea(v)),
    ventLeak: Float64Array.from(vents, (v) => v.leak ?? (v.leaf === "fire-door" ? 0.002 : 0.012)),
    flows: createFlows(
      n,
      vents.length,
      vents.map((_, i) => (to[i]! >= 0 && to[i] !== from[i] ? entryBetween(network, from[i]!, to[i]!) : -1)),
    ),
    fireRoom: Int32Array.from(fires, (f) => room(f.room, `fire "${f.id}"`)),
    fireZ: Float64Array.from(fires, (f) => f.z ?? rooms[room(f.room, "fire")]!.floor),
    yields: chemistry.map(yieldsOf),
    flameHeight: zeros(fires.length),
    detectorRoom: Int32Array.from(detectors, (d) => room(d.room, `detector "${d.id}"`)),
    hashed: Object.values(arrays),
    effort: { substeps: 0, rounds: 0 },
  };
  fillRooms(hazard, params.fixed ?? null);
  rooms.forEach((r, i) => prepareWalls(hazard, i, r.wall === "adiabatic" ? null : WALLS[r.wall ?? "concrete"]));
  derive(hazard);
  return hazard;
}

const zeros = (count: number) => new Float64Array(count);

/**
 * The arrays that make up the state, as they stand before anything happens; their order here is the order in the hash.
 */
function stateArrays(rooms: number, vents: number, fires: number, detectors: number, ambient: number) {
  return {
    pressure: zeros(rooms),
    mass: zeros(2 * rooms),
    enthalpy: zeros(2 * rooms),
    species: zeros(2 * rooms * SPECIES),
    wallTemperature: zeros(rooms * 2 * WALL_NODES).fill(ambient),
    leafTemperature: zeros(vents * 2).fill(ambient),
    ventOpen: zeros(vents),
    ventSealed: new Uint8Array(vents),
    ventFlow: zeros(vents),
    fireClock: zeros(fires).fill(-1),
    fireBurnt: zeros(fires),
    fireOutput: zeros(fires),
    fireDemand: zeros(fires),
    fireLeft: zeros(fires).fill(1),
    fireAgent: zeros(fires),
    fireCap: zeros(fires).fill(Infinity),
    fireRekindles: new Int32Array(fires).fill(-1),
    linkTemperature: zeros(detectors).fill(ambient),
    detectedAt: new Int32Array(detectors).fill(-1),
  };
}

/** A copy sorted by id in code-unit order; throws on duplicates. */
function byId<T extends { id: string }>(list: readonly T[], what: string): T[] {
  const sorted = [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  sorted.forEach((item, i) => {
    if (i && item.id === sorted[i - 1]!.id) throw new Error(`two ${what}s are called "${item.id}"`);
  });
  return sorted;
}

function checkRoom(room: HazardRoom): void {
  if (!(room.area > 0) || !(room.height > 0) || room.area * room.height === Infinity) {
    throw new Error(`room "${room.id}" has area ${room.area} m² and height ${room.height} m; both must be positive`);
  }
}

function clearArea(vent: HazardVent): number {
  return vent.kind === "ceiling" ? vent.width : vent.width * Math.max(vent.soffit - vent.sill, 0);
}

/** Both layers of every room: still air, a thin upper layer; or the atmosphere that the scene fixes. */
function fillRooms(hazard: Hazard, fixed: FixedAtmosphere | null): void {
  const air = new Float64Array(SPECIES);
  air[O2] = AIR_O2;
  hazard.rooms.forEach((room, r) => {
    const celsius = fixed?.temperature ?? room.temperature;
    const kelvin = celsius === undefined ? hazard.ambient : celsius + KELVIN;
    const density = hazard.atmosphere / (GAS * kelvin);
    const fractions = fixed ? massFractions(fixed, density) : air;
    for (let layer = 0; layer < 2; layer++) {
      const share = layer === 0 ? 1 - THINNEST : THINNEST;
      const mass = density * hazard.roomVolume[r]! * share;
      const l = 2 * r + layer;
      hazard.mass[l] = mass;
      hazard.enthalpy[l] = CP * mass * kelvin;
      for (let s = 0; s < SPECIES; s++) hazard.species[l * SPECIES + s] = mass * fractions[s]!;
    }
  });
}

/** Mass fractions of an atmosphere given by volume. */
function massFractions(fixed: FixedAtmosphere, density: number): Float64Array {
  const y = new Float64Array(SPECIES);
  y[O2] = ((fixed.o2 ?? 20.73) / 100) * MOLAR[O2]!;
  y[CO2] = ((fixed.co2 ?? 0) / 100) * MOLAR[CO2]!;
  y[CO] = ((fixed.co ?? 0) / 1e6) * MOLAR[CO]!;
  y[HCN] = ((fixed.hcn ?? 0) / 1e6) * MOLAR[HCN]!;
  const named = y[O2]! / MOLAR[O2]! + y[CO2]! / MOLAR[CO2]! + y[CO]! / MOLAR[CO]! + y[HCN]! / MOLAR[HCN]!;
  const total = y[O2]! + y[CO2]! + y[CO]! + y[HCN]! + Math.max(1 - named, 0) * MOLAR_N2;
  const soot = (fixed.extinction ?? 0) / SOOT_EXTINCTION / density;
  for (const s of [O2, CO2, CO, HCN]) y[s] = (y[s]! / total) * (1 - soot);
  y[SOOT] = soot;
  return y;
}
