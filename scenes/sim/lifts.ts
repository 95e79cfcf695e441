// Evacuation lifts: the one way down for those who can't take stairs. Who knows no other way goes to the door and
// waits; the car fetches them stop by stop and lets them out where they can go on. Ordinary lifts carry nobody. Cars in
// id order, ticks.
import { sorted } from "./geometry";
import { floorHeight, roomAt } from "./ground";
import type { Ground } from "./state/ground";
import { addChoice } from "./choices";
import { sendTo } from "./asked";
import { chooseLeg, costsToGo } from "./route";
import { noteEvent } from "./events";
import { DOWN, OUT, STANDING, WALKING } from "./people";
import type { Scene, Segment } from "./scene";
import type { World } from "./world";
import type { Car, Stop } from "./state/lifts";

/** m/s, and ticks for a door to open, let pass and shut: own choice, a slow goods lift. */
const SPEED = 1;
const DOOR_TICKS = 160;
/** Floor that a rider takes, m². */
const RIDER = 1;
/** Metres before the door, how far from there one waits, and from there to the middle of the car. */
const BEFORE = 0.6,
  WAITS = 2.5,
  INSIDE = 1.6;
/** Values of people.lift: waits or walks there, is carried. */
export const CALLED = 1,
  ABOARD = 2;

export function createCars(scene: Scene, ground: Ground): Car[] {
  return sorted(scene.lifts)
    .filter((l) => l.evacuation)
    .map((l) => {
      const stops = (l.stops ?? [])
        .map((storey) => stopOf(ground, l.segment, storey))
        .filter((s): s is Stop => s !== null)
        .sort((a, b) => a.height - b.height || a.plane - b.plane);
      const [w, d] = l.car ?? [1.4, 2];
      return {
        id: l.id,
        stops,
        goal: -1,
        at: 0,
        until: 0,
        riders: [],
        places: Math.max(1, Math.floor((w * d) / RIDER)),
      };
    });
}

/** The place before the door on a storey, null where no room lies there. */
export function stopOf(ground: Ground, [a, b]: Segment, storey: string): Stop | null {
  const plane = ground.planeIndex.get(storey)!,
    dx = b[0] - a[0],
    dy = b[1] - a[1],
    l = Math.sqrt(dx * dx + dy * dy);
  for (const side of [BEFORE, -BEFORE]) {
    const x = (a[0] + b[0]) / 2 + (dy / l) * side,
      y = (a[1] + b[1]) / 2 - (dx / l) * side,
      room = roomAt(ground, plane, x, y);
    if (room >= 0)
      return {
        plane,
        room,
        x,
        y,
        height: ground.planes[plane]!.elevation,
        inX: (-dy / l) * (side / BEFORE),
        inY: (dx / l) * (side / BEFORE),
      };
  }
  return null;
}

/** Sends one who knows no way to the nearest evacuation lift that leads to one; false without any. */
export function makeForLift(world: World, i: number): boolean {
  const p = world.people,
    here = world.ground.rooms[p.room[i]!]!.region;
  let best: Stop | null = null,
    least = Infinity;
  for (const car of world.cars) {
    const goal = goalOf(world, car);
    for (let s = 0; s < car.stops.length; s++) {
      const stop = car.stops[s]!;
      if (goal < 0 || s === goal) continue;
      if (world.ground.rooms[stop.room]!.region === here) {
        if (!sendTo(world, i, stop.x, stop.y)) continue;
        p.lift[i] = CALLED;
        return true;
      }
      const leg = walkTo(world, i, stop.room);
      if (leg < least) {
        least = leg;
        best = stop;
      }
    }
  }
  if (!best) return false;
  p.lift[i] = CALLED;
  p.goalRoom[i] = best.room;
  p.choice[i] = addChoice(world.choices, { exits: [], goalRoom: best.room, learns: false });
  p.dirty[i] = 1;
  return true;
}

const onWheels = (world: World) => ({
  wait: world.wait,
  roughness: null,
  barred: () => false,
  stairs: false,
  wide: true,
});

function walkTo(world: World, i: number, room: number): number {
  const p = world.people,
    view = onWheels(world),
    costs = costsToGo(world.ways, { exits: [], goalRoom: room, learns: false }, view);
  return chooseLeg(world.ways, costs, view, { room: p.room[i]!, x: p.x[i]!, y: p.y[i]!, now: -1 }).cost;
}

/** The stop from which the way out without stairs is shortest. */
function goalOf(world: World, car: Car): number {
  if (car.goal >= 0) return car.goal;
  const view = onWheels(world),
    costs = costsToGo(world.ways, world.choices.list[0]!, view);
  let least = Infinity;
  car.stops.forEach((s, k) => {
    const { cost } = chooseLeg(world.ways, costs, view, { room: s.room, x: s.x, y: s.y, now: -1 });
    if (cost < least) {
      least = cost;
      car.goal = k;
    }
  });
  return car.goal;
}

export function moveCars(world: World): void {
  for (const car of world.cars) {
    if (world.tick < car.until) continue;
    if (car.riders.length) letOut(world, car);
    else {
      const stop = highestCall(world, car);
      if (stop >= 0 && stop !== car.at) drive(world, car, stop);
      else if (stop >= 0) takeIn(world, car);
    }
  }
}

/** The highest stop at which somebody waits, −1: a building is emptied from above. */
function highestCall(world: World, car: Car): number {
  for (let s = car.stops.length - 1; s >= 0; s--)
    if (s !== car.goal && waitingAt(world, car.stops[s]!).length) return s;
  return -1;
}

function waitingAt(world: World, stop: Stop): number[] {
  const p = world.people,
    found: number[] = [];
  for (let i = 0; i < p.count; i++) {
    if (p.lift[i] !== CALLED || p.state[i] !== STANDING || p.plane[i] !== stop.plane) continue;
    const dx = p.x[i]! - stop.x,
      dy = p.y[i]! - stop.y;
    if (dx * dx + dy * dy < WAITS * WAITS) found.push(i);
  }
  return found;
}

function drive(world: World, car: Car, to: number): void {
  car.until =
    world.tick +
    DOOR_TICKS +
    Math.ceil(Math.abs(car.stops[to]!.height - car.stops[car.at]!.height) / (SPEED * world.dt));
  car.at = to;
}

function takeIn(world: World, car: Car): void {
  const p = world.people,
    stop = car.stops[car.at]!;
  car.riders = waitingAt(world, stop).slice(0, car.places);
  for (const i of car.riders) {
    p.lift[i] = ABOARD;
    p.x[i] = stop.x + stop.inX * INSIDE;
    p.y[i] = stop.y + stop.inY * INSIDE;
    noteEvent(world, { kind: "carried", who: i, subject: car.id, index: p.room[i]!, value: 0 });
  }
  drive(world, car, car.goal);
}

/** One after another, as the place before the door gets free. */
function letOut(world: World, car: Car): void {
  const p = world.people,
    stop = car.stops[car.at]!,
    i = car.riders[0]!;
  for (let j = 0; j < p.count; j++) {
    if (p.state[j] === OUT || p.plane[j] !== stop.plane || p.lift[j] === ABOARD) continue;
    const dx = p.x[j]! - stop.x,
      dy = p.y[j]! - stop.y,
      reach = p.radius[i]! + p.radius[j]!;
    if (dx * dx + dy * dy < reach * reach) return;
  }
  car.riders.shift();
  p.lift[i] = 0;
  p.x[i] = stop.x;
  p.y[i] = stop.y;
  p.plane[i] = stop.plane;
  p.room[i] = stop.room;
  p.z[i] = floorHeight(world.ground, stop.room, stop.x, stop.y);
  p.goalRoom[i] = -1;
  p.choice[i] = 0;
  p.next[i] = -1;
  p.dirty[i] = 1;
  if (p.state[i] !== DOWN) p.state[i] = WALKING;
  car.until = world.tick + (car.riders.length ? 0 : DOOR_TICKS);
  noteEvent(world, { kind: "carried", who: i, subject: car.id, index: stop.room, value: 1 });
}
