// Tests of samples: Kolmogorov–Smirnov against a distribution, χ² against equal counts. Probabilities from their
// series.
import { exp, log, PI } from "../sim/maths";

/** Probability of a deviation at least this large, if the sample is of that distribution. */
export function ksProbability(sample: number[], cdf: (x: number) => number): number {
  const s = [...sample].sort((a, b) => a - b),
    n = s.length;
  let d = 0;
  s.forEach((x, k) => {
    d = Math.max(d, Math.abs(cdf(x) - k / n), Math.abs((k + 1) / n - cdf(x)));
  });
  const t = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * d;
  let sum = 0;
  for (let j = 1; j <= 100; j++) sum += (j % 2 ? 2 : -2) * exp(-2 * j * j * t * t);
  return Math.min(1, Math.max(0, sum));
}

/** Probability of a χ² at least this large with k degrees of freedom (Wilson–Hilferty; good to a per cent). */
export function chiSquareProbability(x: number, k: number): number {
  const z = (exp(log(x / k) / 3) - (1 - 2 / (9 * k))) / Math.sqrt(2 / (9 * k));
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (exp((-z * z) / 2) / Math.sqrt(2 * PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? tail : 1 - tail;
}
