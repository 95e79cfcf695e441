// Solids put together from faces: boxes, rods and slabs, in a frame of their own that is turned and set down in the
// plan.
import type { Mesher, Skin, Vec3 } from "./mesher";

/** Where a thing stands: its foot's middle in the plan and its turn, degrees counter-clockwise. */
export class Frame {
  private readonly c: number;
  private readonly s: number;
  constructor(
    readonly mesher: Mesher,
    readonly x: number,
    readonly y: number,
    readonly z = 0,
    turn = 0,
  ) {
    this.c = Math.cos((turn * Math.PI) / 180);
    this.s = Math.sin((turn * Math.PI) / 180);
  }

  /** From its own axes (x to its right, y to its back, z up) to the plan. */
  at(x: number, y: number, z: number): Vec3 {
    return [this.x + this.c * x - this.s * y, this.y + this.s * x + this.c * y, this.z + z];
  }

  /** A box by its middle in plan, its lower face and its size. `open` leaves faces out: b bottom, t top. */
  box(x: number, y: number, z: number, w: number, d: number, h: number, skin: Skin, open = "b"): void {
    const [l, r, f, b] = [x - w / 2, x + w / 2, y - d / 2, y + d / 2];
    const p = (px: number, py: number, pz: number) => this.at(px, py, pz);
    const top = z + h;
    this.mesher.quad(p(l, f, z), p(r, f, z), p(r, f, top), p(l, f, top), skin);
    this.mesher.quad(p(r, b, z), p(l, b, z), p(l, b, top), p(r, b, top), skin);
    this.mesher.quad(p(r, f, z), p(r, b, z), p(r, b, top), p(r, f, top), skin);
    this.mesher.quad(p(l, b, z), p(l, f, z), p(l, f, top), p(l, b, top), skin);
    if (!open.includes("t")) this.mesher.quad(p(l, f, top), p(r, f, top), p(r, b, top), p(l, b, top), skin);
    if (!open.includes("b")) this.mesher.quad(p(l, b, z), p(r, b, z), p(r, f, z), p(l, f, z), skin);
  }

  /** An upright round rod, or one that narrows. */
  rod(
    x: number,
    y: number,
    z: number,
    radius: number,
    h: number,
    skin: Skin,
    { sides = 10, top = radius, cap = true } = {},
  ): void {
    const ring: number[][] = [];
    for (let i = 0; i <= sides; i++) {
      const a = (i / sides) * Math.PI * 2;
      const [c, s] = [Math.cos(a), Math.sin(a)];
      const out = sub(this.at(c, s, 0), this.at(0, 0, 0));
      ring.push([
        this.mesher.vertex(this.at(x + c * radius, y + s * radius, z), out, i / sides, 0, skin),
        this.mesher.vertex(this.at(x + c * top, y + s * top, z + h), out, i / sides, h, skin),
      ]);
    }
    for (let i = 0; i < sides; i++) {
      const [a, b] = [ring[i]!, ring[i + 1]!];
      this.mesher.triangle(a[0]!, b[0]!, b[1]!);
      this.mesher.triangle(a[0]!, b[1]!, a[1]!);
    }
    if (!cap) return;
    const middle = this.mesher.vertex(this.at(x, y, z + h), [0, 0, 1], 0.5, 0.5, skin);
    const rim: number[] = [];
    for (let i = 0; i <= sides; i++) {
      const a = (i / sides) * Math.PI * 2;
      rim.push(this.mesher.vertex(this.at(x + Math.cos(a) * top, y + Math.sin(a) * top, z + h), [0, 0, 1], 0, 0, skin));
    }
    for (let i = 0; i < sides; i++) this.mesher.triangle(middle, rim[i]!, rim[i + 1]!);
  }

  /** A bar between two points of the frame. */
  bar(a: Vec3, b: Vec3, thick: number, skin: Skin): void {
    const [p, q] = [this.at(...a), this.at(...b)];
    const along = unit(sub(q, p));
    const side = Math.abs(along[2]) > 0.9 ? ([1, 0, 0] as Vec3) : unit(cross(along, [0, 0, 1]));
    const up = cross(side, along);
    const t = thick / 2;
    const corner = (o: Vec3, s: number, u: number): Vec3 => [
      o[0] + side[0] * s + up[0] * u,
      o[1] + side[1] * s + up[1] * u,
      o[2] + side[2] * s + up[2] * u,
    ];
    const ring = [
      [-t, -t],
      [t, -t],
      [t, t],
      [-t, t],
    ] as const;
    for (let i = 0; i < 4; i++) {
      const [s0, u0] = ring[i]!;
      const [s1, u1] = ring[(i + 1) % 4]!;
      this.mesher.quad(corner(p, s1, u1), corner(p, s0, u0), corner(q, s0, u0), corner(q, s1, u1), skin);
    }
  }
}

const sub = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
function unit(a: Vec3): Vec3 {
  const l = Math.hypot(...a) || 1;
  return [a[0] / l, a[1] / l, a[2] / l];
}
