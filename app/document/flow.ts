// What documents are made of, one under the other: titles, paragraphs, tables of facts, tables with repeated heads,
// lines to sign on, slips with lines to cut along. Each takes the sheets it needs.
import { lineHeight, SHEET, type Paper, type Type } from "./paper";

const PAD = { x: 1.8, y: 1 };

export function title(paper: Paper, words: string, under = ""): void {
  for (const line of paper.lines(words, paper.width, { size: 18, bold: true })) {
    paper.write(line, { x: paper.left, y: paper.y, width: paper.width, size: 18, bold: true, align: "middle" });
    paper.y += lineHeight(18);
  }
  if (under)
    paper.y += paper.writeAll(paper.lines(under, paper.width, { size: 10 }), {
      x: paper.left,
      y: paper.y,
      width: paper.width,
      size: 10,
      align: "middle",
    });
  paper.y += 4;
}

export function heading(paper: Paper, words: string): void {
  paper.need(lineHeight(11.5) + 16);
  paper.y += 3;
  paper.write(words, { x: paper.left, y: paper.y, size: 11.5, bold: true });
  paper.y += lineHeight(11.5) + 1;
}

/** A paragraph that may go on over the end of a sheet. */
export function paragraph(paper: Paper, words: string, type: Type & { after?: number } = {}): void {
  const step = lineHeight(type.size ?? 10);
  for (const line of paper.lines(words, paper.width, type)) {
    paper.need(step);
    paper.write(line, { ...type, x: paper.left, y: paper.y, width: paper.width });
    paper.y += step;
  }
  paper.y += type.after ?? 2;
}

export type Column = {
  head: string;
  /** millimetres; what is left is shared by the columns that name none */ width?: number;
  align?: Type["align"];
  bold?: boolean;
  /** names its row, for a screen reader */ rowHeader?: boolean;
};
export type TableOptions = {
  size?: number;
  /** millimetres, for cells that are signed */ least?: number;
  empty?: string;
};

/** A ruled table; its heads stand on each sheet, and a row is parted only when it is taller than a sheet. */
export function table(
  paper: Paper,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { size = 9, least = 0, empty = "没有" }: TableOptions = {},
): void {
  const widths = share(columns, paper.width);
  const heads = () =>
    row(
      paper,
      columns.map(({ head }) => head),
      { widths, types: columns.map(({ align }) => ({ size, bold: true, align })), least: 0 },
    );
  const fresh = () => {
    paper.turn();
    heads();
  };
  const headHeight = tallest(
    columns.map(({ head }, i) => paper.lines(head, widths[i]! - 2 * PAD.x, { size, bold: true }).length),
    size,
  );
  paper.need(headHeight + Math.max(least, lineHeight(size) + 2 * PAD.y));
  heads();
  const types = columns.map(({ align, bold }) => ({ size, align, bold }));
  for (const cells of rows) row(paper, cells, { widths, types, least, fresh });
  if (rows.length === 0) row(paper, [empty], { widths: [paper.width], types: [{ size }], least: 0, fresh });
  paper.y += 3;
}

/** Terms and what is said of them, ruled. */
export function facts(paper: Paper, rows: readonly (readonly [string, string])[], { size = 10, term = 26 } = {}): void {
  for (const cells of rows)
    row(paper, cells, {
      widths: [term, paper.width - term],
      types: [{ size, bold: true }, { size }],
      least: 0,
      fresh: () => paper.turn(),
    });
  paper.y += 3;
}

type RowOptions = { widths: readonly number[]; types: readonly Type[]; least: number; fresh?: () => void };

function row(paper: Paper, cells: readonly string[], { widths, types, least, fresh }: RowOptions): void {
  const size = types[0]?.size ?? 10;
  let lines = cells.map((cell, i) => paper.lines(cell, widths[i]! - 2 * PAD.x, types[i]));
  for (;;) {
    const height = Math.max(
      least,
      tallest(
        lines.map((one) => one.length),
        size,
      ),
    );
    if (paper.rest >= height || !fresh) return drawRow(paper, lines, { widths, types, height });
    const fit = Math.floor((paper.rest - 2 * PAD.y) / lineHeight(size));
    if (height > paper.whole * 0.8 && fit > 2) {
      drawRow(
        paper,
        lines.map((one) => one.slice(0, fit)),
        { widths, types, height: tallest([fit], size) },
      );
      lines = lines.map((one) => one.slice(fit));
    }
    fresh();
  }
}

const tallest = (counts: readonly number[], size: number): number =>
  Math.max(1, ...counts) * lineHeight(size) + 2 * PAD.y;

function drawRow(
  paper: Paper,
  lines: readonly string[][],
  { widths, types, height }: { widths: readonly number[]; types: readonly Type[]; height: number },
): void {
  let x = paper.left;
  lines.forEach((cell, i) => {
    const width = widths[i]!;
    paper.box({ x, y: paper.y, width, height });
    const inside = cell.length * lineHeight(types[i]?.size ?? 10);
    paper.writeAll(cell, {
      ...types[i],
      x: x + PAD.x,
      y: paper.y + Math.min(PAD.y, (height - inside) / 2),
      width: width - 2 * PAD.x,
    });
    x += width;
  });
  paper.y += height;
}

function share(columns: readonly Column[], whole: number): number[] {
  const fixed = columns.reduce((sum, { width = 0 }) => sum + width, 0);
  const open = columns.filter(({ width }) => width === undefined).length;
  return columns.map(({ width }) => width ?? (whole - fixed) / open);
}

/** Lines to sign on, side by side, `each` millimetres wide. */
export function signatures(paper: Paper, names: readonly string[], { each = 84 } = {}): void {
  const across = Math.max(1, Math.floor(paper.width / each));
  names.forEach((name, i) => {
    if (i % across === 0) {
      paper.need(14);
      paper.y += 8;
    }
    const x = paper.left + (i % across) * each;
    paper.write(name, { x, y: paper.y, size: 10 });
    const after = x + paper.measure({ size: 10 })(name) + 1;
    paper.line({ x: after, y: paper.y + 5, toX: x + each - 8, toY: paper.y + 5, ink: "black" });
    if (i % across === across - 1 || i === names.length - 1) paper.y += 6;
  });
  paper.y += 3;
}

export type SlipPlace = { x: number; y: number; width: number; height: number };

/**
 * Slips of one size side by side and down the sheet, with dashed lines to cut along; `draw` fills the inside of each.
 */
export function slips<S>(
  paper: Paper,
  each: readonly S[],
  { across, height, draw }: { across: number; height: number; draw: (slip: S, place: SlipPlace) => void },
): void {
  const width = paper.width / across;
  const down = Math.max(1, Math.floor(paper.rest / height));
  const top = paper.y;
  each.forEach((slip, i) => {
    const place = i % (across * down);
    if (i > 0 && place === 0) {
      paper.turn();
    }
    if (place === 0)
      cutLines(paper, { top, across, rows: Math.min(down, Math.ceil((each.length - i) / across)), height });
    draw(slip, {
      x: paper.left + (place % across) * width + 3,
      y: top + Math.floor(place / across) * height + 3,
      width: width - 6,
      height: height - 6,
    });
    paper.y = top + (Math.floor(place / across) + 1) * height;
  });
}

function cutLines(
  paper: Paper,
  { top, across, rows, height }: { top: number; across: number; rows: number; height: number },
): void {
  for (let i = 0; i <= rows; i += 1)
    paper.line({ x: 4, y: top + i * height, toX: SHEET.width - 4, toY: top + i * height, dashed: true });
  for (let i = 1; i < across; i += 1) {
    const x = paper.left + (i * paper.width) / across;
    paper.line({ x, y: top, toX: x, toY: top + rows * height, dashed: true });
  }
}
