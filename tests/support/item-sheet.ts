import ExcelJS from "exceljs";
import { itemTemplate } from "~/exam/bank/item-template.server";

// The template of items, as an item writer sends it back: its heads, its examples, and the same six kinds in words of
// one's own.

export async function rowsOfBook(bytes: Buffer): Promise<string[][]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  const rows: string[][] = [];
  book.worksheets[0]!.eachRow({ includeEmpty: false }, (row) =>
    rows.push(Array.from({ length: 19 }, (_, n) => String(row.getCell(n + 1).value ?? ""))),
  );
  return rows;
}

export const csvOf = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(
    `\ufeff${rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\r\n")}`,
  );

export async function itemSheet(): Promise<{ note: string; heads: string[]; examples: string[][]; own: string[][] }> {
  const [[note], heads, ...examples] = (await rowsOfBook(await itemTemplate())) as [string[], string[], ...string[][]];
  const stem = heads.indexOf("题干");
  return {
    note: note!,
    heads,
    examples,
    own: examples.map((row) => row.map((cell, at) => (at === stem ? `车间里，${cell}` : cell))),
  };
}
