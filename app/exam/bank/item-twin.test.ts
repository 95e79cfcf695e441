import { describe, expect, it } from "vitest";
import { lookOf } from "./item-twin";

const same = (a: string, b: string, left: string[] = [], right: string[] = left) =>
  lookOf({ kind: "single", stem: a, texts: left }) === lookOf({ kind: "single", stem: b, texts: right });

describe("two items look the same", () => {
  it.each([
    ["进入前，先做什么？", "进入前先做什么"],
    ["进入前先做什么？", "进入前 先做 什么?"],
    ["“先通风、后作业”", "先通风，后作业。"],
    ["（一氧化碳）的危害", "一氧化碳的危害"],
    ["ＣＯ 的浓度", "CO的浓度"],
    ["检测：氧、可燃气体", "检测氧可燃气体"],
  ])("when spaces, punctuation and width are all that differs: %s / %s", (a, b) => {
    expect(same(a, b)).toBe(true);
  });
  it("when the options stand in another order", () => {
    expect(same("先做什么？", "先做什么？", ["通风", "检测"], ["检测。", "通风"])).toBe(true);
  });
  it.each([
    ["每隔 1.5 小时", "每隔 15 小时"],
    ["温度 -5 度", "温度 5 度"],
    ["按 3:1 配", "按 31 配"],
    ["大于>5", "大于<5"],
    ["2*(3+4)", "2*3+4"],
    ["10—20 分钟", "1020 分钟"],
    ["先通风", "后通风"],
  ])("not when a number or a word differs: %s / %s", (a, b) => {
    expect(same(a, b)).toBe(false);
  });
  it("not when an option differs", () => {
    expect(same("先做什么？", "先做什么？", ["通风", "检测"], ["通风", "救援"])).toBe(false);
  });
});
