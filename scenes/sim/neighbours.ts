// Neighbour lists for one tick: people (and their mirror images beyond a stair's end or a repeating plane) packed cell
// by cell. One record of RECORD numbers holds all that a neighbour needs to know, so the hot loop reads memory in a
// row.
import type { Ground, Portal } from "./state/ground";
import { DOWN, OUT, type People } from "./people";

export const RECORD = 12;
export const N_X = 0,
  N_Y = 1,
  N_VX = 2,
  N_VY = 3,
  N_WX = 4,
  N_WY = 5,
  N_R = 6,
  N_ID = 7,
  N_JAM = 8,
  N_KIND = 9,
  N_NEXT = 10,
  N_TOGO = 11;
/** Side of a cell, metres. */
export const CELL = 1.4;
const MIRROR = 2.3;

export interface Neighbours {
  /** First cell, cells across and down, origin of each plane. */
  base: Int32Array;
  nx: Int32Array;
  ny: Int32Array;
  x0: Float64Array;
  y0: Float64Array;
  cells: number;
  start: Int32Array;
  data: Float64Array;
  count: number;
  seams: Portal[][];
  /** Scratch: person, cell, x, y before sorting. */
  who: Int32Array;
  cell: Int32Array;
  px: Float64Array;
  py: Float64Array;
  wrapFrom: Float64Array;
  wrapTo: Float64Array;
}

export function createNeighbours(ground: Ground, people: People): Neighbours {
  const n = ground.planes.length;
  const list: Neighbours = {
    base: new Int32Array(n),
    nx: new Int32Array(n),
    ny: new Int32Array(n),
    x0: new Float64Array(n),
    y0: new Float64Array(n),
    cells: 0,
    start: new Int32Array(0),
    data: new Float64Array(0),
    count: 0,
    seams: ground.planes.map((p) =>
      ground.portals.filter((q) => q.planeA !== q.planeB && (q.planeA === p.index || q.planeB === p.index)),
    ),
    who: new Int32Array(0),
    cell: new Int32Array(0),
    px: new Float64Array(0),
    py: new Float64Array(0),
    wrapFrom: Float64Array.from(ground.planes, (p) => p.wrapFrom),
    wrapTo: Float64Array.from(ground.planes, (p) => p.wrapTo),
  };
  for (const p of ground.planes) {
    const g = p.grid,
      i = p.index;
    const pad = p.wrapTo > p.wrapFrom ? 3 : 0;
    list.base[i] = list.cells;
    list.x0[i] = g.x0 - pad;
    list.y0[i] = g.y0;
    list.nx[i] = Math.ceil((g.nx * g.size + 2 * pad) / CELL) + 1;
    list.ny[i] = Math.ceil((g.ny * g.size) / CELL) + 1;
    list.cells += list.nx[i]! * list.ny[i]!;
  }
  list.start = new Int32Array(list.cells + 1);
  reserve(list, people.count + 64);
  return list;
}

function reserve(l: Neighbours, n: number): void {
  if (l.who.length >= n) return;
  const grow = <T extends Int32Array | Float64Array>(old: T, make: (n: number) => T, size: number): T => {
    const wider = make(size);
    wider.set(old as never);
    return wider;
  };
  l.who = grow(l.who, (k) => new Int32Array(k), n);
  l.cell = grow(l.cell, (k) => new Int32Array(k), n);
  l.px = grow(l.px, (k) => new Float64Array(k), n);
  l.py = grow(l.py, (k) => new Float64Array(k), n);
  l.data = new Float64Array(n * RECORD);
}

export function fillNeighbours(l: Neighbours, p: People): void {
  const { start } = l;
  start.fill(0);
  let m = 0;
  for (let i = 0; i < p.count; i++) {
    const s = p.state[i]!;
    if (s === OUT || s === DOWN) continue;
    const plane = p.plane[i]!,
      x = p.x[i]!,
      y = p.y[i]!;
    m = put(l, m, i, plane, x, y);
    if (l.wrapTo[plane]! > l.wrapFrom[plane]!) {
      const from = l.wrapFrom[plane]!,
        to = l.wrapTo[plane]!;
      if (x - from < MIRROR) m = put(l, m, i, plane, x + to - from, y);
      if (to - x < MIRROR) m = put(l, m, i, plane, x + from - to, y);
    }
    const seams = l.seams[plane]!;
    for (let k = 0; k < seams.length; k++) {
      const q = seams[k]!;
      const ex = x - (q.ax + q.bx) / 2,
        ey = y - (q.ay + q.by) / 2,
        reach = MIRROR + q.width / 2;
      if (ex * ex + ey * ey < reach * reach) m = put(l, m, i, q.planeA === plane ? q.planeB : q.planeA, x, y);
    }
  }
  l.count = m;
  for (let c = 0; c < l.cells; c++) start[c + 1] = start[c + 1]! + start[c]!;
  // backwards, so that each cell holds ascending ids once its start has moved down
  const { data, who, cell, px, py } = l;
  for (let e = m - 1; e >= 0; e--) {
    const c = cell[e]!,
      i = who[e]!;
    const at = start[c + 1]! - 1;
    start[c + 1] = at;
    const o = at * RECORD;
    data[o] = px[e]!;
    data[o + 1] = py[e]!;
    data[o + 2] = p.vx[i]!;
    data[o + 3] = p.vy[i]!;
    data[o + 4] = p.wishX[i]!;
    data[o + 5] = p.wishY[i]!;
    data[o + 6] = p.radius[i]!;
    data[o + 7] = i;
    data[o + 8] = p.jam[i]!;
    data[o + 9] = p.state[i]!;
    data[o + 10] = p.next[i]!;
    data[o + 11] = p.togo[i]!;
  }
  // every entry of `start` but the first now is one cell too early
  for (let c = 0; c < l.cells; c++) start[c] = start[c + 1]!;
  start[l.cells] = m;
}

function put(l: Neighbours, m: number, i: number, plane: number, x: number, y: number): number {
  if (m >= l.who.length) reserve(l, m * 2 + 64);
  let cx = Math.floor((x - l.x0[plane]!) / CELL),
    cy = Math.floor((y - l.y0[plane]!) / CELL);
  const nx = l.nx[plane]!,
    ny = l.ny[plane]!;
  cx = cx < 0 ? 0 : cx >= nx ? nx - 1 : cx;
  cy = cy < 0 ? 0 : cy >= ny ? ny - 1 : cy;
  const c = l.base[plane]! + cy * nx + cx;
  l.who[m] = i;
  l.cell[m] = c;
  l.px[m] = x;
  l.py[m] = y;
  l.start[c + 1] = l.start[c + 1]! + 1;
  return m + 1;
}
