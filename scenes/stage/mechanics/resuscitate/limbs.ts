// The rescuer's own hands as one sees them kneeling: heel on heel, fingers laced, arms straight. Own axes: x along the
// body, y towards the rescuer, z up, the heel of the lower hand at 0. Metres.
import { Mesher, tint, type Skin, type Vec3 } from "../../place/mesher";

const SKIN: Skin = { tint: tint("#e0b48f") };
const NAIL: Skin = { tint: tint("#efc9ad") };
const SLEEVE: Skin = { tint: tint("#5d7186") };
const CUFF: Skin = { tint: tint("#6d8298") };

type Knot = readonly [at: Vec3, radius: number];

/** A tube through knots, `flat` times as high as wide. */
function limb(m: Mesher, knots: readonly Knot[], skin: Skin, flat = 1, sides = 14): void {
  const rings: number[][] = [];
  knots.forEach(([at, radius], k) => {
    const [a, b] = [knots[Math.max(0, k - 1)]![0], knots[Math.min(knots.length - 1, k + 1)]![0]];
    const along = unit([b[0] - a[0], b[1] - a[1], b[2] - a[2]]);
    const side = unit(cross(along, Math.abs(along[2]) > 0.95 ? [1, 0, 0] : [0, 0, 1]));
    const up = cross(side, along);
    const ring: number[] = [];
    for (let i = 0; i <= sides; i++) {
      const t = (i / sides) * Math.PI * 2;
      const [c, s] = [Math.cos(t) * radius, Math.sin(t) * radius * flat];
      const n = unit([side[0] * c + up[0] * s, side[1] * c + up[1] * s, side[2] * c + up[2] * s]);
      ring.push(
        m.vertex(
          [at[0] + side[0] * c + up[0] * s, at[1] + side[1] * c + up[1] * s, at[2] + side[2] * c + up[2] * s],
          n,
          i / sides,
          k * 0.2,
          skin,
        ),
      );
    }
    rings.push(ring);
  });
  for (let k = 0; k + 1 < rings.length; k++)
    for (let i = 0; i < sides; i++) {
      const [a, b, c, d] = [rings[k]![i]!, rings[k]![i + 1]!, rings[k + 1]![i + 1]!, rings[k + 1]![i]!];
      m.triangle(a, b, c);
      m.triangle(a, c, d);
      m.triangle(a, c, b);
      m.triangle(a, d, c);
    }
}

export function buildHands(storey: number): Mesher {
  const m = new Mesher();
  m.storey = storey;
  hand(m, 0.028, 0.1, -1);
  hand(m, 0.066, -0.05, 1);
  for (const s of [-1, 1]) {
    const wrist: Vec3 = [s * 0.012, 0.055, s > 0 ? 0.075 : 0.04];
    const elbow: Vec3 = [s * 0.17, 0.2, 0.3];
    const shoulder: Vec3 = [s * 0.3, 0.44, 0.5];
    limb(
      m,
      [
        [[0, -0.005, wrist[2]], 0.03],
        [wrist, 0.028],
        [mix(wrist, elbow, 0.2), 0.031],
        [mix(wrist, elbow, 0.55), 0.039],
        [mix(wrist, elbow, 0.95), 0.042],
      ],
      SKIN,
      0.86,
      18,
    );
    // rolled up to the elbow, so that the hands stand out
    limb(
      m,
      [
        [mix(wrist, elbow, 0.8), 0.046],
        [mix(wrist, elbow, 0.82), 0.053],
        [mix(wrist, elbow, 0.92), 0.053],
        [mix(wrist, elbow, 0.94), 0.047],
      ],
      CUFF,
      1,
      22,
    );
    limb(
      m,
      [
        [mix(wrist, elbow, 0.9), 0.046],
        [elbow, 0.049],
        [mix(elbow, shoulder, 0.2), 0.051],
        [mix(elbow, shoulder, 0.6), 0.054],
        [shoulder, 0.06],
      ],
      SLEEVE,
      1,
      22,
    );
  }
  return m;
}

/** Heel, palm and four fingers across the breastbone, thumb beside. */
function hand(m: Mesher, z: number, skew: number, thumb: number): void {
  limb(
    m,
    [
      [[0, 0.06, z], 0.02],
      [[0, 0.045, z], 0.034],
      [[0, 0.005, z], 0.043],
      [[skew * 0.1, -0.045, z], 0.044],
      [[skew * 0.14, -0.075, z], 0.03],
    ],
    SKIN,
    0.42,
    16,
  );
  for (let f = 0; f < 4; f++) {
    const x = -0.033 + f * 0.022 + skew * 0.12;
    const long = [0.062, 0.074, 0.07, 0.054][f]!;
    const curl = z > 0.05 ? -0.03 : -0.004;
    limb(
      m,
      [
        [[x, -0.058, z], 0.0105],
        [[x + skew * 0.03, -0.06 - long * 0.5, z + 0.004], 0.0105],
        [[x + skew * 0.05, -0.06 - long, z + curl], 0.0088],
        [[x + skew * 0.05, -0.064 - long, z + curl - 0.004], 0.003],
      ],
      SKIN,
      0.95,
      10,
    );
    limb(
      m,
      [
        [[x + skew * 0.05, -0.054 - long, z + curl + 0.0075], 0.004],
        [[x + skew * 0.05, -0.062 - long, z + curl + 0.006], 0.0045],
      ],
      NAIL,
      0.4,
      6,
    );
  }
  limb(
    m,
    [
      [[thumb * 0.03, 0.02, z], 0.016],
      [[thumb * 0.058, -0.02, z - 0.004], 0.0125],
      [[thumb * 0.062, -0.05, z - 0.008], 0.0105],
      [[thumb * 0.062, -0.056, z - 0.008], 0.004],
    ],
    SKIN,
    0.95,
    10,
  );
}

const mix = (a: Vec3, b: Vec3, t: number): Vec3 => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];
const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
function unit(a: Vec3): Vec3 {
  const l = Math.hypot(...a) || 1;
  return [a[0] / l, a[1] / l, a[2] / l];
}
