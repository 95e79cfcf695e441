// What people decide, from the frozen last state: when to set out, which way to take, where to walk this tick and how
// fast. Ways are thought over on entering a region, on finding a door locked, and every THINK_TICKS (not all in one
// tick).
import { TICKS_PER_SECOND } from "./time";
import type { Portal } from "./state/ground";
import { GOAL, nearestKnown, NONE, windowCell, type WayField } from "./way";
import { chooseLeg, costsToGo, sideOf, wayToPortal, wayToRoom, type RouteView } from "./route";
import { doorTemperature, eyeExtinction } from "./air";
import { LOCKED } from "./doors";
import { makeForLift } from "./lifts";
import { drawnAfter, followOut, keepTogether } from "./party";
import { addChoice } from "./choices";
import { readSigns } from "./signs";
import { SHELTERED, STANDING, WAITING, WALKING } from "./people";
import { HEAD_HEIGHT, POSTURE_SPEED } from "./parameters";
import { noteEvent } from "./events";
import { ERRAND_DONE, ERRAND_JAM, ERRAND_NEAR } from "./asked";
import type { Errand } from "./state/errand";
import type { World } from "./world";

const THINK_TICKS = 40;
/** Metres of way that a second of waiting is worth. */
const WAIT_METRES = 1.2;
const QUEUE_REACH = 5;
/** One who follows walks so much farther to stay with all those he sees, metres. */
const COMPANY_METRES = 12;
const COMPANY_REACH = 10;
/** Who stands in smoke as thick as this goes at once, 1/m, and within these ticks. */
const SEEN_SMOKE = 0.12;
const STARTLED = 60;
/** Smoke at the head from which people stoop, 1/m. */
const STOOP_FROM = 0.6;
const CLEARER = 0.6;
const FORGET_TICKS = TICKS_PER_SECOND * 60;
/** °C of a leaf that nobody opens. */
const HOT_DOOR = 60;

export function think(world: World): void {
  if (world.tick % 20 === 0) countQueues(world);
  const p = world.people;
  for (let i = 0; i < p.count; i++) {
    if (i === world.player && world.self.goal < 0) continue;
    if (p.state[i] === WAITING) considerLeaving(world, i);
    if (p.state[i] !== WALKING) continue;
    if (world.errands[i]) {
      runErrand(world, i, world.errands[i]!);
      continue;
    }
    if (p.heads[i]) {
      wish(world, i, p.headingX[i]!, p.headingY[i]!);
      continue;
    }
    if (i !== world.player && (p.dirty[i] || (world.tick + i) % THINK_TICKS === 0)) chooseWay(world, i);
    followWay(world, i);
  }
}

/** Walks where he was asked to, and stands there. */
function runErrand(world: World, i: number, errand: Errand): void {
  const p = world.people;
  walkAlong(world, i, errand.way);
  p.wishSpeed[i] = p.wishSpeed[i]! * errand.pace;
  const dx = errand.x - p.x[i]!,
    dy = errand.y - p.y[i]!,
    d2 = dx * dx + dy * dy;
  if (d2 > ERRAND_DONE * ERRAND_DONE && !(p.jam[i]! > ERRAND_JAM && d2 < ERRAND_NEAR * ERRAND_NEAR)) return;
  world.errands[i] = null;
  p.state[i] = STANDING;
  wish(world, i, 0, 0);
  noteEvent(world, { kind: "arrived", who: i, subject: p.ids[i]!, index: p.room[i]!, value: 1 });
}

function considerLeaving(world: World, i: number): void {
  const p = world.people;
  if (i === world.player) return;
  if (p.fromAlarm[i] && p.startTick[i]! < 0 && world.alarm.since >= 0) p.startTick[i] = world.alarm.since + p.delay[i]!;
  if (world.air && (world.tick + i) % 10 === 0 && eyeExtinction(world, p.room[i]!, 1.6) > SEEN_SMOKE)
    hurry(world, i, STARTLED);
  if (p.startTick[i]! < 0 || world.tick < p.startTick[i]!) return;
  p.state[i] = WALKING;
  p.moveTick[i] = world.tick;
  p.dirty[i] = 1;
}

/** Sets out within so many ticks at the latest. */
export function hurry(world: World, i: number, within: number): void {
  const p = world.people;
  if (p.state[i] !== WAITING || p.stays[i]) return;
  const latest = world.tick + within;
  if (p.startTick[i]! >= 0 && p.startTick[i]! <= latest) return;
  p.startTick[i] = latest;
  if (p.party[i]! >= 0) for (const j of world.parties[p.party[i]!]!) hurry(world, j, within);
}

function countQueues(world: World): void {
  const p = world.people,
    { queue } = world;
  queue.fill(0);
  for (let i = 0; i < p.count; i++) {
    if (p.state[i] !== WALKING || p.next[i]! < 0) continue;
    const q = world.ground.portals[p.next[i]!]!;
    const dx = p.x[i]! - (q.ax + q.bx) / 2,
      dy = p.y[i]! - (q.ay + q.by) / 2;
    if (dx * dx + dy * dy < (QUEUE_REACH + q.width / 2) * (QUEUE_REACH + q.width / 2))
      queue[q.index] = queue[q.index]! + 1;
  }
  for (const q of world.ground.portals) {
    const served = (world.service.rates[q.index]! > 0 ? world.service.rates[q.index]! : 1.4 * q.width) + 1e-6;
    world.wait[q.index] = (Math.max(0, queue[q.index]! - 2) / served) * WAIT_METRES;
  }
  world.costs.fill(null);
}

function chooseWay(world: World, i: number): void {
  const p = world.people;
  p.dirty[i] = 0;
  if (world.seen) {
    stoop(world, i);
    look(world, i);
    readSigns(world, i);
  }
  const barred = world.barred[i];
  if (barred && world.tick % 20 === 0 && world.tick - barred.tick > FORGET_TICKS) world.barred[i] = null;
  const region = world.ground.rooms[p.room[i]!]!.region;
  if (p.goalRoom[i]! >= 0 && world.ground.rooms[p.goalRoom[i]!]!.region === region) {
    p.next[i] = -1;
    if (p.lift[i]) makeForLift(world, i);
    return;
  }
  if (p.party[i]! >= 0) followOut(world, i);
  const own = hasOwnView(world, i);
  const view = own ? ownView(world, i) : commonView(world, p.stairs[i] === 1, isWide(world, i));
  const choice = world.choices.list[p.choice[i]!]!;
  const slot = p.choice[i]! * 4 + p.stairs[i]! * 2 + (isWide(world, i) ? 1 : 0);
  const costs = own ? costsToGo(world.ways, choice, view) : (world.costs[slot] ??= costsToGo(world.ways, choice, view));
  const pull = p.party[i]! >= 0 ? drawnAfter(world, i) : p.follows[i]! > 0 ? companyAt(world, i) : null;
  const leg = chooseLeg(world.ways, costs, view, { room: p.room[i]!, x: p.x[i]!, y: p.y[i]!, now: p.next[i]! }, pull);
  p.next[i] = leg.portal;
  p.left[i] = leg.portal < 0 ? Infinity : leg.cost + (pull ? pull[leg.portal]! : 0);
  keepTogether(world, i);
  if (leg.portal < 0) giveUp(world, i);
}

/** How strongly those in sight draw one to the doors they make for, metres by portal. */
function companyAt(world: World, i: number): Float64Array {
  const p = world.people,
    pull = new Float64Array(world.ground.portals.length);
  const region = world.ground.rooms[p.room[i]!]!.region;
  let seen = 0;
  for (let j = 0; j < p.count; j++) {
    if (j === i || p.state[j] !== WALKING || p.next[j]! < 0 || world.ground.rooms[p.room[j]!]!.region !== region)
      continue;
    const dx = p.x[j]! - p.x[i]!,
      dy = p.y[j]! - p.y[i]!;
    if (dx * dx + dy * dy > COMPANY_REACH * COMPANY_REACH) continue;
    pull[p.next[j]!] = pull[p.next[j]!]! + 1;
    seen++;
  }
  if (seen) for (let q = 0; q < pull.length; q++) pull[q] = (pull[q]! / seen) * COMPANY_METRES * p.follows[i]!;
  return pull;
}

/** No way is known: think of all exits, and of doors that were locked before. */
function giveUp(world: World, i: number): void {
  const p = world.people;
  const choice = world.choices.list[p.choice[i]!]!;
  if (choice.learns || choice.ordered) {
    p.choice[i] = 0;
    p.dirty[i] = 1;
  } else if (world.barred[i]) {
    if (world.tick - world.barred[i]!.tick > 200) world.barred[i] = null;
  } else if (
    p.goalRoom[i]! < 0 &&
    !(world.cars.length && !p.stairs[i] && makeForLift(world, i)) &&
    world.refuges.length
  )
    makeForRefuge(world, i);
}

/** Who can't get out by himself (a wheelchair above a stair) goes to the nearest refuge that he can reach. */
function makeForRefuge(world: World, i: number): void {
  const p = world.people,
    { rooms } = world.ground;
  const view = commonView(world, p.stairs[i] === 1, isWide(world, i));
  const here = rooms[p.room[i]!]!.region;
  let best = -1,
    least = Infinity;
  for (const room of world.refuges) {
    if (rooms[room]!.region === here) {
      best = room;
      break;
    }
    const costs = costsToGo(world.ways, { exits: [], goalRoom: room, learns: false }, view);
    const leg = chooseLeg(world.ways, costs, view, { room: p.room[i]!, x: p.x[i]!, y: p.y[i]!, now: -1 });
    if (leg.portal >= 0 && leg.cost < least) {
      least = leg.cost;
      best = room;
    }
  }
  if (best < 0) return;
  p.goalRoom[i] = best;
  p.choice[i] = addChoice(world.choices, { exits: [], goalRoom: best, learns: false });
  p.dirty[i] = 1;
}

function hasOwnView(world: World, i: number): boolean {
  if (world.barred[i]) return true;
  if (!world.seen) return false;
  const n = world.ground.rooms.length;
  for (let r = 0; r < n; r++) if (world.seen[i * n + r]! > 0) return true;
  return false;
}

const isWide = (world: World, i: number) => world.people.radius[i]! > 0.3;

function commonView(world: World, stairs: boolean, wide: boolean): RouteView {
  return { wait: world.wait, roughness: null, barred: () => false, stairs, wide };
}

function ownView(world: World, i: number): RouteView {
  const n = world.ground.rooms.length,
    seen = world.seen,
    barred = world.barred[i];
  return {
    wait: world.wait,
    roughness: seen ? (room) => roughIn(seen[i * n + room]! / 20) : null,
    barred: (portal) => barred !== null && barred !== undefined && barred.portals.includes(portal),
    stairs: world.people.stairs[i] === 1,
    wide: isWide(world, i),
  };
}

/** How much longer a metre seems in smoke of extinction k. */
const roughIn = (k: number) => 1 + 2 * k + 6 * k * k;

/** Sees the smoke of his own room and of the rooms behind open doors of it. */
function look(world: World, i: number): void {
  const p = world.people,
    seen = world.seen!,
    n = world.ground.rooms.length;
  const note = (room: number) => {
    const k = eyeExtinction(world, room, 1.6);
    seen[i * n + room] = k < 0.05 ? 0 : Math.min(255, Math.round(k * 20));
  };
  const region = world.ground.rooms[p.room[i]!]!.region;
  for (const room of world.ground.rooms) if (room.region === region) note(room.index);
  for (const q of world.ground.regionPortals[region]!) {
    const portal = world.ground.portals[q]!;
    if (portal.b < 0 || (portal.door >= 0 && world.doors.openness[portal.door]! < 0.5)) continue;
    const dx = (portal.ax + portal.bx) / 2 - p.x[i]!,
      dy = (portal.ay + portal.by) / 2 - p.y[i]!;
    if (dx * dx + dy * dy < 64) note(sideOf(world.ground, portal, region) === 0 ? portal.b : portal.a);
  }
}

/** Gets down to where the air is clearer; where it is the same everywhere, stays upright. */
function stoop(world: World, i: number): void {
  const p = world.people,
    room = p.room[i]!;
  const [high, middle, low] = HEAD_HEIGHT.map((h) => eyeExtinction(world, room, h)) as [number, number, number];
  if (high < STOOP_FROM) p.posture[i] = 0;
  else if (middle < high * CLEARER) p.posture[i] = 1;
  else p.posture[i] = low < high * CLEARER ? 2 : 0;
}

function followWay(world: World, i: number): void {
  const p = world.people;
  const q = p.next[i]!;
  if (i === world.player) {
    const field = world.self.way;
    if (field) walkAlong(world, i, field);
    else wish(world, i, 0, 0);
    return;
  }
  if (q >= 0) {
    const portal = world.ground.portals[q]!;
    const side = sideOf(world.ground, portal, world.ground.rooms[p.room[i]!]!.region);
    if (side < 0) {
      p.dirty[i] = 1;
      wish(world, i, 0, 0);
      return;
    }
    tryDoor(world, i, portal);
    walkAlong(world, i, wayToPortal(world.ways, q, side, isWide(world, i)));
    return;
  }
  if (p.goalRoom[i]! >= 0 && world.ground.rooms[p.goalRoom[i]!]!.region === world.ground.rooms[p.room[i]!]!.region) {
    const field = wayToRoom(world.ways, p.goalRoom[i]!);
    walkAlong(world, i, field);
    const dx = field.ax - p.x[i]!,
      dy = field.ay - p.y[i]!;
    if (p.room[i] === p.goalRoom[i] && (dx * dx + dy * dy < 0.1 || p.jam[i]! > 20)) {
      p.state[i] = world.refuges.includes(p.room[i]!) ? SHELTERED : STANDING;
      noteEvent(world, {
        kind: "arrived",
        who: i,
        subject: world.ground.rooms[p.room[i]!]!.id,
        index: p.room[i]!,
        value: 0,
      });
    }
    return;
  }
  wish(world, i, 0, 0);
}

/** Opens a closed door on his way; remembers one that is locked, or hot to the hand, and thinks again. */
function tryDoor(world: World, i: number, portal: Portal): void {
  const d = portal.door;
  if (d < 0 || world.doors.openness[d]! >= 1) return;
  const p = world.people;
  const dx = (portal.ax + portal.bx) / 2 - p.x[i]!,
    dy = (portal.ay + portal.by) / 2 - p.y[i]!;
  const reach = 0.75 + portal.width / 2;
  if (dx * dx + dy * dy > reach * reach) return;
  if (
    world.doors.state[d] === LOCKED ||
    (world.doors.openness[d] === 0 && doorTemperature(world, d, p.room[i]!) > HOT_DOOR)
  ) {
    const known = world.barred[i] ?? { portals: [], tick: 0 };
    if (!known.portals.includes(portal.index)) known.portals.push(portal.index);
    known.tick = world.tick;
    world.barred[i] = known;
    p.dirty[i] = 1;
  } else world.doors.wanted[d] = 1;
}

export function walkAlong(world: World, i: number, field: WayField): void {
  const p = world.people;
  const frame = field.frame,
    grid = world.ground.planes[frame.plane]!.grid;
  const x = p.x[i]!,
    y = p.y[i]!;
  let c = windowCell(grid, frame, x, y);
  let tx: number, ty: number;
  if (c >= 0 && field.next[c] === NONE) c = nearestKnown(field, c);
  if (c < 0) {
    wish(world, i, 0, 0);
    return;
  }
  const next = field.next[c]!;
  if (next === GOAL) {
    const sx = field.bx - field.ax,
      sy = field.by - field.ay,
      l2 = sx * sx + sy * sy;
    let t = l2 === 0 ? 0 : ((x - field.ax) * sx + (y - field.ay) * sy) / l2;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    tx = field.ax + t * sx + field.beyondX;
    ty = field.ay + t * sy + field.beyondY;
    const gx = tx - field.beyondX - x,
      gy = ty - field.beyondY - y;
    p.togo[i] = Math.sqrt(gx * gx + gy * gy);
  } else {
    tx = grid.x0 + ((next % frame.w) + frame.i0 + 0.5) * grid.size;
    ty = grid.y0 + (Math.floor(next / frame.w) + frame.j0 + 0.5) * grid.size;
  }
  const dx = tx - x,
    dy = ty - y,
    d = Math.sqrt(dx * dx + dy * dy);
  if (next !== GOAL) p.togo[i] = field.distance[next]! + d;
  if (d < 0.05) wish(world, i, 0, 0);
  else wish(world, i, dx / d, dy / d);
}

/** Sets the wished direction, and the speed that body, floor and smoke allow in it. */
function wish(world: World, i: number, wx: number, wy: number): void {
  const p = world.people;
  p.wishX[i] = wx;
  p.wishY[i] = wy;
  p.wishSpeed[i] = wx === 0 && wy === 0 ? 0 : freeSpeedTowards(world, i, wx, wy);
}

export function freeSpeedTowards(world: World, i: number, wx: number, wy: number): number {
  const p = world.people;
  let v = p.freeSpeed[i]! * p.pace[i]! * p.smokeFactor[i]! * p.floorFactor[i]! * POSTURE_SPEED[p.posture[i]!]!;
  const slope = world.ground.rooms[p.room[i]!]!.slope;
  if (slope) {
    const along = wx * slope.ux + wy * slope.uy;
    const share =
      along >= 0 ? (slope.up >= 0 ? slope.up : p.upShare[i]!) : slope.down >= 0 ? slope.down : p.downShare[i]!;
    v *= share * slope.plan;
  }
  return v;
}
