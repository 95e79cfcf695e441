import { describe, expect, test } from "vitest";
import { monotonicClock, resumeClock } from "./clock";

const T0 = 1_800_000_000_000;
const HOUR = 3_600_000;
const mark = { journalAt: T0, uptimeMs: 50_000, bootId: "b" };

test("within a process the wall clock is not looked at", () => {
  let ticks = 100.5;
  const clock = monotonicClock(T0, () => ticks);
  ticks += 1_234.25;
  expect(clock.now()).toBe(T0 + 1_234);
});

describe("across a restart", () => {
  test("an honest wall clock is taken up", () => {
    expect(resumeClock(mark, { wall: T0 + 10_300, uptimeMs: 60_000, bootId: "b", lastEventAt: T0 })).toEqual({
      startAt: T0 + 10_300,
      stepMs: 0,
      proven: true,
    });
  });

  test.each([HOUR, -HOUR])("a wall clock that was set by %i ms is seen, and journal time goes on by uptime", (step) => {
    const back = resumeClock(mark, { wall: T0 + 10_000 + step, uptimeMs: 60_000, bootId: "b", lastEventAt: T0 });
    expect(back).toEqual({ startAt: T0 + 10_000, stepMs: step, proven: true });
  });

  test("after a reboot only a clock behind the last event can be told", () => {
    expect(resumeClock(mark, { wall: T0 + HOUR, uptimeMs: 1_000, bootId: "c", lastEventAt: T0 })).toEqual({
      startAt: T0 + HOUR,
      stepMs: 0,
      proven: false,
    });
    expect(resumeClock(mark, { wall: T0 - HOUR, uptimeMs: 1_000, bootId: "c", lastEventAt: T0 + 5 })).toEqual({
      startAt: T0 + 5,
      stepMs: -HOUR - 5,
      proven: false,
    });
  });

  test("journal time never goes back behind the last event", () => {
    expect(resumeClock(null, { wall: T0 - 500, uptimeMs: 1, bootId: null, lastEventAt: T0 }).startAt).toBe(T0);
    expect(resumeClock(null, { wall: T0, uptimeMs: 1, bootId: null, lastEventAt: 0 })).toEqual({
      startAt: T0,
      stepMs: 0,
      proven: false,
    });
  });
});
