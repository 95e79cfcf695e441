// Way-finding inside one region: for a goal (a portal or a point) every free cell knows its distance and the next point
// to walk straight to. Any-angle Dijkstra on the grid: a cell takes over the turning point of the cell it is reached
// from when it sees it, so ways are straight lines from corner to corner, whatever the shape or its rotation. Units
// metres. Deterministic: heap ordered by (distance, cell).
import { alongSegment, crosses } from "./geometry";
import type { Ground, Portal } from "./state/ground";
import { cellAt } from "./grid";
import type { Grid } from "./state/ground";
import { Heap } from "./heap";

/** The window of a plane's grid that holds one region. */
export interface RegionFrame {
  plane: number;
  i0: number;
  j0: number;
  w: number;
  h: number;
  /** NO_WAY, EDGE (one may stand there, no way leads through), TIGHT, FREE */ pass: Uint8Array;
  /** For wide bodies (wheelchairs). */ wide: boolean;
  /** Cells one may leap along a ray without meeting one that is not free. */ leap: Uint8Array;
}

export interface WayField {
  frame: RegionFrame;
  /** Metres to the goal; Infinity where none leads. */
  distance: Float32Array;
  /** Window cell to walk to; GOAL = the goal itself is in sight; NONE. */
  next: Int32Array;
  /** The goal: a segment (a point has equal ends). */
  ax: number;
  ay: number;
  bx: number;
  by: number;
  /** Added to a point on the segment to lead across it. */
  beyondX: number;
  beyondY: number;
}
export const GOAL = -1;
export const NONE = -2;

/**
 * Ways keep this far from walls where there is room; bodies pass where a cell's centre is at least `tight` off them;
 * half a body is kept off the ends of a goal segment.
 */
const BODY = { margin: 0.24, tight: 0.1, jamb: 0.24 },
  WIDE = { margin: 0.42, tight: 0.33, jamb: 0.38 };
/** Narrowest door for a wide body. */
export const WIDE_DOOR = 0.76;
const EDGE = 3;
const TIGHT_COST = 2;
/** Metres that a gap too narrow for a body counts for. */
const GAP_COST = 100;

export function frameRegion(ground: Ground, region: number, wide: boolean): RegionFrame {
  const rooms = ground.rooms.filter((r) => r.region === region);
  const plane = rooms[0]!.plane;
  const g = ground.planes[plane]!.grid;
  const member = new Set(rooms.map((r) => r.index));
  let i0 = g.nx,
    j0 = g.ny,
    i1 = -1,
    j1 = -1;
  for (const r of rooms)
    for (const [x, y] of r.polygon) {
      const c = cellAt(g, x, y),
        i = c % g.nx,
        j = (c - i) / g.nx;
      i0 = Math.min(i0, i - 1);
      i1 = Math.max(i1, i + 1);
      j0 = Math.min(j0, j - 1);
      j1 = Math.max(j1, j + 1);
    }
  i0 = Math.max(0, i0);
  j0 = Math.max(0, j0);
  i1 = Math.min(g.nx - 1, i1);
  j1 = Math.min(g.ny - 1, j1);
  const w = i1 - i0 + 1,
    h = j1 - j0 + 1;
  const body = wide ? WIDE : BODY,
    margin = Math.max(body.margin, g.size * 0.75);
  const pass = new Uint8Array(w * h);
  for (let j = 0; j < h; j++)
    for (let i = 0; i < w; i++) {
      const cell = (j + j0) * g.nx + i + i0;
      if (member.has(g.room[cell]!))
        pass[j * w + i] = g.clearance[cell]! >= margin ? 2 : g.clearance[cell]! >= body.tight ? 1 : EDGE;
    }
  return { plane, i0, j0, w, h, pass, wide, leap: leaps(pass, w, h) };
}

/** Chessboard distance to the nearest cell that is not free, less one, at least one; two sweeps. */
function leaps(pass: Uint8Array, w: number, h: number): Uint8Array {
  const d = new Uint8Array(w * h);
  const at = (i: number, j: number) => (i < 0 || j < 0 || i >= w || j >= h ? 0 : d[j * w + i]!);
  for (let j = 0; j < h; j++)
    for (let i = 0; i < w; i++) {
      if (pass[j * w + i] === 2)
        d[j * w + i] = Math.min(250, 1 + Math.min(at(i - 1, j), at(i - 1, j - 1), at(i, j - 1), at(i + 1, j - 1)));
    }
  for (let j = h - 1; j >= 0; j--)
    for (let i = w - 1; i >= 0; i--) {
      if (pass[j * w + i] === 2)
        d[j * w + i] = Math.min(
          d[j * w + i]!,
          1 + Math.min(at(i + 1, j), at(i + 1, j + 1), at(i, j + 1), at(i - 1, j + 1)),
        );
    }
  for (let c = 0; c < d.length; c++) d[c] = d[c]! > 2 ? d[c]! - 1 : 1;
  return d;
}

export function fieldToPortal(ground: Ground, frame: RegionFrame, portal: Portal, fromRoom: number): WayField {
  const inset = Math.min((frame.wide ? WIDE : BODY).jamb, portal.width / 2 - 0.02) / portal.width;
  const dx = portal.bx - portal.ax,
    dy = portal.by - portal.ay;
  const side = fromRoom === portal.b ? -1 : 1;
  return spread(ground, frame, {
    ax: portal.ax + dx * inset,
    ay: portal.ay + dy * inset,
    bx: portal.bx - dx * inset,
    by: portal.by - dy * inset,
    beyondX: portal.nx * side * 0.4,
    beyondY: portal.ny * side * 0.4,
  });
}

export function fieldToPoint(ground: Ground, frame: RegionFrame, x: number, y: number): WayField {
  return spread(ground, frame, { ax: x, ay: y, bx: x, by: y, beyondX: 0, beyondY: 0 });
}

type Goal = Pick<WayField, "ax" | "ay" | "bx" | "by" | "beyondX" | "beyondY">;

function spread(ground: Ground, frame: RegionFrame, goal: Goal): WayField {
  const g = ground.planes[frame.plane]!.grid;
  const { w, h, pass } = frame;
  const size = w * h;
  const distance = new Float32Array(size).fill(Infinity);
  const next = new Int32Array(size).fill(NONE);
  const done = new Uint8Array(size);
  const heap = new Heap();
  const cx = (c: number) => g.x0 + ((c % w) + frame.i0 + 0.5) * g.size;
  const cy = (c: number) => g.y0 + (Math.floor(c / w) + frame.j0 + 0.5) * g.size;
  const straight = (c: number) => {
    const x = cx(c),
      y = cy(c);
    const t = alongSegment(goal.ax, goal.ay, goal.bx, goal.by, x, y);
    const ex = goal.ax + t * (goal.bx - goal.ax) - x,
      ey = goal.ay + t * (goal.by - goal.ay) - y;
    return Math.sqrt(ex * ex + ey * ey);
  };
  const offer = (c: number, d: number, to: number) => {
    if (d >= distance[c]!) return;
    distance[c] = d;
    next[c] = to;
    heap.push(d, c);
  };
  for (let c = 0; c < size; c++)
    if (pass[c] && straight(c) <= seedReach(g) && seesGoal(g, frame, goal, cx(c), cy(c))) offer(c, straight(c), GOAL);
  for (let u = heap.pop(); u >= 0; u = heap.pop()) {
    if (done[u]) continue;
    done[u] = 1;
    if (pass[u] === EDGE && next[u] !== GOAL) continue;
    const ui = u % w,
      uj = (u - ui) / w;
    for (let k = 0; k < 8; k++) {
      const i = ui + STEP_I[k]!,
        j = uj + STEP_J[k]!;
      if (i < 0 || j < 0 || i >= w || j >= h) continue;
      const v = j * w + i;
      if (!pass[v] || done[v]) continue;
      const through = next[u]!;
      const tight = pass[v] !== 2 || pass[u] !== 2;
      const leg = through === GOAL ? straight(v) : metres(v, through, w) * g.size;
      const direct = through === GOAL ? leg : distance[through]! + leg;
      if (direct < distance[v]! && !(tight && parted(g, cx(u), cy(u), cx(v), cy(v)))) {
        if (through === GOAL ? goalInSight(frame, g, goal, v, cx(v), cy(v)) : inSight(frame, v, through)) {
          offer(v, direct, through);
          continue;
        }
        const step = metres(u, v, w) * g.size * (tight ? TIGHT_COST : 1);
        offer(v, distance[u]! + step, u);
      }
    }
  }
  fillCorners(frame, g, distance, next);
  return { frame, distance, next, ...goal };
}

/**
 * Whoever is pressed into a corner too tight for a way still finds out of it; as a last resort ways lead through gaps
 * so.
 */
function fillCorners(f: RegionFrame, g: Grid, distance: Float32Array, next: Int32Array): void {
  const queue: number[] = [];
  for (let c = 0; c < next.length; c++) if (f.pass[c] === EDGE && next[c] !== NONE) queue.push(c);
  for (let k = 0; k < queue.length; k++) {
    const u = queue[k]!,
      ui = u % f.w,
      uj = (u - ui) / f.w;
    for (let s = 0; s < 8; s++) {
      const i = ui + STEP_I[s]!,
        j = uj + STEP_J[s]!;
      if (i < 0 || j < 0 || i >= f.w || j >= f.h) continue;
      const v = j * f.w + i;
      if (!f.pass[v] || next[v] !== NONE) continue;
      const at = (c: number, d: number, o: number) => o + (c + d + 0.5) * g.size;
      if (parted(g, at(ui, f.i0, g.x0), at(uj, f.j0, g.y0), at(i, f.i0, g.x0), at(j, f.j0, g.y0))) continue;
      next[v] = u;
      distance[v] = distance[u]! + metres(u, v, f.w) * g.size + (f.pass[v] === EDGE ? 0 : GAP_COST);
      queue.push(v);
    }
  }
}

const STEP_I = [1, -1, 0, 0, 1, 1, -1, -1];
const STEP_J = [0, 0, 1, -1, 1, -1, 1, -1];
const seedReach = (g: Grid) => Math.max(0.5, g.size * 1.6);

function metres(a: number, b: number, w: number): number {
  const ai = a % w,
    bi = b % w;
  const di = ai - bi,
    dj = (a - ai) / w - (b - bi) / w;
  return Math.sqrt(di * di + dj * dj);
}

/** Walls between two neighbouring points. */
function parted(g: Grid, px: number, py: number, qx: number, qy: number): boolean {
  const cell = cellAt(g, px, py);
  for (let k = g.wallStart[cell]!; k < g.wallStart[cell + 1]!; k++) {
    const o = g.wallList[k]! * 4;
    if (crosses(px, py, qx, qy, g.walls[o]!, g.walls[o + 1]!, g.walls[o + 2]!, g.walls[o + 3]!)) return true;
  }
  return false;
}

function seesGoal(g: Grid, _f: RegionFrame, goal: Goal, x: number, y: number): boolean {
  const t = alongSegment(goal.ax, goal.ay, goal.bx, goal.by, x, y);
  return !parted(g, x, y, goal.ax + t * (goal.bx - goal.ax), goal.ay + t * (goal.by - goal.ay));
}

/**
 * Sight from a cell to the goal's nearest point: free cells all the way, but for the last metre's worth of door frame.
 */
function goalInSight(f: RegionFrame, g: Grid, goal: Goal, v: number, x: number, y: number): boolean {
  const t = alongSegment(goal.ax, goal.ay, goal.bx, goal.by, x, y);
  const gx = goal.ax + t * (goal.bx - goal.ax),
    gy = goal.ay + t * (goal.by - goal.ay);
  const dx = gx - x,
    dy = gy - y;
  const far = Math.sqrt(dx * dx + dy * dy);
  const free = far - 0.45;
  const steps = Math.ceil(far / (g.size * 0.9));
  if (f.pass[v] !== 2 && far > 0.9) return false;
  for (let s = 1; s <= steps;) {
    const part = s / steps;
    if (part * far > free) break;
    const i = Math.floor((x + dx * part - g.x0) / g.size) - f.i0,
      j = Math.floor((y + dy * part - g.y0) / g.size) - f.j0;
    if (i < 0 || j < 0 || i >= f.w || j >= f.h) return false;
    const c = j * f.w + i;
    if (f.pass[c] !== 2) return false;
    s += f.leap[c]!;
  }
  return true;
}

function inSight(f: RegionFrame, a: number, b: number): boolean {
  if (f.pass[a] !== 2 || f.pass[b] !== 2) return false;
  const ai = a % f.w,
    aj = (a - ai) / f.w;
  const di = (b % f.w) - ai,
    dj = (b - (b % f.w)) / f.w - aj;
  const n = Math.max(Math.abs(di), Math.abs(dj));
  for (let s = 1; s < n;) {
    const c = (aj + Math.floor((dj * s) / n + 0.5)) * f.w + ai + Math.floor((di * s) / n + 0.5);
    if (f.pass[c] !== 2) return false;
    s += f.leap[c]!;
  }
  return true;
}

/** Window cell of a point, or −1 outside of the window. */
export function windowCell(g: Grid, f: RegionFrame, x: number, y: number): number {
  const i = Math.floor((x - g.x0) / g.size) - f.i0,
    j = Math.floor((y - g.y0) / g.size) - f.j0;
  return i < 0 || j < 0 || i >= f.w || j >= f.h ? -1 : j * f.w + i;
}

/** Metres from a point to the field's goal; Infinity where no way leads. */
export function distanceFrom(ground: Ground, field: WayField, x: number, y: number): number {
  const f = field.frame,
    g = ground.planes[f.plane]!.grid;
  const c = windowCell(g, f, x, y);
  if (c < 0) return Infinity;
  const near = nearestKnown(field, c);
  return near < 0 ? Infinity : field.distance[near]!;
}

/** The cell itself, or of those around it (two rings) the nearest to the goal; −1 if none knows a way. */
export function nearestKnown(field: WayField, c: number): number {
  if (field.next[c] !== NONE) return c;
  const { w, h } = field.frame;
  const ci = c % w,
    cj = (c - ci) / w;
  let best = -1;
  for (let ring = 1; ring <= 2; ring++) {
    for (let dj = -ring; dj <= ring; dj++)
      for (let di = -ring; di <= ring; di++) {
        const i = ci + di,
          j = cj + dj;
        if (i < 0 || j < 0 || i >= w || j >= h) continue;
        const v = j * w + i;
        if (field.next[v] !== NONE && (best < 0 || field.distance[v]! < field.distance[best]!)) best = v;
      }
    if (best >= 0) return best;
  }
  return best;
}
