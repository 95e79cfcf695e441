// Which way to take: costs from each portal to safety, for a class of people or for one person with what he has seen
// (smoke, locked doors). Cost = metres walked, more in smoke, plus the wait in front of a door as metres not walked.
// Backward Dijkstra over (portal, side one has come out on); the ground's distances are computed once for each region.
import { isInnerOpening, midpoint } from "./ground";
import type { Ground, Portal } from "./state/ground";
import {
  distanceFrom,
  fieldToPoint,
  fieldToPortal,
  frameRegion,
  WIDE_DOOR,
  type RegionFrame,
  type WayField,
} from "./way";
import { Heap } from "./heap";
import type { Choice } from "./choices";

export interface Ways {
  ground: Ground;
  frames: (RegionFrame | null)[];
  toPortal: (WayField | null)[];
  toRoom: Map<number, WayField>;
  /** For each region the walking distance between its portals, row by row in regionPortals' order. */
  spans: (Float64Array | null)[];
  /** Regions with one portal and no way out: nobody routes through them. */
  deadEnd: Uint8Array;
}

export function createWays(ground: Ground): Ways {
  const deadEnd = new Uint8Array(ground.regionCount);
  for (let r = 0; r < ground.regionCount; r++) {
    const portals = ground.regionPortals[r]!;
    if (portals.length === 1 && ground.portals[portals[0]!]!.kind !== "exit") deadEnd[r] = 1;
  }
  return {
    ground,
    deadEnd,
    frames: new Array(ground.regionCount * 2).fill(null),
    toRoom: new Map(),
    toPortal: new Array(ground.portals.length * 4).fill(null),
    spans: new Array(ground.regionCount * 2).fill(null),
  };
}

const frameOf = (w: Ways, region: number, wide: boolean) =>
  (w.frames[region * 2 + (wide ? 1 : 0)] ??= frameRegion(w.ground, region, wide));

/** Field that leads to a portal from the region on its side a (0) or b (1), for ordinary or wide bodies. */
export function wayToPortal(w: Ways, portal: number, fromB: number, wide = false): WayField {
  const slot = portal * 4 + fromB * 2 + (wide ? 1 : 0);
  const p = w.ground.portals[portal]!;
  const room = fromB ? p.b : p.a;
  return (w.toPortal[slot] ??= fieldToPortal(w.ground, frameOf(w, w.ground.rooms[room]!.region, wide), p, room));
}

export function wayToRoom(w: Ways, room: number): WayField {
  const known = w.toRoom.get(room);
  if (known) return known;
  const polygon = w.ground.rooms[room]!.polygon;
  let x = 0,
    y = 0;
  for (const [px, py] of polygon) {
    x += px / polygon.length;
    y += py / polygon.length;
  }
  const field = fieldToPoint(w.ground, frameOf(w, w.ground.rooms[room]!.region, false), x, y);
  w.toRoom.set(room, field);
  return field;
}

export function wayToPlace(w: Ways, room: number, x: number, y: number): WayField {
  return fieldToPoint(w.ground, frameOf(w, w.ground.rooms[room]!.region, false), x, y);
}

/** Side of the portal on which this region lies: 0 = a, 1 = b, −1 = neither. */
export function sideOf(ground: Ground, portal: Portal, region: number): number {
  if (ground.rooms[portal.a]!.region === region) return 0;
  return portal.b >= 0 && ground.rooms[portal.b]!.region === region ? 1 : -1;
}

function spansOf(w: Ways, region: number, wide: boolean): Float64Array {
  const slot = region * 2 + (wide ? 1 : 0),
    known = w.spans[slot];
  if (known) return known;
  const list = w.ground.regionPortals[region]!;
  const n = list.length;
  const table = new Float64Array(n * n).fill(Infinity);
  list.forEach((q, column) => {
    const portal = w.ground.portals[q]!;
    if (leadsNowhere(w, portal, region)) return;
    const field = wayToPortal(w, q, sideOf(w.ground, portal, region), wide);
    list.forEach((p, row) => {
      const from = w.ground.portals[p]!;
      const [x, y] = midpoint(from);
      const inward = sideOf(w.ground, from, region) === 0 ? -0.15 : 0.15;
      table[row * n + column] =
        row === column ? 0 : distanceFrom(w.ground, field, x + from.nx * inward, y + from.ny * inward);
    });
  });
  w.spans[slot] = table;
  return table;
}

function leadsNowhere(w: Ways, portal: Portal, fromRegion: number): boolean {
  if (portal.kind === "exit") return false;
  const ra = w.ground.rooms[portal.a]!.region,
    rb = w.ground.rooms[portal.b]!.region;
  const other = ra === fromRegion ? rb : ra;
  return w.deadEnd[other] === 1 && other !== fromRegion;
}

export interface RouteView {
  /** Extra metres for waiting at a portal. */
  wait: Float64Array;
  /** Factor on distances in a room, by room index; null = 1 everywhere. */
  roughness: ((room: number) => number) | null;
  /** Portals one can't pass, beside one-way ones. */
  barred: (portal: number) => boolean;
  /** Can use stairs. */
  stairs: boolean;
  /** Is as wide as a wheelchair. */
  wide: boolean;
}

/** Metres to safety from each portal: [2p] having come out on side b (beyond an exit: safe), [2p + 1] on side a. */
export function costsToGo(w: Ways, choice: Choice, view: RouteView): Float64Array {
  const { ground } = w;
  const cost = new Float64Array(ground.portals.length * 2).fill(Infinity);
  const settled = new Uint8Array(cost.length);
  const heap = new Heap();
  const offer = (state: number, c: number) => {
    if (c >= cost[state]!) return;
    cost[state] = c;
    heap.push(c, state);
  };
  for (const p of ground.portals) {
    if (choice.goalRoom >= 0) {
      const goalRegion = ground.rooms[choice.goalRoom]!.region;
      if (isInnerOpening(ground.rooms, p)) continue;
      if (p.b >= 0 && ground.rooms[p.b]!.region === goalRegion) offer(p.index * 2, 0);
      if (ground.rooms[p.a]!.region === goalRegion && p.b >= 0) offer(p.index * 2 + 1, 0);
    } else if (p.kind === "exit" && (choice.exits ? choice.exits.includes(p.index) : p.safe)) offer(p.index * 2, 0);
  }
  for (let state = heap.pop(); state >= 0; state = heap.pop()) {
    if (settled[state]) continue;
    settled[state] = 1;
    const q = ground.portals[state >> 1]!;
    const intoA = state & 1;
    if ((intoA && q.oneWay) || view.barred(q.index) || (view.wide && q.width < WIDE_DOOR)) continue;
    const room = intoA ? q.b : q.a;
    if (room < 0) continue;
    if (!view.stairs && ground.rooms[room]!.steps) continue;
    const region = ground.rooms[room]!.region;
    const list = ground.regionPortals[region]!;
    const column = list.indexOf(q.index);
    if (column < 0) continue;
    const spans = spansOf(w, region, view.wide);
    const rough = view.roughness ? view.roughness(room) : 1;
    const base = cost[state]! + view.wait[q.index]!;
    for (let row = 0; row < list.length; row++) {
      if (row === column) continue;
      const p = ground.portals[list[row]!]!;
      // coming out of p into this region: side b reached → state 2p, side a → 2p + 1
      const c = base + spans[row * list.length + column]! * rough;
      if (p.b >= 0 && ground.rooms[p.b]!.region === region) offer(p.index * 2, c);
      if (ground.rooms[p.a]!.region === region && p.b >= 0) offer(p.index * 2 + 1, c);
    }
  }
  return cost;
}

export interface Leg {
  portal: number;
  cost: number;
}

/**
 * The best next portal for one who stands at a point of a room; −1 if no way is known. `pull`: metres that company is
 * worth.
 */
export function chooseLeg(
  w: Ways,
  costs: Float64Array,
  view: RouteView,
  at: { room: number; x: number; y: number; now: number },
  pull: Float64Array | null = null,
): Leg {
  const { ground } = w;
  const region = ground.rooms[at.room]!.region;
  const rough = view.roughness ? view.roughness(at.room) : 1;
  let best = -1,
    least = Infinity,
    current = Infinity;
  for (const q of ground.regionPortals[region]!) {
    const portal = ground.portals[q]!;
    const side = sideOf(ground, portal, region);
    if ((side === 1 && portal.oneWay) || view.barred(q) || (view.wide && portal.width < WIDE_DOOR)) continue;
    const beyond = costs[side === 0 ? q * 2 : q * 2 + 1]!;
    if (beyond === Infinity) continue;
    const c =
      beyond +
      view.wait[q]! +
      rough * distanceFrom(ground, wayToPortal(w, q, side, view.wide), at.x, at.y) -
      (pull ? pull[q]! : 0);
    if (q === at.now) current = c;
    if (c < least) {
      least = c;
      best = q;
    }
  }
  if (best < 0) return { portal: -1, cost: Infinity };
  // keeps to a choice unless another is clearly better
  return current <= (least > 0 ? least * 1.12 : least) + 0.5
    ? { portal: at.now, cost: current }
    : { portal: best, cost: least };
}
