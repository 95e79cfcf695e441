// Whether a scene can run: every id it names exists, every line lies where it must. Gives the first fault in words, or
// null. Shape first (check-shape.ts), then ids and references, then the ground itself (check-ground.ts): each may rely
// on the one before.
import { findBadGround } from "./check-ground";
import { findBadShape } from "./check-shape";
import { isInside } from "./geometry";
import type { Point, Polygon, Scene, Segment } from "./scene";

export function findBadScene(scene: Scene): string | null {
  return (
    findBadShape(scene) ??
    duplicates(scene) ??
    badReferences(scene) ??
    badLines(scene) ??
    badPlaces(scene) ??
    findBadGround(scene)
  );
}

const LISTS = [
  "storeys",
  "rooms",
  "walls",
  "obstacles",
  "doors",
  "stairs",
  "lifts",
  "exits",
  "refuges",
  "signs",
  "callPoints",
  "detectors",
  "fires",
  "vents",
  "sprinklers",
  "extinguishers",
  "props",
  "spots",
  "areas",
  "lines",
  "changes",
] as const;

function duplicates(scene: Scene): string | null {
  for (const name of LISTS) {
    const seen = new Set<string>();
    for (const o of scene[name] ?? []) {
      if (seen.has(o.id)) return `${name}: id ${o.id} stands twice`;
      seen.add(o.id);
    }
  }
  for (const list of [scene.population?.groups, scene.population?.persons, scene.fields]) {
    const seen = new Set<string>();
    for (const o of list ?? []) {
      if (seen.has(o.id)) return `population and fields: id ${o.id} stands twice in one list`;
      seen.add(o.id);
    }
  }
  const ways = new Set<string>();
  for (const o of [...scene.rooms, ...(scene.stairs ?? [])]) {
    if (ways.has(o.id)) return `stair ${o.id} has the id of a room`;
    ways.add(o.id);
  }
  ways.clear();
  for (const o of [...(scene.doors ?? []), ...(scene.exits ?? [])]) {
    if (ways.has(o.id)) return `exit ${o.id} has the id of a door`;
    ways.add(o.id);
  }
  return null;
}

function badReferences(scene: Scene): string | null {
  const storeys = new Set(scene.storeys.map((s) => s.id));
  const rooms = new Set([...scene.rooms, ...(scene.stairs ?? [])].map((r) => r.id));
  const exits = new Set((scene.exits ?? []).map((e) => e.id));
  const wants: [string, string | undefined, Set<string>, string][] = [];
  const storey = (kind: string, list: readonly { id: string; storey: string }[] | undefined) => {
    for (const o of list ?? []) wants.push([`${kind} ${o.id}`, o.storey, storeys, "storey"]);
  };
  storey("room", scene.rooms);
  storey("wall", scene.walls);
  storey("obstacle", scene.obstacles);
  storey("stair", scene.stairs);
  storey("lift", scene.lifts);
  storey("sign", scene.signs);
  storey("call point", scene.callPoints);
  storey("extinguisher", scene.extinguishers);
  storey("prop", scene.props);
  storey("spot", scene.spots);
  storey("area", scene.areas);
  storey("line", scene.lines);
  storey("person", scene.population?.persons);
  if (scene.player) wants.push(["player", scene.player.storey, storeys, "storey"]);
  for (const d of scene.doors ?? []) for (const r of d.rooms) wants.push([`door ${d.id}`, r, rooms, "room"]);
  for (const s of scene.stairs ?? [])
    wants.push(
      [`stair ${s.id}`, s.bottomRoom, rooms, "room"],
      [`stair ${s.id}`, s.topRoom, rooms, "room"],
      [`stair ${s.id}`, s.to ?? s.storey, storeys, "storey"],
    );
  for (const e of scene.exits ?? []) wants.push([`exit ${e.id}`, e.room, rooms, "room"]);
  const room = (kind: string, list: readonly { id: string; room: string }[] | undefined) => {
    for (const o of list ?? []) wants.push([`${kind} ${o.id}`, o.room, rooms, "room"]);
  };
  room("fire", scene.fires);
  room("detector", scene.detectors);
  room("vent", scene.vents);
  room("sprinkler", scene.sprinklers);
  room("refuge", scene.refuges);
  room("lift", scene.lifts);
  for (const v of scene.vents ?? []) if (v.to !== undefined) wants.push([`vent ${v.id}`, v.to, rooms, "room"]);
  for (const l of scene.lifts ?? []) for (const s of l.stops ?? []) wants.push([`lift ${l.id}`, s, storeys, "storey"]);
  const leaves = new Set([...(scene.doors ?? []), ...(scene.exits ?? [])].map((d) => d.id));
  for (const d of [...(scene.alarm?.closes ?? []), ...(scene.alarm?.unlocks ?? [])])
    wants.push(["alarm", d, leaves, "door"]);
  for (const o of scene.alarm?.orders ?? []) {
    for (const e of o.exits) wants.push(["alarm.orders", e, exits, "exit"]);
    for (const r of o.rooms ?? []) wants.push(["alarm.orders", r, rooms, "room"]);
  }
  for (const c of scene.changes ?? []) wants.push([`change ${c.id}`, c.door, leaves, "door"]);
  for (const s of scene.signs ?? []) if (s.target !== undefined) wants.push([`sign ${s.id}`, s.target, leaves, "door"]);
  for (const f of scene.fields ?? []) {
    if ("storey" in f) wants.push([`field ${f.id}`, f.storey, storeys, "storey"]);
    if ("rooms" in f) for (const r of f.rooms ?? []) wants.push([`field ${f.id}`, r, rooms, "room"]);
    if (f.kind === "gas" && f.source) wants.push([`field ${f.id}`, f.source.room, rooms, "room"]);
    if (f.kind === "quake") for (const x of f.falls ?? []) wants.push([`field ${f.id}`, x.storey, storeys, "storey"]);
  }
  for (const g of scene.population?.groups ?? []) {
    for (const r of g.rooms ?? []) wants.push([`group ${g.id}`, r, rooms, "room"]);
    if (g.area && g.storey !== undefined) wants.push([`group ${g.id}`, g.storey, storeys, "storey"]);
    if (!g.rooms?.length && !(g.storey && g.area)) return `group ${g.id} names neither rooms nor an area of a storey`;
  }
  for (const t of [...(scene.population?.groups ?? []), ...(scene.population?.persons ?? [])]) {
    for (const e of [...(t.assigned ?? []), ...(t.familiar ?? [])])
      wants.push([`traits of ${t.id}`, e.exit, exits, "exit"]);
    if (t.goal !== undefined) wants.push([`traits of ${t.id}`, t.goal, rooms, "room"]);
  }
  const bare = new Set(
    [
      ...(scene.doors ?? []).filter((d) => d.leaf === "none"),
      ...(scene.exits ?? []).filter((e) => (e.leaf ?? "none") === "none"),
    ].map((d) => d.id),
  );
  for (const c of scene.changes ?? [])
    if (bare.has(c.door)) return `change ${c.id}: door ${c.door} has no leaf to open or shut; give it one`;
  for (const [who, name, known, what] of wants)
    if (name === undefined || !known.has(name)) return `${who} names ${what} ${String(name)}, which is not there`;
  return null;
}

function badLines(scene: Scene): string | null {
  const polygon = new Map<string, Polygon>([...scene.rooms, ...(scene.stairs ?? [])].map((r) => [r.id, r.polygon]));
  for (const r of polygon) if (r[1].length < 3) return `room ${r[0]} has fewer than three corners`;
  for (const d of scene.doors ?? [])
    for (const r of d.rooms)
      if (!liesOn(polygon.get(r)!, d.segment)) return `door ${d.id} does not lie on an edge of ${r}`;
  for (const e of scene.exits ?? [])
    if (!liesOn(polygon.get(e.room)!, e.segment)) return `exit ${e.id} does not lie on an edge of ${e.room}`;
  for (const s of scene.stairs ?? []) {
    for (const [line, room] of [
      [s.bottom, s.bottomRoom],
      [s.top, s.topRoom],
    ] as const) {
      if (!liesOn(s.polygon, line)) return `stair ${s.id}: an end does not lie on its own edge`;
      if (!liesOn(polygon.get(room)!, line)) return `stair ${s.id}: an end does not lie on an edge of ${room}`;
    }
  }
  return null;
}

function badPlaces(scene: Scene): string | null {
  const inRoom = (storey: string, at: Point) =>
    [...scene.rooms, ...(scene.stairs ?? [])].some((r) => r.storey === storey && isInside(r.polygon, at[0], at[1]));
  if (scene.player && !inRoom(scene.player.storey, scene.player.at)) return `the player stands outside of every room`;
  for (const p of scene.population?.persons ?? [])
    if (!inRoom(p.storey, p.at)) return `person ${p.id} stands outside of every room`;
  return null;
}

const TOLERANCE = 0.051;

function liesOn(polygon: Polygon, [a, b]: Segment): boolean {
  for (let i = 0; i < polygon.length; i++) {
    const p = polygon[i]!,
      q = polygon[(i + 1) % polygon.length]!;
    if (near(p, q, a) && near(p, q, b)) return true;
  }
  return false;
}

function near(p: Point, q: Point, x: Point): boolean {
  const dx = q[0] - p[0],
    dy = q[1] - p[1],
    l2 = dx * dx + dy * dy;
  let t = l2 === 0 ? 0 : ((x[0] - p[0]) * dx + (x[1] - p[1]) * dy) / l2;
  t = t < 0 ? 0 : t > 1 ? 1 : t;
  const ex = x[0] - p[0] - t * dx,
    ey = x[1] - p[1] - t * dy;
  return ex * ex + ey * ey <= TOLERANCE * TOLERANCE;
}
