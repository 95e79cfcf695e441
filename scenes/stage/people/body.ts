// One body for everybody: rounded limbs as rings, cut into parts that the vertex shader bends at hips, knees, shoulders
// and elbows. Own axes: x ahead, y to the left, z up, feet at 0, 1.72 m tall. Part and cloth stand in each vertex; in a
// crowd faces are left plain.

export const PARTS = ["trunk", "head", "thighL", "shinL", "thighR", "shinR", "armL", "foreL", "armR", "foreR"] as const;
/** Which colour of the wearer a vertex takes. */
export const CLOTHS = ["top", "legs", "skin", "hair", "shoe", "long", "skirt", "lip", "button"] as const;

export interface BodyArrays {
  position: Float32Array;
  normal: Float32Array;
  part: Uint8Array;
  index: Uint16Array;
}

type Ring = readonly [z: number, x: number, rx: number, ry: number];
const SIDES = 10;

class BodyBuilder {
  constructor(private readonly detail: number) {}

  positions: number[] = [];
  normals: number[] = [];
  parts: number[] = [];
  indices: number[] = [];

  /** A tube through elliptic rings from low to high, closed at both ends. */
  tube(coarse: readonly Ring[], y: number, part: number, cloth: number, coarseSides = SIDES): void {
    const rings = this.detail > 1 ? refine(coarse, this.detail) : coarse;
    const sides = coarseSides * this.detail;
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

const part = (name: (typeof PARTS)[number]) => PARTS.indexOf(name);
const cloth = (name: (typeof CLOTHS)[number]) => CLOTHS.indexOf(name);

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

/** `detail` 1 for a crowd; more for one who is looked at from near. */
export function buildBody(detail = 1): BodyArrays {
  const b = new BodyBuilder(detail);
  b.tube(
    [
      [0.86, 0, 0.095, 0.15],
      [0.92, 0, 0.11, 0.16],
      [1.0, 0, 0.098, 0.14],
    ],
    0,
    part("trunk"),
    cloth("legs"),
    12,
  );
  b.tube(
    [
      [0.94, 0, 0.122, 0.174],
      [0.98, 0, 0.119, 0.168],
      [1.06, 0.005, 0.108, 0.15],
      [1.2, 0.01, 0.122, 0.165],
      [1.32, 0, 0.118, 0.182],
      [1.385, -0.008, 0.1, 0.186],
      [1.425, -0.01, 0.078, 0.13],
      [1.47, -0.012, 0.054, 0.062],
    ],
    0,
    part("trunk"),
    cloth("top"),
    16,
  );
  b.tube(
    [
      [1.42, -0.005, 0.052, 0.055],
      [1.53, 0.01, 0.048, 0.05],
    ],
    0,
    part("head"),
    cloth("skin"),
    8,
  );
  b.tube(
    [
      [1.5, 0.03, 0.04, 0.04],
      [1.53, 0.03, 0.072, 0.06],
      [1.58, 0.025, 0.088, 0.072],
      [1.64, 0.015, 0.095, 0.077],
      [1.69, 0.005, 0.08, 0.066],
      [1.72, 0, 0.035, 0.03],
    ],
    0,
    part("head"),
    cloth("skin"),
    16,
  );
  // hair: a cap behind the hairline, and a fall that only some wear
  b.tube(
    [
      [1.56, -0.045, 0.045, 0.06],
      [1.6, -0.03, 0.073, 0.079],
      [1.66, -0.012, 0.092, 0.084],
      [1.71, -0.006, 0.085, 0.072],
      [1.735, -0.005, 0.062, 0.055],
      [1.75, -0.004, 0.02, 0.02],
    ],
    0,
    part("head"),
    cloth("hair"),
    16,
  );
  b.tube(
    [
      [1.4, -0.08, 0.022, 0.05],
      [1.46, -0.075, 0.035, 0.072],
      [1.56, -0.06, 0.045, 0.082],
      [1.64, -0.035, 0.06, 0.085],
    ],
    0,
    part("head"),
    cloth("long"),
    8,
  );
  b.tube(
    [
      [0.56, 0, 0.14, 0.185],
      [0.75, 0, 0.13, 0.18],
      [0.94, 0, 0.115, 0.165],
    ],
    0,
    part("trunk"),
    cloth("skirt"),
    12,
  );
  for (const [side, thigh, shin, arm, fore] of [
    [1, "thighL", "shinL", "armL", "foreL"],
    [-1, "thighR", "shinR", "armR", "foreR"],
  ] as const) {
    const hip = side * 0.085;
    b.tube(
      [
        [0.46, 0.005, 0.062, 0.058],
        [0.6, 0.005, 0.074, 0.066],
        [0.8, 0, 0.086, 0.078],
        [0.9, 0, 0.085, 0.08],
      ],
      hip,
      part(thigh),
      cloth("legs"),
      8,
    );
    b.tube(
      [
        [0.07, -0.01, 0.042, 0.04],
        [0.2, -0.012, 0.05, 0.047],
        [0.34, -0.012, 0.06, 0.053],
        [0.47, 0.003, 0.06, 0.056],
      ],
      hip,
      part(shin),
      cloth("legs"),
      8,
    );
    b.tube(
      [
        [0, 0.05, 0.125, 0.043],
        [0.045, 0.04, 0.115, 0.044],
        [0.085, -0.005, 0.062, 0.042],
      ],
      hip,
      part(shin),
      cloth("shoe"),
      8,
    );
    const shoulder = side * 0.18;
    b.tube(
      [
        [1.11, 0, 0.038, 0.036],
        [1.22, 0, 0.046, 0.043],
        [1.33, -0.004, 0.058, 0.053],
        [1.38, -0.006, 0.054, 0.05],
        [1.41, -0.008, 0.036, 0.036],
        [1.425, -0.008, 0.014, 0.014],
      ],
      shoulder,
      part(arm),
      cloth("top"),
      8,
    );
    b.tube(
      [
        [0.93, 0.012, 0.03, 0.028],
        [1.02, 0.008, 0.035, 0.034],
        [1.13, 0, 0.04, 0.037],
      ],
      shoulder,
      part(fore),
      cloth("top"),
      8,
    );
    b.tube(
      [
        [0.79, 0.022, 0.022, 0.012],
        [0.84, 0.02, 0.036, 0.018],
        [0.9, 0.016, 0.03, 0.024],
        [0.94, 0.013, 0.026, 0.024],
      ],
      shoulder,
      part(fore),
      cloth("skin"),
      8,
    );
  }
  if (detail > 1) lookCloser(b);
  return b.arrays();
}

/** What one sees from an arm's length: a face with its eyes shut, ears, a collar and a row of buttons. */
function lookCloser(b: BodyBuilder): void {
  const head = part("head");
  b.tube(
    [
      [1.572, 0.106, 0.01, 0.012],
      [1.58, 0.118, 0.012, 0.015],
      [1.592, 0.118, 0.011, 0.011],
      [1.615, 0.11, 0.009, 0.008],
      [1.64, 0.104, 0.006, 0.007],
    ],
    0,
    head,
    cloth("skin"),
    6,
  );
  b.tube(
    [
      [1.546, 0.101, 0.005, 0.016],
      [1.549, 0.103, 0.007, 0.021],
      [1.553, 0.1035, 0.0055, 0.022],
      [1.557, 0.103, 0.007, 0.02],
      [1.561, 0.1, 0.005, 0.013],
    ],
    0,
    head,
    cloth("lip"),
    6,
  );
  for (const side of [1, -1]) {
    b.tube(
      [
        [1.624, 0.096, 0.005, 0.012],
        [1.632, 0.0995, 0.007, 0.016],
        [1.64, 0.097, 0.005, 0.013],
      ],
      side * 0.033,
      head,
      cloth("skin"),
      6,
    );
    b.tube(
      [
        [1.6245, 0.1005, 0.003, 0.014],
        [1.6255, 0.1025, 0.003, 0.0175],
        [1.6265, 0.1015, 0.003, 0.015],
      ],
      side * 0.033,
      head,
      cloth("hair"),
      6,
    );
    b.tube(
      [
        [1.6535, 0.096, 0.003, 0.016],
        [1.6555, 0.098, 0.0035, 0.0215],
        [1.6575, 0.0965, 0.003, 0.017],
      ],
      side * 0.034,
      head,
      cloth("hair"),
      6,
    );
    b.tube(
      [
        [1.582, 0.012, 0.008, 0.006],
        [1.597, 0.01, 0.015, 0.009],
        [1.63, 0.006, 0.018, 0.011],
        [1.647, 0.004, 0.009, 0.007],
      ],
      side * 0.076,
      head,
      cloth("skin"),
      6,
    );
  }
  const trunk = part("trunk");
  b.tube(
    [
      [1.425, -0.006, 0.083, 0.105],
      [1.45, -0.008, 0.07, 0.08],
      [1.478, -0.008, 0.06, 0.066],
    ],
    0,
    trunk,
    cloth("top"),
    10,
  );
  for (const [z, x] of [
    [1.02, 0.1145],
    [1.1, 0.118],
    [1.18, 0.129],
    [1.26, 0.127],
    [1.34, 0.115],
    [1.405, 0.094],
  ] as const)
    b.tube(
      [
        [z - 0.004, x, 0.003, 0.003],
        [z, x + 0.001, 0.003, 0.0045],
        [z + 0.004, x, 0.003, 0.003],
      ],
      0,
      trunk,
      cloth("button"),
      5,
    );
}
