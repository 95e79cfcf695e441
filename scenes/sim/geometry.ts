// Plane geometry on points and segments, metres. Pure arithmetic; no tolerance is hidden: each function states its own.
import type { Point, Polygon } from "./scene";

export function polygonArea(p: Polygon): number {
  let twice = 0;
  for (let i = 0, j = p.length - 1; i < p.length; j = i++) twice += p[j]![0] * p[i]![1] - p[i]![0] * p[j]![1];
  return Math.abs(twice) / 2;
}

/** Even-odd rule; points on the boundary may fall on either side. */
export function isInside(p: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = p.length - 1; i < p.length; j = i++) {
    const a = p[i]!,
      b = p[j]!;
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
  }
  return inside;
}

/** How far along a→b (0…1) the point nearest to (x, y) lies. */
export function alongSegment(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  const dx = bx - ax,
    dy = by - ay;
  const l2 = dx * dx + dy * dy;
  if (l2 === 0) return 0;
  const t = ((x - ax) * dx + (y - ay) * dy) / l2;
  return t < 0 ? 0 : t > 1 ? 1 : t;
}

export function distanceToSegment(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  const t = alongSegment(ax, ay, bx, by, x, y);
  const dx = x - (ax + t * (bx - ax)),
    dy = y - (ay + t * (by - ay));
  return Math.sqrt(dx * dx + dy * dy);
}

/** Whether p→q properly crosses or touches a→b from one side to the other. */
export function crosses(
  px: number,
  py: number,
  qx: number,
  qy: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): boolean {
  const dx = bx - ax,
    dy = by - ay;
  const sp = dx * (py - ay) - dy * (px - ax);
  const sq = dx * (qy - ay) - dy * (qx - ax);
  if (sp > 0 === sq > 0) return false;
  const ex = qx - px,
    ey = qy - py;
  const sa = ex * (ay - py) - ey * (ax - px);
  const sb = ex * (by - py) - ey * (bx - px);
  return (sa >= 0 && sb <= 0) || (sa <= 0 && sb >= 0);
}

export function centroid(p: Polygon): Point {
  let twice = 0,
    cx = 0,
    cy = 0;
  for (let i = 0, j = p.length - 1; i < p.length; j = i++) {
    const w = p[j]![0] * p[i]![1] - p[i]![0] * p[j]![1];
    twice += w;
    cx += (p[j]![0] + p[i]![0]) * w;
    cy += (p[j]![1] + p[i]![1]) * w;
  }
  return twice === 0 ? p[0]! : [cx / (3 * twice), cy / (3 * twice)];
}

/** Orders ids by code units, the same everywhere. */
export const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
export const sorted = <T extends { id: string }>(list: readonly T[] | undefined): T[] =>
  (list ?? []).slice().sort(byId);
