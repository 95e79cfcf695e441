// The air of the building: hands the scene's rooms, doors, vents and fires to the hazard model and answers in the
// world's terms. Heights are above the floor of the room; a room of kind 'outside' is the open air.
import { TICK } from "./time";
import {
  createHazard,
  extinctionAt,
  hazardDue,
  layerHeight,
  leafTemperature,
  lowerTemperature,
  stepHazard,
  temperatureAt,
  upperTemperature,
  type Hazard,
  type HazardInput,
  type HazardVent,
} from "./hazard/index";
import { sorted } from "./geometry";
import type { Doors } from "./state/doors";
import type { Ground } from "./state/ground";
import type { Scene } from "./scene";
import type { World } from "./world";
import type { Air, HazardRooms } from "./state/air";

const DOOR_HEIGHT = 2.1;

export function createAir(scene: Scene, ground: Ground, doors: Doors): Air | null {
  if (!scene.fires?.length && !scene.smoke?.fixed) return null;
  const lead = leadTicks(scene);
  const open = ground.rooms.map((r) => r.kind === "outside");
  const floor = ground.rooms.map((r) => ground.planes[r.plane]!.elevation);
  const rooms = ground.rooms
    .filter((r) => !open[r.index])
    .map((r) => ({
      id: r.id,
      area: r.area,
      floor: floor[r.index]!,
      height: r.slope ? r.height + Math.max(0, r.slope.rise / 1) * lengthUp(r) : r.height,
      perimeter: perimeter(r.polygon),
    }));
  const name = (index: number) => (index < 0 || open[index] ? null : ground.rooms[index]!.id);
  const vents: (HazardVent & { door: number })[] = [];
  for (const p of ground.portals) {
    const from = name(p.a),
      to = name(p.b);
    if (from === null && to === null) continue;
    const exit = p.kind === "exit" ? scene.exits?.find((x) => x.id === p.id) : undefined;
    if (exit?.air === false) continue;
    const d = exit ?? scene.doors?.find((x) => x.id === p.id);
    const sill = p.kind === "stair" && p.id.endsWith(".top") ? floor[p.b]! : floor[p.a]!;
    const leaf = p.door >= 0;
    vents.push({
      id: p.id,
      from: (from ?? to)!,
      to: from === null ? null : to,
      kind: "wall",
      width: p.width,
      sill,
      soffit: sill + (d?.height ?? (leaf ? DOOR_HEIGHT : 2.4)),
      ...(leaf
        ? { leaf: d?.fireDoor ? ("fire-door" as const) : ("wood" as const), ...(d?.fireDoor ? { leak: 0.002 } : {}) }
        : { leak: 1, leaf: null }),
      door: p.door,
    });
  }
  for (const v of sorted(scene.vents)) {
    const base = floor[ground.roomIndex.get(v.room)!]!;
    const kind = v.ceiling ? ("ceiling" as const) : ("wall" as const);
    vents.push({
      id: `vent.${v.id}`,
      from: v.room,
      to: v.to ?? null,
      kind,
      width: v.width * (v.open ?? 1),
      sill: base + v.sill,
      soffit: base + v.head,
      leaf: null,
      leak: 1,
      ...(v.fan ? { fan: -v.fan } : {}),
      door: -1,
    });
  }
  const input: HazardInput = {
    rooms,
    vents: vents.map(({ door: _door, ...v }) => v),
    fires: fires(scene, ground, floor, lead),
    detectors: detectors(scene, ground),
  };
  const hazard = createHazard(input, {
    tickSeconds: TICK,
    ambient: scene.smoke?.ambient ?? 20,
    fixed: scene.smoke?.fixed ?? null,
  });
  const doorOf = new Map(vents.map((v) => [v.id, v.door]));
  const ventDoor = Int32Array.from(hazard.vents, (v) => doorOf.get(v.id) ?? -1);
  const doorVent = new Int32Array(doors.list.length).fill(-1);
  ventDoor.forEach((door, vent) => {
    if (door >= 0) doorVent[door] = vent;
  });
  const index = new Map(hazard.rooms.map((r, i) => [r.id, i]));
  const air: Air = {
    hazard,
    ventDoor,
    doorVent,
    ventOpen: new Float64Array(hazard.vents.length).fill(1),
    room: Int32Array.from(ground.rooms, (r) => index.get(r.id) ?? -1),
  };
  for (let t = 0; t < lead; t += hazard.ticksPerStep) stepHazard(hazard, openings(air, doors));
  return air;
}

/** Ticks that the earliest fire has burnt when the run begins. */
function leadTicks(scene: Scene): number {
  let lead = 0;
  for (const f of scene.fires ?? []) lead = Math.max(lead, Math.round(-(f.ignition ?? 0) / TICK));
  return lead;
}

function openings(air: Air, doors: Doors): Float64Array {
  for (let v = 0; v < air.ventDoor.length; v++)
    if (air.ventDoor[v]! >= 0) air.ventOpen[v] = doors.openness[air.ventDoor[v]!]!;
  return air.ventOpen;
}

function fires(scene: Scene, ground: Ground, floor: number[], lead: number): NonNullable<HazardInput["fires"]> {
  return sorted(scene.fires).map((f) => ({
    id: f.id,
    room: f.room,
    x: f.at[0],
    y: f.at[1],
    z: floor[ground.roomIndex.get(f.room)!]! + (f.height ?? 0),
    growth: f.growth,
    ignition: Math.round((f.ignition ?? 0) / TICK) + lead,
    ...(f.alpha !== undefined ? { alpha: f.alpha } : {}),
    ...(f.peak !== undefined ? { peak: f.peak } : {}),
    ...(f.load !== undefined ? { load: f.load } : {}),
    ...(f.fuel !== undefined ? { fuel: f.fuel as never } : {}),
    ...(f.diameter !== undefined ? { diameter: f.diameter } : {}),
    ...(f.class !== undefined ? { fireClass: f.class as never } : {}),
  }));
}

function detectors(scene: Scene, ground: Ground): NonNullable<HazardInput["detectors"]> {
  const middle = (id: string) => {
    const polygon = ground.rooms[ground.roomIndex.get(id)!]!.polygon;
    return {
      x: polygon.reduce((s, p) => s + p[0], 0) / polygon.length,
      y: polygon.reduce((s, p) => s + p[1], 0) / polygon.length,
    };
  };
  return [
    ...sorted(scene.detectors).map((d) => ({
      id: d.id,
      room: d.room,
      kind: d.kind,
      ...middle(d.room),
      ...(d.limit !== undefined ? { limit: d.limit } : {}),
    })),
    ...sorted(scene.sprinklers).map((s) => ({
      id: s.id,
      room: s.room,
      kind: "sprinkler" as const,
      x: s.at[0],
      y: s.at[1],
      ...(s.temperature !== undefined ? { limit: s.temperature } : {}),
      ...(s.rti !== undefined ? { rti: s.rti } : {}),
      ...(s.density !== undefined ? { density: s.density } : {}),
    })),
  ];
}

const lengthUp = (r: Ground["rooms"][number]) => {
  let most = 0;
  for (const [x, y] of r.polygon)
    most = Math.max(most, (x - r.slope!.footX) * r.slope!.ux + (y - r.slope!.footY) * r.slope!.uy);
  return most;
};

function perimeter(polygon: [number, number][]): number {
  let sum = 0;
  for (let i = 0; i < polygon.length; i++) {
    const a = polygon[i]!,
      b = polygon[(i + 1) % polygon.length]!;
    sum += Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
  }
  return sum;
}

export function stepAir(world: World): void {
  const air = world.air;
  if (!air || !hazardDue(air.hazard, world.tick)) return;
  stepHazard(air.hazard, openings(air, world.doors));
}

/** Extinction 1/m at a height above a room's floor. */
export function eyeExtinction(world: World, room: number, height: number): number {
  const air = world.air;
  if (!air) return 0;
  const r = air.room[room]!;
  return r < 0 ? 0 : extinctionAt(air.hazard, r, air.hazard.floor[r]! + height);
}

export function airTemperature(world: World, room: number, height: number): number {
  const air = world.air;
  const r = air ? air.room[room]! : -1;
  return !air || r < 0 ? 20 : temperatureAt(air.hazard, r, air.hazard.floor[r]! + height);
}

/** °C of a shut leaf's face as felt from a room. */
export function doorTemperature(world: World, door: number, fromRoom: number): number {
  const air = world.air;
  const vent = air ? air.doorVent[door]! : -1;
  return !air || vent < 0 ? 20 : leafTemperature(air.hazard, vent, air.room[fromRoom]!);
}

export function hazardView(world: World): { rooms: HazardRooms; fires: Float64Array } {
  const n = world.ground.rooms.length,
    air = world.air;
  const make = (use: (h: Hazard, room: number, g: number) => number, none: (g: number) => number) => {
    const out = new Float64Array(n);
    for (let g = 0; g < n; g++) out[g] = !air || air.room[g]! < 0 ? none(g) : use(air.hazard, air.room[g]!, g);
    return out;
  };
  const high = (g: number) => world.ground.rooms[g]!.height;
  return {
    rooms: {
      layer: make((h, r) => layerHeight(h, r), high),
      upperK: make(
        (h, r) => extinctionAt(h, r, h.floor[r]! + h.height[r]!),
        () => 0,
      ),
      lowerK: make(
        (h, r) => extinctionAt(h, r, h.floor[r]!),
        () => 0,
      ),
      upperT: make(
        (h, r) => upperTemperature(h, r),
        () => 20,
      ),
      lowerT: make(
        (h, r) => lowerTemperature(h, r),
        () => 20,
      ),
    },
    fires: air ? air.hazard.fireOutput : NO_FIRES,
  };
}
const NO_FIRES = new Float64Array(0);
