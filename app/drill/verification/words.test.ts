import { describe, expect, it } from "vitest";
import { ALL_CASES } from "#scenes/verification/index";
import type { Result } from "./report";
import { report, translator, words } from "./report.server";
import { toCaseView, toDoorPlot } from "./view";
import { weidmannSpeed } from "./weidmann";
import { createTranslator } from "./words";

const suite = ALL_CASES.map((c) => c.id);

describe("the words of the verification report", () => {
  it("has words for every test of the suite, and for no other", () => {
    expect(Object.keys(words.cases).sort()).toEqual([...suite].sort());
  });
  it("has a title for every family, each one used", () => {
    expect(words.families.map((f) => f.id).sort()).toEqual([...new Set(ALL_CASES.map((c) => c.family))].sort());
  });
  it("leaves no criterion, reason, source, parameter or measured name in English", () => {
    const said = (r: Result) => [
      r.criterion,
      r.source,
      ...(r.why ? [r.why] : []),
      ...Object.entries(r.parameters).flatMap(([k, v]) => (typeof v === "string" ? [k, v] : [k])),
      ...Object.keys(r.measured)
        .map((k) => k.replace(/, target$/, ""))
        .filter((k) => !words.cases[r.id]!.names[k]),
    ];
    expect(report.results.flatMap(said).filter((text) => !translator.knows(text))).toEqual([]);
  });
  it("shows only measured values that there are", () => {
    for (const r of report.results)
      for (const key of words.cases[r.id]!.show ?? []) expect(Object.keys(r.measured), r.id).toContain(key);
  });
});

describe("the report that is shipped", () => {
  it("has every test of the suite, in its order", () => expect(report.results.map((r) => r.id)).toEqual(suite));
  it("counts what it holds, and names what failed", () => {
    expect(report.summary).toEqual({
      tests: report.results.length,
      passed: report.results.filter((r) => r.pass).length,
      failed: report.results.filter((r) => !r.pass).map((r) => r.id),
    });
  });
  it("becomes a page for every test, with its plots", () => {
    for (const r of report.results) expect(toCaseView(r, words, translator).plots).toHaveLength(r.series?.length ?? 0);
  });
  it("puts a measured value and its target in one row", () => {
    const view = toCaseView(
      report.results.find((r) => r.id === "Z-8")!,
      words,
      translator,
    );
    expect(view.measured[0]).toMatchObject({ name: "离火 0.5 米的辐射热（千瓦/平方米）", target: 15.9155 });
    expect(view.measured.every((row) => !row.name.includes("target"))).toBe(true);
  });
  it("keeps a failing test and its reason", () => {
    const failing = { ...report.results[0]!, pass: false, why: "ran into a wall" };
    expect(toCaseView(failing, words, translator)).toMatchObject({ pass: false, why: "ran into a wall" });
  });
});

describe("the plots", () => {
  it("draws Weidmann’s curve as the suite has it", () => {
    const target = report.results.find((r) => r.id === "R-4")!.series![0]!.target!;
    for (const [density, speed] of target) expect(weidmannSpeed(density)).toBeCloseTo(speed, 3);
  });
  it("shows our doors once for each width, with both experiments", () => {
    const plot = toDoorPlot(report.results)!;
    expect(plot.series.map((s) => s.name)).toEqual(["安鼎", "Seyfried 2009", "Kretz 2006"]);
    const widths = plot.series[0]!.points.map((p) => p[0]);
    expect(new Set(widths).size).toBe(widths.length);
  });
});

describe("a text that is told", () => {
  const { say } = createTranslator({ texts: { "all .5": "全部 .5" }, patterns: [["^m at (\\d+) s$", "$1 秒（米）"]] });
  it("is looked up whole, then by pattern, and gets its zero", () => {
    expect(say("all .5")).toBe("全部 0.5");
    expect(say("m at 60 s")).toBe("60 秒（米）");
    expect(say(".9 x 2")).toBe("0.9 × 2");
  });
  it("keeps the point of a name", () => expect(say("MSC.1/Circ.1533")).toBe("MSC.1/Circ.1533"));
});
