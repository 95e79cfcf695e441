import { describe, expect, it } from "vitest";
import { createClock, MAX_CATCH_UP } from "./clock";

describe("the step clock", () => {
  it("makes the same whole steps out of short and long frames", () => {
    for (const frame of [0.004, 0.0167, 0.033, 0.05, 0.11]) {
      const clock = createClock(0.05);
      let steps = 0;
      for (let t = 0; t < 10 - 1e-9; t += frame) clock.advance(Math.min(frame, 10 - t), () => steps++);
      expect(steps).toBeGreaterThanOrEqual(199);
      expect(steps).toBeLessThanOrEqual(200);
    }
  });

  it("never catches up more than five ticks after a stall, and does not owe the rest", () => {
    const clock = createClock(0.05);
    let steps = 0;
    expect(clock.advance(9, () => steps++)).toBe(MAX_CATCH_UP);
    expect(clock.advance(0.05, () => steps++)).toBeLessThanOrEqual(2);
  });

  it("gives the share of the next tick that has passed", () => {
    const clock = createClock(0.05);
    clock.advance(0.07, () => {});
    expect(clock.alpha).toBeCloseTo(0.4);
  });
});
