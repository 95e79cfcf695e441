import ExcelJS from "exceljs";
import { DomainError } from "~/platform/errors";
import { cellText, readHeads, type Cell } from "./columns";
import { decodeText, parseCsv, pickSeparator } from "./csv";
import { encodeGb18030 } from "./gb18030";
import { HEAD_WITHIN, MOST_ROWS, toCell } from "./read-file.server";
import { checkWorkbookZip, isZip } from "./zip-bounds.server";

// The very sheet that was uploaded with one column more, 原因: a workbook stays a workbook with its widths, fills and
// other sheets, text keeps its separator and encoding. Formulas become the text they were written as.

export type SameSheet = { bytes: Buffer; kind: "xlsx" | "csv" };
type Faults = ReadonlyMap<number, string>; // by line of the file
const FAULT = "原因";
const asText = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);

/** `all`: every row, else the title, the heads and the bad rows alone. */
export async function sheetWithFaults(upload: Buffer, faults: Faults, all: boolean): Promise<SameSheet> {
  return isZip(upload)
    ? { bytes: await workbookWithFaults(upload, faults, all), kind: "xlsx" }
    : { bytes: textWithFaults(upload, faults, all), kind: "csv" };
}

async function workbookWithFaults(upload: Buffer, faults: Faults, all: boolean): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await checkWorkbookZip(upload)) as unknown as ArrayBuffer);
  for (const sheet of book.worksheets) disarm(sheet);
  const sheet = book.worksheets.find((one) => headRowOf(one) > 0);
  if (!sheet) throw new DomainError("gone", "这份名册里找不到表头了。");
  const headAt = headRowOf(sheet);
  const column = faultColumn(sheet, headAt);
  const head = sheet.getRow(headAt);
  head.getCell(column).style = { ...head.getCell(Math.max(1, column - 1)).style };
  head.getCell(column).value = FAULT;
  sheet.getColumn(column).width = 50;
  sheet.getColumn(column).hidden = false;
  for (let line = headAt + 1; line <= sheet.rowCount; line += 1)
    sheet.getRow(line).getCell(column).value = faults.get(line) ?? null;
  if (!all)
    keepRows(
      sheet,
      headAt,
      [...faults.keys()].sort((a, b) => a - b),
    );
  return Buffer.from(await book.xlsx.writeBuffer());
}

function disarm(sheet: ExcelJS.Worksheet): void {
  sheet.eachRow((row) =>
    row.eachCell((cell) => {
      const read = toCell(cell.value);
      if (typeof read !== "string" && read.fault === "formula") cell.value = asText(read.text);
    }),
  );
}

function headRowOf(sheet: ExcelJS.Worksheet): number {
  let seen = 0;
  for (let line = 1; line <= sheet.rowCount && seen < HEAD_WITHIN; line += 1) {
    const cells = cellsOf(sheet.getRow(line));
    if (cells.some((cell) => cellText(cell) !== "")) seen += 1;
    if (readHeads(cells)) return line;
  }
  return 0;
}

const cellsOf = (row: ExcelJS.Row): Cell[] =>
  Array.from({ length: Math.min(64, row.cellCount) }, (_, i) => toCell(row.getCell(i + 1).value));

/** The sheet's own 原因 column from an earlier download, else the first one to the right of all. */
function faultColumn(sheet: ExcelJS.Worksheet, headAt: number): number {
  const known = cellsOf(sheet.getRow(headAt)).findIndex((cell) => cellText(cell) === FAULT);
  return known >= 0 ? known + 1 : sheet.columnCount + 1;
}

/** Moves the wanted rows up below the heads and cuts the rest; merged cells of the body come apart. */
function keepRows(sheet: ExcelJS.Worksheet, headAt: number, lines: readonly number[]): void {
  for (const range of [...((sheet.model as { merges?: string[] }).merges ?? [])])
    if (Number(/\d+$/.exec(range)?.[0]) > headAt) sheet.unMergeCells(range);
  const width = sheet.columnCount;
  lines.forEach((line, i) => {
    const [from, to] = [sheet.getRow(line), sheet.getRow(headAt + 1 + i)];
    if (from.number === to.number) return;
    for (let column = 1; column <= width; column += 1) {
      to.getCell(column).style = { ...from.getCell(column).style };
      to.getCell(column).value = from.getCell(column).value;
    }
    to.hidden = from.hidden;
    if (from.height) to.height = from.height;
  });
  const first = headAt + 1 + lines.length;
  if (sheet.rowCount >= first) sheet.spliceRows(first, sheet.rowCount - first + 1);
}

function textWithFaults(upload: Buffer, faults: Faults, all: boolean): Buffer {
  const text = decodeText(upload);
  const separator = pickSeparator(text);
  const { rows } = parseCsv(text, MOST_ROWS + HEAD_WITHIN);
  const headAt = rows.findIndex((row) => readHeads(row.cells));
  const known = rows[headAt]?.cells.findIndex((cell) => cellText(cell) === FAULT) ?? -1;
  const width = known >= 0 ? known : Math.max(...rows.map((row) => row.cells.length));
  const quote = (value: string): string =>
    /["\r\n]/.test(value) || value.includes(separator) ? `"${value.replaceAll('"', '""')}"` : value;
  const lines = rows.flatMap(({ line, cells }, i) => {
    if (!all && i > headAt && !faults.has(line)) return [];
    const texts = Array.from({ length: Math.max(width + 1, cells.length) }, (_, at) => asText(cellText(cells[at])));
    texts[width] = i === headAt ? FAULT : i < headAt ? (texts[width] ?? "") : (faults.get(line) ?? "");
    return [texts.map(quote).join(separator)];
  });
  return encodeLike(upload, `${lines.join("\r\n")}\r\n`);
}

/** Bytes in the encoding of the upload; UTF-8 gets a mark, without which Excel in China would read GB 18030. */
function encodeLike(upload: Buffer, text: string): Buffer {
  if (upload[0] === 0xff && upload[1] === 0xfe) return Buffer.from(`\uFEFF${text}`, "utf16le");
  if (upload[0] === 0xfe && upload[1] === 0xff) return Buffer.from(`\uFEFF${text}`, "utf16le").swap16();
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(upload);
    return Buffer.from(`\uFEFF${text}`);
  } catch {
    return encodeGb18030(text);
  }
}
