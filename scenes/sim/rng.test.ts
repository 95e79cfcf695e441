import { describe, expect, it } from "vitest";
import { gammaCdf, lognormalCdf, normalCdf, normalQuantile, weibullCdf } from "./distribution";
import { draw, gamma, hashText, lognormal, normal, purposeOf, toSeed, uniform, weibull } from "./rng";

const seed = toSeed("0123456789abcdef");

/** Kolmogorov-Smirnov distance times sqrt(n); 1.36 is the 5 % limit, 1.95 the 0.1 % limit. */
function ks(values: number[], cdf: (x: number) => number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  return (
    Math.sqrt(n) * sorted.reduce((d, x, i) => Math.max(d, Math.abs(cdf(x) - i / n), Math.abs(cdf(x) - (i + 1) / n)), 0)
  );
}

function bits(word: number): number {
  let n = 0;
  for (let w = word >>> 0; w; w >>>= 1) n += w & 1;
  return n;
}

describe("the hash random numbers", () => {
  it("take a seed as 64 bits of hex or as any text", () => {
    expect(seed).toEqual({ high: 0x01234567, low: 0x89abcdef });
    expect(toSeed("drill 7")).not.toEqual(toSeed("drill 8"));
  });
  it("flip half of the bits when any one input bit flips", () => {
    const flips = new Array(5 * 32).fill(0) as number[];
    const n = 400;
    for (let k = 0; k < n; k++) {
      const input = [seed.low + k * 7, seed.high, k, k * 3, 11];
      const base = draw({ low: input[0]! >>> 0, high: input[1]! }, input[2]!, input[3]!, input[4]!);
      for (let field = 0; field < 5; field++) {
        for (let bit = 0; bit < 32; bit++) {
          const f = [...input];
          f[field] = (f[field]! ^ (1 << bit)) >>> 0;
          const other = draw({ low: f[0]!, high: f[1]! }, f[2]!, f[3]!, f[4]!);
          flips[field * 32 + bit]! += bits(base ^ other);
        }
      }
    }
    for (const sum of flips) expect(Math.abs(sum / (n * 32) - 0.5)).toBeLessThan(0.025);
  });
  it("are uniform, and uncorrelated along ids, ticks and purposes", () => {
    const n = 20_000;
    for (const along of [(i: number) => [i, 5, 1], (i: number) => [5, i, 1], (i: number) => [5, 7, i]]) {
      const values = Array.from({ length: n }, (_, i) => {
        const [id, tick, purpose] = along(i);
        return uniform(seed, id!, tick!, purpose!);
      });
      expect(ks(values, (x) => x)).toBeLessThan(1.63);
      const lag = values.slice(1).reduce((s, v, i) => s + (v - 0.5) * (values[i]! - 0.5), 0) / n / (1 / 12);
      expect(Math.abs(lag)).toBeLessThan(0.03);
    }
  });
  it("do not collide more than chance", () => {
    const seen = new Set<number>();
    for (let id = 0; id < 300; id++) for (let tick = 0; tick < 300; tick++) seen.add(draw(seed, id, tick, 1));
    expect(90_000 - seen.size).toBeLessThan(6); // expected .94
  });
  it("follow the laws asked for", () => {
    const n = 5000;
    const ids = Array.from({ length: n }, (_, i) => i);
    expect(
      ks(
        ids.map((i) => normal(1.2, 0.2, seed, i, 0, 1)),
        (x) => normalCdf((x - 1.2) / 0.2),
      ),
    ).toBeLessThan(1.63);
    expect(
      ks(
        ids.map((i) => lognormal(4.586, 0.967, seed, i, 0, 2)),
        (x) => lognormalCdf(x, 4.586, 0.967),
      ),
    ).toBeLessThan(1.63);
    expect(
      ks(
        ids.map((i) => gamma(1.291, 103.901, seed, i, 0, 3)),
        (x) => gammaCdf(x, 1.291, 103.901),
      ),
    ).toBeLessThan(1.63);
    expect(
      ks(
        ids.map((i) => weibull(139.285, 1.195, seed, i, 0, 4)),
        (x) => weibullCdf(x, 139.285, 1.195),
      ),
    ).toBeLessThan(1.63);
  });
  it("have CDFs and quantiles that agree with known values", () => {
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 13);
    expect(normalCdf(-6)).toBeCloseTo(9.865876450376981e-10, 20);
    for (const p of [1e-10, 0.001, 0.3, 0.5, 0.77, 0.999999])
      expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 11);
    // eslint-disable-next-line no-restricted-properties -- the closed form that it is held to
    expect(gammaCdf(3, 1, 1)).toBeCloseTo(1 - Math.exp(-3), 13);
    // eslint-disable-next-line no-restricted-properties -- the closed form that it is held to
    expect(gammaCdf(2.5, 4, 0.5)).toBeCloseTo(1 - Math.exp(-5) * (1 + 5 + 12.5 + 125 / 6), 13);
  });
  it("keep their bits", () => {
    let sum = 0;
    for (let i = 0; i < 10_000; i++) sum = Math.imul(sum ^ draw(seed, i, i * 3, purposeOf("pre-movement")), 0x01000193);
    expect([sum >>> 0, hashText("安鼎")]).toMatchInlineSnapshot(`
      [
        1296425123,
        3739973620,
      ]
    `);
  });
});
