import { describe, expect, it } from "vitest";
import { adviceFor, analyseItems } from "./analysis";

const paper = (a: number, b: number, rest: number) => ({
  score: a + b + rest,
  items: [
    { versionId: "a", got: a, mark: 1 },
    { versionId: "b", got: b, mark: 1 },
  ],
});

describe("item analysis", () => {
  it("an item that the better get right discriminates, one that the better get wrong is for review", () => {
    const papers = Array.from({ length: 40 }, (_, n) => paper(n >= 20 ? 1 : 0, n >= 20 ? 0 : 1, n));
    const [a, b] = analyseItems(papers);
    expect(a).toMatchObject({ attempts: 40, facility: 50 });
    expect(a!.discrimination).toBeGreaterThan(70);
    expect(b!.discrimination).toBeLessThan(-70);
    expect([adviceFor(a!), adviceFor(b!)]).toEqual(["fine", "review"]);
  });

  it("agrees with the formula worked by hand", () => {
    const papers = [paper(1, 0, 2), paper(0, 0, 1), paper(1, 0, 3), paper(0, 0, 2)];
    // item 1 0 1 0, rest 2 1 3 2: cov·n = 1, var·n = 1 and 2
    expect(analyseItems(papers, 1)[0]!.discrimination).toBeCloseTo(100 / Math.SQRT2, 10);
  });

  it("says nothing under 30 attempts, nor about what everybody got", () => {
    expect(analyseItems([paper(1, 0, 1)])[0]).toEqual({
      versionId: "a",
      attempts: 1,
      facility: null,
      discrimination: null,
    });
    const [all] = analyseItems(Array.from({ length: 30 }, (_, n) => paper(1, 0, n)));
    expect(all).toMatchObject({ facility: 100, discrimination: null });
    expect(adviceFor(all!)).toBe("too-easy");
  });
});
