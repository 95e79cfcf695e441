// Distribution functions and their inverses: normal, lognormal, gamma, Weibull. CDFs to 1e-13, quantiles to 1e-10.
// Incomplete gamma by its series and, past the shape, by Lentz's continued fraction; quantiles by guarded Newton steps.

import { exp, log, pow, PI } from "./maths";

/** Probability that a standard normal value is at most z. */
export function normalCdf(z: number): number {
  const tail = 0.5 * upperGamma(0.5, (z * z) / 2);
  return z > 0 ? 1 - tail : tail;
}

/** z with normalCdf(z) = p, 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0.5) return 0;
  // Start: tail asymptote, then Newton on log p, which is concave and nearly quadratic in z.
  let z = -Math.sqrt(max(-2 * log(p) - log(max(-2 * log(p) * 2 * PI, 1)), 0));
  for (let i = 0; i < 24; i++) {
    const tail = normalCdf(z);
    const density = exp((-z * z) / 2) / Math.sqrt(2 * PI);
    const step = (log(tail) - log(p)) * (tail / density);
    z -= step;
    if (z > 0) z = 0;
    if (step < 1e-12 && step > -1e-12) break;
  }
  return z;
}

export function lognormalCdf(x: number, mu: number, sigma: number): number {
  return x <= 0 ? 0 : normalCdf((log(x) - mu) / sigma);
}

export function lognormalQuantile(p: number, mu: number, sigma: number): number {
  return exp(mu + sigma * normalQuantile(p));
}

export function weibullCdf(x: number, scale: number, shape: number): number {
  return x <= 0 ? 0 : 1 - exp(-pow(x / scale, shape));
}

export function weibullQuantile(p: number, scale: number, shape: number): number {
  return scale * pow(-log(1 - p), 1 / shape);
}

export function gammaCdf(x: number, shape: number, scale: number): number {
  return x <= 0 ? 0 : 1 - upperGamma(shape, x / scale);
}

/** x with gammaCdf(x) = p: bisection bracket kept, Newton step taken where it stays inside. */
export function gammaQuantile(p: number, shape: number, scale: number): number {
  let low = 0;
  let high = shape + 1;
  while (1 - upperGamma(shape, high) < p) high *= 2;
  let x = (low + high) / 2;
  const norm = logGamma(shape);
  for (let i = 0; i < 100; i++) {
    const error = 1 - upperGamma(shape, x) - p;
    if (error > 0) high = x;
    else low = x;
    const density = exp((shape - 1) * log(x) - x - norm);
    let next = x - error / density;
    if (!(next > low && next < high)) next = (low + high) / 2;
    const step = next - x;
    x = next;
    if (step < 1e-12 * x && step > -1e-12 * x) break;
  }
  return x * scale;
}

/** Regularised upper incomplete gamma function Q(a, x). */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = exp(a * log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 500; n++) {
      term *= x / (a + n);
      sum += term;
      if (term < sum * 1e-17) break;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 500; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const factor = c * d;
    h *= factor;
    if (factor - 1 < 1e-16 && factor - 1 > -1e-16) break;
  }
  return front * h;
}

/** ln Gamma(a), a > 0: recurrence up to a >= 12, then Stirling's series. */
export function logGamma(a: number): number {
  let product = 1;
  while (a < 12) {
    product *= a;
    a += 1;
  }
  const q = 1 / (a * a);
  const series = (1 / 12 - q * (1 / 360 - q * (1 / 1260 - q * (1 / 1680 - q * (1 / 1188 - q * (691 / 360360)))))) / a;
  return (a - 0.5) * log(a) - a + 0.5 * log(2 * PI) + series - log(product);
}

function max(a: number, b: number): number {
  return a > b ? a : b;
}
