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

/** What programs that write no table write in its place: a page of HTML, or XML, under the name of one. */
export const looksLikeMarkup = (text: string): boolean =>
  /^\uFEFF?\s*<(!doctype|html|table|meta|head|\?xml)/i.test(text.slice(0, 200));

/**
 * Rows with their line in the file (ended by CR LF, LF or CR); blank rows are left out. `maxRows` bounds what is kept;
 * `openQuote` is the line of a quote that nothing closes.
 */
export function parseCsv(
  text: string,
  maxRows: number,
): { rows: SheetRow[]; tooMany: boolean; openQuote: number | null } {
  const separator = pickSeparator(text);
  const rows: SheetRow[] = [];
  let [cells, value, quoted, line, started, quoteAt]: [string[], string, boolean, number, number, number] = [
    [],
    "",
    false,
    1,
    1,
    1,
  ];
  const endRow = () => {
    cells.push(value);
    value = "";
    if (cells.some((cell) => cell.trim() !== "")) rows.push({ line: started, cells: cells.map(toCell) });
    cells = [];
  };
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]!;
    const ends = character === "\n" || (character === "\r" && text[i + 1] !== "\n");
    if (ends) line += 1;
    if (quoted) {
      if (character !== '"') value += character;
      else if (text[i + 1] === '"') {
        value += '"';
        i += 1;
      } else quoted = false;
    } else if (character === '"' && value === "") {
      quoted = true;
      quoteAt = line;
    } else if (character === separator) {
      cells.push(value);
      value = "";
    } else if (ends) {
      endRow();
      started = line;
      if (rows.length > maxRows) return { rows, tooMany: true, openQuote: null };
    } else if (character !== "\r") value += character;
  }
  if (value !== "" || cells.length > 0) endRow();
  return { rows, tooMany: rows.length > maxRows, openQuote: quoted ? quoteAt : null };
}

/** The separator that parts one of the first lines the most: a title above the heads may hold another. */
export function pickSeparator(text: string): string {
  const lines = text
    .slice(0, 10_000)
    .split(/\r\n?|\n/)
    .slice(0, 20);
  const most = (separator: string) => Math.max(...lines.map((line) => line.split(separator).length));
  return [",", "\t", ";"].reduce((best, one) => (most(one) > most(best) ? one : best), ",");
}

function toCell(raw: string): Cell {
  const text = raw.replace(/^\uFEFF/, "").trim();
  if (/^[=@]/.test(text) || /^[+-](?!\d)/.test(text)) return { text, fault: "formula" };
  if (/^\d(\.\d+)?E\+\d+$/i.test(text)) return { text, fault: "digits-lost" };
  return text.replace(/^'/, "");
}
