import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { QuestionBank } from "#content/schema/question";
import { parseItem, toItemFields, type ItemFields } from "./item-form";
import { refusalOfStep } from "./status";

const fields = (more: Partial<ItemFields>): ItemFields => ({
  code: "cs-101",
  kind: "single",
  subject: "confined-space",
  point: "通风",
  difficulty: "2",
  stem: "进入前先做什么？",
  lines: "* 通风\n检测\n作业",
  explanation: "先通风再检测后作业。",
  law: "工贸企业有限空间作业安全规定",
  article: "第十四条",
  edition: "应急管理部令第13号",
  ...more,
});
const parse = (more: Partial<ItemFields>) => parseItem(fields(more), { demonstration: false });

describe("an item as it is typed", () => {
  it("reads each kind", () => {
    expect(parse({})).toMatchObject({ ok: true, question: { kind: "single", key: "a", use: "live" } });
    expect(parse({ kind: "truefalse", lines: "错" })).toMatchObject({ question: { key: false } });
    expect(parse({ kind: "order", lines: "通风\n检测\n作业" })).toMatchObject({ question: { key: ["a", "b", "c"] } });
    expect(parse({ kind: "match", lines: "硫化氢 = 有毒\n甲烷 = 可燃\n氨 = 有毒" })).toMatchObject({
      question: { key: { l1: "r1", l2: "r2", l3: "r1" } },
    });
    expect(parse({ kind: "fill", stem: "至少通风 ___ 分钟后检测", lines: "30｜三十（分钟）" })).toMatchObject({
      question: { stem: "至少通风 {{b1}} 分钟后检测", blanks: [{ id: "b1", unit: "分钟", accept: ["30", "三十"] }] },
    });
  });

  it("says at which field it is wrong", () => {
    expect(parse({ lines: "通风\n检测\n作业" })).toEqual({
      ok: false,
      errors: { lines: ["单选题要有一行以 * 开头，现在有 0 行"] },
    });
    expect(parse({ kind: "fill", stem: "没有空的题干", lines: "30" })).toMatchObject({
      errors: { stem: [expect.stringContaining("___")] },
    });
    expect(parse({ code: "CS 101", article: "" })).toMatchObject({
      ok: false,
      errors: { code: [expect.any(String)], article: [expect.any(String)] },
    });
    expect(parse({ kind: "essay" })).toMatchObject({ errors: { kind: ["选一种题型"] } });
  });

  it("with two options that look the same, or longer than a screen, is no item", () => {
    expect(parse({ lines: "* 先通风\n检测\n先 通 风" })).toEqual({
      ok: false,
      errors: { lines: ["第 3 个选项与第 1 个相同，考生分不出"] },
    });
    expect(parse({ kind: "multiple", lines: "* ＣＯ\n* 硫化氢\nCO" })).toMatchObject({
      errors: { lines: ["第 3 个选项与第 1 个相同，考生分不出"] },
    });
    expect(parse({ kind: "match", lines: "硫化氢 = 有毒\n硫化氢 = 可燃" })).toMatchObject({
      errors: { lines: ["第 2 个左项与第 1 个相同，考生分不出"] },
    });
    expect(parse({ stem: "长".repeat(5_000) })).toMatchObject({ errors: { stem: ["题干有 5000 个字，最多 2000 个"] } });
    expect(parse({ lines: `* 通风\n检测\n${"长".repeat(3_000)}` })).toMatchObject({
      errors: { lines: ["第 3 个选项或答案有 3000 个字，最多 500 个"] },
    });
  });

  it("what the bank holds comes back the same through the form", () => {
    const bank = QuestionBank.parse(JSON.parse(readFileSync("prisma/seed/bank/confined-space.json", "utf8")));
    for (const kind of ["single", "multiple", "truefalse", "fill", "order"]) {
      const question = bank.questions.find((one) => one.kind === kind)!;
      const again = parseItem(toItemFields(question)!, { demonstration: true });
      expect(again.ok && toItemFields(again.question), kind).toEqual(toItemFields(question));
    }
  });
});

describe("review", () => {
  const draft = { status: "draft" as const, authorId: "writer", authorPersonId: "p1" };
  it("is by a second person: neither the same account nor the same person under another", () => {
    expect(refusalOfStep(draft, "approve", { accountId: "writer", personId: "p1" })).toMatchObject({
      code: "forbidden",
    });
    expect(refusalOfStep(draft, "approve", { accountId: "other", personId: "p1" })).toMatchObject({
      code: "forbidden",
    });
    expect(refusalOfStep(draft, "approve", { accountId: "other", personId: "p2" })).toEqual({ to: "reviewed" });
  });
  it("nothing goes live unreviewed, and a retired item stays so", () => {
    expect(refusalOfStep(draft, "live", { accountId: "other", personId: "p2" })).toMatchObject({ code: "wrong-state" });
    expect(
      refusalOfStep({ ...draft, status: "retired" }, "live", { accountId: "other", personId: "p2" }),
    ).toMatchObject({ code: "wrong-state" });
  });
});
