// The AED: a case with a handle, screen and shock key, closed or open; its two pads on the chest with their leads. Own
// axes as in limbs.ts.
import { Mesher, tint, type Skin, type Vec3 } from "../../place/mesher";
import { Frame } from "../../place/solids";

const CASE: Skin = { tint: tint("#e8e6df") };
const EDGE: Skin = { tint: tint("#2f8f57") };
const DARK: Skin = { tint: tint("#2b2f33") };
const PAD: Skin = { tint: tint("#f4f2ec") };
const GEL: Skin = { tint: tint("#c9d3d6") };
const LEAD: Skin = { tint: tint("#7f8b90") };

export function buildCase(storey: number, open: boolean): Mesher {
  const m = new Mesher();
  m.storey = storey;
  const f = new Frame(m, 0, 0, 0, 0);
  f.box(0, 0, 0, 0.28, 0.24, 0.085, CASE, "");
  f.box(0, 0, 0.03, 0.288, 0.248, 0.02, EDGE, "");
  f.bar([-0.06, -0.135, 0.045], [0.06, -0.135, 0.045], 0.026, DARK);
  for (const s of [-1, 1]) f.bar([s * 0.06, -0.11, 0.045], [s * 0.06, -0.14, 0.045], 0.026, DARK);
  if (!open) {
    f.box(0, 0, 0.085, 0.26, 0.22, 0.012, CASE, "");
    f.box(0, 0, 0.097, 0.1, 0.03, 0.003, EDGE, "");
    f.box(0, 0, 0.097, 0.03, 0.1, 0.003, EDGE, "");
    return m;
  }
  // the lid leans back behind the screen
  m.quad(f.at(-0.14, 0.12, 0.085), f.at(0.14, 0.12, 0.085), f.at(0.14, 0.17, 0.3), f.at(-0.14, 0.17, 0.3), CASE);
  m.quad(f.at(0.14, 0.121, 0.085), f.at(-0.14, 0.121, 0.085), f.at(-0.14, 0.171, 0.3), f.at(0.14, 0.171, 0.3), EDGE);
  m.quad(f.at(-0.1, 0.1195, 0.11), f.at(0.1, 0.1195, 0.11), f.at(0.1, 0.158, 0.27), f.at(-0.1, 0.158, 0.27), PAD);
  f.box(-0.03, 0.02, 0.085, 0.17, 0.12, 0.006, DARK, "");
  m.quad(
    f.at(-0.11, -0.035, 0.0925),
    f.at(0.05, -0.035, 0.0925),
    f.at(0.05, 0.075, 0.0925),
    f.at(-0.11, 0.075, 0.0925),
    { glow: "screen", tint: tint("#9fd0b4") },
  );
  // a line that beats across the screen
  const beat: [number, number][] = [
    [-0.1, 0.02],
    [-0.07, 0.02],
    [-0.06, 0.05],
    [-0.045, -0.015],
    [-0.03, 0.02],
    [0.0, 0.02],
    [0.01, 0.045],
    [0.025, 0],
    [0.04, 0.02],
  ];
  for (let i = 0; i + 1 < beat.length; i++)
    f.bar([beat[i]![0], beat[i]![1], 0.094], [beat[i + 1]![0], beat[i + 1]![1], 0.094], 0.004, DARK);
  f.rod(0.1, 0.03, 0.085, 0.026, 0.012, { tint: tint("#e07b2e") }, { sides: 18 });
  f.rod(0.1, -0.05, 0.085, 0.018, 0.01, { tint: tint("#3f9a5e") }, { sides: 16 });
  return m;
}

/**
 * Pads in plan coordinates of the scene: under the right collarbone, below the left armpit. `left` is the patient's
 * own.
 */
export function buildPads(
  storey: number,
  {
    at,
    feet,
    left,
    side,
    box,
  }: { at: Vec3; feet: [number, number]; left: [number, number]; side: [number, number]; box: Vec3 },
): Mesher {
  const m = new Mesher();
  m.storey = storey;
  const place = (along: number, across: number, z: number): Vec3 => [
    at[0] + feet[0] * along + left[0] * across,
    at[1] + feet[1] * along + left[1] * across,
    at[2] + z,
  ];
  const pad = (along: number, across: number, z: number, fall: number) => {
    const corner = (a: number, c: number, lift: number): Vec3 =>
      place(along + a, across + c, z - Math.max(0, c) * fall + Math.min(0, c) * -fall * (fall > 1 ? 0.6 : 0) + lift);
    for (const [grow, lift, skin] of [
      [1, 0, GEL],
      [0.9, 0.002, PAD],
    ] as const) {
      const [w, h] = [0.062 * grow, 0.045 * grow];
      const ring: Vec3[] = [];
      for (let i = 0; i < 20; i++) {
        const t = (i / 20) * Math.PI * 2;
        const square = (v: number) => Math.sign(v) * Math.abs(v) ** 0.55;
        ring.push(corner(square(Math.cos(t)) * w, square(Math.sin(t)) * h, lift));
      }
      const middle = m.vertex(corner(0, 0, lift), [0, 0, 1], 0, 0, skin);
      const rim = ring.map((p) => m.vertex(p, [0, 0, 1], 0, 0, skin));
      for (let i = 0; i < 20; i++) {
        m.triangle(middle, rim[i]!, rim[(i + 1) % 20]!);
        m.triangle(middle, rim[(i + 1) % 20]!, rim[i]!);
      }
    }
    const f = new Frame(m, 0, 0, 0, 0);
    const from = corner(0, 0, 0.004);
    // over the near shoulder, clear of the face
    const sag: Vec3 = [at[0] - feet[0] * 0.17 + side[0] * 0.16, at[1] - feet[1] * 0.17 + side[1] * 0.16, at[2] + 0.215];
    f.bar(from, sag, 0.007, LEAD);
    f.bar(sag, box, 0.007, LEAD);
  };
  pad(-0.1, -0.1, 0.232, 0.35);
  pad(0.11, 0.118, 0.222, 0.7);
  return m;
}
