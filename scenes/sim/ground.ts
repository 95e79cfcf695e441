// The ground compiled from a scene: planes (storeys) with walls on a fine grid, rooms, the portals between them, and
// regions: rooms joined by openings without a leaf, in which one walks without meeting a door. Fixed for the life of a
// world.
import { isInside, polygonArea, sorted } from "./geometry";
import { compileGrid } from "./grid";
import { isSolid, propOutline } from "./props";
import { wallSegments } from "./walls";
import type { Point, Polygon, RoomKind, Scene, Segment, Storey } from "./scene";
import type { Ground, GroundRoom, Plane, Portal, Slope } from "./state/ground";

/** Share of the level speed on a ramp, for everybody: own choice. */
const RAMP_UP = 0.8,
  RAMP_DOWN = 0.95;

export function compileGround(scene: Scene): Ground {
  const storeys = sorted(scene.storeys);
  const planeIndex = new Map(storeys.map((s, i) => [s.id, i]));
  const rooms = compileRooms(scene, planeIndex, storeys);
  const roomIndex = new Map(rooms.map((r) => [r.id, r.index]));
  const portals = compilePortals(scene, rooms, roomIndex);
  const regionCount = joinRegions(rooms, portals, lockable(scene, portals));
  const planes = storeys.map((s, i) => compilePlane(scene, s, i, rooms, portals));
  const regionPortals: number[][] = Array.from({ length: regionCount }, () => []);
  for (const p of portals) {
    const ra = rooms[p.a]!.region,
      rb = p.b < 0 ? -1 : rooms[p.b]!.region;
    if (isInnerOpening(rooms, p)) continue;
    regionPortals[ra]!.push(p.index);
    if (rb >= 0 && rb !== ra) regionPortals[rb]!.push(p.index);
  }
  return {
    planes,
    rooms,
    portals,
    regionCount,
    regionPortals,
    roomIndex,
    planeIndex,
    portalIndex: new Map(portals.map((p) => [p.id, p.index])),
  };
}

/**
 * Openings and doors within one region: walked through, counted, regulated, but no step of a route; who meets a shut
 * one pushes it.
 */
export function isInnerOpening(rooms: readonly GroundRoom[], p: Portal): boolean {
  return p.kind === "door" && p.b >= 0 && rooms[p.a]!.region === rooms[p.b]!.region;
}

function compileRooms(scene: Scene, planeIndex: Map<string, number>, storeys: Storey[]): GroundRoom[] {
  const stairs = new Map((scene.stairs ?? []).map((s) => [s.id, s]));
  return sorted([...scene.rooms, ...(scene.stairs ?? [])]).map((r, index) => {
    const plane = planeIndex.get(r.storey)!;
    const storey = storeys[plane]!;
    const stair = stairs.get(r.id);
    return {
      index,
      id: r.id,
      plane,
      polygon: r.polygon,
      area: polygonArea(r.polygon),
      region: index,
      kind: stair ? "stair" : ((r as { kind?: RoomKind }).kind ?? "other"),
      height: (r as { height?: number }).height ?? storey.height,
      steps: stair !== undefined && stair.kind !== "ramp",
      slope: stair ? slopeOf(scene, stair.bottom, stair.top, stair) : null,
    };
  });
}

function slopeOf(scene: Scene, bottom: Segment, top: Segment, stair: NonNullable<Scene["stairs"]>[number]): Slope {
  const footX = (bottom[0][0] + bottom[1][0]) / 2,
    footY = (bottom[0][1] + bottom[1][1]) / 2;
  const dx = (top[0][0] + top[1][0]) / 2 - footX,
    dy = (top[0][1] + top[1][1]) / 2 - footY;
  const run = Math.sqrt(dx * dx + dy * dy);
  const low = scene.storeys.find((s) => s.id === stair.storey)!;
  const high = scene.storeys.find((s) => s.id === (stair.to ?? stair.storey))!;
  const isRamp = stair.kind === "ramp";
  const rise = stair.rise ?? high.elevation - low.elevation;
  const length = stair.slopeLength ?? Math.sqrt(run * run + rise * rise);
  return {
    ux: dx / run,
    uy: dy / run,
    footX,
    footY,
    rise: rise / run,
    plan: run / length,
    up: stair.up ?? (isRamp ? RAMP_UP : -1),
    down: stair.down ?? (isRamp ? RAMP_DOWN : -1),
  };
}

function compilePortals(scene: Scene, rooms: GroundRoom[], roomIndex: Map<string, number>): Portal[] {
  const portals: Portal[] = [];
  let doors = 0;
  const add = (id: string, kind: Portal["kind"], a: number, b: number, segment: Segment, more: Partial<Portal>) => {
    const [[ax, ay], [bx, by]] = segment;
    const width = Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
    let nx = (by - ay) / width,
      ny = (ax - bx) / width;
    const mx = (ax + bx) / 2,
      my = (ay + by) / 2;
    if (isInside(rooms[a]!.polygon, mx + nx * 0.05, my + ny * 0.05)) {
      nx = -nx;
      ny = -ny;
    }
    portals.push({
      index: portals.length,
      id,
      kind,
      a,
      b,
      planeA: rooms[a]!.plane,
      planeB: b < 0 ? rooms[a]!.plane : rooms[b]!.plane,
      ax,
      ay,
      bx,
      by,
      width,
      nx,
      ny,
      door: -1,
      oneWay: false,
      safe: true,
      service: -1,
      ...more,
    });
  };
  for (const d of sorted(scene.doors)) {
    const leaf = d.leaf ?? "single";
    add(d.id, "door", roomIndex.get(d.rooms[0])!, roomIndex.get(d.rooms[1])!, d.segment, {
      door: leaf === "none" ? -1 : doors,
      oneWay: d.oneWay ?? false,
      service: d.service ?? -1,
    });
    doors++;
  }
  for (const e of sorted(scene.exits)) {
    add(e.id, "exit", roomIndex.get(e.room)!, -1, e.segment, {
      door: (e.leaf ?? "none") === "none" ? -1 : doors,
      safe: e.safe ?? true,
      service: e.service ?? -1,
    });
    doors++;
  }
  for (const s of sorted(scene.stairs)) {
    add(`${s.id}.bottom`, "stair", roomIndex.get(s.bottomRoom)!, roomIndex.get(s.id)!, s.bottom, { service: -1 });
    add(`${s.id}.top`, "stair", roomIndex.get(s.id)!, roomIndex.get(s.topRoom)!, s.top, { service: -1 });
  }
  return portals;
}

/**
 * Doors that are locked at some time: a way must be able to lead round them, so the rooms on both sides never become
 * one region.
 */
function lockable(scene: Scene, portals: Portal[]): Portal[] {
  const named = new Set([
    ...(scene.alarm?.unlocks ?? []),
    ...(scene.changes ?? []).map((c) => c.door),
    ...(scene.doors ?? []).filter((d) => d.state === "locked").map((d) => d.id),
  ]);
  return portals.filter((p) => p.kind === "door" && p.b >= 0 && named.has(p.id));
}

function joinRegions(rooms: GroundRoom[], portals: Portal[], apart: Portal[]): number {
  const parent = rooms.map((_, i) => i);
  const root = (i: number): number => (parent[i] === i ? i : (parent[i] = root(parent[i]!)));
  for (const p of portals) {
    if (p.kind !== "door" || p.door >= 0 || p.oneWay || p.b < 0) continue;
    const a = root(p.a),
      b = root(p.b);
    if (a === b || apart.some((q) => (root(q.a) === a && root(q.b) === b) || (root(q.a) === b && root(q.b) === a)))
      continue;
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  const numbers = new Map<number, number>();
  for (const room of rooms) {
    const r = root(room.index);
    if (!numbers.has(r)) numbers.set(r, numbers.size);
    room.region = numbers.get(r)!;
  }
  return numbers.size;
}

function compilePlane(scene: Scene, storey: Storey, index: number, rooms: GroundRoom[], portals: Portal[]): Plane {
  const outlines: Polygon[] = (scene.obstacles ?? []).filter((o) => o.storey === storey.id).map((o) => o.polygon);
  for (const prop of scene.props ?? [])
    if (prop.storey === storey.id && isSolid(prop)) outlines.push(propOutline(prop));
  const grid = compileGrid({
    rooms: rooms.filter((r) => r.plane === index),
    portals: portals.filter((p) => p.planeA === index || p.planeB === index),
    walls: wallSegments(scene, storey.id),
    blocks: outlines,
  });
  return {
    index,
    id: storey.id,
    elevation: storey.elevation,
    height: storey.height,
    grid,
    wrapFrom: storey.wrap?.from ?? 0,
    wrapTo: storey.wrap?.to ?? 0,
  };
}

/** Room at a point, or −1. */
export function roomAt(ground: Ground, plane: number, x: number, y: number): number {
  for (const room of ground.rooms) if (room.plane === plane && isInside(room.polygon, x, y)) return room.index;
  return -1;
}

/** Height of the floor at a point of a room, above the scene's zero. */
export function floorHeight(ground: Ground, room: number, x: number, y: number): number {
  const r = ground.rooms[room]!;
  const base = ground.planes[r.plane]!.elevation;
  const s = r.slope;
  return s ? base + s.rise * ((x - s.footX) * s.ux + (y - s.footY) * s.uy) : base;
}

export const midpoint = (p: Portal): Point => [(p.ax + p.bx) / 2, (p.ay + p.by) / 2];
