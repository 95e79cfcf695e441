// A block copied from a spreadsheet: rows by line, cells by tab; a cell with line breaks or tabs stands in quotes.

export const MOST_CELLS = 2_000;

/** The block's cells, without the empty line at its end. */
export function readBlock(text: string): string[][] {
  const rows: string[][] = [];
  let [cells, value, quoted]: [string[], string, boolean] = [[], "", false];
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let i = 0; i < source.length; i += 1) {
    const character = source[i]!;
    if (quoted && character === '"' && source[i + 1] === '"') {
      value += '"';
      i += 1;
    } else if (quoted && character === '"') quoted = false;
    else if (quoted) value += character;
    else if (character === '"' && value === "") quoted = true;
    else if (character === "\t") {
      cells.push(value);
      value = "";
    } else if (character === "\n") {
      rows.push([...cells, value]);
      cells = [];
      value = "";
    } else value += character;
  }
  rows.push([...cells, value]);
  return rows;
}

const NOBODY = new Set(["", "-", "—", "/", "无", "空缺", "不设"]);

/** The names that one cell holds: several stand apart by 、 or a line break; nothing, 空缺 and 不设 name nobody. */
export const namesIn = (cell: string): string[] =>
  cell
    .split(/[、,，;；\n]/)
    .map((name) => name.normalize("NFKC").trim())
    .filter((name) => !NOBODY.has(name));
