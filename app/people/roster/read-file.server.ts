import { Readable } from "node:stream";
import ExcelJS from "exceljs";
import { DomainError } from "~/platform/errors";
import { oneAtATime } from "~/platform/one-at-a-time";
import { cellText, missingHeads, readHeads, repeatedHead, type Cell, type ColumnKey, type SheetRow } from "./columns";
import { decodeText, looksBinary, looksLikeMarkup, parseCsv } from "./csv";
import type { NamedRow, RosterSheet } from "./sheet";
import { checkWorkbookZip, isZip } from "./zip-bounds.server";

// A roster's bytes → rows of named cells. The kind of file is told by its bytes, not by its name.

export const MOST_BYTES = 20 * 2 ** 20;
export const MOST_ROWS = 50_000;
export const HEAD_WITHIN = 20; // rows in which the heads must appear; titles and notes may stand above them

/** How the older binary files of Office begin; a newer one with a password is wrapped in the same. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

const NAMED = /\.(xlsx|csv|txt)$/i;

/**
 * Why a file of this name is not taken: its ending is none of ours, or the bytes are of another kind. Null when they
 * agree.
 */
export function nameFault(fileName: string, bytes: Buffer): string | null {
  const ending = NAMED.exec(fileName)?.[1]?.toLowerCase();
  if (!ending) return "只收名字以 .xlsx、.csv 或 .txt 结尾的文件。";
  if (isZip(bytes) === (ending === "xlsx")) return null;
  return isZip(bytes)
    ? `文件名以 .${ending} 结尾，里面却不是文本。如果是 Excel 工作簿，请把名字改成 .xlsx 再导入。`
    : "文件名以 .xlsx 结尾，里面却不是 Excel 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。";
}

export async function readRosterFile(bytes: Buffer): Promise<RosterSheet> {
  return nameCells(await readSheetFile(bytes, (cells) => readHeads(cells) !== null));
}

/** Whoever uploads, roster, certificates or items: unpacked, one large sheet takes a few hundred megabytes. */
const turn = oneAtATime();

/** The rows of a file: a workbook's first sheet that has such heads (else its first sheet), or a text's lines. */
export async function readSheetFile(bytes: Buffer, areHeads: (cells: readonly Cell[]) => boolean): Promise<SheetRow[]> {
  return turn(() => readSheet(bytes, areHeads));
}

async function readSheet(bytes: Buffer, areHeads: (cells: readonly Cell[]) => boolean): Promise<SheetRow[]> {
  if (bytes.length === 0) throw new DomainError("invalid", "文件是空的。");
  if (bytes.length > MOST_BYTES) throw new DomainError("invalid", `文件超过 ${MOST_BYTES / 2 ** 20} MB，请分成几份。`);
  if (isZip(bytes)) return readWorkbook(bytes, areHeads);
  if (bytes.subarray(0, 4).equals(OLE))
    throw new DomainError(
      "invalid",
      "这是旧的 .xls 文件，或者设了密码。请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx 再导入。",
    );
  if (looksBinary(bytes)) throw new DomainError("invalid", "这不是表格文件。请导入 .xlsx 或 .csv。");
  const text = decodeText(bytes);
  if (looksLikeMarkup(text))
    throw new DomainError("invalid", "这是网页，不是表格，只是名字像。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。");
  const { rows, tooMany, openQuote } = parseCsv(text, MOST_ROWS + HEAD_WITHIN);
  if (tooMany) throw tooManyRows();
  if (openQuote !== null)
    throw new DomainError(
      "invalid",
      `第 ${openQuote} 行有一个双引号没有配对，它后面的行分不开。请补上或删去这个引号。`,
    );
  return rows;
}

const tooManyRows = () => new DomainError("invalid", `超过 ${MOST_ROWS.toLocaleString("en")} 行，请分成几份导入。`);

async function readWorkbook(bytes: Buffer, areHeads: (cells: readonly Cell[]) => boolean): Promise<SheetRow[]> {
  const checked = await checkWorkbookZip(bytes);
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from([checked]), {
    sharedStrings: "cache",
    worksheets: "emit",
    styles: "cache",
    hyperlinks: "ignore",
    entries: "ignore",
  });
  let first: SheetRow[] | null = null;
  try {
    for await (const sheet of reader) {
      const rows = await rowsOf(sheet as AsyncIterable<ExcelJS.Row>);
      if (rows.slice(0, HEAD_WITHIN).some((row) => areHeads(row.cells))) return rows;
      first ??= rows;
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError("invalid", "文件打不开：不完整，或者设了密码。请去掉密码重新导出一份。");
  }
  return first ?? [];
}

async function rowsOf(sheet: AsyncIterable<ExcelJS.Row>): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of sheet) {
    const cells: Cell[] = [];
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      if (column <= 64) cells[column - 1] = toCell(cell.value);
    });
    for (let i = 0; i < cells.length; i += 1) cells[i] ??= "";
    if (cells.some((cell) => cellText(cell) !== "")) rows.push({ line: row.number, cells });
    if (rows.length > MOST_ROWS + HEAD_WITHIN) throw tooManyRows();
  }
  return rows;
}

export function toCell(value: ExcelJS.CellValue): Cell {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value.replace(/^'/, ""); // an apostrophe typed to keep digits as text
  if (typeof value === "number") return value >= 1e15 ? { text: String(value), fault: "digits-lost" } : String(value);
  if (typeof value === "boolean") return value ? "是" : "否";
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if ("richText" in value) return value.richText.map((part) => part.text).join("");
  if ("formula" in value || "sharedFormula" in value)
    return {
      text: `=${"formula" in value ? String(value.formula) : String((value as { sharedFormula: string }).sharedFormula)}`,
      fault: "formula",
    };
  if ("error" in value) return { text: String(value.error), fault: "error" };
  if ("text" in value) return String((value as { text: unknown }).text);
  return "";
}

function nameCells(rows: readonly SheetRow[]): RosterSheet {
  const headAt = rows.slice(0, HEAD_WITHIN).findIndex((row) => readHeads(row.cells));
  const heads = headAt >= 0 ? readHeads(rows[headAt]!.cells) : null;
  if (!heads) throw new DomainError("invalid", "没有找到表头。表头至少要有“姓名”和“身份证号”两列，可以先下载模板。");
  const repeated = repeatedHead(rows[headAt]!.cells);
  if (repeated)
    throw new DomainError(
      "invalid",
      `表头里“${repeated.head}”出现了两次（第 ${repeated.columns.join(" 列和第 ")} 列），不知道以哪一列为准。请删去或改名一列。`,
    );
  const missing = missingHeads(heads);
  if (missing.length > 0) throw new DomainError("invalid", `表头少了“${missing.join("”“")}”，可以先下载模板对照。`);
  const columns = (Object.keys(heads) as ColumnKey[]).sort((a, b) => heads[a]! - heads[b]!);
  const named = rows.slice(headAt + 1).map(({ line, cells }): NamedRow => ({
    line,
    cells: Object.fromEntries(columns.map((key) => [key, cells[heads[key]!] ?? ""])),
  }));
  const filled = named.filter((row) => Object.values(row.cells).some((cell) => cellText(cell) !== ""));
  if (filled.length === 0) throw new DomainError("invalid", "表头下面没有人员。");
  if (filled.length > MOST_ROWS) throw tooManyRows();
  return { columns, rows: filled };
}
