// Whether the ground of a scene is sound: outlines that are simple, rooms that do not overlap, ways that join what they
// say, people who stand on free floor, sizes that a machine can hold. Expects the shape and all references to be right.
import { distanceToSegment, isInside, polygonArea } from "./geometry";
import { isSolid, propOutline } from "./props";
import type { Point, Polygon, Scene, Segment } from "./scene";

const MOST_PEOPLE = 20000;
const MOST_STOREYS = 250,
  MOST_ROOMS = 5000;
/** Square metres of the box around a storey's rooms: what the grid can hold. */
const LARGEST_STOREY = 1_000_000;
const SMALLEST_AREA = 0.05;
const NARROWEST = 0.3;
/** Rooms may lie over each other by so much: drawings are not exact, metres. */
const SLACK = 0.06;

type Outline = { what: string; id: string; storey: string; polygon: Polygon };

export function findBadGround(scene: Scene): string | null {
  return (
    tooMuch(scene) ??
    badOutlines(scene) ??
    overlappingRooms(scene) ??
    badWays(scene) ??
    badThings(scene) ??
    badPeople(scene)
  );
}

function outlinesOf(scene: Scene): Outline[] {
  const of = (what: string, list: readonly { id: string; storey: string; polygon: Polygon }[] | undefined) =>
    (list ?? []).map((o) => ({ what, id: o.id, storey: o.storey, polygon: o.polygon }));
  return [
    ...of("room", scene.rooms),
    ...of("stair", scene.stairs),
    ...of("obstacle", scene.obstacles),
    ...of("area", scene.areas),
  ];
}

function tooMuch(scene: Scene): string | null {
  if (scene.storeys.length > MOST_STOREYS) return `storeys: ${scene.storeys.length} are more than ${MOST_STOREYS}`;
  if (scene.rooms.length + (scene.stairs?.length ?? 0) > MOST_ROOMS) return `rooms and stairs: more than ${MOST_ROOMS}`;
  let people = scene.population?.persons?.length ?? 0;
  for (const g of scene.population?.groups ?? []) {
    people += g.count;
    if (people > MOST_PEOPLE) return `group ${g.id}: count ${g.count} makes ${people} people, more than ${MOST_PEOPLE}`;
  }
  for (const s of scene.storeys) {
    const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
    for (const r of [...scene.rooms, ...(scene.stairs ?? [])])
      if (r.storey === s.id)
        for (const [x, y] of r.polygon) {
          box[0] = Math.min(box[0], x);
          box[1] = Math.min(box[1], y);
          box[2] = Math.max(box[2], x);
          box[3] = Math.max(box[3], y);
        }
    const area = (box[2] - box[0]) * (box[3] - box[1]);
    if (area > LARGEST_STOREY)
      return `storey ${s.id}: its rooms spread over ${Math.round(area)} m², more than ${LARGEST_STOREY}`;
    if (s.wrap && s.wrap.to <= s.wrap.from)
      return `storey ${s.id}: wrap ends at ${s.wrap.to}, before it begins at ${s.wrap.from}`;
  }
  return null;
}

function badOutlines(scene: Scene): string | null {
  for (const { what, id, polygon } of outlinesOf(scene)) {
    const n = polygon.length;
    for (let i = 0; i < n; i++) {
      const a = polygon[i]!,
        b = polygon[(i + 1) % n]!;
      if (a[0] === b[0] && a[1] === b[1])
        return `${what} ${id}: polygon has the corner ${a.join(", ")} twice in a row (it closes by itself)`;
      for (let j = i + 2; j < n; j++) {
        if (i === 0 && j === n - 1) continue;
        const c = polygon[j]!,
          d = polygon[(j + 1) % n]!;
        if (meet(a, b, c, d)) return `${what} ${id}: polygon crosses itself near ${c.map(tidy).join(", ")}`;
      }
    }
    if (polygonArea(polygon) < SMALLEST_AREA) return `${what} ${id}: polygon has next to no area`;
  }
  return null;
}

const tidy = (x: number) => Math.round(x * 100) / 100;
const turn = (a: Point, b: Point, c: Point) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
const meet = (a: Point, b: Point, c: Point, d: Point) => {
  const p = turn(a, b, c),
    q = turn(a, b, d),
    r = turn(c, d, a),
    s = turn(c, d, b);
  return p * q < 0 && r * s < 0;
};

function depth(p: Polygon, [x, y]: Point): number {
  if (!isInside(p, x, y)) return 0;
  let least = Infinity;
  for (let i = 0; i < p.length; i++) {
    const a = p[i]!,
      b = p[(i + 1) % p.length]!;
    least = Math.min(least, distanceToSegment(a[0], a[1], b[0], b[1], x, y));
  }
  return least;
}

/** Corners, middles of edges and points just inside them. */
function probes(p: Polygon): Point[] {
  const points: Point[] = [];
  for (let i = 0; i < p.length; i++) {
    const a = p[i]!,
      b = p[(i + 1) % p.length]!,
      l = Math.sqrt((b[0] - a[0]) * (b[0] - a[0]) + (b[1] - a[1]) * (b[1] - a[1]));
    const m: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2],
      nx = ((b[1] - a[1]) / l) * 0.15,
      ny = ((a[0] - b[0]) / l) * 0.15;
    points.push(a, m);
    for (const s of [1, -1]) if (isInside(p, m[0] + s * nx, m[1] + s * ny)) points.push([m[0] + s * nx, m[1] + s * ny]);
  }
  return points;
}

function overlappingRooms(scene: Scene): string | null {
  const list = outlinesOf(scene).filter((o) => o.what === "room" || o.what === "stair");
  const boxes = list.map((o) => {
    const xs = o.polygon.map((p) => p[0]),
      ys = o.polygon.map((p) => p[1]);
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const;
  });
  const points = list.map((o) => probes(o.polygon));
  for (let i = 0; i < list.length; i++)
    for (let j = i + 1; j < list.length; j++) {
      const a = list[i]!,
        b = list[j]!,
        p = boxes[i]!,
        q = boxes[j]!;
      if (
        a.storey !== b.storey ||
        p[2] < q[0] + SLACK ||
        q[2] < p[0] + SLACK ||
        p[3] < q[1] + SLACK ||
        q[3] < p[1] + SLACK
      )
        continue;
      if (points[i]!.some((x) => depth(b.polygon, x) > SLACK) || points[j]!.some((x) => depth(a.polygon, x) > SLACK))
        return `${b.what} ${b.id} lies over ${a.what} ${a.id} on storey ${a.storey}`;
    }
  return null;
}

const long = ([a, b]: Segment) => Math.sqrt((b[0] - a[0]) * (b[0] - a[0]) + (b[1] - a[1]) * (b[1] - a[1]));

function badWays(scene: Scene): string | null {
  const storey = new Map([...scene.rooms, ...(scene.stairs ?? [])].map((r) => [r.id, r.storey]));
  for (const [what, list] of [
    ["door", scene.doors],
    ["exit", scene.exits],
  ] as const)
    for (const d of list ?? [])
      if (long(d.segment) < NARROWEST)
        return `${what} ${d.id}: segment is ${tidy(long(d.segment))} m wide, nobody fits through less than ${NARROWEST} m`;
  for (const d of scene.doors ?? []) {
    if (d.rooms[0] === d.rooms[1]) return `door ${d.id}: rooms names ${d.rooms[0]} twice`;
    if (storey.get(d.rooms[0]) !== storey.get(d.rooms[1]))
      return `door ${d.id}: its rooms ${d.rooms[0]} and ${d.rooms[1]} are on different storeys; a stair joins storeys`;
    if (d.pushFrom !== undefined && !d.rooms.includes(d.pushFrom))
      return `door ${d.id}: pushFrom ${d.pushFrom} is none of its rooms`;
  }
  for (const s of scene.stairs ?? []) {
    if (long(s.bottom) < NARROWEST || long(s.top) < NARROWEST)
      return `stair ${s.id}: an end is narrower than ${NARROWEST} m`;
    const run =
      Math.abs(s.bottom[0][0] + s.bottom[1][0] - s.top[0][0] - s.top[1][0]) +
      Math.abs(s.bottom[0][1] + s.bottom[1][1] - s.top[0][1] - s.top[1][1]);
    if (run < 0.2) return `stair ${s.id}: bottom and top are the same line`;
    for (const [room, want, end] of [
      [s.bottomRoom, s.storey, "bottomRoom"],
      [s.topRoom, s.to ?? s.storey, "topRoom"],
    ] as const)
      if (storey.get(room) !== want)
        return `stair ${s.id}: ${end} ${room} is on storey ${storey.get(room)}, not on ${want}`;
  }
  for (const l of scene.lifts ?? []) {
    if (long(l.segment) < NARROWEST)
      return `lift ${l.id}: segment is ${tidy(long(l.segment))} m wide, nobody fits through less than ${NARROWEST} m`;
    if (!l.evacuation) continue;
    if ((l.stops?.length ?? 0) < 2) return `lift ${l.id}: evacuation wants stops, two storeys at least`;
    for (const s of l.stops!)
      if (!beforeDoor(scene, l.segment, s)) return `lift ${l.id}: no room lies before its door on storey ${s}`;
  }
  for (const w of scene.walls ?? []) if (long(w.segment) < 0.01) return `wall ${w.id}: segment has no length`;
  for (const l of scene.lines ?? []) if (long(l.segment) < 0.01) return `line ${l.id}: segment has no length`;
  for (const v of scene.vents ?? [])
    if (!v.ceiling && v.head <= v.sill) return `vent ${v.id}: head ${v.head} is not above sill ${v.sill}`;
  return null;
}

/** Whether a room lies 0.6 m before a line on either side, where who takes the lift waits. */
function beforeDoor(scene: Scene, [a, b]: Segment, storey: string): boolean {
  const l = long([a, b]),
    nx = ((b[1] - a[1]) / l) * 0.6,
    ny = ((a[0] - b[0]) / l) * 0.6,
    x = (a[0] + b[0]) / 2,
    y = (a[1] + b[1]) / 2;
  return scene.rooms.some(
    (r) => r.storey === storey && (isInside(r.polygon, x + nx, y + ny) || isInside(r.polygon, x - nx, y - ny)),
  );
}

/** Inside, or on the edge (5 cm). */
const isIn = (p: Polygon, [x, y]: Point): boolean =>
  isInside(p, x, y) ||
  p.some((a, i) => distanceToSegment(a[0], a[1], p[(i + 1) % p.length]![0], p[(i + 1) % p.length]![1], x, y) <= 0.05);

/** What burns or sprays in a room stands in it. */
function badThings(scene: Scene): string | null {
  const room = new Map(
    outlinesOf(scene)
      .filter((o) => o.what === "room" || o.what === "stair")
      .map((o) => [o.id, o.polygon]),
  );
  for (const [what, list] of [
    ["fire", scene.fires],
    ["sprinkler", scene.sprinklers],
  ] as const) {
    for (const o of list ?? [])
      if (!isIn(room.get(o.room)!, o.at)) return `${what} ${o.id}: at ${o.at.join(", ")} is not in its room ${o.room}`;
  }
  return null;
}

function badPeople(scene: Scene): string | null {
  const solid = [
    ...(scene.obstacles ?? []),
    ...(scene.props ?? []).filter(isSolid).map((p) => ({ id: p.id, storey: p.storey, polygon: propOutline(p) })),
  ];
  const persons = [...(scene.population?.persons ?? []), ...(scene.player ? [{ id: "", ...scene.player }] : [])];
  const spots = new Map<string, string>();
  for (const p of persons) {
    const who = p.id === "" ? "the player" : `person ${p.id}`;
    for (const o of solid)
      if (o.storey === p.storey && depth(o.polygon, p.at) > 0.01)
        return `${who}: at ${p.at.join(", ")} is inside of ${o.id}`;
    const spot = `${p.storey} ${Math.round(p.at[0] * 20)} ${Math.round(p.at[1] * 20)}`;
    if (spots.has(spot)) return `${who}: at ${p.at.join(", ")} is where ${spots.get(spot)} stands`;
    spots.set(spot, who);
  }
  return null;
}
