// A phone lying on a cushion as a sensor of compressions: what its raw acceleration says of rate, moments and relative
// depth. Resampled to 50 Hz, projected on gravity (low-pass 0.3 Hz); rate = fundamental between 1.2 and 2.6 Hz by
// autocorrelation in a 3 s Hann window, each 0.5 s; depth = harmonics of displacement (after González-Otero 2014),
// relative only: a soft cushion makes every depth look greater, so no millimetres are ever given. Units: s, ms, m/s²;
// samples come in 0.01 m/s².
import { cos, sin, TAU } from "../../sim/maths";
import type { Acceleration } from "../../sim/inputs";

export const HZ = 50;
const STEP_MS = 1000 / HZ;
const WINDOW = 3 * HZ,
  HOP = HZ / 2;
const SLOWEST = 1.2,
  FASTEST = 2.6;
const SHORT_LAG = 18,
  LONG_LAG = 43;
/** Low-pass of 0.3 Hz at 50 Hz: dt / (dt + 1/(2π·0.3)). */
const GRAVITY_SHARE = 0.0363;
/** Below this a window holds no compressions: root mean square in m/s², and how alike two cycles must be. */
const QUIET = 0.45,
  ALIKE = 0.45;
/** A first peak this near to the best one is the fundamental, not its double. */
const FIRST_PEAK = 0.86;
/** Swing past which a stroke counts, m/s² and share of the recent amplitude; strokes closer than this are one, ms. */
const SWING = 0.8,
  SWING_SHARE = 0.35,
  REFRACTORY_MS = 300;

const HANN = Float64Array.from({ length: WINDOW }, (_, i) => 0.5 - 0.5 * cos((TAU * i) / (WINDOW - 1)));
const HANN_LAG = lagsOf(HANN, LONG_LAG * 2 + 4);
const HANN_SUM = HANN.reduce((s, v) => s + v, 0);

export interface Reading {
  ms: number;
  /** Compressions a minute; 0 = none in this window. */ rate: number;
  /** Relative displacement, in metres of a free body: never shown as such. */ proxy: number;
}
export type Sensor = ReturnType<typeof createSensor>;

export function createSensor() {
  const ring = new Float64Array(WINDOW);
  let gx = 0,
    gy = 0,
    gz = 0,
    begun = false;
  let lastT = 0,
    lastX = 0,
    lastY = 0,
    lastZ = 0,
    gridT = 0;
  let filled = 0,
    sinceHop = 0;
  let a = 0,
    b = 0,
    envelope = 0,
    armed = false,
    lastStroke = -10000;

  const take = (ms: number, x: number, y: number, z: number, strokes: number[], readings: Reading[]) => {
    if (!begun) {
      gx = x;
      gy = y;
      gz = z;
      begun = true;
    }
    gx += GRAVITY_SHARE * (x - gx);
    gy += GRAVITY_SHARE * (y - gy);
    gz += GRAVITY_SHARE * (z - gz);
    const g = Math.sqrt(gx * gx + gy * gy + gz * gz);
    const s = g > 1 ? (x * gx + y * gy + z * gz) / g - g : 0;
    ring[filled % WINDOW] = s;
    filled++;
    const soft = (a + b + s) / 3;
    a = b;
    b = s;
    envelope = Math.max(Math.abs(soft), envelope * 0.985);
    const swing = Math.max(SWING, envelope * SWING_SHARE);
    if (soft < -swing) armed = true;
    else if (armed && soft > swing) {
      armed = false;
      // ms is whole numbers: the same in every engine and every log
      if (ms - lastStroke >= REFRACTORY_MS) {
        strokes.push(Math.round(ms));
        lastStroke = ms;
      }
    }
    if (filled < WINDOW || ++sinceHop < HOP) return;
    sinceHop = 0;
    const window = new Float64Array(WINDOW);
    for (let i = 0; i < WINDOW; i++) window[i] = ring[(filled + i) % WINDOW]!;
    readings.push({ ms: Math.round(ms), ...readWindow(window) });
  };

  return {
    /** The samples that came in one tick of `tickMs` ending at `endMs`; gives strokes (ms) and window readings. */
    feed(samples: readonly Acceleration[], endMs: number, tickMs: number): { strokes: number[]; readings: Reading[] } {
      const strokes: number[] = [],
        readings: Reading[] = [];
      samples.forEach(([x, y, z], k) => {
        const t = endMs - tickMs + ((k + 1) * tickMs) / samples.length;
        if (!begun || t - lastT > 1000) {
          gridT = t;
          filled = 0;
          sinceHop = 0;
          armed = false;
        }
        // straight lines between what came, read off each 20 ms
        while (gridT <= t) {
          const u = t > lastT && begun ? (gridT - lastT) / (t - lastT) : 1;
          take(gridT, mix(lastX, x / 100, u), mix(lastY, y / 100, u), mix(lastZ, z / 100, u), strokes, readings);
          gridT += STEP_MS;
        }
        lastT = t;
        lastX = x / 100;
        lastY = y / 100;
        lastZ = z / 100;
      });
      return { strokes, readings };
    },
  };
}

const mix = (a: number, b: number, u: number) => (u <= 0 ? a : u >= 1 ? b : a + (b - a) * u);

function lagsOf(v: Float64Array, most: number): Float64Array {
  const out = new Float64Array(most + 1);
  for (let lag = 0; lag <= most; lag++) {
    let sum = 0;
    for (let i = lag; i < v.length; i++) sum += v[i]! * v[i - lag]!;
    out[lag] = sum;
  }
  return out;
}

/** Rate and displacement of one window of projected acceleration. */
export function readWindow(window: Float64Array): { rate: number; proxy: number } {
  const n = window.length;
  let mean = 0,
    square = 0;
  for (let i = 0; i < n; i++) mean += window[i]! / n;
  const w = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const v = window[i]! - mean;
    square += (v * v) / n;
    w[i] = v * HANN[i]!;
  }
  if (Math.sqrt(square) < QUIET) return { rate: 0, proxy: 0 };
  const raw = lagsOf(w, LONG_LAG * 2 + 4);
  // the window's own fading taken out, so that long lags are not worth less
  const r = raw.map((v, lag) => (raw[0]! > 0 ? ((v / raw[0]!) * HANN_LAG[0]!) / HANN_LAG[lag]! : 0));
  let best = 0;
  for (let lag = SHORT_LAG; lag <= LONG_LAG; lag++) if (isPeak(r, lag) && r[lag]! > best) best = r[lag]!;
  if (best < ALIKE) return { rate: 0, proxy: 0 };
  let lag = SHORT_LAG;
  while (!(isPeak(r, lag) && r[lag]! >= best * FIRST_PEAK)) lag++;
  let period = vertex(r, lag);
  // two cycles on, the same peak tells the period twice as finely
  const twice = Math.round(period * 2);
  let at = twice;
  for (let k = Math.max(SHORT_LAG, twice - 3); k <= Math.min(r.length - 2, twice + 3); k++)
    if (isPeak(r, k) && (!isPeak(r, at) || r[k]! > r[at]!)) at = k;
  if (isPeak(r, at)) period = vertex(r, at) / 2;
  const hz = HZ / period;
  if (hz < SLOWEST - 0.05 || hz > FASTEST + 0.05) return { rate: 0, proxy: 0 };
  return { rate: hz * 60, proxy: displacement(w, hz) };
}

const isPeak = (r: Float64Array, k: number) => k > 0 && k + 1 < r.length && r[k]! >= r[k - 1]! && r[k]! > r[k + 1]!;

/** The top of the parabola through a peak and its neighbours. */
function vertex(r: Float64Array, k: number): number {
  const bend = r[k - 1]! - 2 * r[k]! + r[k + 1]!;
  return bend === 0 ? k : k + (0.5 * (r[k - 1]! - r[k + 1]!)) / bend;
}

/** Peak to peak of the displacement that the first three harmonics stand for. */
function displacement(w: Float64Array, hz: number): number {
  let sum = 0;
  for (let k = 1; k <= 3; k++) {
    const omega = TAU * hz * k;
    let re = 0,
      im = 0;
    for (let i = 0; i < w.length; i++) {
      re += w[i]! * cos((omega * i) / HZ);
      im += w[i]! * sin((omega * i) / HZ);
    }
    const amplitude = (2 * Math.sqrt(re * re + im * im)) / HANN_SUM / (omega * omega);
    sum += amplitude * amplitude;
  }
  return 2 * Math.sqrt(sum);
}
