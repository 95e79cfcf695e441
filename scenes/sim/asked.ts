// What people do because somebody asks or falls: walk to a point of their own region, turn to look, lie down, kneel
// beside. A mechanic asks; the bodies obey as bodies do, so an errand takes the time its way takes.
import { roomAt } from "./ground";
import { atan2, TAU } from "./maths";
import { DOWN, OUT, STANDING, WALKING } from "./people";
import { wayToPlace } from "./route";
import type { World } from "./world";

/** Metres from the point at which an errand is done. */
export const ERRAND_DONE = 0.35;
/** Ticks without getting on after which a place this near will do, metres. */
export const ERRAND_JAM = 40,
  ERRAND_NEAR = 1.2;

/** False when the point lies in no room, or in another region than the person. */
export function sendTo(world: World, i: number, x: number, y: number, pace = 1): boolean {
  const p = world.people,
    room = roomAt(world.ground, p.plane[i]!, x, y);
  if (room < 0 || p.state[i] === OUT || p.state[i] === DOWN) return false;
  if (world.ground.rooms[room]!.region !== world.ground.rooms[p.room[i]!]!.region) return false;
  world.errands[i] = { x, y, way: wayToPlace(world.ways, room, x, y), pace };
  p.state[i] = WALKING;
  p.moveTick[i] = world.tick;
  p.jam[i] = 0;
  return true;
}

/** Turns one who stands towards a point. */
export function faceTo(world: World, i: number, x: number, y: number): void {
  const p = world.people;
  if (p.state[i] !== STANDING) return;
  p.yaw[i] = Math.round((atan2(y - p.y[i]!, x - p.x[i]!) / TAU) * 65536) & 65535;
}

/** Lies there from now on. */
export function layDown(world: World, i: number): void {
  const p = world.people;
  p.state[i] = DOWN;
  p.vx[i] = p.vy[i] = p.speed[i] = 0;
}

/** Gets down beside somebody: a step aside at most, in the same room. False when there is no floor. */
export function kneelAt(world: World, i: number, x: number, y: number): boolean {
  const p = world.people,
    room = roomAt(world.ground, p.plane[i]!, x, y);
  if (room < 0) return false;
  p.x[i] = x;
  p.y[i] = y;
  p.room[i] = room;
  p.vx[i] = p.vy[i] = p.speed[i] = 0;
  return true;
}
