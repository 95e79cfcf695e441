// Each walker's next velocity, from the frozen last state: collision-free speed model (Tordeux, Chraibi, Seyfried 2016)
// with a foresight term for direction (after Xu, Chraibi, Seyfried 2021), side keeping and a deterministic way out of
// jams. First order: speed follows from the clear gap ahead, direction turns towards the wish within TURN_TIME.
import { CELL, N_ID, N_JAM, N_KIND, N_NEXT, N_TOGO, RECORD, type Neighbours } from "./neighbours";
import { alongSegment } from "./geometry";
import { cellAt } from "./grid";
import { draw, purposeOf, type Seed } from "./rng";
import { WAITING, WALKING, type People } from "./people";
import type { Ground } from "./state/ground";
import {
  FORESIGHT,
  GIVE_WAY,
  GIVE_WAY_REACH,
  JAM_MOST,
  JAM_PASS,
  JAM_TURN,
  KEEP_RIGHT,
  LOOK_AHEAD,
  LOOK_RADIUS,
  PASS_SPEED,
  SHOULDER,
  STEP_BACK,
  TURN_TIME,
  YIELD,
  YIELD_MOST,
  type CrowdParameters,
} from "./parameters";

const SIDE = purposeOf("side");
/** Bodies that overlap are pushed apart at this rate, 1/s, and no faster than this, m/s. */
const PUSH_RATE = 2;
const PUSH_MOST = 0.25;
const WALL_FEEL = 0.08;
/** Nobody nears another by more in a tick, metres; and as many as can stand so near. */
const NEAR = 0.2,
  MOST_CLOSE = 32;
/** Nearest to a wall that one who is stuck comes, ordinary and wide, and ticks in which he gives way. */
const SQUEEZED = 0.15,
  SQUEEZED_WIDE = 0.3,
  SQUEEZE_TICKS = 20;
/** Whose wishes point the same way (cosine above this) never push past each other. */
const SAME_WAY = 0.5;
/** Ticks of standing still after which one who waits is asked to step aside, and how far he does, metres. */
const JAM_ASK = 20,
  ASIDE = 0.2;
/** Slower than this one stands, m/s. */
const STANDS = 0.02;
/** Those who are jammed against others keep right so much more strongly. */
const KEEP_RIGHT_JAMMED = 2;
/** A gap beyond which nobody is held up, metres. */
const FREE_GAP = 0.95;

/** Writes nextX, nextY (velocities) for all who walk; players under hand control are left out. */
export interface Steering {
  people: People;
  ground: Ground;
  near: Neighbours;
  seed: Seed;
  tick: number;
  dt: number;
  parameters: CrowdParameters;
  byHand: number;
  /** Shut leaves that nobody who brushes them pushes open, by portal. */
  leaf: Uint8Array;
  /** Who waits and is pressed by one that can't get past him; found anew each tick. */
  inTheWay: Uint8Array;
  nextX: Float64Array;
  nextY: Float64Array;
}

export function steer(s: Steering): void {
  const p = s.people;
  s.inTheWay.fill(0);
  for (let i = 0; i < p.count; i++) {
    if (i === s.byHand) continue;
    if (p.state[i] !== WALKING) {
      s.nextX[i] = 0;
      s.nextY[i] = 0;
      continue;
    }
    steerOne(s, i);
  }
  for (let i = 0; i < p.count; i++) if (s.inTheWay[i]) makeRoom(s, i);
}

function steerOne(s: Steering, i: number): void {
  const p = s.people,
    l = s.near,
    data = l.data;
  const x = p.x[i]!,
    y = p.y[i]!,
    plane = p.plane[i]!,
    radius = p.radius[i]!;
  const wx = p.wishX[i]!,
    wy = p.wishY[i]!;
  const wishSpeed = p.wishSpeed[i]!;
  const vx = p.vx[i]!,
    vy = p.vy[i]!;
  let ex = p.ex[i]!,
    ey = p.ey[i]!;
  if (ex === 0 && ey === 0) {
    ex = wx;
    ey = wy;
  }
  const next = p.next[i]!,
    togo = p.togo[i]!;
  const jam = p.jam[i]!;
  const squeeze = jam <= JAM_TURN ? 1 : jam <= JAM_PASS ? SHOULDER : SHOULDER * Math.max(0, 1 - (jam - JAM_PASS) / 60);
  let turn = 0,
    pushX = 0,
    pushY = 0,
    gap = 9,
    facing = 0;
  let passing = false;
  // held up by one who stands: what one gains on him his push takes back, so the way made counts, not the speed
  let held = false,
    asking = false;
  let closeBy = 0;
  // the window looks mostly ahead
  const mx = x + wx * LOOK_AHEAD - l.x0[plane]!,
    my = y + wy * LOOK_AHEAD - l.y0[plane]!;
  const nx = l.nx[plane]!,
    ny = l.ny[plane]!,
    base = l.base[plane]!;
  let i0 = Math.floor((mx - LOOK_RADIUS) / CELL),
    i1 = Math.floor((mx + LOOK_RADIUS) / CELL);
  let j0 = Math.floor((my - LOOK_RADIUS) / CELL),
    j1 = Math.floor((my + LOOK_RADIUS) / CELL);
  if (i0 < 0) i0 = 0;
  if (j0 < 0) j0 = 0;
  if (i1 >= nx) i1 = nx - 1;
  if (j1 >= ny) j1 = ny - 1;
  for (let j = j0; j <= j1; j++) {
    const from = l.start[base + j * nx + i0]! * RECORD,
      to = l.start[base + j * nx + i1 + 1]! * RECORD;
    for (let o = from; o < to; o += RECORD) {
      const dx = data[o]! - x,
        dy = data[o + 1]! - y;
      const d2 = dx * dx + dy * dy;
      if (d2 > 4.84 || data[o + N_ID] === i) continue;
      const aheadWish = dx * wx + dy * wy,
        ahead = dx * ex + dy * ey;
      let contact = radius + data[o + 6]!;
      if (aheadWish < 0 && ahead < 0 && d2 > contact * contact) continue;
      // far and not coming nearer: neither in the way nor to be foreseen
      const ovx = data[o + 2]!,
        ovy = data[o + 3]!;
      const nearing = (vx - ovx) * dx + (vy - ovy) * dy;
      const far = contact + FREE_GAP;
      if (nearing <= 0 && d2 > far * far) continue;
      const d = Math.sqrt(d2) + 1e-9;
      const full = contact;
      if (data[o + N_KIND] === WAITING && d < contact + ASIDE) {
        if (ahead > 0 && d < contact + 0.05) held = true;
        asking = true;
        if (jam > JAM_ASK) s.inTheWay[data[o + N_ID]!] = 1;
      }
      const ox = data[o + 4]!,
        oy = data[o + 5]!;
      const kind = data[o + N_KIND]!;
      // two who make for the same door are never against each other: who is nearer goes first
      const fellow = next >= 0 && data[o + N_NEXT] === next && kind === WALKING;
      const dot = fellow ? 1 : wx * ox + wy * oy;
      const yields =
        dot < -0.2 ||
        (!fellow && dot < SAME_WAY && jam > JAM_PASS && data[o + N_JAM]! > JAM_PASS) ||
        (kind === WAITING && ox === 0 && oy === 0);
      if (yields && (squeeze < 1 || data[o + N_JAM]! > JAM_TURN)) {
        const theirs = data[o + N_JAM]!;
        const share =
          theirs <= JAM_TURN ? 1 : theirs <= JAM_PASS ? SHOULDER : SHOULDER * Math.max(0, 1 - (theirs - JAM_PASS) / 60);
        contact *= share < squeeze ? share : squeeze;
        if (d < full && ahead > -0.1) passing = true;
      }
      // who walks comes half of the way himself, and who waits may step aside
      const between = d - full + (full - contact > YIELD || jam > JAM_PASS ? YIELD_MOST : YIELD);
      if (between < NEAR)
        closeBy = noteClose(
          closeBy,
          dx / d,
          dy / d,
          between / (kind === WALKING || kind === WAITING ? 2 * s.dt : s.dt),
        );
      if (d < contact) {
        const k = Math.min((contact - d) * PUSH_RATE, PUSH_MOST) / d;
        pushX -= dx * k;
        pushY -= dy * k;
      }
      if (ahead > 0 && !(fellow && data[o + N_TOGO]! > togo)) {
        const lateral = dx * ey - dy * ex;
        if (lateral < contact && lateral > -contact && d - contact < gap) gap = d - contact;
      }
      // foresight: how close shall we be, and on which side will he pass?
      const closing = (nearing / d) * FORESIGHT;
      const room = d - contact - (closing > 0 ? closing : 0);
      if (room < GIVE_WAY_REACH && aheadWish > 0) {
        const qx = dx + ovx * FORESIGHT,
          qy = dy + ovy * FORESIGHT;
        const side = wx * qy - wy * qx; // > 0: he will be to my left
        const near = room <= 0 ? 1 : 1 - room / GIVE_WAY_REACH;
        const k = GIVE_WAY * (1 + 0.5 * (1 - dot)) * near * near * (aheadWish / d);
        turn += side > 0.02 ? -k : side < -0.02 ? k : -k;
      }
      if (dot < -0.2 && aheadWish > 0.2) facing++;
    }
  }
  if (facing) turn -= KEEP_RIGHT * (facing > 3 ? 3 : facing) * (jam > JAM_TURN ? KEEP_RIGHT_JAMMED : 1);
  let back = false;
  // one who waits is given the time to step aside
  if (jam > (asking ? JAM_PASS : JAM_TURN)) {
    const lot = draw(s.seed, p.key[i]!, Math.floor(s.tick / 20), SIDE);
    turn += ((lot & 1023) / 1023 - 0.5) * 3;
    // against others one in four steps back, another each second
    back = facing > 0 && jam > JAM_PASS && (lot & 0x3000) === 0;
  }
  if (turn > 2) turn = 2;
  else if (turn < -2) turn = -2;
  // turn left of the wish: (−wy, wx)
  const gx = wx - wy * turn,
    gy = wy + wx * turn;
  const g = Math.sqrt(gx * gx + gy * gy) + 1e-12;
  // who stands and can't get on turns on the spot
  const blend = jam > JAM_TURN && vx * vx + vy * vy < STANDS * STANDS ? 1 : s.dt / TURN_TIME;
  ex += (gx / g - ex) * blend;
  ey += (gy / g - ey) * blend;
  const e = Math.sqrt(ex * ex + ey * ey);
  if (e < 1e-6) {
    ex = wx;
    ey = wy;
  } else {
    ex /= e;
    ey /= e;
  }
  // walls: what points into one is taken away
  const grid = s.ground.planes[plane]!.grid;
  const cell = cellAt(grid, x, y),
    off = squeezed(radius, jam);
  for (let k = grid.wallStart[cell]!, end = grid.wallStart[cell + 1]!; k < end; k++) {
    const o = grid.wallList[k]! * 4,
      ax = grid.walls[o]!,
      ay = grid.walls[o + 1]!;
    const sx = grid.walls[o + 2]! - ax,
      sy = grid.walls[o + 3]! - ay;
    let t = ((x - ax) * sx + (y - ay) * sy) / (sx * sx + sy * sy);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    const hx = ax + t * sx - x,
      hy = ay + t * sy - y;
    const h2 = hx * hx + hy * hy,
      reach = radius + WALL_FEEL;
    if (h2 >= reach * reach || h2 === 0) continue;
    const h = Math.sqrt(h2),
      into = (ex * hx + ey * hy) / h;
    closeBy = noteClose(closeBy, hx / h, hy / h, (h - off) / s.dt);
    if (into <= 0) continue;
    ex -= (into * hx) / h;
    ey -= (into * hy) / h;
  }
  // and so is what points into a shut leaf that he does not make for
  for (let k = grid.portalStart[cell]!, end = grid.portalStart[cell + 1]!; k < end; k++) {
    const index = grid.portalList[k]!;
    if (!s.leaf[index] || index === next) continue;
    const q = s.ground.portals[index]!,
      t = alongSegment(q.ax, q.ay, q.bx, q.by, x, y);
    const hx = q.ax + t * (q.bx - q.ax) - x,
      hy = q.ay + t * (q.by - q.ay) - y;
    const h2 = hx * hx + hy * hy,
      reach = radius + WALL_FEEL;
    if (h2 >= reach * reach || h2 === 0) continue;
    const h = Math.sqrt(h2),
      into = (ex * hx + ey * hy) / h;
    closeBy = noteClose(closeBy, hx / h, hy / h, (h - off) / s.dt);
    if (into <= 0) continue;
    ex -= (into * hx) / h;
    ey -= (into * hy) / h;
  }
  const f = Math.sqrt(ex * ex + ey * ey);
  let speed = 0;
  if (f > 1e-3) {
    ex /= f;
    ey /= f;
    speed = speedAtGap(s.parameters.headway, gap);
    if (speed > wishSpeed) speed = wishSpeed;
    if (passing && speed > PASS_SPEED) speed = PASS_SPEED;
    if (f < 0.999) speed *= f < 0.3 ? 0.3 : f;
  } else {
    ex = wx;
    ey = wy;
  }
  if (back) {
    out.x = pushX - wx * STEP_BACK;
    out.y = pushY - wy * STEP_BACK;
  } else {
    out.x = ex * speed + pushX;
    out.y = ey * speed + pushY;
  }
  if (closeBy) keepApart(closeBy);
  s.nextX[i] = out.x;
  s.nextY[i] = out.y;
  const stuck = speed < 0.08 || out.x * wx + out.y * wy < 0.08 || (held && vx * wx + vy * wy < 0.08);
  p.jam[i] = stuck && wishSpeed > 0.1 ? Math.min(JAM_MOST, jam + 1) : Math.max(0, jam - 1);
  // directions belong to the walker alone; nobody else reads them in this tick
  p.ex[i] = ex;
  p.ey[i] = ey;
}

/** A step aside of one who waits, away from those who are stuck at him, as far as the others around leave him room. */
function makeRoom(s: Steering, i: number): void {
  const p = s.people,
    l = s.near,
    data = l.data,
    plane = p.plane[i]!;
  const x = p.x[i]!,
    y = p.y[i]!,
    radius = p.radius[i]!;
  const cx = Math.floor((x - l.x0[plane]!) / CELL),
    cy = Math.floor((y - l.y0[plane]!) / CELL),
    nx = l.nx[plane]!;
  let ax = 0,
    ay = 0,
    closeBy = 0;
  for (let j = Math.max(0, cy - 1); j <= Math.min(l.ny[plane]! - 1, cy + 1); j++) {
    const row = l.base[plane]! + j * nx,
      to = l.start[row + Math.min(nx - 1, cx + 1) + 1]! * RECORD;
    for (let o = l.start[row + Math.max(0, cx - 1)]! * RECORD; o < to; o += RECORD) {
      if (data[o + N_ID] === i) continue;
      const dx = data[o]! - x,
        dy = data[o + 1]! - y,
        d = Math.sqrt(dx * dx + dy * dy) + 1e-9;
      const between = d - radius - data[o + 6]!;
      if (between < NEAR) closeBy = noteClose(closeBy, dx / d, dy / d, between / (2 * s.dt));
      if (data[o + N_KIND] !== WALKING || data[o + N_JAM]! <= JAM_ASK || between > ASIDE) continue;
      ax -= dx / d;
      ay -= dy / d;
    }
  }
  const a = Math.sqrt(ax * ax + ay * ay);
  if (a < 1e-6) return;
  const grid = s.ground.planes[plane]!.grid,
    cell = cellAt(grid, x, y);
  for (let k = grid.wallStart[cell]!, end = grid.wallStart[cell + 1]!; k < end; k++) {
    const o = grid.wallList[k]! * 4,
      bx = grid.walls[o]!,
      by = grid.walls[o + 1]!,
      ex = grid.walls[o + 2]!,
      ey = grid.walls[o + 3]!;
    const t = alongSegment(bx, by, ex, ey, x, y),
      hx = bx + t * (ex - bx) - x,
      hy = by + t * (ey - by) - y;
    const h = Math.sqrt(hx * hx + hy * hy) + 1e-9;
    if (h < radius + NEAR) closeBy = noteClose(closeBy, hx / h, hy / h, (h - radius) / s.dt);
  }
  out.x = (ax / a) * STEP_BACK;
  out.y = (ay / a) * STEP_BACK;
  keepApart(closeBy);
  s.nextX[i] = out.x;
  s.nextY[i] = out.y;
}

/**
 * Of one walker: unit vectors to the bodies and walls close by and the speed at which he may near each; and the
 * velocity being limited.
 */
const near = new Float64Array(3 * MOST_CLOSE),
  out = { x: 0, y: 0 };

function noteClose(count: number, x: number, y: number, most: number): number {
  if (count === MOST_CLOSE) return count;
  const c = 3 * count;
  near[c] = x;
  near[c + 1] = y;
  near[c + 2] = most > 0 ? most : 0;
  return count + 1;
}

/**
 * Takes from the velocity what would bring two bodies nearer than YIELD allows: first by sliding past, then by slowing
 * down.
 */
function keepApart(count: number): void {
  let { x, y } = out;
  for (let round = 0; round < 2; round++) {
    for (let c = 0; c < 3 * count; c += 3) {
      const over = x * near[c]! + y * near[c + 1]! - near[c + 2]!;
      if (over <= 0) continue;
      x -= over * near[c]!;
      y -= over * near[c + 1]!;
    }
  }
  for (let c = 0; c < 3 * count; c += 3) {
    const towards = x * near[c]! + y * near[c + 1]!;
    if (towards <= near[c + 2]! + 1e-6) continue;
    const share = near[c + 2]! / towards;
    x *= share;
    y *= share;
  }
  out.x = x;
  out.y = y;
}

/**
 * Distance kept from walls: less and less where one is stuck, back at the same pace, so that nobody is thrown off a
 * wall.
 */
export function squeezed(radius: number, jam: number): number {
  if (jam <= JAM_TURN) return radius;
  const least = radius > 0.3 ? SQUEEZED_WIDE : SQUEEZED;
  if (radius <= least) return radius;
  return jam >= JAM_TURN + SQUEEZE_TICKS ? least : radius - ((radius - least) * (jam - JAM_TURN)) / SQUEEZE_TICKS;
}

export function speedAtGap(curve: CrowdParameters["headway"], gap: number): number {
  if (gap <= 0) return 0;
  for (let k = 1; k < curve.length; k++) {
    const b = curve[k]!;
    if (gap < b[0]) {
      const a = curve[k - 1]!;
      return a[1] + ((b[1] - a[1]) * (gap - a[0])) / (b[0] - a[0]);
    }
  }
  return curve[curve.length - 1]![1];
}
