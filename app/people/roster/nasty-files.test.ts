import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { encodeGb18030 } from "./gb18030";
import { MOST_BYTES, nameFault, readRosterFile } from "./read-file.server";
import { cellText, type ColumnKey } from "./columns";

// Files as they really come: each is read right, or refused in a sentence that says what is wrong with it and what to
// do.

const HEAD = "姓名,身份证号,单位名称";
const WANG = "王芳,339900199001010011,下灶坞村";
const LI = "李强,339900198506150023,青石岙村";
const TWO = [
  ["王芳", "339900199001010011", "下灶坞村"],
  ["李强", "339900198506150023", "青石岙村"],
];

async function book(fill: (workbook: ExcelJS.Workbook) => void): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  fill(workbook);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
const sheetOf = (
  rows: readonly (readonly ExcelJS.CellValue[])[],
  touch: (sheet: ExcelJS.Worksheet) => void = () => {},
) =>
  book((workbook) => {
    const sheet = workbook.addWorksheet("名册");
    for (const row of rows) sheet.addRow([...row]);
    touch(sheet);
  });
const HEADS = HEAD.split(",");
const keys: ColumnKey[] = ["name", "idNumber", "organisation"];
const read = async (bytes: Buffer) =>
  (await readRosterFile(bytes)).rows.map((row) => keys.map((key) => cellText(row.cells[key])));
const lines = async (bytes: Buffer) => (await readRosterFile(bytes)).rows.map((row) => row.line);

describe("is read right", () => {
  const cases: Record<string, () => Buffer | Promise<Buffer>> = {
    "UTF-8 with a mark": () => Buffer.from(`\uFEFF${[HEAD, WANG, LI].join("\n")}`),
    "UTF-16 with a mark, little end first": () => Buffer.from(`\uFEFF${[HEAD, WANG, LI].join("\r\n")}`, "utf16le"),
    "UTF-16 with a mark, big end first": () => Buffer.from(`\uFEFF${[HEAD, WANG, LI].join("\n")}`, "utf16le").swap16(),
    "GB 18030": () => encodeGb18030([HEAD, WANG, LI].join("\r\n")),
    "line ends of three systems in one file": () => Buffer.from(`${HEAD}\r\n${WANG}\r${LI}\n`),
    "line ends of an old Mac": () => Buffer.from([HEAD, WANG, LI].join("\r")),
    tabs: () => Buffer.from([HEAD, WANG, LI].join("\n").replaceAll(",", "\t")),
    "semicolons, below a title with commas": () =>
      Buffer.from(`越城区，2026年,名册\n${[HEAD, WANG, LI].join("\n").replaceAll(",", ";")}`),
    "quotes around everything, and spaces that nobody sees": () =>
      Buffer.from(
        [HEAD, WANG, LI]
          .map((line) =>
            line
              .split(",")
              .map((cell) => `"${cell}\u3000"`)
              .join(","),
          )
          .join("\n"),
      ),
    "blank rows between": () => Buffer.from([HEAD, "", ",,", WANG, ",,", LI, "", ""].join("\n")),
    "a workbook with a note above, a hidden row and an empty sheet before": () =>
      book((workbook) => {
        workbook.addWorksheet("空");
        const sheet = workbook.addWorksheet("名册");
        sheet.addRow(["2026年名册"]);
        sheet.mergeCells("A1:C1");
        for (const row of [HEADS, ...TWO]) sheet.addRow(row);
        sheet.getRow(4).hidden = true;
      }),
    "a workbook with styles on ten thousand empty rows": () =>
      sheetOf([HEADS, ...TWO], (sheet) => {
        for (let n = 4; n < 10_000; n += 1) sheet.getCell(n, 1).font = { bold: true };
      }),
    "rich text and hyperlinks": () =>
      sheetOf([
        HEADS,
        [
          { richText: [{ text: "王" }, { font: { bold: true }, text: "芳" }] },
          "339900199001010011",
          { text: "下灶坞村", hyperlink: "http://localhost/" },
        ],
        TWO[1]!,
      ]),
    "a formula in a column that nobody reads": () =>
      sheetOf([
        [...HEADS, "年龄"],
        [...TWO[0]!, { formula: "2026-1990", result: 36 }],
        [...TWO[1]!, { formula: "1/0", result: { error: "#DIV/0!" } }],
      ]),
  };
  it.each(Object.entries(cases))("%s", async (_, make) => expect(await read(await make())).toEqual(TWO));
});

it("rows keep the numbers that a spreadsheet shows, whatever ends the lines", async () => {
  expect(await lines(Buffer.from(`题目\r${HEAD}\r\r${WANG}\r${LI}`))).toEqual([4, 5]);
  expect(await lines(Buffer.from(`${HEAD}\r\n"王\r\n芳",339900199001010011,下灶坞村\r\n${LI}\r\n`))).toEqual([2, 4]);
});

describe("is refused with what is wrong", () => {
  const cases: Record<string, [string, () => Buffer | Promise<Buffer>]> = {
    "nothing at all": ["文件是空的", () => Buffer.alloc(0)],
    "one letter": ["没有找到表头", () => Buffer.from("a")],
    "blanks alone": ["没有找到表头", () => Buffer.from(" \r\n\t\r\n")],
    "heads alone": ["表头下面没有人员", () => Buffer.from(`${HEAD}\n`)],
    "a workbook of heads alone": ["表头下面没有人员", () => sheetOf([HEADS])],
    "a workbook without a row": ["没有找到表头", () => sheetOf([])],
    "the same head twice": [
      "表头里“姓名”出现了两次（第 1 列和第 4 列）",
      () => Buffer.from(`${HEAD},姓名\n${WANG},李强`),
    ],
    "a quote that nothing closes": [
      "第 2 行有一个双引号没有配对",
      () => Buffer.from(`${HEAD}\n"王芳,339900199001010011,下灶坞村\n${LI}\n`),
    ],
    "UTF-16 without a mark": ["这不是表格文件", () => Buffer.from([HEAD, WANG].join("\n"), "utf16le")],
    "a web page named .xls": [
      "这是网页",
      () => Buffer.from(`<html><table><tr><td>姓名</td><td>身份证号</td></tr></table></html>`),
    ],
    "an old .xls, or one with a password": [
      "设了密码",
      () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    ],
    "a Word document": ["不是 Excel 工作簿", () => zip("word/document.xml")],
    "a workbook cut in two": ["不完整", async () => (await sheetOf([HEADS, ...TWO])).subarray(0, 900)],
    "a picture": ["这不是表格文件", () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
    "more than fifty thousand rows": ["超过 50,000 行", () => Buffer.from(`${HEAD}\n${`${WANG}\n`.repeat(50_030)}`)],
  };
  it.each(Object.entries(cases))("%s", async (_, [sentence, make]) => {
    await expect(readRosterFile(await make())).rejects.toThrow(sentence);
  });
});

it("a file past its size is not opened", async () => {
  await expect(readRosterFile(Buffer.alloc(MOST_BYTES + 1, "a"))).rejects.toThrow(
    `文件超过 ${MOST_BYTES / 2 ** 20} MB`,
  );
});

describe("a name that does not fit its bytes", () => {
  it("is told before anything is read", async () => {
    const [text, workbook] = [Buffer.from(`${HEAD}\n${WANG}`), await sheetOf([HEADS, ...TWO])];
    for (const [name, bytes] of [
      ["a.csv", text],
      ["名册.TXT", text],
      ["名册.xlsx", workbook],
      ["a.b.XLSX", workbook],
    ] as const)
      expect(nameFault(name, bytes), name).toBeNull();
    for (const name of ["a.xls", "a.xlsm", "a.html", "a.exe", "a", "", "a.csv.", "a.csv\u0000.exe", "xlsx"])
      expect(nameFault(name, workbook), name).toContain("只收名字以");
    expect(nameFault("a.csv", workbook)).toContain("请把名字改成 .xlsx");
    expect(nameFault("a.xlsx", text)).toContain("里面却不是 Excel 工作簿");
  });
});

describe("a cell that a spreadsheet spoilt is told of in its row", () => {
  it("digits lost, in a workbook and in a text; formulas; dates", async () => {
    const spoilt = async (bytes: Buffer) => (await readRosterFile(bytes)).rows[0]!.cells;
    expect((await spoilt(await sheetOf([HEADS, ["王芳", 339900199001010000, "下灶坞村"]]))).idNumber).toMatchObject({
      fault: "digits-lost",
    });
    expect((await spoilt(Buffer.from(`${HEAD}\n王芳,3.399E+17,下灶坞村`))).idNumber).toMatchObject({
      fault: "digits-lost",
    });
    expect(
      (await spoilt(await sheetOf([HEADS, [{ formula: "A9", result: "王芳" }, "339900199001010011", "下灶坞村"]])))
        .name,
    ).toMatchObject({ fault: "formula" });
    expect(
      (await spoilt(await sheetOf([HEADS, [new Date("2026-01-02"), "339900199001010011", "下灶坞村"]]))).name,
    ).toBe("2026-01-02");
  });
});

/** An archive with one part of this name and nothing in it. */
function zip(name: string): Buffer {
  const local = Buffer.alloc(30),
    entry = Buffer.alloc(46),
    end = Buffer.alloc(22),
    title = Buffer.from(name);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(title.length, 26);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(title.length, 28);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + title.length, 16);
  return Buffer.concat([local, title, entry, title, end]);
}
