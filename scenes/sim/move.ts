// Moves bodies by their next velocities: never through a wall or a shut leaf, through a door only when its regulator serves,
// from room to room (and plane to plane) where a portal is crossed. In id order, so a door serves the same people everywhere.
import { crosses } from './geometry';
import { floorHeight, type Portal } from './ground';
import { cellAt } from './grid';
import { DOWN, OUT, SHELTERED, WALKING } from './people';
import { noteEvent, type World } from './world';

const SQUEEZED = 0.15;

export function move(world: World): void {
  const p = world.people;
  serveDoors(world);
  for (let i = 0; i < p.count; i++) {
    const s = p.state[i]!;
    if (s === OUT || s === DOWN) continue;
    if (world.nextX[i] === 0 && world.nextY[i] === 0) {
      p.vx[i] = 0;
      p.vy[i] = 0;
      p.speed[i] = 0;
      continue;
    }
    moveOne(world, i);
  }
}

function serveDoors(world: World): void {
  const { tokens, rates } = world.service;
  for (let k = 0; k < tokens.length; k++) {
    const t = tokens[k]! + rates[k]! * world.dt;
    tokens[k] = t > 1 ? 1 : t;
  }
}

function moveOne(world: World, i: number): void {
  const p = world.people;
  const x = p.x[i]!, y = p.y[i]!;
  const plane = world.ground.planes[p.plane[i]!]!;
  const grid = plane.grid;
  let tx = x + world.nextX[i]! * world.dt, ty = y + world.nextY[i]! * world.dt;
  const cell = cellAt(grid, x, y);
  const w0 = grid.wallStart[cell]!, w1 = grid.wallStart[cell + 1]!;
  const p0 = grid.portalStart[cell]!, p1 = grid.portalStart[cell + 1]!;
  if (w1 > w0 || p1 > p0) {
    const r = p.jam[i]! > 40 && p.radius[i]! <= 0.25 ? SQUEEZED : p.radius[i]!;
    const out = keepOff(world, { x, y, tx, ty, r, w0, w1, p0, p1, plane: plane.index });
    tx = out[0];
    ty = out[1];
  }
  let crossed: Portal | null = null;
  for (let k = p0; k < p1; k++) {
    const portal = world.ground.portals[grid.portalList[k]!]!;
    if (!crosses(x, y, tx, ty, portal.ax, portal.ay, portal.bx, portal.by)) continue;
    if (p.room[i] !== portal.a && p.room[i] !== portal.b) continue;
    if (portal.oneWay && p.room[i] === portal.b || !mayCross(world, portal)) {
      tx = x;
      ty = y;
      crossed = null;
      break;
    }
    crossed = portal;
  }
  if (plane.wrapTo > plane.wrapFrom) {
    if (tx >= plane.wrapTo) tx -= plane.wrapTo - plane.wrapFrom;
    else if (tx < plane.wrapFrom) tx += plane.wrapTo - plane.wrapFrom;
  }
  settle(world, i, tx, ty);
  if (crossed) cross(world, i, crossed);
}

function settle(world: World, i: number, tx: number, ty: number): void {
  const p = world.people;
  let dx = tx - p.x[i]!, dy = ty - p.y[i]!;
  const plane = world.ground.planes[p.plane[i]!]!;
  if (plane.wrapTo > plane.wrapFrom) {
    const period = plane.wrapTo - plane.wrapFrom;
    if (dx > period / 2) dx -= period;
    else if (dx < -period / 2) dx += period;
  }
  p.x[i] = tx;
  p.y[i] = ty;
  p.vx[i] = dx / world.dt;
  p.vy[i] = dy / world.dt;
  const step = Math.sqrt(dx * dx + dy * dy);
  p.speed[i] = step / world.dt;
  p.travelled[i] = p.travelled[i]! + step;
  const slope = world.ground.rooms[p.room[i]!]!.slope;
  if (slope) p.z[i] = floorHeight(world.ground, p.room[i]!, tx, ty);
}

interface Body { x: number; y: number; tx: number; ty: number; r: number; w0: number; w1: number; p0: number; p1: number; plane: number }

/** Pushes the target point off walls and shut leaves; gives up the step rather than cross one. */
function keepOff(world: World, b: Body): [number, number] {
  const grid = world.ground.planes[b.plane]!.grid;
  let { tx, ty } = b;
  for (let round = 0; round < 2; round++) {
    for (let k = b.w0; k < b.w1; k++) {
      const o = grid.wallList[k]! * 4;
      [tx, ty] = off(b, tx, ty, grid.walls[o]!, grid.walls[o + 1]!, grid.walls[o + 2]!, grid.walls[o + 3]!);
    }
    for (let k = b.p0; k < b.p1; k++) {
      const portal = world.ground.portals[grid.portalList[k]!]!;
      if (isShut(world, portal)) [tx, ty] = off(b, tx, ty, portal.ax, portal.ay, portal.bx, portal.by);
    }
  }
  for (let k = b.w0; k < b.w1; k++) {
    const o = grid.wallList[k]! * 4;
    if (crosses(b.x, b.y, tx, ty, grid.walls[o]!, grid.walls[o + 1]!, grid.walls[o + 2]!, grid.walls[o + 3]!)) return [b.x, b.y];
  }
  return [tx, ty];
}

function off(b: Body, tx: number, ty: number, ax: number, ay: number, bx: number, by: number): [number, number] {
  const sx = bx - ax, sy = by - ay;
  let t = ((tx - ax) * sx + (ty - ay) * sy) / (sx * sx + sy * sy);
  t = t < 0 ? 0 : t > 1 ? 1 : t;
  const hx = tx - ax - t * sx, hy = ty - ay - t * sy;
  const h2 = hx * hx + hy * hy;
  if (h2 >= b.r * b.r || h2 < 1e-18) return [tx, ty];
  const h = Math.sqrt(h2), lift = (b.r - h) / h;
  return [tx + hx * lift, ty + hy * lift];
}

/** A leaf that stands less than half open stops a body. */
export const isShut = (world: World, portal: Portal): boolean => portal.door >= 0 && world.doors.openness[portal.door]! < 0.5;

function mayCross(world: World, portal: Portal): boolean {
  if (isShut(world, portal)) return false;
  const { tokens, rates } = world.service;
  if (rates[portal.index] === 0) return true;
  // fractions of a tick are carried on, so that the mean rate is the set one
  return tokens[portal.index]! >= 1 - rates[portal.index]! * world.dt * 0.5;
}

function cross(world: World, i: number, portal: Portal): void {
  const p = world.people;
  const from = p.room[i]!;
  const to = from === portal.a ? portal.b : portal.a;
  if (world.service.rates[portal.index]! > 0) world.service.tokens[portal.index] = world.service.tokens[portal.index]! - 1;
  world.passed[portal.index] = world.passed[portal.index]! + 1;
  if (i === world.player) world.self.crossed = portal.index;
  noteEvent(world, { kind: 'crossed', who: i, subject: portal.id, index: portal.index, value: from === portal.a ? 1 : 0 });
  if (to < 0) {
    p.state[i] = OUT;
    p.outTick[i] = world.tick;
    p.outPortal[i] = portal.index;
    p.vx[i] = 0;
    p.vy[i] = 0;
    p.speed[i] = 0;
    noteEvent(world, { kind: 'out', who: i, subject: portal.id, index: portal.index, value: portal.safe ? 1 : 0 });
    return;
  }
  p.room[i] = to;
  p.plane[i] = world.ground.rooms[to]!.plane;
  p.z[i] = floorHeight(world.ground, to, p.x[i]!, p.y[i]!);
  if (world.ground.rooms[from]!.region !== world.ground.rooms[to]!.region || p.next[i] === portal.index) {
    p.next[i] = -1;
    p.dirty[i] = 1;
  }
}

/** Somebody who is neither out nor down and can be run into. */
export const isThere = (state: number): boolean => state <= WALKING || state === SHELTERED || state === 5;
