import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Plot } from "./plot";
import { placeLabels } from "./plot-labels";
import { formatPlain } from "./plot-number";
import { toAxis } from "./plot-scale";

const FRAME = { left: 0, top: 0, right: 400, bottom: 240 };

describe("an axis", () => {
  it("has round ticks that cover the values and zero", () => {
    expect(toAxis([0.13, 1.34]).ticks).toEqual([0, 0.5, 1, 1.5]);
    expect(toAxis([19200, 288000]).ticks).toEqual([0, 100000, 200000, 300000]);
  });
  it("lets go of zero where it may and the values keep away from it", () => {
    expect(toAxis([0.6, 1.2], { fromZero: false })).toMatchObject({ min: 0.6, max: 1.2 });
    expect(toAxis([0.5, 6], { fromZero: false }).min).toBe(0);
  });
  it("stands even if all values are the same", () => expect(toAxis([0, 0]).max).toBeGreaterThan(0));
});

describe("a number", () => {
  it("is told in full, or as a power of ten", () => {
    expect(formatPlain(288000)).toBe("288,000");
    expect(formatPlain(0.000674629)).toBe("0.000674629");
    expect(formatPlain(6.55e-6)).toBe("6.55 × 10⁻⁶");
    expect(formatPlain(-0.05)).toBe("−0.05");
  });
});

describe("the names in a plot", () => {
  it("cover neither each other nor a line, and stay in the frame", () => {
    const line = (shift: number) =>
      Array.from({ length: 9 }, (_, k): [number, number] => [20 + k * 45, 220 - k * 24 + shift]);
    const [one, other] = placeLabels(
      [
        { name: "安鼎", places: line(0), joined: true },
        { name: "Weidmann 1993", places: line(2), joined: true },
      ],
      FRAME,
    );
    for (const label of [one!, other!]) {
      expect(label.box.left).toBeGreaterThanOrEqual(0);
      expect(label.box.right).toBeLessThanOrEqual(400);
      for (const [x, y] of [...line(0), ...line(2)])
        expect(x > label.box.left && x < label.box.right && y > label.box.top && y < label.box.bottom).toBe(false);
    }
    expect(
      one!.box.bottom <= other!.box.top ||
        other!.box.bottom <= one!.box.top ||
        one!.box.right <= other!.box.left ||
        other!.box.right <= one!.box.left,
    ).toBe(true);
  });
});

describe("a plot", () => {
  const markup = renderToStaticMarkup(
    <Plot
      title="门宽与流量"
      x="门宽（米）"
      y="流量（人/秒）"
      series={[
        {
          name: "安鼎",
          look: "line-dots",
          points: [
            [0.8, 1.4],
            [1, 1.9],
          ],
        },
        {
          name: "Seyfried 2009",
          look: "reference-square",
          points: [
            [0.8, 1.288],
            [1.2, 2.364],
          ],
        },
      ]}
    />,
  );
  it("names its series and has units on both axes", () => {
    for (const word of [">安鼎</text>", ">Seyfried 2009</text>", "门宽（米）", "流量（人/秒）"])
      expect(markup).toContain(word);
  });
  it("has every number in the table behind it, and a dash where a series has none", () => {
    for (const cell of [">1.4<", ">1.288<", ">2.364<", ">–<"]) expect(markup).toContain(cell);
    expect(markup.match(/<th scope="row"/g)).toHaveLength(3);
  });
});
