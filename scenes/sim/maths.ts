// The core's own transcendental functions: only + - * / and Math.sqrt (which IEEE 754 rounds exactly), so that
// every engine gives the same bits. Relative error <= 1e-14 for exp, log, cbrt, sin, cos, atan2 in their ranges;
// pow carries |y ln x| times that. Angles in radians, |x| <= 1e5. Method: range reduction, then Taylor series.

export const PI = 3.141592653589793;
export const TAU = 6.283185307179586;
export const E = 2.718281828459045;

const LN2_HI = 0.6931471803691238; // 32 bits, so k * LN2_HI is exact
const LN2_LO = 1.9082149292705877e-10;
const LOG2_E = 1.4426950408889634;
const HALF_PI_HI = 1.570796325802803; // 30 bits
const HALF_PI_MID = 9.920935791635221e-10; // 30 bits
const HALF_PI_LO = 5.170182981794105e-19;
const TWO_OVER_PI = 0.6366197723675814;

const POWERS_OF_TWO = powersOfTwo();
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
const HIGH_WORD = words[1] === 0x3ff00000 ? 1 : 0; // byte order of the machine

/** 2^k for k in -1022..1023 at index k + 1022; doubling and halving are exact. */
function powersOfTwo(): Float64Array {
  const table = new Float64Array(2046);
  table[1022] = 1;
  for (let k = 1; k <= 1023; k++) table[1022 + k] = table[1021 + k]! * 2;
  for (let k = 1; k <= 1022; k++) table[1022 - k] = table[1023 - k]! / 2;
  return table;
}

/** e to the x. */
export function exp(x: number): number {
  if (!(x < 709.782712893384)) return x !== x ? x : Infinity;
  if (x < -745.2) return 0;
  const k = Math.floor(x * LOG2_E + 0.5);
  const r = x - k * LN2_HI - k * LN2_LO;
  const tail =
    1 / 24 +
    r *
      (1 / 120 +
        r *
          (1 / 720 +
            r *
              (1 / 5040 +
                r *
                  (1 / 40320 +
                    r *
                      (1 / 362880 + r * (1 / 3628800 + r * (1 / 39916800 + r * (1 / 479001600 + r / 6227020800))))))));
  const series = 1 + (r + r * r * (0.5 + r * (1 / 6 + r * tail)));
  if (k < -1000) return series * POWERS_OF_TWO[k + 2022]! * POWERS_OF_TWO[22]!;
  if (k > 1023) return series * 2 * POWERS_OF_TWO[k + 1021]!;
  return series * POWERS_OF_TWO[k + 1022]!;
}

/** Natural logarithm; -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let k = -1023;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54
    k -= 54;
  }
  double[0] = x;
  const high = words[HIGH_WORD]!;
  k += high >>> 20;
  words[HIGH_WORD] = (high & 0x000fffff) | 0x3ff00000;
  let m = double[0]!;
  if (m > 1.4142135623730951) {
    m *= 0.5;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const q = s * s;
  const odd =
    q *
    (1 / 3 +
      q *
        (1 / 5 +
          q *
            (1 / 7 +
              q *
                (1 / 9 +
                  q * (1 / 11 + q * (1 / 13 + q * (1 / 15 + q * (1 / 17 + q * (1 / 19 + q * (1 / 21 + q / 23))))))))));
  return k * LN2_HI + (k * LN2_LO + 2 * s * odd + 2 * s);
}

/** x to the y for x >= 0 (NaN for a negative base). */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x === 0) return y > 0 ? 0 : Infinity;
  return exp(y * log(x));
}

/** Real cube root. */
export function cbrt(x: number): number {
  const a = x < 0 ? -x : x;
  if (!(a > 0) || a === Infinity) return x;
  if (a < 2.2250738585072014e-308) return cbrt(x * 18014398509481984) / 262144; // 2^54, 2^18
  double[0] = a;
  const high = words[HIGH_WORD]!;
  words[HIGH_WORD] = Math.floor(high / 3) + 715128832; // a third of the exponent: within 12 %
  let t = double[0]!;
  for (let i = 0; i < 3; i++) {
    const c = t * t * t;
    t -= t * ((c - a) / (2 * c + a)); // Halley
  }
  return x < 0 ? -t : t;
}

/** sqrt(x^2 + y^2); no guard against overflow beyond 1e150. */
export function hypot(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

export function sin(x: number): number {
  const k = Math.floor(x * TWO_OVER_PI + 0.5);
  return quarterSine(x, k, k);
}

export function cos(x: number): number {
  const k = Math.floor(x * TWO_OVER_PI + 0.5);
  return quarterSine(x, k, k + 1);
}

/** sin of (reduced x) + quadrant * 90 degrees. */
function quarterSine(x: number, k: number, quadrant: number): number {
  const r = x - k * HALF_PI_HI - k * HALF_PI_MID - k * HALF_PI_LO;
  const q = r * r;
  const value = quadrant % 2 === 0 ? sineSeries(r, q) : cosineSeries(q);
  const turn = ((quadrant % 4) + 4) % 4;
  return turn >= 2 ? -value : value;
}

function sineSeries(r: number, q: number): number {
  return (
    r +
    r *
      q *
      (-1 / 6 +
        q *
          (1 / 120 +
            q *
              (-1 / 5040 +
                q *
                  (1 / 362880 +
                    q * (-1 / 39916800 + q * (1 / 6227020800 + q * (-1 / 1307674368000 + q / 355687428096000)))))))
  );
}

function cosineSeries(q: number): number {
  return (
    1 +
    q *
      (-0.5 +
        q *
          (1 / 24 +
            q *
              (-1 / 720 +
                q *
                  (1 / 40320 +
                    q * (-1 / 3628800 + q * (1 / 479001600 + q * (-1 / 87178291200 + q / 20922789888000)))))))
  );
}

// atan(i / 8)
const ATAN_EIGHTHS = [
  0, 0.12435499454676144, 0.24497866312686414, 0.35877067027057225, 0.4636476090008061, 0.5585993153435624,
  0.6435011087932844, 0.7188299996216245, 0.7853981633974483,
];

/** Angle of the vector (x, y) in (-pi, pi]; 0 for the zero vector. */
export function atan2(y: number, x: number): number {
  const ax = x < 0 ? -x : x;
  const ay = y < 0 ? -y : y;
  if (ax === 0 && ay === 0) return 0;
  let angle = ay <= ax ? atanUnit(ay / ax) : 1.5707963267948966 - atanUnit(ax / ay);
  if (x < 0) angle = PI - angle;
  return y < 0 ? -angle : angle;
}

/** atan(t) for t in 0..1. */
function atanUnit(t: number): number {
  const i = Math.floor(t * 8 + 0.5);
  const c = i / 8;
  const z = (t - c) / (1 + t * c);
  const q = z * z;
  const series = z + z * q * (-1 / 3 + q * (1 / 5 + q * (-1 / 7 + q * (1 / 9 + q * (-1 / 11 + q / 13)))));
  return ATAN_EIGHTHS[i]! + series;
}
