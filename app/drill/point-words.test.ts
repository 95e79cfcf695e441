import { describe, expect, it } from "vitest";
import { EVACUATE_TEXTS } from "#scenes/mechanics/evacuate/texts";
import { fillIn, sayEnd, sayPoints } from "./point-words";

describe("the debrief speaks", () => {
  it("with the point’s own numbers, and leaves no empty place unsaid", () => {
    expect(fillIn("过了 {seconds} 秒", { seconds: 12.04 })).toBe("过了 12 秒");
    expect(fillIn("{what}", {})).toBe("{what}");
  });
  it("with the mechanic’s sentences, well or badly, and how to do better", () => {
    const [good, bad] = sayPoints(
      [
        { code: "breathed-clean", kind: "good", tick: 100, weight: 8, params: {} },
        { code: "took-lift", kind: "deadly", tick: 200, weight: 60, params: {} },
      ],
      { texts: EVACUATE_TEXTS, ticksPerSecond: 20 },
    );
    expect(good).toMatchObject({ said: EVACUATE_TEXTS["breathed-clean.well"], seconds: 5 });
    expect(bad!.said).toContain("电梯");
    expect(bad!.better).toContain("疏散楼梯");
  });
  it("says the end first", () => {
    expect(sayEnd({ outcome: "out", ticks: 1500 }, { texts: {}, ticksPerSecond: 20 })).toBe(
      "你走到了安全的地方，用了 1 分 15 秒。",
    );
  });
});
