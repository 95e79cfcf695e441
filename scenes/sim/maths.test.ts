/*
 * compared with
 */
import { describe, expect, it } from "vitest";
import { atan2, cbrt, cos, exp, hypot, log, pow, sin } from "./maths";

const relative = (got: number, want: number) => Math.abs(got - want) / Math.max(Math.abs(want), Number.MIN_VALUE);

function worst(from: number, to: number, n: number, error: (x: number) => number): number {
  let max = 0;
  for (let i = 0; i <= n; i++) max = Math.max(max, error(from + ((to - from) * i) / n));
  return max;
}

/* eslint-disable no-restricted-properties -- the host library is the oracle here */
describe("the maths kernel against the host library", () => {
  it("exp", () => {
    expect(worst(-700, 709, 200_003, (x) => relative(exp(x), Math.exp(x)))).toBeLessThan(1e-14);
    expect(worst(-1, 1, 20_003, (x) => relative(exp(x), Math.exp(x)))).toBeLessThan(5e-16);
    expect(exp(0)).toBe(1);
    expect(exp(-800)).toBe(0);
    expect(exp(710)).toBe(Infinity);
    expect(exp(NaN)).toBeNaN();
    expect(relative(exp(-720), Math.exp(-720))).toBeLessThan(1e-8); // subnormal
  });
  it("log", () => {
    expect(worst(1e-9, 3, 200_003, (x) => relative(log(x), Math.log(x)))).toBeLessThan(1e-14);
    expect(worst(1, 1e12, 200_003, (x) => relative(log(x), Math.log(x)))).toBeLessThan(1e-15);
    for (const x of [1e-320, 1e-300, 1e300, 2, 0.5]) expect(relative(log(x), Math.log(x))).toBeLessThan(1e-15);
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(-Infinity);
    expect(log(-1)).toBeNaN();
  });
  it("pow and cbrt", () => {
    for (const y of [-3.61, -0.5, 1 / 3, 1.036, 2.36, 5 / 3, 6]) {
      expect(worst(0.001, 5000, 20_003, (x) => relative(pow(x, y), Math.pow(x, y)))).toBeLessThan(1e-13);
    }
    expect(worst(-50, 50, 100_003, (x) => (x === 0 ? 0 : relative(cbrt(x), Math.cbrt(x))))).toBeLessThan(1e-15);
    for (const x of [1e-310, 1e-200, 1e200, 8, 27]) expect(relative(cbrt(x), Math.cbrt(x))).toBeLessThan(1e-15);
    expect(cbrt(0)).toBe(0);
    expect(pow(0, 2)).toBe(0);
    expect(pow(-1, 0.5)).toBeNaN();
  });
  it("sin, cos and atan2", () => {
    expect(worst(-50, 50, 200_003, (x) => Math.abs(sin(x) - Math.sin(x)))).toBeLessThan(4e-16);
    expect(worst(-50, 50, 200_003, (x) => Math.abs(cos(x) - Math.cos(x)))).toBeLessThan(4e-16);
    expect(worst(-1e5, 1e5, 200_003, (x) => Math.abs(sin(x) - Math.sin(x)))).toBeLessThan(1e-13);
    expect(
      worst(-3.2, 3.2, 100_003, (a) =>
        Math.abs(atan2(Math.sin(a), Math.cos(a)) - Math.atan2(Math.sin(a), Math.cos(a))),
      ),
    ).toBeLessThan(1e-15);
    expect(atan2(0, 0)).toBe(0);
    expect(atan2(0, -1)).toBe(Math.PI);
    expect(hypot(3, -4)).toBe(5);
  });
  it("keeps its bits: a checksum of 60,000 results must never change", () => {
    const words = new Uint32Array(2);
    const value = new Float64Array(words.buffer);
    let sum = 0x811c9dc5;
    const add = (x: number) => {
      value[0] = x;
      sum = Math.imul(sum ^ (words[0]! ^ words[1]!), 0x01000193);
    };
    for (let i = 1; i <= 10_000; i++) {
      const x = i * 0.0123;
      for (const y of [exp(x / 2 - 30), log(x), pow(x, 1.7), sin(x), cbrt(x), atan2(x, 50)]) add(y);
    }
    expect(sum >>> 0).toMatchInlineSnapshot(`1408431428`);
  });
});
