// Moves bodies by their next velocities: never through a wall or a shut leaf, through a door only when its regulator
// serves, from room to room (and plane to plane) where a portal is crossed. In id order, so a door serves the same
// people everywhere.
import { crosses } from "./geometry";
import { floorHeight, isInnerOpening } from "./ground";
import type { Portal } from "./state/ground";
import { cellAt } from "./grid";
import type { Grid } from "./state/ground";
import { squeezed } from "./steer";
import { DOWN, OUT, SHELTERED, WALKING } from "./people";
import { noteEvent } from "./events";
import type { World } from "./world";

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
  const x = p.x[i]!,
    y = p.y[i]!;
  const plane = world.ground.planes[p.plane[i]!]!;
  const grid = plane.grid;
  let tx = x + world.nextX[i]! * world.dt,
    ty = y + world.nextY[i]! * world.dt;
  const cell = cellAt(grid, x, y);
  const w0 = grid.wallStart[cell]!,
    w1 = grid.wallStart[cell + 1]!;
  const p0 = grid.portalStart[cell]!,
    p1 = grid.portalStart[cell + 1]!;
  if (w1 > w0 || p1 > p0) {
    spot.x = x;
    spot.y = y;
    spot.tx = tx;
    spot.ty = ty;
    spot.r = squeezed(p.radius[i]!, p.jam[i]!);
    keepOff(world, grid, i !== world.player, w0, w1, p0, p1);
    tx = spot.tx;
    ty = spot.ty;
  }
  let crossed: Portal | null = null,
    foreign = false;
  for (let k = p0; k < p1; k++) {
    const portal = world.ground.portals[grid.portalList[k]!]!;
    if (!crosses(x, y, tx, ty, portal.ax, portal.ay, portal.bx, portal.by)) continue;
    if (p.room[i] !== portal.a && p.room[i] !== portal.b) {
      foreign = true;
      continue;
    }
    if ((portal.oneWay && p.room[i] === portal.b) || !mayCross(world, portal)) {
      tx = x;
      ty = y;
      crossed = null;
      break;
    }
    crossed = portal;
  }
  if (foreign && !crossed) {
    // a gap in a wall for others: the head of a flight that passes over his own storey
    tx = x;
    ty = y;
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
  let dx = tx - p.x[i]!;
  const dy = ty - p.y[i]!;
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

/** The step being worked on; one at a time, so that the hot loop allocates nothing. */
const spot = { x: 0, y: 0, tx: 0, ty: 0, r: 0 };

/** Pushes the target point off walls and shut leaves; gives up the step rather than cross one. */
function keepOff(world: World, grid: Grid, pushes: boolean, w0: number, w1: number, p0: number, p1: number): void {
  const { walls, wallList } = grid;
  let touched = false;
  for (let round = 0; round < 2; round++) {
    for (let k = w0; k < w1; k++) {
      const o = wallList[k]! * 4;
      if (off(walls[o]!, walls[o + 1]!, walls[o + 2]!, walls[o + 3]!)) touched = true;
    }
    for (let k = p0; k < p1; k++) {
      const portal = world.ground.portals[grid.portalList[k]!]!;
      if (!isShut(world, portal) || !off(portal.ax, portal.ay, portal.bx, portal.by)) continue;
      touched = true;
      if (pushes && isInnerOpening(world.ground.rooms, portal)) world.doors.wanted[portal.door] = 1;
    }
    if (!touched) break;
  }
  for (let k = w0; k < w1; k++) {
    const o = wallList[k]! * 4;
    if (crosses(spot.x, spot.y, spot.tx, spot.ty, walls[o]!, walls[o + 1]!, walls[o + 2]!, walls[o + 3]!)) {
      spot.tx = spot.x;
      spot.ty = spot.y;
      return;
    }
  }
}

function off(ax: number, ay: number, bx: number, by: number): boolean {
  const sx = bx - ax,
    sy = by - ay,
    { tx, ty, r } = spot;
  let t = ((tx - ax) * sx + (ty - ay) * sy) / (sx * sx + sy * sy);
  t = t < 0 ? 0 : t > 1 ? 1 : t;
  const hx = tx - ax - t * sx,
    hy = ty - ay - t * sy;
  const h2 = hx * hx + hy * hy;
  if (h2 >= r * r || h2 < 1e-18) return false;
  const h = Math.sqrt(h2),
    lift = (r - h) / h;
  spot.tx = tx + hx * lift;
  spot.ty = ty + hy * lift;
  return true;
}

/** A leaf that stands less than half open stops a body. */
export const isShut = (world: World, portal: Portal): boolean =>
  portal.door >= 0 && world.doors.openness[portal.door]! < 0.5;

/** Marks the shut leaves between regions; within one a touch opens them. */
export function shutLeaves(world: World): Uint8Array {
  const { portals, rooms } = world.ground;
  for (let k = 0; k < portals.length; k++)
    world.leaf[k] = isShut(world, portals[k]!) && !isInnerOpening(rooms, portals[k]!) ? 1 : 0;
  return world.leaf;
}

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
  if (world.service.rates[portal.index]! > 0)
    world.service.tokens[portal.index] = world.service.tokens[portal.index]! - 1;
  world.passed[portal.index] = world.passed[portal.index]! + 1;
  if (i === world.player) world.self.crossed = portal.index;
  noteEvent(world, {
    kind: "crossed",
    who: i,
    subject: portal.id,
    index: portal.index,
    value: from === portal.a ? 1 : 0,
  });
  if (to < 0) {
    p.state[i] = OUT;
    p.outTick[i] = world.tick;
    p.outPortal[i] = portal.index;
    p.vx[i] = 0;
    p.vy[i] = 0;
    p.speed[i] = 0;
    noteEvent(world, { kind: "out", who: i, subject: portal.id, index: portal.index, value: portal.safe ? 1 : 0 });
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
