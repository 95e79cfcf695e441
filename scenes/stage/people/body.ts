// One body for everybody: rounded limbs as rings, cut into parts that the vertex shader bends at hips, knees, shoulders
// and elbows. Own axes: x ahead, y to the left, z up, feet at 0, 1.72 m tall. Part and cloth stand in each vertex; in a
// crowd faces are left plain.
import { LIMBS, MIDDLE, type Ring, type Tube } from "./body-shape";
import { BUTTONS, COLLAR, FACE, FACE_SIDES } from "./close-shape";

export const PARTS = ["trunk", "head", "thighL", "shinL", "thighR", "shinR", "armL", "foreL", "armR", "foreR"] as const;
/** Which colour of the wearer a vertex takes. */
export const CLOTHS = ["top", "legs", "skin", "hair", "shoe", "long", "skirt", "lip", "button"] as const;

export interface BodyArrays {
  position: Float32Array;
  normal: Float32Array;
  part: Uint8Array;
  index: Uint16Array;
}

type Side = 1 | -1;

class BodyBuilder {
  constructor(private readonly detail: number) {}

  positions: number[] = [];
  normals: number[] = [];
  parts: number[] = [];
  indices: number[] = [];

  /** A tube through elliptic rings from low to high, closed at both ends. */
  tube(tube: Tube, side: Side = 1): void {
    const rings = this.detail > 1 ? refine(tube.rings, this.detail) : tube.rings;
    const sides = tube.sides * this.detail;
    const y = side * (tube.beside ?? 0);
    const [part, cloth] = [partOf(tube.of, side), CLOTHS.indexOf(tube.cloth)];
    const start = this.positions.length / 3;
    rings.forEach(([z, x, rx, ry], r) => {
      const [below, above] = [rings[Math.max(0, r - 1)]!, rings[Math.min(rings.length - 1, r + 1)]!];
      const slope = (below[2] - above[2]) / Math.max(0.01, above[0] - below[0]);
      for (let i = 0; i < sides; i++) {
        const a = (i / sides) * Math.PI * 2;
        const [c, s] = [Math.cos(a), Math.sin(a)];
        this.positions.push(x + c * rx, y + s * ry, z);
        const n = [c * ry, s * rx, slope * Math.min(rx, ry)];
        const l = Math.hypot(...n) || 1;
        this.normals.push(n[0]! / l, n[1]! / l, n[2]! / l);
        this.parts.push(part, cloth);
      }
    });
    for (let r = 0; r + 1 < rings.length; r++)
      for (let i = 0; i < sides; i++) {
        const [a, b] = [start + r * sides + i, start + r * sides + ((i + 1) % sides)];
        this.indices.push(a, b, b + sides, a, b + sides, a + sides);
      }
    for (const [ring, up] of [
      [0, false],
      [rings.length - 1, true],
    ] as const)
      for (let i = 1; i + 1 < sides; i++) {
        const o = start + ring * sides;
        this.indices.push(...(up ? [o, o + i, o + i + 1] : [o, o + i + 1, o + i]));
      }
  }

  arrays(): BodyArrays {
    return {
      position: Float32Array.from(this.positions),
      normal: Float32Array.from(this.normals),
      part: Uint8Array.from(this.parts),
      index: Uint16Array.from(this.indices),
    };
  }
}

/** Limbs have a left and a right; trunk and head one of each. */
function partOf(of: Tube["of"], side: Side): number {
  if (of === "trunk" || of === "head") return PARTS.indexOf(of);
  return PARTS.indexOf(side > 0 ? `${of}L` : `${of}R`);
}

/** More rings between the given ones, along a smooth curve through them. */
function refine(rings: readonly Ring[], times: number): Ring[] {
  const fine: Ring[] = [];
  for (let i = 0; i + 1 < rings.length; i++) {
    const [p, a, b, q] = [
      rings[Math.max(0, i - 1)]!,
      rings[i]!,
      rings[i + 1]!,
      rings[Math.min(rings.length - 1, i + 2)]!,
    ];
    for (let k = 0; k < times; k++) {
      const t = k / times;
      fine.push(
        [0, 1, 2, 3].map((c) => {
          const [w, x, y, z] = [p[c]!, a[c]!, b[c]!, q[c]!];
          // the heights stay straight, so that rings keep their order
          return c === 0
            ? x + (y - x) * t
            : 0.5 * (2 * x + (y - w) * t + (2 * w - 5 * x + 4 * y - z) * t * t + (3 * x - w - 3 * y + z) * t * t * t);
        }) as unknown as Ring,
      );
    }
  }
  return [...fine, rings[rings.length - 1]!];
}

/** `detail` 1 for a crowd; more for one who is looked at from near: a face with its eyes shut, ears, collar, buttons. */
export function buildBody(detail = 1): BodyArrays {
  const b = new BodyBuilder(detail);
  const add = (tubes: readonly Tube[], side: Side = 1) => tubes.forEach((tube) => b.tube(tube, side));
  const addBoth = (tubes: readonly Tube[]) => ([1, -1] as const).forEach((side) => add(tubes, side));
  add(MIDDLE);
  addBoth(LIMBS);
  if (detail === 1) return b.arrays();
  add(FACE);
  addBoth(FACE_SIDES);
  add(COLLAR);
  add(BUTTONS);
  return b.arrays();
}
