import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "~/platform/db.server";
import { freshDatabase } from "../../../tests/support/database";
import { openItem } from "./bank.server";
import { bringItems, itemTemplate } from "./item-sheet.server";
import { itemLines } from "./item-list.server";

// A sheet of items as an item writer sends it: the template's own rows, then with what is wrong in them.

const NOW = new Date("2026-11-30T02:00:00Z");
const writer = { accountId: "writer", personId: "p-writer" };

async function rowsOf(bytes: Buffer): Promise<string[][]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  const rows: string[][] = [];
  book.worksheets[0]!.eachRow({ includeEmpty: false }, (row) => rows.push(Array.from({ length: 19 }, (_, n) => String(row.getCell(n + 1).value ?? ""))));
  return rows;
}
const csv = (rows: readonly (readonly string[])[]): Buffer => Buffer.from(`\ufeff${rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\r\n")}`);

describe("items by the sheet", () => {
  let db: Db;
  let close: () => Promise<void>;
  let heads: string[];
  let examples: string[][];
  beforeAll(async () => {
    ({ db, close } = await freshDatabase());
    const [, head, ...rest] = await rowsOf(await itemTemplate());
    [heads, examples] = [head!, rest];
  });
  afterAll(() => close());
  const bring = (bytes: Buffer, write: boolean) => bringItems(db, NOW, writer, { bytes, demonstration: false, write });
  const change = (line: number, column: string, value: string) => csv([heads, ...examples.map((row, n) => (n === line ? row.map((cell, at) => (heads[at] === column ? value : cell)) : row))]);
  const count = () => db.for("exam").bankItem.count();

  it("the template can be brought as it is: six kinds, checked first and not written", async () => {
    expect(await bring(await itemTemplate(), false)).toEqual({ fresh: 6, same: 0, written: 0, faults: [] });
    expect(await count()).toBe(0);
  });

  it.each([
    ["题型", "简答", "题型", /只能填单选/], ["科目", "天文", "科目", /不在科目目录里/], ["答案", "E", "答案", /“E”没有对应的选项/], ["答案", "AB", "答案", /一个字母/],
    ["编号", "CS 101", "编号", /小写字母/], ["选项B", "", "选项B", /空着/], ["难度", "9", "难度", /1 到 5/], ["编号", "cs-102", "编号", /与第 2 行相同/], ["条款", "", "条款", /写上条款/],
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
    expect((await bring(Buffer.from(await book.xlsx.writeBuffer()), true)).faults).toMatchObject([{ line: 2, column: "题干", reason: expect.stringContaining("公式") }]);
  });

  it("sound rows become drafts by their writer, in the bank's own shape, and the same sheet again changes nothing", async () => {
    expect(await bring(csv([heads, ...examples]), true)).toMatchObject({ fresh: 6, written: 6, faults: [] });
    const { rows } = await itemLines(db, {}, { skip: 0, take: 50 });
    expect(rows.map(({ code, status, demonstration }) => `${code} ${status} ${demonstration}`)).toEqual([101, 102, 103, 104, 105, 106].map((n) => `cs-${n} draft false`));
    const words = await openItem(db, NOW, writer, rows[1]!.versionId);
    expect(words.question).toMatchObject({ kind: "multiple", key: ["a", "b", "c"], use: "live", stem: "下面哪些要在作业前检测？" });
    expect((await openItem(db, NOW, writer, rows[5]!.versionId)).question).toMatchObject({ kind: "fill", blanks: [{ accept: ["30", "三十"], unit: "分钟" }] });
    expect(await bring(csv([heads, ...examples]), true)).toEqual({ fresh: 0, same: 6, written: 0, faults: [] });
    expect(await count()).toBe(6);
  });

  it("a number that is taken by other words is refused", async () => {
    expect((await bring(change(0, "题干", "进入有限空间以前，最先做什么？"), true)).faults).toMatchObject([{ column: "编号", value: "cs-101", reason: expect.stringContaining("已有这个编号") }]);
  });

  it("a sheet without heads, or a file that is none, is said so", async () => {
    await expect(bring(csv([["一", "二"], ["三", "四"]]), false)).rejects.toThrow(/没有找到表头/);
    await expect(bring(csv([heads.filter((head) => head !== "答案"), examples[0]!]), false)).rejects.toThrow(/表头少了“答案”/);
    await expect(bring(Buffer.from([1, 2, 3, 0, 0]), false)).rejects.toThrow();
  });

  it("no word of an item lies in the database in clear", async () => {
    const stored = await db.for("exam").bankItemVersion.findMany();
    expect(JSON.stringify(stored)).not.toContain("通风，再检测");
    expect(JSON.stringify(await db.for("platform").auditRow.findMany())).not.toContain("作业前检测");
  });
});
