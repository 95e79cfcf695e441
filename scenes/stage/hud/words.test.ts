import { describe, expect, it } from "vitest";
import type { Prompt } from "../engine";
import { bearingFrom, sayAct, sayClock, saySight } from "./words";

const QUARTER = 16384;

describe("what the player reads", () => {
  it("says where a sound comes from as one faces it", () => {
    const north = QUARTER;
    expect(bearingFrom(north, north).word).toBe("前方");
    expect(bearingFrom(0, north).word).toBe("右边");
    expect(bearingFrom(2 * QUARTER, north).word).toBe("左边");
    expect(bearingFrom(3 * QUARTER, north).word).toBe("身后");
  });
  it("turns the arrow clockwise for what is on the right", () => {
    expect(bearingFrom(0, QUARTER).turn).toBeCloseTo(90);
    expect(bearingFrom(2 * QUARTER, QUARTER).turn).toBeCloseTo(-90);
  });
  it("says time and sight in plain words", () => {
    expect(sayClock(65.9)).toBe("1:05");
    expect(saySight(30)).toBe("看得清");
    expect(saySight(3.2)).toBe("可见度约 3 米");
    expect(saySight(0.4)).toBe("可见度不到 1 米");
  });
  it("names whom one asks inside the sentence, and what one opens behind it", () => {
    const say = (act: string, name: string) =>
      sayAct(
        { label: "act.x", verb: "answer", subject: "p", code: 1, target: 1, distance: 0 } as Prompt,
        { "act.x": act },
        () => name,
      );
    expect(say("指着他说：“请你打 120”", "前台")).toEqual({ act: "指着前台说：“请你打 120”", subject: "" });
    expect(say("开门", "东门")).toEqual({ act: "开门", subject: "东门" });
  });
});
