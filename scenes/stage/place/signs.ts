// Signs and door plates as small boards with a cell of one picture each; which way an arrow turns depends on who looks
// at it.
import { isInside } from "../../sim/geometry";
import type { Door, Point, Scene, Sign } from "../../sim/scene";
import { counterClockwise } from "./edges";
import { Mesher, tint, type MeshArrays } from "./mesher";
import { Frame } from "./solids";

export type Arrow = "none" | "left" | "right" | "up" | "down";
/** What one cell of the sign picture shows. */
export interface SignFace {
  kind: Sign["kind"] | "plate";
  arrow: Arrow;
  text: string;
}
export interface SignBoards {
  arrays: MeshArrays;
  faces: SignFace[];
}

/** The sign picture is this many cells wide and high; a cell is twice as wide as high. */
export const CELLS = { across: 4, down: 12 };

const SIZE: Record<SignFace["kind"], [number, number]> = {
  exit: [0.46, 0.19],
  stairs: [0.46, 0.19],
  "no-lift": [0.3, 0.3],
  extinguisher: [0.26, 0.26],
  "call-point": [0.22, 0.22],
  storey: [0.42, 0.21],
  plan: [0.6, 0.42],
  forbid: [0.3, 0.3],
  warn: [0.3, 0.3],
  must: [0.36, 0.18],
  aed: [0.36, 0.36],
  plate: [0.34, 0.13],
};

/** The arrow as it looks to one who faces the board. */
export function arrowOf(points: number | undefined, facing: number): Arrow {
  if (points === undefined) return "none";
  const seen = ((points - (facing + 90)) * Math.PI) / 180;
  const [right, away] = [Math.cos(seen), Math.sin(seen)];
  if (Math.abs(right) >= Math.abs(away)) return right > 0 ? "right" : "left";
  return away > 0 ? "up" : "down";
}

export function buildSigns(scene: Scene, storeys: readonly string[]): SignBoards {
  const mesher = new Mesher();
  const faces: SignFace[] = [];
  const cellOf = (face: SignFace): number => {
    const known = faces.findIndex((f) => f.kind === face.kind && f.arrow === face.arrow && f.text === face.text);
    if (known >= 0) return known;
    return faces.length < CELLS.across * CELLS.down ? faces.push(face) - 1 : 0;
  };
  const board = (
    face: SignFace,
    storey: string,
    at: Point,
    height: number,
    facing: number,
    lit: boolean,
    off: number,
  ) => {
    mesher.base = scene.storeys.find((s) => s.id === storey)?.elevation ?? 0;
    mesher.storey = storeys.indexOf(storey);
    addBoard(mesher, new Frame(mesher, at[0], at[1], height, facing + 90), SIZE[face.kind], cellOf(face), lit, off);
  };
  for (const sign of scene.signs ?? []) {
    const lit = sign.lit ?? (sign.kind === "exit" || sign.kind === "stairs");
    const face = (facing: number): SignFace => ({
      kind: sign.kind,
      arrow: arrowOf(sign.points, facing),
      text: sign.text ?? "",
    });
    board(face(sign.facing), sign.storey, sign.at, sign.height ?? 2.2, sign.facing, lit, sign.double ? 0.03 : 0.035);
    if (sign.double)
      board(face(sign.facing + 180), sign.storey, sign.at, sign.height ?? 2.2, sign.facing + 180, lit, 0.03);
  }
  for (const plate of platesOf(scene))
    board({ kind: "plate", arrow: "none", text: plate.text }, plate.storey, plate.at, 1.62, plate.facing, false, 0.016);
  return { arrays: mesher.arrays(), faces };
}

function addBoard(mesher: Mesher, f: Frame, [w, h]: [number, number], cell: number, lit: boolean, off: number): void {
  const [column, row] = [cell % CELLS.across, Math.floor(cell / CELLS.across)];
  const [u0, u1] = [column / CELLS.across, (column + 1) / CELLS.across];
  const [v0, v1] = [1 - (row + 1) / CELLS.down, 1 - row / CELLS.down];
  const square = w / h < 1.3 ? 0.25 : 0;
  const wide = u1 - u0;
  const skin = { glow: lit ? "always" : "none", tint: tint("#fff") } as const;
  const corner = (x: number, z: number, u: number, v: number) => mesher.vertex(f.at(x, -off, z), normal(f), u, v, skin);
  const a = corner(-w / 2, -h / 2, u0 + wide * square, v0);
  const b = corner(w / 2, -h / 2, u1 - wide * square, v0);
  const c = corner(w / 2, h / 2, u1 - wide * square, v1);
  const d = corner(-w / 2, h / 2, u0 + wide * square, v1);
  mesher.triangle(a, b, c);
  mesher.triangle(a, c, d);
}

function normal(f: Frame): readonly [number, number, number] {
  const [p, q] = [f.at(0, 0, 0), f.at(0, -1, 0)];
  return [q[0] - p[0], q[1] - p[1], 0];
}

/** A plate with the room's name beside its door, on the side from which one comes. */
function platesOf(scene: Scene): { text: string; storey: string; at: Point; facing: number }[] {
  const rooms = new Map(scene.rooms.map((r) => [r.id, r]));
  return (scene.doors ?? []).flatMap((door: Door) => {
    if (door.leaf === "none") return [];
    const [a, b] = door.rooms.map((id) => rooms.get(id));
    const from = [a, b].find((r) => r?.kind === "corridor" || r?.kind === "lobby" || r?.kind === "hall");
    const to = from === a ? b : a;
    if (!from || !to?.name || to.kind === "corridor") return [];
    const [p, q] = door.segment;
    const l = Math.hypot(q[0] - p[0], q[1] - p[1]);
    const [ux, uy] = [(q[0] - p[0]) / l, (q[1] - p[1]) / l];
    let [nx, ny] = [-uy, ux];
    const middle: Point = [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
    if (!isInside(counterClockwise(from.polygon), middle[0] + nx * 0.1, middle[1] + ny * 0.1)) [nx, ny] = [-nx, -ny];
    const at: Point = [q[0] + ux * 0.34, q[1] + uy * 0.34];
    return [{ text: to.name, storey: from.storey, at, facing: (Math.atan2(ny, nx) * 180) / Math.PI }];
  });
}
