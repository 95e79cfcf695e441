// Places one can walk to by name: doors, exits, call points, extinguishers, lifts, spots and rooms; the plan route's
// targets.
import { centroid } from "./geometry";
import { isShut } from "./move";
import { roomAt } from "./ground";
import { chooseLeg, costsToGo, sideOf, wayToPlace, wayToPortal } from "./route";
import { distanceFrom } from "./way";
import { noteEvent } from "./events";
import type { World } from "./world";

export interface Place {
  index: number;
  id: string;
  kind: "door" | "exit" | "call-point" | "extinguisher" | "lift" | "spot" | "room";
  name: string;
  storey: string;
  room: number;
  x: number;
  y: number;
  portal: number;
}
export interface WayFromHere {
  place: number;
  distance: number;
}

const known = new WeakMap<World["ground"], Place[]>();

export function listPlaces(world: World): Place[] {
  const cached = known.get(world.ground);
  if (cached) return cached;
  const { ground, scene } = world;
  const places: Place[] = [];
  const add = (p: Omit<Place, "index" | "storey"> & { plane: number }) => {
    if (p.room < 0) return;
    const { plane, ...rest } = p;
    places.push({ index: places.length, storey: ground.planes[plane]!.id, ...rest });
  };
  const names = new Map([...(scene.doors ?? []), ...(scene.exits ?? [])].map((d) => [d.id, d.name ?? d.id]));
  for (const p of ground.portals) {
    if (p.kind === "stair") continue;
    add({
      id: p.id,
      kind: p.kind,
      name: names.get(p.id)!,
      plane: p.planeA,
      room: p.a,
      x: (p.ax + p.bx) / 2,
      y: (p.ay + p.by) / 2,
      portal: p.index,
    });
  }
  const point = (kind: Place["kind"], o: { id: string; storey: string; at: [number, number] }, name: string) => {
    const plane = ground.planeIndex.get(o.storey)!;
    const [x, y] = stepOff(world, plane, o.at[0], o.at[1]);
    add({ id: o.id, kind, name, plane, room: roomAt(ground, plane, x, y), x, y, portal: -1 });
  };
  for (const c of world.callPoints) point("call-point", c, c.id);
  for (const e of world.extinguishers.list) point("extinguisher", e, e.id);
  for (const l of world.lifts)
    point(
      "lift",
      {
        id: l.id,
        storey: l.storey,
        at: [(l.segment[0][0] + l.segment[1][0]) / 2, (l.segment[0][1] + l.segment[1][1]) / 2],
      },
      l.name ?? l.id,
    );
  for (const s of world.spots) point("spot", s, s.name);
  const titles = new Map(scene.rooms.map((r) => [r.id, r.name ?? r.id]));
  for (const r of ground.rooms) {
    const [x, y] = centroid(r.polygon);
    add({ id: r.id, kind: "room", name: titles.get(r.id) ?? r.id, plane: r.plane, room: r.index, x, y, portal: -1 });
  }
  known.set(ground, places);
  return places;
}

/** Where to stand before a thing on a wall: the nearest free cell with room for a body. */
function stepOff(world: World, plane: number, x: number, y: number): [number, number] {
  const g = world.ground.planes[plane]!.grid;
  const ci = Math.floor((x - g.x0) / g.size),
    cj = Math.floor((y - g.y0) / g.size);
  let best = Infinity,
    at: [number, number] = [x, y];
  for (let dj = -5; dj <= 5; dj++)
    for (let di = -5; di <= 5; di++) {
      const i = ci + di,
        j = cj + dj;
      if (i < 0 || j < 0 || i >= g.nx || j >= g.ny) continue;
      const cell = j * g.nx + i;
      if (g.room[cell]! < 0 || g.clearance[cell]! < 0.3) continue;
      const px = g.x0 + (i + 0.5) * g.size,
        py = g.y0 + (j + 0.5) * g.size;
      const d = (px - x) * (px - x) + (py - y) * (py - y);
      if (d < best) {
        best = d;
        at = [px, py];
      }
    }
  return at;
}

const ARRIVED = 0.3;
const BEFORE_DOOR = 0.6;
/** Values of self.wayPortal that are no portal. */
const TO_POINT = -3,
  CLEAR_OF_DOOR = -4;

/** Sets the player's field towards the place chosen by 'go', from where he is now; ends the walk on arrival. */
export function approachPlace(world: World): void {
  const self = world.self,
    p = world.people,
    i = world.player;
  const place = listPlaces(world)[self.goal];
  if (!place) return stop(world);
  const room = p.room[i]!,
    region = world.ground.rooms[room]!.region;
  if (self.wayPortal === CLEAR_OF_DOOR) {
    if (near(world, self.way!.ax, self.way!.ay, ARRIVED) || p.jam[i]! > 20) stop(world);
    return;
  }
  if (place.portal >= 0) {
    const portal = world.ground.portals[place.portal]!;
    const side = sideOf(world.ground, portal, region);
    if (self.crossed === place.portal) return stepClear(world, place.portal);
    if (side >= 0) return headForDoor(world, place.portal, side);
  } else if (world.ground.rooms[place.room]!.region === region) {
    if (self.wayPortal !== TO_POINT || !self.way || p.dirty[i]) {
      self.way = wayToPlace(world.ways, place.room, place.x, place.y);
      self.wayPortal = TO_POINT;
      p.dirty[i] = 0;
    }
    if (near(world, place.x, place.y, ARRIVED) || (p.jam[i]! > 60 && near(world, place.x, place.y, 1))) stop(world);
    return;
  }
  if (p.dirty[i] || !self.way || world.tick % 20 === 0) {
    p.dirty[i] = 0;
    const view = { wait: world.wait, roughness: null, barred: () => false, stairs: true, wide: false };
    const costs = costsToGo(world.ways, { exits: [], goalRoom: place.room, learns: false }, view);
    const leg = chooseLeg(world.ways, costs, view, { room, x: p.x[i]!, y: p.y[i]!, now: -1 });
    if (leg.portal < 0) return stop(world);
    headForDoor(world, leg.portal, sideOf(world.ground, world.ground.portals[leg.portal]!, region));
  } else if (self.wayPortal >= 0)
    headForDoor(world, self.wayPortal, sideOf(world.ground, world.ground.portals[self.wayPortal]!, region));
}

/** Through an open door; up to a shut one, and there one stops. */
function headForDoor(world: World, index: number, side: number): void {
  const self = world.self;
  if (side < 0) return;
  const portal = world.ground.portals[index]!;
  const x = (portal.ax + portal.bx) / 2,
    y = (portal.ay + portal.by) / 2;
  if (isShut(world, portal) && near(world, x, y, BEFORE_DOOR + 0.15)) return stop(world);
  self.wayPortal = index;
  self.way = wayToPortal(world.ways, index, side);
}

/** Having gone through, one step more, so that the door can be shut behind. */
function stepClear(world: World, index: number): void {
  const portal = world.ground.portals[index]!,
    p = world.people,
    i = world.player;
  const sign = p.room[i] === portal.b ? 0.9 : -0.9;
  world.self.way = wayToPlace(
    world.ways,
    p.room[i]!,
    (portal.ax + portal.bx) / 2 + portal.nx * sign,
    (portal.ay + portal.by) / 2 + portal.ny * sign,
  );
  world.self.wayPortal = CLEAR_OF_DOOR;
}

function near(world: World, x: number, y: number, reach: number): boolean {
  const dx = world.people.x[world.player]! - x,
    dy = world.people.y[world.player]! - y;
  return dx * dx + dy * dy < reach * reach;
}

function stop(world: World): void {
  const goal = world.self.goal;
  world.self.goal = -1;
  world.self.way = null;
  world.self.wayPortal = -1;
  world.self.byHand = true;
  world.self.crossed = -1;
  noteEvent(world, {
    kind: "stopped",
    who: world.player,
    subject: listPlaces(world)[goal]?.id ?? "",
    index: goal,
    value: 0,
  });
}

/** Places of the player's own region with walking distances, nearest first. */
export function waysFromHere(world: World, places: readonly Place[]): WayFromHere[] {
  const p = world.people,
    i = world.player;
  if (i < 0 || p.room[i]! < 0) return [];
  const region = world.ground.rooms[p.room[i]!]!.region;
  const field = wayToPlace(world.ways, p.room[i]!, p.x[i]!, p.y[i]!);
  const list: WayFromHere[] = [];
  for (const place of places) {
    let { x, y } = place;
    if (place.portal >= 0) {
      const portal = world.ground.portals[place.portal]!;
      const side = sideOf(world.ground, portal, region);
      if (side < 0) continue;
      const inward = side === 0 ? -0.35 : 0.35;
      x += portal.nx * inward;
      y += portal.ny * inward;
    } else if (world.ground.rooms[place.room]!.region !== region) continue;
    const distance = distanceFrom(world.ground, field, x, y);
    if (distance < Infinity) list.push({ place: place.index, distance });
  }
  return list.sort((a, b) => a.distance - b.distance || a.place - b.place);
}
