// Stairs with real steps: treads, risers with a nosing, stringers, sloping soffit, walls beside them and handrails.
import type { Point, Scene, Stair } from "../../sim/scene";
import { tint, type Mesher, type Skin, type Vec3 } from "./mesher";
import { Frame } from "./solids";

const TREAD: Skin = { surface: "tile", tint: tint("#b9b4aa"), face: "floor" };
const RISER: Skin = { surface: "plain", tint: tint("#98938a"), face: "wall" };
const NOSING: Skin = { tint: tint("#55524c") };
const SOFFIT: Skin = { surface: "plaster", tint: tint("#dcd8ce"), face: "ceiling" };
const WALL: Skin = { surface: "plaster", tint: tint("#e7e4da"), face: "wall" };
const RAIL: Skin = { surface: "wood", tint: tint("#7b5c3e") };
const POST: Skin = { surface: "brushed", tint: tint("#8d8f90") };
const RISER_HEIGHT = 0.165;

export interface Flight {
  rise: number;
  low: number;
  steps: number;
}

export function flightOf(scene: Scene, stair: Stair): Flight {
  const low = scene.storeys.find((s) => s.id === stair.storey)!.elevation;
  const high = scene.storeys.find((s) => s.id === (stair.to ?? stair.storey))!.elevation;
  const rise = stair.rise ?? high - low;
  return { rise, low, steps: Math.max(1, Math.round(Math.abs(rise) / RISER_HEIGHT)) };
}

/** Heights are above the foot's storey; the mesher's base must be that storey's elevation. */
export function addStair(mesher: Mesher, scene: Scene, stair: Stair, height: number): void {
  const { rise, steps } = flightOf(scene, stair);
  const [bl, br, tl, tr] = sidesOf(stair);
  const left = (t: number): Point => mix(bl, tl, t);
  const right = (t: number): Point => mix(br, tr, t);
  const up = rise / steps;
  for (let i = 0; i < steps; i++) {
    const [t0, t1] = [i / steps, (i + 1) / steps];
    const [z0, z1] = [i * up, (i + 1) * up];
    mesher.quad(at(left(t0), z0), at(right(t0), z0), at(right(t0), z1), at(left(t0), z1), RISER);
    mesher.quad(at(left(t0), z1), at(right(t0), z1), at(right(t1), z1), at(left(t1), z1), TREAD);
    const e = 0.12 / steps;
    mesher.quad(
      at(left(t0), z1 + 0.003),
      at(right(t0), z1 + 0.003),
      at(right(t0 + e), z1 + 0.003),
      at(left(t0 + e), z1 + 0.003),
      NOSING,
    );
  }
  mesher.quad(at(right(0), -0.18), at(left(0), -0.18), at(left(1), rise - 0.18), at(right(1), rise - 0.18), SOFFIT);
  addSides(mesher, { left, right, rise, height });
}

function addSides(
  mesher: Mesher,
  {
    left,
    right,
    rise,
    height,
  }: { left: (t: number) => Point; right: (t: number) => Point; rise: number; height: number },
): void {
  const side = (p: (t: number) => Point, flip: boolean) => {
    const [a, b] = [p(0), p(1)];
    const corners: [Vec3, Vec3, Vec3, Vec3] = [at(a, -0.2), at(b, rise - 0.2), at(b, rise + height), at(a, height)];
    if (flip) mesher.quad(corners[0], corners[1], corners[2], corners[3], WALL);
    else mesher.quad(corners[1], corners[0], corners[3], corners[2], WALL);
  };
  side(left, true);
  side(right, false);
  const frame = new Frame(mesher, 0, 0);
  const inset = 0.08;
  for (const [p, q] of [
    [left, right],
    [right, left],
  ] as const) {
    const rail = (t: number): Point => toward(p(t), q(t), inset);
    const [a, b] = [rail(0), rail(1)];
    frame.bar([a[0], a[1], 0.9], [b[0], b[1], rise + 0.9], 0.055, RAIL);
    for (let i = 0; i <= 4; i++) {
      const t = i / 4;
      const foot = rail(t);
      const wall = p(t);
      frame.bar([foot[0], foot[1], rise * t + 0.86], [wall[0], wall[1], rise * t + 0.82], 0.02, POST);
    }
  }
  mesher.quad(at(right(0), height), at(left(0), height), at(left(1), rise + height), at(right(1), rise + height), {
    ...SOFFIT,
    tint: tint("#e6e2d8"),
  });
}

/** Bottom and top ends ordered so that `left` and `right` are as one goes up. */
function sidesOf(stair: Stair): [Point, Point, Point, Point] {
  const [b0, b1] = stair.bottom;
  const mid = (p: Point, q: Point): Point => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  const [foot, head] = [mid(b0, b1), mid(...stair.top)];
  const dir: Point = [head[0] - foot[0], head[1] - foot[1]];
  const isLeft = (p: Point, o: Point) => dir[0] * (p[1] - o[1]) - dir[1] * (p[0] - o[0]) > 0;
  const [t0, t1] = stair.top;
  return [
    isLeft(b0, foot) ? b0 : b1,
    isLeft(b0, foot) ? b1 : b0,
    isLeft(t0, head) ? t0 : t1,
    isLeft(t0, head) ? t1 : t0,
  ];
}

const mix = (a: Point, b: Point, t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
const at = (p: Point, z: number): Vec3 => [p[0], p[1], z];
function toward(p: Point, q: Point, by: number): Point {
  const l = Math.hypot(q[0] - p[0], q[1] - p[1]) || 1;
  return [p[0] + ((q[0] - p[0]) * by) / l, p[1] + ((q[1] - p[1]) * by) / l];
}
