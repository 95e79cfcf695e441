import { describe, expect, it } from "vitest";
import { createGovernor, LEVELS } from "./quality";

const feed = (g: ReturnType<typeof createGovernor>, ms: number, frames: number) => {
  for (let i = 0; i < frames; i++) g.frame(ms);
};

describe("the quality governor", () => {
  it("steps down on a slow device until nothing cheaper is left", () => {
    const g = createGovernor(1);
    feed(g, 70, 24 * 10);
    expect(g.level).toBe(LEVELS.length - 1);
  });
  it("leaves a device alone that keeps 30 frames a second", () => {
    const g = createGovernor(2);
    feed(g, 29, 24 * 40);
    expect(g.level).toBe(2);
  });
  it("goes up after a long calm, and is slower to trust after a fall", () => {
    const g = createGovernor(2);
    feed(g, 8, 24 * 12);
    expect(g.level).toBe(1);
    feed(g, 40, 24);
    feed(g, 8, 24 * 12);
    expect(g.level).toBe(2);
  });
  it("takes a single stall for what it is", () => {
    const g = createGovernor(0);
    for (let i = 0; i < 100; i++) {
      feed(g, 3000, 1);
      feed(g, 16, 5);
    }
    expect(g.level).toBe(0);
  });
});
