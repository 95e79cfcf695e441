import { describe, expect, it } from "vitest";
import type { Question } from "#content/schema/question";
import { hasPassed, markSitting, type KeyedItem } from "./mark";

const common = {
  use: "live" as const,
  subject: "confined-space" as const,
  difficulty: 1,
  explanation: "先通风再检测后作业。",
  basis: [{ law: "工贸企业有限空间作业安全规定", article: "第十四条", edition: "2023" }],
};
const options = [
  { id: "a", text: "甲" },
  { id: "b", text: "乙" },
  { id: "c", text: "丙" },
];
const single: Question = { ...common, id: "q-1", kind: "single", point: "通风", stem: "先做什么", options, key: "a" };
const multiple: Question = {
  ...common,
  id: "q-2",
  kind: "multiple",
  point: "防护",
  stem: "要带什么",
  options,
  key: ["a", "b"],
};
const fill: Question = {
  ...common,
  id: "q-3",
  kind: "fill",
  point: "通风",
  stem: "至少 {{x}} 分钟",
  blanks: [{ id: "x", unit: "分钟", accept: ["30"] }],
};
const paper: KeyedItem[] = [
  { versionId: "v1", question: single, mark: 300 },
  { versionId: "v2", question: multiple, mark: 400 },
  { versionId: "v3", question: fill, mark: 333 },
];
const marking = { multiple: "share-none-wrong", order: "all", match: "all", fill: "all" } as const;

describe("marking", () => {
  it("adds up items and knowledge points", () => {
    const given = new Map([
      [0, { value: "a" }],
      [1, { value: ["a"] }],
      [2, { value: null, text: { x: "30 分钟" } }],
    ]);
    const result = markSitting(paper, given, marking);
    expect(result.items.map(({ got }) => got)).toEqual([300, 200, 333]);
    expect(result).toMatchObject({ score: 833, of: 1033 });
    expect(result.points).toEqual([
      { point: "通风", got: 633, of: 633 },
      { point: "防护", got: 200, of: 400 },
    ]);
  });

  it("the marking rule decides how half an answer counts", () => {
    expect(markSitting(paper, new Map([[1, { value: ["a"] }]]), { ...marking, multiple: "all" }).score).toBe(0);
  });

  it("nothing given, an option that is not there, another kind's answer: no mark and no crash", () => {
    for (const value of [undefined, null, "z", ["a", "a"], { a: "b" }, 7, true]) {
      expect(markSitting(paper, new Map([[0, { value }]]), marking).items[0]).toMatchObject({
        got: 0,
        answered: false,
      });
    }
    expect(markSitting(paper, new Map(), marking).score).toBe(0);
  });

  it("the pass mark is met exactly or not at all", () => {
    expect([hasPassed(8000, 80), hasPassed(7999, 80)]).toEqual([true, false]);
  });
});
