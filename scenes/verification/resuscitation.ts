// The phone on a cushion as a sensor of compressions: rate, fraction and relative depth of a known signal, with the
// coarse steps (0.1 m/s²) that browsers give and noise; and that a tapped rhythm is measured like a shaken one.
import { TICKS_PER_SECOND } from "../sim/time";
import { createSensor } from "../mechanics/resuscitate/signal";
import { fractionOf, pausesOf, steadinessOf, type Beat, type RateSample } from "../mechanics/resuscitate/rhythm";
import { sin, TAU } from "../sim/maths";
import { normal, purposeOf, toSeed } from "../sim/rng";
import type { Acceleration } from "../sim/inputs";
import type { VerificationCase } from "./case";
import { significant } from "./compare";

const SEEDS = ["cpr-1", "cpr-2", "cpr-3"];
const NOISE = purposeOf("verification noise");
const TICK_MS = 1000 / TICKS_PER_SECOND;
const SIGMA = 0.3,
  STEP = 0.1,
  GRAVITY = 9.81;

interface Signal {
  rate: number;
  amplitude: number;
  seconds: number;
  /** Seconds at which the hands are off. */ off?: (t: number) => boolean;
  tilt?: boolean;
}

/** Feeds the signal as the log would bring it: 50 Hz, in ticks of 50 ms. */
function listen(
  { rate, amplitude, seconds, off = () => false, tilt = false }: Signal,
  seed: string,
): { beats: Beat[]; rates: RateSample[] } {
  const sensor = createSensor(),
    s = toSeed(seed),
    beats: Beat[] = [],
    rates: RateSample[] = [];
  const [ux, uy, uz] = tilt ? [0.36, 0.48, 0.8] : [0, 0, 1];
  let k = 0;
  for (let tick = 1; tick <= seconds * TICKS_PER_SECOND; tick++) {
    const samples: Acceleration[] = [];
    for (; k < Math.floor(tick * 2.5); k++) {
      const t = k / 50;
      const along = GRAVITY + (off(t) ? 0 : amplitude * sin(TAU * (rate / 60) * t));
      const axis = (u: number, lane: number) =>
        Math.round((along * u + normal(0, SIGMA, s, lane, k, NOISE)) / STEP) * (STEP * 100);
      samples.push([Math.round(axis(ux, 1)), Math.round(axis(uy, 2)), Math.round(axis(uz, 3))]);
    }
    const { strokes, readings } = sensor.feed(samples, tick * TICK_MS, TICK_MS);
    for (const ms of strokes) beats.push({ ms, helper: false });
    rates.push(...readings);
  }
  return { beats, rates };
}

const RATES = [80, 90, 100, 110, 120, 130, 140];
const meanRate = (rates: readonly RateSample[]) => {
  const told = rates.filter((r) => r.rate > 0);
  return told.length ? told.reduce((sum, r) => sum + r.rate, 0) / told.length : 0;
};

const rateCase: VerificationCase = {
  id: "CPR-1",
  family: "resuscitation",
  title: "Compression rate from a phone on a cushion",
  source: "González-Otero 2014, 10.1155/2014/865967; own bound",
  parameters: { "amplitude m/s²": 3.3, "noise m/s²": SIGMA, "step m/s²": STEP, seconds: 60 },
  seeds: SEEDS,
  run() {
    const points: [number, number][] = [];
    let worst = 0,
      worstWindow = 0,
      silent = 0;
    for (const rate of RATES)
      for (const seed of SEEDS)
        for (const tilt of [false, true]) {
          const { rates } = listen({ rate, amplitude: 3.3, seconds: 60, tilt }, seed);
          const mean = meanRate(rates);
          worst = Math.max(worst, Math.abs(mean - rate));
          for (const r of rates) {
            if (r.rate === 0) silent++;
            else worstWindow = Math.max(worstWindow, Math.abs(r.rate - rate));
          }
          if (seed === SEEDS[0] && !tilt) points.push([rate, significant(mean)]);
        }
    return {
      measured: { worst: significant(worst), worstWindow: significant(worstWindow), silent },
      pass: worst <= 2 && silent === 0,
      criterion: "mean within 2 a minute at each rate, no window without one",
      series: [{ name: "rate", x: "/min", y: "/min", points, target: RATES.map((r): [number, number] => [r, r]) }],
    };
  },
};

const SHARES = [0.4, 0.6, 0.8, 0.95];

const fractionCase: VerificationCase = {
  id: "CPR-2",
  family: "resuscitation",
  title: "Share of the time with compressions, and pauses",
  source: "drill design; own bound",
  parameters: {
    "rate /min": 110,
    "amplitude m/s²": 3.3,
    "noise m/s²": SIGMA,
    "step m/s²": STEP,
    "cycle s": 30,
    seconds: 180,
  },
  seeds: SEEDS,
  run() {
    const points: [number, number][] = [];
    let worst = 0,
      wrongPauses = 0;
    for (const share of SHARES)
      for (const seed of SEEDS) {
        const { beats } = listen({ rate: 110, amplitude: 3.3, seconds: 180, off: (t) => t % 30 >= 30 * share }, seed);
        const f = fractionOf(beats, 0, 180_000);
        worst = Math.max(worst, Math.abs(f - share));
        const pauses = pausesOf(beats, 0, 180_000).filter((p) => p.from > 0).length;
        if (30 * (1 - share) > 2) wrongPauses += Math.abs(pauses - 6);
        if (seed === SEEDS[0]) points.push([share, significant(f)]);
      }
    return {
      measured: { worst: significant(worst), wrongPauses },
      pass: worst <= 0.03 && wrongPauses === 0,
      criterion: "within .03 of the set share; 6 pauses of 6 found",
      series: [{ name: "fraction", x: "1", y: "1", points, target: SHARES.map((v): [number, number] => [v, v]) }],
    };
  },
};

const AMPLITUDES = [1.2, 1.8, 2.4, 3, 3.6, 4.2, 5];

const depthCase: VerificationCase = {
  id: "CPR-3",
  family: "resuscitation",
  title: "Relative depth grows with the amplitude",
  source: "González-Otero 2014, 10.1155/2014/865967",
  parameters: { "rate /min": 110, "noise m/s²": SIGMA, "step m/s²": STEP, seconds: 40, reference: "3 m/s²" },
  seeds: SEEDS,
  run() {
    const points: [number, number][] = [];
    let monotone = true,
      worst = 0;
    for (const seed of SEEDS) {
      const proxies = AMPLITUDES.map((amplitude) => {
        const told = listen({ rate: 110, amplitude, seconds: 40 }, seed).rates.filter((r) => r.proxy > 0);
        return told.reduce((s, r) => s + r.proxy, 0) / told.length;
      });
      const reference = proxies[3]!;
      proxies.forEach((p, i) => {
        if (i > 0 && !(p > proxies[i - 1]!)) monotone = false;
        worst = Math.max(worst, Math.abs(p / reference - AMPLITUDES[i]! / 3));
        if (seed === SEEDS[0]) points.push([AMPLITUDES[i]!, significant(p / reference)]);
      });
    }
    return {
      measured: { monotone, worst: significant(worst) },
      pass: monotone && worst <= 0.1,
      criterion: "rises with each amplitude; share of the reference within .1",
      why: "Relative to one’s own calibration alone: a soft cushion makes every depth look greater, so no centimetres are given.",
      series: [
        {
          name: "depth",
          x: "m/s²",
          y: "1",
          points,
          target: AMPLITUDES.map((a): [number, number] => [a, significant(a / 3)]),
        },
      ],
    };
  },
};

const sameCase: VerificationCase = {
  id: "CPR-4",
  family: "resuscitation",
  title: "Taps and the phone give the same measures",
  source: "drill design; own bound",
  parameters: { "rate /min": "95, 110, 125", seconds: 120, "cycle s": 20 },
  seeds: SEEDS,
  run() {
    let rate = 0,
      fraction = 0;
    for (const pace of [95, 110, 125])
      for (const seed of SEEDS) {
        const off = (t: number) => t % 20 >= 16;
        const phone = listen({ rate: pace, amplitude: 3.3, seconds: 120, off }, seed);
        const taps: Beat[] = [];
        for (let n = 0; (n * 60) / pace < 120; n++) {
          const t = (n * 60) / pace;
          // a tap is known to its tick
          if (!off(t)) taps.push({ ms: Math.ceil(t * TICKS_PER_SECOND) * TICK_MS, helper: false });
        }
        rate = Math.max(rate, Math.abs(steadinessOf(phone.beats, []).rate - steadinessOf(taps, []).rate));
        fraction = Math.max(fraction, Math.abs(fractionOf(phone.beats, 0, 120_000) - fractionOf(taps, 0, 120_000)));
      }
    return {
      measured: { rate: significant(rate), fraction: significant(fraction) },
      pass: rate <= 2 && fraction <= 0.03,
      criterion: "rates within 2 a minute, shares within .03",
    };
  },
};

export const resuscitationCases: readonly VerificationCase[] = [rateCase, fractionCase, depthCase, sameCase];
