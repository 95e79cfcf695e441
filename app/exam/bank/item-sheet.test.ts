import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "~/platform/db.server";
import { freshDatabase } from "../../../tests/support/database";
import { csvOf, itemSheet } from "../../../tests/support/item-sheet";
import { openItem } from "./bank.server";
import { bringItems } from "./item-sheet.server";
import { itemTemplate } from "./item-template.server";
import { itemLines } from "./item-list.server";

// A sheet of items as an item writer sends it: the template's own rows, then with what is wrong in them.

const NOW = new Date("2026-11-30T02:00:00Z");
const writer = { accountId: "writer", personId: "p-writer" };

describe("items by the sheet", () => {
  let db: Db;
  let close: () => Promise<void>;
  let note: string;
  let heads: string[];
  let templateRows: string[][];
  /** As an item writer fills it in: other words than the template's. */
  let examples: string[][];
  beforeAll(async () => {
    ({ db, close } = await freshDatabase());
    ({ note, heads, examples: templateRows, own: examples } = await itemSheet());
  });
  afterAll(() => close());
  const bring = (bytes: Buffer, write: boolean) => bringItems(db, NOW, writer, { bytes, demonstration: false, write });
  const change = (line: number, column: string, value: string) =>
    csvOf([
      heads,
      ...examples.map((row, n) => (n === line ? row.map((cell, at) => (heads[at] === column ? value : cell)) : row)),
    ]);
  const count = () => db.for("exam").bankItem.count();

  it("six kinds are checked first and not written", async () => {
    expect(await bring(csvOf([heads, ...examples]), false)).toEqual({ fresh: 6, same: 0, written: 0, faults: [] });
    expect(await count()).toBe(0);
  });

  it("the template's own examples are nobody's items, whatever number they are given", async () => {
    const { faults, written } = await bring(await itemTemplate(), true);
    expect(faults.map(({ line, reason }) => `${line} ${reason}`)).toEqual(
      [3, 4, 5, 6, 7, 8].map((line) => `${line} 第 ${line} 行是模板里的例子，请删掉`),
    );
    expect([written, await count()]).toEqual([0, 0]);
    const renumbered = templateRows[0]!.map((cell, at) => (heads[at] === "编号" ? "own-1" : cell));
    expect((await bring(csvOf([heads, ...examples, renumbered]), true)).faults).toMatchObject([
      { line: 8, reason: "第 8 行是模板里的例子，请删掉" },
    ]);
  });

  it("the least lengths stand in the template, and are the ones that a row is held to", async () => {
    for (const [column, least] of [
      ["题干", 4],
      ["解析", 8],
      ["版本", 4],
    ] as const) {
      expect(note).toContain(`${column}至少 ${least} 个字`);
      const filled = (length: number) => bring(change(2, column, "字".repeat(length)), false);
      expect((await filled(least - 1)).faults, column).toMatchObject([
        { column, reason: expect.stringContaining(`至少 ${least} 个字`) },
      ]);
      expect((await filled(least)).faults, column).toEqual([]);
    }
  });

  it("the same item once more, but for spaces, punctuation and the order of its options, is named", async () => {
    const cell = (name: string, value: string) => (row: string[]) =>
      row.map((old, at) => (heads[at] === name ? value : old));
    const again = [
      cell("编号", "own-7"),
      cell("题干", "车间里 进入有限空间以前先做什么 ?"),
      cell("选项A", "检测"),
      cell("选项B", "通风。"),
      cell("答案", "B"),
    ].reduce((row, change) => change(row), examples[0]!);
    expect((await bring(csvOf([heads, ...examples, again]), true)).faults).toMatchObject([
      { line: 8, column: "题干", reason: expect.stringMatching(/^与第 2 行是同一道题，只差空格、标点/) },
    ]);
  });

  it.each([
    ["题型", "简答", "题型", /只能填单选/],
    ["科目", "天文", "科目", /不在科目目录里/],
    ["答案", "E", "答案", /“E”没有对应的选项/],
    ["答案", "AB", "答案", /一个字母/],
    ["编号", "CS 101", "编号", /小写字母/],
    ["选项B", "", "选项B", /空着/],
    ["难度", "9", "难度", /1 到 5/],
    ["编号", "cs-102", "编号", /与第 2 行相同/],
    ["条款", "", "条款", /写上条款/],
  ])("%s “%s” is named by row, column, value and reason, and nothing is written", async (column, value, at, reason) => {
    const { faults, written } = await bring(change(0, column, value), true);
    expect(faults[0]).toMatchObject({ column: at, reason: expect.stringMatching(reason) });
    expect([faults[0]!.line === 2 || faults[0]!.line === 3, written, await count()]).toEqual([true, 0, 0]);
  });

  it("a formula is no text", async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet("题目");
    sheet.addRow(heads);
    sheet.addRow(examples[0]!);
    sheet.getCell(2, heads.indexOf("题干") + 1).value = { formula: "1+1" } as ExcelJS.CellFormulaValue;
    expect((await bring(Buffer.from(await book.xlsx.writeBuffer()), true)).faults).toMatchObject([
      { line: 2, column: "题干", reason: expect.stringContaining("公式") },
    ]);
  });

  it("sound rows become drafts by their writer, in the bank's own shape, and the same sheet again changes nothing", async () => {
    expect(await bring(csvOf([heads, ...examples]), true)).toMatchObject({ fresh: 6, written: 6, faults: [] });
    const { rows } = await itemLines(db, {}, { skip: 0, take: 50 });
    expect(rows.map(({ code, status, demonstration }) => `${code} ${status} ${demonstration}`)).toEqual(
      [101, 102, 103, 104, 105, 106].map((n) => `cs-${n} draft false`),
    );
    const words = await openItem(db, NOW, writer, rows[1]!.versionId);
    expect(words.question).toMatchObject({
      kind: "multiple",
      key: ["a", "b", "c"],
      use: "live",
      stem: "车间里，下面哪些要在作业前检测？",
    });
    expect((await openItem(db, NOW, writer, rows[5]!.versionId)).question).toMatchObject({
      kind: "fill",
      blanks: [{ accept: ["30", "三十"], unit: "分钟" }],
    });
    expect(await bring(csvOf([heads, ...examples]), true)).toEqual({ fresh: 0, same: 6, written: 0, faults: [] });
    expect(await count()).toBe(6);
  });

  it("a number that is taken by other words is refused", async () => {
    expect((await bring(change(0, "题干", "进入有限空间以前，最先做什么？"), true)).faults).toMatchObject([
      { column: "编号", value: "cs-101", reason: expect.stringContaining("已有这个编号") },
    ]);
  });

  it("what the bank holds by another number is named by that number", async () => {
    const renamed = examples[0]!.map((cell, at) =>
      heads[at] === "编号" ? "own-9" : heads[at] === "题干" ? cell.replace(/[，？]/g, " ") : cell,
    );
    expect((await bring(csvOf([heads, renamed]), true)).faults).toMatchObject([
      { line: 2, column: "题干", reason: expect.stringMatching(/题库里的 cs-101 就是这道题/) },
    ]);
    expect(await count()).toBe(6);
  });

  it("a sheet without heads, or a file that is none, is said so", async () => {
    await expect(
      bring(
        csvOf([
          ["一", "二"],
          ["三", "四"],
        ]),
        false,
      ),
    ).rejects.toThrow(/没有找到表头/);
    await expect(bring(csvOf([heads.filter((head) => head !== "答案"), examples[0]!]), false)).rejects.toThrow(
      /表头少了“答案”/,
    );
    await expect(bring(Buffer.from([1, 2, 3, 0, 0]), false)).rejects.toThrow();
  });

  it("no word of an item lies in the database in clear", async () => {
    const stored = await db.for("exam").bankItemVersion.findMany();
    expect(JSON.stringify(stored)).not.toContain("通风，再检测");
    expect(JSON.stringify(await db.for("platform").auditRow.findMany())).not.toContain("作业前检测");
  });
});
