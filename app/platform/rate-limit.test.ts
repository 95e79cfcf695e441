import { describe, expect, it } from "vitest";
import { clearAllowance, keysHeld, takeAllowance, takePatiently } from "./rate-limit.server";

const start = new Date("2026-11-21T02:00:00Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

describe("counts in memory", () => {
  it("a flood of made-up keys neither grows without bound nor pushes out what another act remembers", () => {
    for (let i = 0; i < 5; i += 1) takeAllowance("important:victim", { limit: 5, seconds: 600, now: start });
    for (let i = 0; i < 120_000; i += 1) takeAllowance(`flood:${i}`, { limit: 5, seconds: 600, now: after(i / 1000) });
    expect(keysHeld("flood")).toBeLessThanOrEqual(20_000);
    expect(takeAllowance("important:victim", { limit: 5, seconds: 600, now: after(130) })).toBe(false);
  });
  it("a key in use outlives those that were used once", () => {
    for (let i = 0; i < 30_000; i += 1) {
      takeAllowance(`busy:${i}`, { limit: 5, seconds: 600, now: after(i / 1000) });
      if (i % 100 === 0) takeAllowance("busy:held", { limit: 5, seconds: 600, now: after(i / 1000) });
    }
    expect(takeAllowance("busy:held", { limit: 5, seconds: 600, now: after(31) })).toBe(false);
    clearAllowance("busy:held");
    expect(takeAllowance("busy:held", { limit: 5, seconds: 600, now: after(31) })).toBe(true);
  });
  it("patience doubles up to its bound and is whole again after an hour", () => {
    const growing = { free: 2, firstSeconds: 10, mostSeconds: 30 };
    const waits = [0, 1, 2, 12, 13, 40].map((t) => takePatiently("patient:x", { ...growing, now: after(t) }));
    expect(waits).toEqual([0, 0, 9, 0, 19, 0]);
    expect(takePatiently("patient:x", { ...growing, now: after(41) })).toBe(29);
    expect(takePatiently("patient:x", { ...growing, now: after(40 + 3_601) })).toBe(0);
    expect(takePatiently("patient:x", { ...growing, now: after(40 + 3_602) })).toBe(0);
  });
});
