// A plane's fine grid: to which room each cell belongs, how near its centre is to a wall, and which walls and portals a
// body in it can touch (as rows of one flat list). Cells are 0.2 m; larger planes take larger cells.
import { distanceToSegment, isInside } from "./geometry";
import type { GroundRoom, Portal } from "./state/ground";
import type { Polygon } from "./scene";
import type { WallSegment } from "./walls";
import type { Grid } from "./state/ground";

/** A body of the largest radius in a cell, with one step, touches nothing farther than this from the centre. */
const REACH = 0.75;
const MOST_CELLS = 1_200_000;

interface Source {
  rooms: GroundRoom[];
  portals: Portal[];
  walls: WallSegment[];
  blocks: Polygon[];
}

export function compileGrid({ rooms, portals, walls, blocks }: Source): Grid {
  const box = bounds(rooms);
  let size = 0.2;
  while (((box.x1 - box.x0) / size) * ((box.y1 - box.y0) / size) > MOST_CELLS && size < 0.5) size += 0.05;
  const x0 = box.x0 - 2 * size,
    y0 = box.y0 - 2 * size;
  const nx = Math.ceil((box.x1 - x0) / size) + 2,
    ny = Math.ceil((box.y1 - y0) / size) + 2;
  const frame = { x0, y0, size, nx, ny };
  const room = paintRooms(frame, rooms, blocks);
  const flat = new Float64Array(walls.length * 4);
  walls.forEach((w, i) => flat.set([w.a[0], w.a[1], w.b[0], w.b[1]], i * 4));
  const clearance = new Float32Array(nx * ny).fill(REACH);
  const near = rowsNear(
    frame,
    walls.length,
    (i) => [flat[i * 4]!, flat[i * 4 + 1]!, flat[i * 4 + 2]!, flat[i * 4 + 3]!],
    (cell, d) => {
      if (d < clearance[cell]!) clearance[cell] = d;
    },
  );
  const ways = rowsNear(
    frame,
    portals.length,
    (i) => [portals[i]!.ax, portals[i]!.ay, portals[i]!.bx, portals[i]!.by],
    () => {},
  );
  const portalList = ways.list.map((i) => portals[i]!.index);
  return {
    ...frame,
    room,
    clearance,
    walls: flat,
    wallStart: near.start,
    wallList: near.list,
    portalStart: ways.start,
    portalList,
  };
}

type Frame = Pick<Grid, "x0" | "y0" | "size" | "nx" | "ny">;

function bounds(rooms: GroundRoom[]) {
  let x0 = Infinity,
    y0 = Infinity,
    x1 = -Infinity,
    y1 = -Infinity;
  for (const r of rooms)
    for (const [x, y] of r.polygon) {
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
  return x0 === Infinity ? { x0: 0, y0: 0, x1: 1, y1: 1 } : { x0, y0, x1, y1 };
}

function paintRooms(f: Frame, rooms: GroundRoom[], blocks: Polygon[]): Int16Array {
  const cells = new Int16Array(f.nx * f.ny).fill(-1);
  for (const r of rooms)
    paint(f, r.polygon, (cell) => {
      if (cells[cell] === -1) cells[cell] = r.index;
    });
  for (const block of blocks)
    paint(f, block, (cell) => {
      cells[cell] = -1;
    });
  return cells;
}

function paint(f: Frame, polygon: Polygon, use: (cell: number) => void): void {
  let x0 = Infinity,
    y0 = Infinity,
    x1 = -Infinity,
    y1 = -Infinity;
  for (const [x, y] of polygon) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  const i0 = clamp(Math.floor((x0 - f.x0) / f.size), f.nx),
    i1 = clamp(Math.ceil((x1 - f.x0) / f.size), f.nx);
  const j0 = clamp(Math.floor((y0 - f.y0) / f.size), f.ny),
    j1 = clamp(Math.ceil((y1 - f.y0) / f.size), f.ny);
  for (let j = j0; j <= j1; j++) {
    for (let i = i0; i <= i1; i++) {
      if (isInside(polygon, f.x0 + (i + 0.5) * f.size, f.y0 + (j + 0.5) * f.size)) use(j * f.nx + i);
    }
  }
}

/** For each cell the segments within REACH of its centre, in ascending order. */
function rowsNear(
  f: Frame,
  count: number,
  segment: (i: number) => [number, number, number, number],
  note: (cell: number, d: number) => void,
) {
  const start = new Int32Array(f.nx * f.ny + 1);
  const visit = (use: (cell: number, i: number, d: number) => void) => {
    for (let i = 0; i < count; i++) {
      const [ax, ay, bx, by] = segment(i);
      const j0 = clamp(Math.floor((Math.min(ay, by) - REACH - f.y0) / f.size), f.ny);
      const j1 = clamp(Math.ceil((Math.max(ay, by) + REACH - f.y0) / f.size), f.ny);
      const i0 = clamp(Math.floor((Math.min(ax, bx) - REACH - f.x0) / f.size), f.nx);
      const i1 = clamp(Math.ceil((Math.max(ax, bx) + REACH - f.x0) / f.size), f.nx);
      for (let y = j0; y <= j1; y++)
        for (let x = i0; x <= i1; x++) {
          const d = distanceToSegment(ax, ay, bx, by, f.x0 + (x + 0.5) * f.size, f.y0 + (y + 0.5) * f.size);
          if (d <= REACH) use(y * f.nx + x, i, d);
        }
    }
  };
  visit((cell, _i, d) => {
    start[cell + 1] = start[cell + 1]! + 1;
    note(cell, d);
  });
  for (let c = 0; c < f.nx * f.ny; c++) start[c + 1] = start[c + 1]! + start[c]!;
  const list = new Int32Array(start[f.nx * f.ny]!);
  const fill = start.slice();
  visit((cell, i) => {
    list[fill[cell]!++] = i;
  });
  return { start, list };
}

const clamp = (v: number, n: number) => (v < 0 ? 0 : v > n - 1 ? n - 1 : v);

export function cellAt(g: Grid, x: number, y: number): number {
  return clamp(Math.floor((y - g.y0) / g.size), g.ny) * g.nx + clamp(Math.floor((x - g.x0) / g.size), g.nx);
}
