import { describe, expect, it } from "vitest";
import { createExposure, expose, isDown } from "./exposure";
import { canRead, smokeFactor } from "./smoke-speed";
import {
  convectiveRate,
  coRate,
  cyanideRate,
  hyperventilation,
  hypoxiaRate,
  irritantFraction,
  isoRate,
  purserRate,
  radiantRate,
} from "./toxicity";
import { freshAir } from "./index";

describe("doses", () => {
  it("meet the fixtures of FDS+Evac and ISO 19", () => {
    expect(60 / purserRate({ co2: 0, co: 0, o2: 12 })).toBeCloseTo(1666, 0);
    expect(60 / purserRate({ co2: 2, co: 5000, o2: 18 })).toBeCloseTo(208.7, 1);
    expect(1 / purserRate({ co2: 1e-9, co: 1000, o2: 21 })).toBeCloseTo(27.1, 1);
  });
  it("leave fresh air harmless and fall into neither trap of the oxygen term", () => {
    expect(purserRate({ co2: 0, co: 0, o2: 20.73 })).toBe(0);
    // eslint-disable-next-line no-restricted-properties -- the closed form that it is held to
    expect(hypoxiaRate(12)).toBeCloseTo(1 / Math.exp(8.13 - 0.54 * 8.9), 12);
    // eslint-disable-next-line no-restricted-properties -- the closed form that it is held to
    expect(hyperventilation(5)).toBeCloseTo(Math.exp(0.1903 * 5 + 2.0004) / 7.1, 12);
    expect(hyperventilation(0)).toBe(1);
  });
  it("count cyanide, irritants and ISO 13571", () => {
    // eslint-disable-next-line no-restricted-properties -- the closed form that it is held to
    expect(cyanideRate(100)).toBeCloseTo(Math.exp(100 / 43) / 220 - 0.0045, 12);
    expect(cyanideRate(100, 150)).toBe(0);
    expect(irritantFraction({ o2: 21, co2: 0, co: 0, hcl: 450, acrolein: 10 })).toBeCloseTo(1, 12);
    /* eslint-disable no-restricted-syntax -- the closed form that it is held to */
    expect(isoRate({ o2: 21, co2: 5, co: 1000, hcn: 100 })).toBeCloseTo(
      (1000 * Math.E) / 35000 + (100 * Math.E) ** 2.36 / 1.2e6,
      10,
      /* eslint-enable no-restricted-syntax */
    );
    expect(purserRate({ o2: 5, co2: 30, co: 1e6, hcn: 1e6 })).toBeLessThanOrEqual(1000);
    expect(coRate(0)).toBe(0);
  });
  it("count heat as the table of ISO 13571", () => {
    const minutes = [
      [60, 156.2],
      [80, 55.3],
      [100, 24.7],
      [120, 12.8],
      [150, 5.7],
      [200, 2.0],
    ] as const;
    for (const [t, m] of minutes) expect(1 / convectiveRate(t)).toBeCloseTo(m, 1);
    for (const [q, m] of [
      [2.5, 0.74],
      [4, 0.3],
      [10, 0.053],
    ] as const)
      expect(1 / radiantRate(q)).toBeCloseTo(m, 2);
    expect(radiantRate(2.4)).toBe(0);
  });
  it("add up body by body, in any order, and put a body down at 1", () => {
    const air = { ...freshAir(), co: 5000, co2: 2, o2: 18, extinction: 2 };
    const e = createExposure(2);
    for (let t = 0; t < 4180; t++) expose(e, 1, air, 0.05);
    expect(isDown(e, 1)).toBe(true);
    expect(isDown(e, 0)).toBe(false);
    expect(e.fed[1]).toBeCloseTo(1, 2);
    expect(e.thick[1]).toBeCloseTo(209, 6);
  });
});

describe("smoke", () => {
  it("slows as the three laws say", () => {
    for (const [k, f] of [
      [0.5, 0.75],
      [1, 0.6],
      [3, 1 / 3],
      [10, 0.1304],
    ] as const)
      expect(smokeFactor("fridolf", k, 1)).toBeCloseTo(f, 3);
    for (const [k, f] of [
      [0.5, 0.9596],
      [1, 0.9193],
      [3, 0.7578],
      [7.5, 0.3945],
      [10, 0.1926],
      [12, 0.1],
    ] as const) {
      expect(smokeFactor("frantzich-nilsson", k, 1)).toBeCloseTo(f, 3);
    }
    expect(1.25 * smokeFactor("nist", 1, 1.25)).toBeCloseTo(0.625, 12);
    expect(1.25 * smokeFactor("nist", 5, 1.25)).toBeCloseTo(0.3, 12);
    expect(smokeFactor("fridolf", 0, 1)).toBe(1);
  });
  it("hides a reflecting sign at 3/K and a lit one at 8/K", () => {
    expect(canRead(10, 0.3, false)).toBe(true);
    expect(canRead(10.1, 0.3, false)).toBe(false);
    expect(canRead(26, 0.3, true)).toBe(true);
  });
});
