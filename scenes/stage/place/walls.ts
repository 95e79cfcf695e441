// The shell of a room: floor, ceiling, walls with skirting, lintels and sills, frames of doors, windows with their
// sills.
import { ShapeUtils, Vector2 } from "three";
import type { Point, Polygon, Room } from "../../sim/scene";
import { counterClockwise, edgesOf, type Gap, type Span } from "./edges";
import { lookOf, type Look } from "./looks";
import { REPEAT, tint, type Mesher, type Skin, type Vec3 } from "./mesher";

const FRAME: Skin = { surface: "wood", tint: tint("#7b5c3e") };
const STEEL_FRAME: Skin = { surface: "brushed", tint: tint("#9a9c9c") };
const WINDOW_FRAME: Skin = { tint: tint("#e9e7e1") };
const SILL: Skin = { surface: "stone", tint: tint("#d9d5cb") };

export function addRoom(
  mesher: Mesher,
  room: Pick<Room, "id" | "storey" | "polygon" | "kind" | "windows">,
  height: number,
  gaps: readonly Gap[],
): void {
  const look = lookOf(room.kind);
  addSlab(mesher, room.polygon, 0, look.floor, true);
  if (look.ceiling) addSlab(mesher, room.polygon, height, look.ceiling, false);
  for (const span of edgesOf(room, gaps)) addSpan(mesher, span, height, look);
}

/** A flat polygon seen from above (a floor) or from below (a ceiling). */
export function addSlab(mesher: Mesher, polygon: Polygon, z: number, skin: Skin, up: boolean): void {
  const ring = counterClockwise(polygon);
  const repeat = skin.repeat ?? REPEAT[skin.surface ?? "plain"];
  const first = ring.map(([x, y]) => mesher.vertex([x, y, z], [0, 0, up ? 1 : -1], x / repeat, y / repeat, skin));
  for (const [a, b, c] of ShapeUtils.triangulateShape(
    ring.map(([x, y]) => new Vector2(x, y)),
    [],
  )) {
    if (up) mesher.triangle(first[a!]!, first[b!]!, first[c!]!);
    else mesher.triangle(first[a!]!, first[c!]!, first[b!]!);
  }
}

function addSpan(mesher: Mesher, span: Span, height: number, look: Look): void {
  const { a, b, gap } = span;
  if (!gap) {
    face(mesher, a, b, 0, height, look.wall);
    if (look.skirting) skirting(mesher, a, b, look.skirting);
    return;
  }
  if (gap.high < height - 0.01 && look.ceiling) face(mesher, a, b, gap.high, height, look.wall);
  if (gap.low > 0.01) {
    face(mesher, a, b, 0, gap.low, look.wall);
    if (look.skirting) skirting(mesher, a, b, look.skirting);
  }
  if (gap.kind === "rail") beam(mesher, a, b, -0.06, 0.03, gap.low - 0.05, gap.low, FRAME);
  if (gap.kind === "window") addWindow(mesher, a, b, gap);
  if (gap.kind === "door" || gap.kind === "exit")
    addFrame(mesher, a, b, gap.high, 0.08, gap.kind === "exit" ? STEEL_FRAME : FRAME);
  if (gap.kind === "lift") addLift(mesher, a, b, gap.high);
}

/** The inner face of a wall over a→b, the room on its left. */
export function face(mesher: Mesher, a: Point, b: Point, low: number, high: number, skin: Skin): void {
  mesher.quad([b[0], b[1], low], [a[0], a[1], low], [a[0], a[1], high], [b[0], b[1], high], skin, [b[0] + b[1], low]);
}

const inward = (a: Point, b: Point): Point => {
  const l = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  return [-(b[1] - a[1]) / l, (b[0] - a[0]) / l];
};
const moved = (p: Point, n: Point, by: number): Point => [p[0] + n[0] * by, p[1] + n[1] * by];

function skirting(mesher: Mesher, a: Point, b: Point, colour: Skin["tint"]): void {
  const n = inward(a, b);
  const [p, q] = [moved(a, n, 0.015), moved(b, n, 0.015)];
  const skin: Skin = { tint: colour, face: "wall" };
  face(mesher, p, q, 0, 0.1, skin);
  mesher.quad([q[0], q[1], 0.1], [p[0], p[1], 0.1], [a[0], a[1], 0.1], [b[0], b[1], 0.1], skin);
}

/** A box along a→b, its depth from `from` to `to` metres into the room. */
export function beam(
  mesher: Mesher,
  a: Point,
  b: Point,
  from: number,
  to: number,
  low: number,
  high: number,
  skin: Skin,
): void {
  const n = inward(a, b);
  const [a0, b0, a1, b1] = [moved(a, n, from), moved(b, n, from), moved(a, n, to), moved(b, n, to)];
  const v = (p: Point, z: number): Vec3 => [p[0], p[1], z];
  mesher.quad(v(b1, low), v(a1, low), v(a1, high), v(b1, high), skin);
  mesher.quad(v(a0, low), v(b0, low), v(b0, high), v(a0, high), skin);
  mesher.quad(v(a1, low), v(a0, low), v(a0, high), v(a1, high), skin);
  mesher.quad(v(b0, low), v(b1, low), v(b1, high), v(b0, high), skin);
  mesher.quad(v(b1, high), v(a1, high), v(a0, high), v(b0, high), skin);
  mesher.quad(v(a1, low), v(b1, low), v(b0, low), v(a0, low), skin);
}

const between = (a: Point, b: Point, metres: number): Point => {
  const l = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  return [a[0] + ((b[0] - a[0]) * metres) / l, a[1] + ((b[1] - a[1]) * metres) / l];
};

/** This room's half of a door frame: architrave on its face and the lining of the opening. */
function addFrame(mesher: Mesher, a: Point, b: Point, high: number, wide: number, skin: Skin): void {
  const outA = between(a, b, -wide);
  const outB = between(b, a, -wide);
  beam(mesher, outA, a, 0, 0.03, 0, high + wide, skin);
  beam(mesher, b, outB, 0, 0.03, 0, high + wide, skin);
  beam(mesher, a, b, 0, 0.03, high, high + wide, skin);
}

function addWindow(mesher: Mesher, a: Point, b: Point, { low, high }: Gap): void {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const n = inward(a, b);
  const deep = -0.16;
  // the reveal and the frame set back in it; the sky is the backdrop's
  beam(mesher, a, b, deep, 0.06, low - 0.03, low, SILL);
  const reveal: Skin = { surface: "plaster", tint: tint("#efeae0"), face: "wall" };
  const [a1, b1] = [moved(a, n, deep), moved(b, n, deep)];
  mesher.quad([a[0], a[1], low], [a1[0], a1[1], low], [a1[0], a1[1], high], [a[0], a[1], high], reveal);
  mesher.quad([b1[0], b1[1], low], [b[0], b[1], low], [b[0], b[1], high], [b1[0], b1[1], high], reveal);
  mesher.quad([b[0], b[1], high], [a[0], a[1], high], [a1[0], a1[1], high], [b1[0], b1[1], high], reveal);
  const parts = Math.max(1, Math.round(length / 1.1));
  for (let i = 0; i <= parts; i++) {
    const at = (i * (length - 0.05)) / parts;
    beam(mesher, between(a, b, at), between(a, b, at + 0.05), deep, deep + 0.05, low, high, WINDOW_FRAME);
  }
  beam(mesher, a, b, deep, deep + 0.05, low, low + 0.05, WINDOW_FRAME);
  beam(mesher, a, b, deep, deep + 0.05, high - 0.05, high, WINDOW_FRAME);
  if (high - low > 1.2) beam(mesher, a, b, deep, deep + 0.04, high - 0.5, high - 0.46, WINDOW_FRAME);
}

/** Two steel leaves that stay shut, their frame and the call button. */
function addLift(mesher: Mesher, a: Point, b: Point, high: number): void {
  const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const leaf: Skin = { surface: "brushed", tint: tint("#c3c4c3"), face: "wall" };
  const n = inward(a, b);
  const back = (p: Point) => moved(p, n, -0.05);
  face(mesher, back(a), back(middle), 0, high, leaf);
  face(mesher, back(middle), back(b), 0, high, leaf);
  beam(
    mesher,
    between(a, b, Math.hypot(b[0] - a[0], b[1] - a[1]) / 2 - 0.004),
    between(a, b, Math.hypot(b[0] - a[0], b[1] - a[1]) / 2 + 0.004),
    -0.05,
    -0.045,
    0,
    high,
    { tint: tint("#3a3a3a") },
  );
  addFrame(mesher, a, b, high, 0.14, STEEL_FRAME);
  const plate = between(b, a, -0.35);
  const end = between(b, a, -0.47);
  beam(mesher, plate, end, 0, 0.02, 0.95, 1.25, STEEL_FRAME);
  beam(mesher, between(plate, end, 0.035), between(plate, end, 0.085), 0, 0.028, 1.12, 1.17, {
    glow: "always",
    tint: tint("#e3c88d"),
  });
  beam(mesher, between(plate, end, 0.035), between(plate, end, 0.085), 0, 0.028, 1.03, 1.08, { tint: tint("#55524d") });
}
