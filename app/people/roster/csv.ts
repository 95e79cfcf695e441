// Comma-separated text (RFC 4180, also with tabs or semicolons) and its encoding: a byte order mark decides, else UTF-8
// when every byte fits it, else GB 18030, which is what Excel in China writes.
import type { Cell, SheetRow } from "./columns";

export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** Bytes that no text file holds: a renamed picture, archive or program. */
export const looksBinary = (bytes: Uint8Array): boolean => {
  const head = bytes.subarray(0, 4096);
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return !utf16 && head.includes(0);
};

/** Rows with their line in the file; blank rows are left out. `maxRows` bounds what is kept. */
export function parseCsv(text: string, maxRows: number): { rows: SheetRow[]; tooMany: boolean } {
  const separator = pickSeparator(text);
  const rows: SheetRow[] = [];
  let [cells, value, quoted, line, started]: [string[], string, boolean, number, number] = [[], "", false, 1, 1];
  const endRow = () => {
    cells.push(value);
    value = "";
    if (cells.some((cell) => cell.trim() !== "")) rows.push({ line: started, cells: cells.map(toCell) });
    cells = [];
  };
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]!;
    if (character === "\n") line += 1;
    if (quoted) {
      if (character !== '"') value += character;
      else if (text[i + 1] === '"') { value += '"'; i += 1; }
      else quoted = false;
    } else if (character === '"' && value === "") quoted = true;
    else if (character === separator) { cells.push(value); value = ""; }
    else if (character === "\n") { endRow(); started = line; if (rows.length > maxRows) return { rows, tooMany: true }; }
    else if (character !== "\r") value += character;
  }
  if (value !== "" || cells.length > 0) endRow();
  return { rows, tooMany: rows.length > maxRows };
}

export function pickSeparator(text: string): string {
  const first = text.slice(0, text.indexOf("\n") + 1 || text.length);
  return [",", "\t", ";"].reduce((best, one) => (first.split(one).length > first.split(best).length ? one : best), ",");
}

function toCell(raw: string): Cell {
  const text = raw.replace(/^\uFEFF/, "").trim();
  if (/^[=@]/.test(text) || /^[+-](?!\d)/.test(text)) return { text, fault: "formula" };
  if (/^\d(\.\d+)?E\+\d+$/i.test(text)) return { text, fault: "digits-lost" };
  return text.replace(/^'/, "");
}
