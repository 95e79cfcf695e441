// Walls of a storey as segments: every edge of a room, less the doors, openings, exits and stair ends that lie on it,
// and then free walls, obstacles and solid furniture. Leaves of doors are not among them: they come and go.
import { distanceToSegment, sorted } from "./geometry";
import { isSolid, propOutline } from "./props";
import type { Point, Polygon, Scene, Segment } from "./scene";

export interface WallSegment {
  a: Point;
  b: Point;
  kind: "room" | "wall" | "obstacle" | "prop";
  /** Room, wall, obstacle or prop it belongs to. */
  of: string;
}

/** A gap's ends may lie this far off the edge it is cut from, metres. */
const ON_EDGE = 0.05;
const SHORTEST = 0.005;

export function wallSegments(scene: Scene, storey: string): WallSegment[] {
  const gaps = gapsOf(scene, storey);
  const wrap = scene.storeys.find((s) => s.id === storey)?.wrap;
  const found: WallSegment[] = [];
  const seen = new Set<string>();
  const add = (a: Point, b: Point, kind: WallSegment["kind"], of: string) => {
    const key = edgeKey(a, b);
    if (seen.has(key)) return;
    seen.add(key);
    found.push({ a, b, kind, of });
  };
  for (const room of walkableOutlines(scene, storey)) {
    eachEdge(room.polygon, (a, b) => {
      if (wrap && isAcross(a, b, wrap.from, wrap.to)) return;
      for (const [p, q] of cut(a, b, gaps)) add(p, q, "room", room.id);
    });
  }
  for (const wall of sorted(scene.walls))
    if (wall.storey === storey) add(wall.segment[0], wall.segment[1], "wall", wall.id);
  for (const o of sorted(scene.obstacles))
    if (o.storey === storey) eachEdge(o.polygon, (a, b) => add(a, b, "obstacle", o.id));
  for (const prop of sorted(scene.props)) {
    if (prop.storey === storey && isSolid(prop)) eachEdge(propOutline(prop), (a, b) => add(a, b, "prop", prop.id));
  }
  return found;
}

/** Rooms and stairs of a storey, by id. */
export function walkableOutlines(scene: Scene, storey: string): { id: string; polygon: Polygon }[] {
  return sorted([...scene.rooms, ...(scene.stairs ?? [])].filter((r) => r.storey === storey));
}

function gapsOf(scene: Scene, storey: string): Segment[] {
  const home = new Map(scene.rooms.map((r) => [r.id, r.storey]));
  const gaps: Segment[] = [];
  for (const door of sorted(scene.doors)) if (home.get(door.rooms[0]) === storey) gaps.push(door.segment);
  for (const exit of sorted(scene.exits)) if (home.get(exit.room) === storey) gaps.push(exit.segment);
  for (const stair of sorted(scene.stairs)) {
    if (home.get(stair.bottomRoom) === storey || stair.storey === storey) gaps.push(stair.bottom);
    if (home.get(stair.topRoom) === storey || stair.storey === storey) gaps.push(stair.top);
  }
  return gaps;
}

function cut(a: Point, b: Point, gaps: Segment[]): Segment[] {
  const length = Math.sqrt((b[0] - a[0]) * (b[0] - a[0]) + (b[1] - a[1]) * (b[1] - a[1]));
  const holes: [number, number][] = [];
  for (const [p, q] of gaps) {
    const t = along(a, b, p),
      u = along(a, b, q);
    const from = Math.max(0, Math.min(t, u)),
      to = Math.min(1, Math.max(t, u));
    if ((to - from) * length < SHORTEST) continue;
    if (offLine(a, b, p) > ON_EDGE || offLine(a, b, q) > ON_EDGE) continue;
    holes.push([from, to]);
  }
  holes.sort((h, k) => h[0] - k[0] || h[1] - k[1]);
  const parts: Segment[] = [];
  let at = 0;
  const put = (from: number, to: number) => {
    if ((to - from) * length >= SHORTEST) parts.push([lerp(a, b, from), lerp(a, b, to)]);
  };
  for (const [from, to] of holes) {
    put(at, from);
    at = Math.max(at, to);
  }
  put(at, 1);
  return parts;
}

const along = (a: Point, b: Point, p: Point) => {
  const dx = b[0] - a[0],
    dy = b[1] - a[1];
  return ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy);
};
const offLine = (a: Point, b: Point, p: Point) => {
  const t = along(a, b, p);
  return distanceToSegment(
    a[0] + Math.min(t, 0) * (b[0] - a[0]),
    a[1] + Math.min(t, 0) * (b[1] - a[1]),
    a[0] + Math.max(t, 1) * (b[0] - a[0]),
    a[1] + Math.max(t, 1) * (b[1] - a[1]),
    p[0],
    p[1],
  );
};
const lerp = (a: Point, b: Point, t: number): Point =>
  t <= 0 ? a : t >= 1 ? b : [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
const isAcross = (a: Point, b: Point, from: number, to: number) =>
  Math.abs(a[0] - b[0]) < 1e-6 && (Math.abs(a[0] - from) < 1e-6 || Math.abs(a[0] - to) < 1e-6);

function eachEdge(polygon: Polygon, use: (a: Point, b: Point) => void): void {
  for (let i = 0; i < polygon.length; i++) use(polygon[i]!, polygon[(i + 1) % polygon.length]!);
}

function edgeKey(a: Point, b: Point): string {
  const p = `${Math.round(a[0] * 1000)},${Math.round(a[1] * 1000)}`;
  const q = `${Math.round(b[0] * 1000)},${Math.round(b[1] * 1000)}`;
  return p < q ? `${p};${q}` : `${q};${p}`;
}
