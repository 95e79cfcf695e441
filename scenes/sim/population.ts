// Puts people into the world: who they are (traits drawn by hash of their own id) and where they stand at the start.
// Promises: nobody overlaps another or a wall, places are uniform over the free floor (clear of doorways with a leaf),
// order of the scene's lists is of no effect.
import { distanceToSegment, isInside, polygonArea, sorted } from "./geometry";
import { floorHeight, roomAt } from "./ground";
import type { Ground } from "./state/ground";
import { cellAt } from "./grid";
import { AGE_SD, MOBILITY, speedAtAge, type MobilityRow } from "./mobility";
import { createPeople, STANDING, WAITING, type People } from "./people";
import { cos, PI, sin } from "./maths";
import { gammaQuantile, lognormalQuantile, normalQuantile, weibullQuantile } from "./distribution";
import { hashText, openUniform, purposeOf, uniform, draw, type Seed } from "./rng";
import { findChoice, type Choices } from "./choices";
import { TICKS_PER_SECOND } from "./time";
import type { Distribution, Polygon, Scene, Traits } from "./scene";

const P = {
  speed: purposeOf("speed"),
  delay: purposeOf("delay"),
  exit: purposeOf("exit"),
  place: purposeOf("place"),
  look: purposeOf("look"),
  age: purposeOf("age"),
  yaw: purposeOf("yaw"),
  lattice: purposeOf("lattice"),
  familiar: purposeOf("familiar"),
};

interface Seat {
  id: string;
  group: number;
  traits: Traits;
  at: [number, number] | null;
  plane: number;
  facing: number | null;
}

export function populate(
  scene: Scene,
  ground: Ground,
  seed: Seed,
  choices: Choices,
): { people: People; player: number } {
  const seats = listSeats(scene, ground);
  const people = createPeople(seats.length);
  const alarmed = Boolean(scene.alarm || scene.callPoints?.length || scene.detectors?.length);
  seats.forEach((seat, i) => {
    people.ids.push(seat.id);
    people.key[i] = hashText(seat.id) | 0;
    people.group[i] = seat.group;
    giveTraits({ people, i, seed, ground, choices, alarmed }, seat.traits);
  });
  formParties(seats, people);
  shareWithinParties(people);
  place(scene, ground, seed, seats, people);
  return { people, player: scene.player ? 0 : -1 };
}

function listSeats(scene: Scene, ground: Ground): Seat[] {
  const seats: Seat[] = [];
  const player = scene.player;
  if (player) {
    const traits: Traits = {
      speed: { kind: "fixed", value: player.speed ?? 1.45 },
      mobility: player.mobility ?? "adult",
      radius: player.radius ?? 0.2,
    };
    seats.push({
      id: "player",
      group: -1,
      traits,
      at: player.at,
      plane: ground.planeIndex.get(player.storey)!,
      facing: player.facing ?? 0,
    });
  }
  sorted(scene.population?.groups).forEach((g, index) => {
    for (let k = 0; k < g.count; k++)
      seats.push({ id: `${g.id}#${k}`, group: index, traits: g, at: null, plane: -1, facing: null });
  });
  for (const p of sorted(scene.population?.persons)) {
    seats.push({
      id: p.id,
      group: -1,
      traits: p,
      at: p.at,
      plane: ground.planeIndex.get(p.storey)!,
      facing: p.facing ?? null,
    });
  }
  return seats;
}

interface Maker {
  people: People;
  i: number;
  seed: Seed;
  ground: Ground;
  choices: Choices;
  alarmed: boolean;
}

function giveTraits({ people: p, i, seed, ground, choices, alarmed }: Maker, t: Traits): void {
  const key = p.key[i]!;
  const row: MobilityRow = MOBILITY[t.mobility ?? "adult"];
  const u = openUniform(seed, key, 0, P.speed);
  const ages = t.age ? ([t.age.min, t.age.max] as const) : row.ages;
  p.age[i] = Math.floor(ages[0] + (ages[1] - ages[0] + 1) * uniform(seed, key, 0, P.age));
  const level = t.speed
    ? drawFrom(t.speed, u, i)
    : t.mobility === "rimea-age"
      ? speedAtAge(p.age[i]!) + AGE_SD * (2 * u - 1)
      : levelSpeed(row, u);
  p.freeSpeed[i] = Math.max(0.05, level);
  p.downShare[i] = stairShare(row.down, u, p.freeSpeed[i]!, t);
  p.upShare[i] = stairShare(row.up, u, p.freeSpeed[i]!, t);
  p.radius[i] = t.radius ?? row.radius;
  p.stairs[i] = row.stairs ? 1 : 0;
  const delay = t.preMovement ? drawFrom(t.preMovement, openUniform(seed, key, 0, P.delay), i) : 0;
  p.delay[i] = Math.max(0, Math.round(delay * TICKS_PER_SECOND));
  p.fromAlarm[i] = (t.preMovementFrom ?? (alarmed ? "alarm" : "start")) === "alarm" ? 1 : 0;
  p.startTick[i] = p.fromAlarm[i] ? -1 : p.delay[i]!;
  p.next[i] = -1;
  p.dirty[i] = 1;
  p.follows[i] = t.follows ?? 0;
  p.stays[i] = t.stays ? 1 : 0;
  p.goalRoom[i] = t.goal === undefined ? -1 : (ground.roomIndex.get(t.goal) ?? -1);
  if (t.heading !== undefined) {
    p.heads[i] = 1;
    p.headingX[i] = cos((t.heading * PI) / 180);
    p.headingY[i] = sin((t.heading * PI) / 180);
  }
  p.choice[i] = findChoice(
    choices,
    t,
    uniform(seed, key, 0, P.exit),
    uniform(seed, key, 0, P.familiar),
    p.goalRoom[i]!,
  );
  p.smokeFactor[i] = 1;
  p.state[i] = t.stays ? STANDING : WAITING;
  const woman =
    t.look === "f" ||
    (t.mobility ?? "").startsWith("imo-f") ||
    (t.look !== "m" && !(t.mobility ?? "").startsWith("imo-m") && (draw(seed, key, 1, P.look) & 1) === 1);
  const ageBand = p.age[i]! < 14 ? 0 : p.age[i]! < 60 ? 1 : 2;
  p.look[i] =
    (woman ? 1 : 0) |
    (ageBand << 1) |
    (t.mobility === "wheelchair" ? 8 : 0) |
    ((draw(seed, key, 0, P.look) & 255) << 4);
}

function levelSpeed(row: MobilityRow, u: number): number {
  if ("mean" in row.flat) {
    const v = row.flat.mean + row.flat.sd * normalQuantile(u);
    return Math.min(row.flat.max, Math.max(row.flat.min, v));
  }
  return row.flat[0] + (row.flat[1] - row.flat[0]) * u;
}

function stairShare(range: MobilityRow["down"], u: number, level: number, t: Traits): number {
  if (typeof range === "number" || t.speed) return typeof range === "number" ? range : (range[0] + range[1]) / 2 / 1.3;
  return (range[0] + (range[1] - range[0]) * u) / level;
}

export function drawFrom(d: Distribution, u: number, index: number): number {
  switch (d.kind) {
    case "fixed":
      return d.value;
    case "uniform":
      return d.min + (d.max - d.min) * u;
    case "normal":
      return Math.min(d.max ?? Infinity, Math.max(d.min ?? -Infinity, d.mean + d.sd * normalQuantile(u)));
    case "lognormal":
      return Math.min(d.max ?? Infinity, lognormalQuantile(u, d.mu, d.sigma));
    case "gamma":
      return Math.min(d.max ?? Infinity, gammaQuantile(u, d.shape, d.scale));
    case "weibull":
      return Math.min(d.max ?? Infinity, weibullQuantile(u, d.scale, d.shape));
    case "list":
      return d.values[index % d.values.length]!;
  }
}

/** Numbers the parties in row order: one for each word, one for each group that stays together. */
function formParties(seats: Seat[], p: People): void {
  const numbers = new Map<string, number>();
  seats.forEach((s, i) => {
    const word =
      s.traits.party !== undefined
        ? `party ${s.traits.party}`
        : s.traits.together && s.group >= 0
          ? `group ${s.group}`
          : null;
    if (word === null) return;
    if (!numbers.has(word)) numbers.set(word, numbers.size);
    p.party[i] = numbers.get(word)!;
  });
}

/** Who stays together sets out together and walks as fast as the slowest. */
function shareWithinParties(p: People): void {
  for (let i = 0; i < p.count; i++) {
    if (p.party[i]! < 0) continue;
    let speed = p.freeSpeed[i]!,
      delay = p.delay[i]!,
      first = i;
    for (let j = 0; j < p.count; j++) {
      if (p.party[j] !== p.party[i]) continue;
      speed = Math.min(speed, p.freeSpeed[j]!);
      delay = Math.max(delay, p.delay[j]!);
      first = Math.min(first, j);
    }
    p.freeSpeed[i] = speed;
    p.delay[i] = delay;
    if (!p.fromAlarm[i]) p.startTick[i] = delay;
    p.choice[i] = p.choice[first]!;
  }
}

function place(scene: Scene, ground: Ground, seed: Seed, seats: Seat[], p: People): void {
  const taken = new Occupancy();
  const stand = (i: number, plane: number, x: number, y: number) => {
    p.plane[i] = plane;
    p.x[i] = x;
    p.y[i] = y;
    p.room[i] = roomAt(ground, plane, x, y);
    if (p.room[i]! < 0) throw new RangeError(`person ${p.ids[i]} stands at ${x}, ${y} outside of every room`);
    p.z[i] = floorHeight(ground, p.room[i]!, x, y);
    taken.add(plane, x, y, p.radius[i]!);
    const facing = seats[i]!.facing;
    p.yaw[i] = facing === null ? draw(seed, p.key[i]!, 0, P.yaw) & 65535 : Math.round((facing / 360) * 65536) & 65535;
  };
  seats.forEach((s, i) => {
    if (s.at) stand(i, s.plane, s.at[0], s.at[1]);
  });
  const groups = sorted(scene.population?.groups);
  groups.forEach((group, index) => {
    const members: number[] = [];
    seats.forEach((s, i) => {
      if (!s.at && s.group === index) members.push(i);
    });
    const floor = floorOf(scene, ground, group);
    const spots =
      scatter({ ground, floor, seed, taken, people: p }, members) ??
      lattice({ ground, floor, seed, taken, people: p }, members);
    if (!spots) throw new RangeError(`group ${group.id}: ${group.count} people do not fit`);
    members.forEach((i, k) => stand(i, spots[k]![0], spots[k]![1], spots[k]![2]));
  });
}

interface Floor {
  plane: number;
  polygon: Polygon;
  area: number;
}
interface Sower {
  ground: Ground;
  floor: Floor[];
  seed: Seed;
  taken: Occupancy;
  people: People;
}
type Spot = [plane: number, x: number, y: number];

function floorOf(
  scene: Scene,
  ground: Ground,
  g: NonNullable<NonNullable<Scene["population"]>["groups"]>[number],
): Floor[] {
  if (g.area && g.storey)
    return [{ plane: ground.planeIndex.get(g.storey)!, polygon: g.area, area: polygonArea(g.area) }];
  return (g.rooms ?? [])
    .slice()
    .sort()
    .map((id) => {
      const room = ground.rooms[ground.roomIndex.get(id)!]!;
      return { plane: room.plane, polygon: room.polygon, area: room.area };
    });
}

const TRIES = 400;

/** Darts thrown at the free floor; null when one finds no place. */
function scatter(s: Sower, members: number[]): Spot[] | null {
  const total = s.floor.reduce((sum, f) => sum + f.area, 0);
  const put = s.taken.fork();
  const spots: Spot[] = [];
  for (const i of members) {
    const key = s.people.key[i]!,
      r = s.people.radius[i]!;
    let found: Spot | null = null;
    for (let t = 0; t < TRIES && !found; t++) {
      let pick = uniform(s.seed, key, t * 3, P.place) * total,
        k = 0;
      while (k < s.floor.length - 1 && pick > s.floor[k]!.area) pick -= s.floor[k++]!.area;
      const f = s.floor[k]!,
        box = boxOf(f.polygon);
      const x = box[0] + (box[2] - box[0]) * uniform(s.seed, key, t * 3 + 1, P.place);
      const y = box[1] + (box[3] - box[1]) * uniform(s.seed, key, t * 3 + 2, P.place);
      if (t < TRIES / 2 && isInDoorway(s.ground, f.plane, x, y)) continue;
      if (isFree(s.ground, f, x, y, r) && put.isFree(f.plane, x, y, r)) found = [f.plane, x, y];
    }
    if (!found) return null;
    put.add(found[0], found[1], found[2], r);
    spots.push(found);
  }
  return spots;
}

/** So near to a door with a leaf that one would stand in everybody's way, metres. */
const DOORWAY = 0.8;

function isInDoorway(ground: Ground, plane: number, x: number, y: number): boolean {
  return ground.portals.some(
    (p) =>
      p.door >= 0 &&
      (p.planeA === plane || p.planeB === plane) &&
      distanceToSegment(p.ax, p.ay, p.bx, p.by, x, y) < DOORWAY,
  );
}

/** For dense crowds: the loosest hexagonal lattice that has enough free points; which of them are used is drawn. */
function lattice(s: Sower, members: number[]): Spot[] | null {
  const r = members.reduce((most, i) => Math.max(most, s.people.radius[i]!), 0);
  for (let gap = 1.2; gap >= 2 * r; gap *= 0.98) {
    const points: { spot: Spot; lot: number }[] = [];
    for (const f of s.floor) {
      const box = boxOf(f.polygon),
        row = gap * 0.8660254037844386;
      let j = 0;
      for (let y = box[1] + r + 1e-4; y <= box[3] - r; y += row, j++) {
        for (let x = box[0] + r + 1e-4 + (j & 1 ? gap / 2 : 0); x <= box[2] - r; x += gap) {
          if (isFree(s.ground, f, x, y, r) && s.taken.isFree(f.plane, x, y, r))
            points.push({ spot: [f.plane, x, y], lot: draw(s.seed, points.length, members.length, P.lattice) });
        }
      }
    }
    if (points.length < members.length) continue;
    points.sort((a, b) => a.lot - b.lot || a.spot[1] - b.spot[1] || a.spot[2] - b.spot[2]);
    return points.slice(0, members.length).map((p) => p.spot);
  }
  return null;
}

function isFree(ground: Ground, f: Floor, x: number, y: number, r: number): boolean {
  if (!isInside(f.polygon, x, y)) return false;
  const g = ground.planes[f.plane]!.grid;
  const cell = cellAt(g, x, y);
  if (g.room[cell]! < 0) return false;
  for (let k = g.wallStart[cell]!; k < g.wallStart[cell + 1]!; k++) {
    const o = g.wallList[k]! * 4;
    const ax = g.walls[o]!,
      ay = g.walls[o + 1]!,
      dx = g.walls[o + 2]! - ax,
      dy = g.walls[o + 3]! - ay;
    let t = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    const ex = x - ax - t * dx,
      ey = y - ay - t * dy;
    if (ex * ex + ey * ey < r * r) return false;
  }
  return true;
}

function boxOf(p: Polygon): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of p) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** Who stands where already, in buckets of one metre. */
class Occupancy {
  private buckets = new Map<string, number[]>();
  add(plane: number, x: number, y: number, r: number): void {
    const key = `${plane},${Math.floor(x)},${Math.floor(y)}`;
    const row = this.buckets.get(key);
    if (row) row.push(x, y, r);
    else this.buckets.set(key, [x, y, r]);
  }
  isFree(plane: number, x: number, y: number, r: number): boolean {
    for (let i = Math.floor(x) - 1; i <= Math.floor(x) + 1; i++)
      for (let j = Math.floor(y) - 1; j <= Math.floor(y) + 1; j++) {
        const row = this.buckets.get(`${plane},${i},${j}`);
        if (!row) continue;
        for (let k = 0; k < row.length; k += 3) {
          const dx = row[k]! - x,
            dy = row[k + 1]! - y,
            d = row[k + 2]! + r;
          if (dx * dx + dy * dy < d * d) return false;
        }
      }
    return true;
  }
  fork(): Occupancy {
    const copy = new Occupancy();
    for (const [key, row] of this.buckets) copy.buckets.set(key, row.slice());
    return copy;
  }
}
