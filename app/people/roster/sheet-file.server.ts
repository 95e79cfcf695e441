import ExcelJS from "exceljs";
import { COLUMNS, COLUMN_KEYS, type ColumnKey } from "./columns";
import { sheetWithFaults, type SameSheet } from "./same-sheet.server";
import { takeRoster, takeUpload } from "./stored-sheet.server";

// Spreadsheets that we hand out: the template, and the uploaded sheet with the reason beside each bad row. Cells are
// text, and one that a spreadsheet would run as a formula gets an apostrophe in front.

export const asText = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);

export async function makeWorkbook(
  sheetName: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  note?: string,
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet(sheetName, { views: [{ state: "frozen", ySplit: note ? 2 : 1 }] });
  if (note) sheet.addRow([note]);
  const head = sheet.addRow([...heads]);
  head.font = { bold: true };
  heads.forEach((text, i) => {
    const column = sheet.getColumn(i + 1);
    column.width = Math.max(10, Math.min(40, text.length * 2.4));
    column.numFmt = "@";
  });
  for (const row of rows) sheet.addRow(row.map(asText));
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

const EXAMPLES: Record<ColumnKey, string>[] = [
  {
    name: "张示例",
    idNumber: "339900199001010011",
    phone: "19900001234",
    organisation: "绍兴示例印染有限公司",
    uscc: "91339900MADEM9999M",
    district: "马山街道",
    industry: "工贸",
    job: "设备维修",
    employment: "正式",
    dutyClass: "企业从业人员",
    duty: "有限空间作业人员",
  },
  {
    name: "李示例",
    idNumber: "339900198506150023",
    phone: "19900001235",
    organisation: "示例村",
    uscc: "",
    district: "330602108",
    industry: "",
    job: "",
    employment: "",
    dutyClass: "防汛防台责任人",
    duty: "人员转移小组负责人",
  },
];

export const rosterTemplate = (): Promise<Buffer> =>
  makeWorkbook(
    "名册",
    COLUMN_KEYS.map((key) => COLUMNS[key].head),
    EXAMPLES.map((row) => COLUMN_KEYS.map((key) => row[key])),
    "下面两行是示例，导入前请删去。身份证号一列保持文本格式。",
  );

/** The uploaded sheet with the faults beside its bad rows; for whoever uploaded it. Null once it is gone. */
export async function rosterWithFaults(importId: string, all: boolean): Promise<SameSheet | null> {
  const [upload, stored] = [await takeUpload(importId), await takeRoster(importId)];
  if (!upload || !stored?.checked) return null;
  return sheetWithFaults(
    upload,
    new Map(
      stored.checked.bad.map(({ line, faults }) => [
        line,
        faults.map((fault) => `${fault.column}：${fault.reason}`).join("；"),
      ]),
    ),
    all,
  );
}
