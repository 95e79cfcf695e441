import { describe, expect, it } from "vitest";
import {
  clearAllowance,
  keysHeld,
  returnAllowance,
  secondsLeft,
  takeAllowance,
  takePatiently,
  waitWords,
} from "./rate-limit.server";

const start = new Date("2026-11-21T02:00:00Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

describe("the wait that is told", () => {
  it("is the true one: as long as the limit's own window, and then it is open", () => {
    const ten = (now: Date) => ({ limit: 10, seconds: 600, now });
    for (let n = 0; n < 10; n += 1) {
      expect(secondsLeft("told:x", ten(after(n)))).toBe(0);
      takeAllowance("told:x", ten(after(n)));
    }
    expect(secondsLeft("told:x", ten(after(10)))).toBe(590);
    expect([takeAllowance("told:x", ten(after(599))), secondsLeft("told:x", ten(after(599)))]).toEqual([false, 1]);
    expect([secondsLeft("told:x", ten(after(600))), takeAllowance("told:x", ten(after(600)))]).toEqual([0, true]);
  });
  it("in words is never less than it is", () => {
    expect([1, 59, 60, 61, 590, 600].map(waitWords)).toEqual([
      "1 秒",
      "59 秒",
      "1 分钟",
      "2 分钟",
      "10 分钟",
      "10 分钟",
    ]);
  });
});

describe("one that was right", () => {
  it("gives its own place back, so that an older wrong one still stands as long as its window says", () => {
    const two = (s: number) => ({ limit: 2, seconds: 60, now: after(s) });
    takeAllowance("given:x", two(0)); // wrong
    takeAllowance("given:x", two(50)); // right
    returnAllowance("given:x");
    expect([takeAllowance("given:x", two(55)), takeAllowance("given:x", two(59))]).toEqual([true, false]);
    // the one of second 0 is over, that of second 50 was given back
    expect([takeAllowance("given:x", two(61)), takeAllowance("given:x", two(62))]).toEqual([true, false]);
  });
});

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
