// A document before it is a file: pages of marks, in millimetres from the top left corner of an A4 sheet. Type in
// points. Nothing here knows of PDF; what is laid out stands in `pages` and is drawn by pdf.server.ts.
import { wrap, type Measure } from "./wrap";

export const SHEET = { width: 210, height: 297 } as const;
/** Millimetres in a point. */
export const POINT = 25.4 / 72;
const LEADING = 1.5;

export type Ink = "black" | "grey" | "light" | "bronze" | "red";
export type TextMark = {
  kind: "text";
  x: number;
  y: number;
  size: number;
  bold: boolean;
  ink: Ink;
  text: string;
  turned?: number;
};
export type Mark =
  | TextMark
  | { kind: "line"; x: number; y: number; toX: number; toY: number; weight: number; ink: Ink; dashed?: boolean }
  | { kind: "box"; x: number; y: number; width: number; height: number; weight: number; ink: Ink }
  | { kind: "drawing"; x: number; y: number; width: number; side: number; path: string; stroke?: Ink };

export type Type = { size?: number; bold?: boolean; ink?: Ink; align?: "start" | "middle" | "end" };
export type Widths = (text: string, type: { size: number; bold: boolean }) => number;
export type Margins = { top: number; bottom: number; side: number };

export const lineHeight = (size: number): number => size * POINT * LEADING;

/** Sheets filled from the top; `y` is where the next thing goes. */
export class Paper {
  readonly pages: Mark[][] = [];
  readonly margins: Margins;
  /** Called on each further sheet before anything else is laid on it. */
  onSheet: (() => void) | null = null;
  y = 0;
  readonly #widths: Widths;

  constructor(widths: Widths, margins: Margins = { top: 16, bottom: 18, side: 16 }) {
    this.#widths = widths;
    this.margins = margins;
    this.turn();
  }

  get left(): number {
    return this.margins.side;
  }
  get right(): number {
    return SHEET.width - this.margins.side;
  }
  get width(): number {
    return this.right - this.left;
  }
  /** Millimetres left on this sheet. */
  get rest(): number {
    return SHEET.height - this.margins.bottom - this.y;
  }
  /** Millimetres that an empty sheet holds. */
  get whole(): number {
    return SHEET.height - this.margins.bottom - this.margins.top;
  }

  turn(): void {
    this.pages.push([]);
    this.y = this.margins.top;
    if (this.pages.length > 1) this.onSheet?.();
  }

  /** Goes on to the next sheet when this one has less than `height` left. */
  need(height: number): void {
    if (this.rest < height && this.y > this.margins.top) this.turn();
  }

  mark(mark: Mark): void {
    this.pages.at(-1)!.push(mark);
  }

  measure({ size = 10, bold = false }: Type = {}): Measure {
    return (text) => this.#widths(text, { size, bold });
  }

  lines(text: string, width: number, type: Type = {}): string[] {
    return wrap(text, width, this.measure(type));
  }

  /** One line at a place; `x` and `width` say in which box it is aligned. */
  write(
    text: string,
    {
      x,
      y,
      width = 0,
      size = 10,
      bold = false,
      ink = "black",
      align = "start",
    }: Type & { x: number; y: number; width?: number },
  ): void {
    const room = align === "start" ? 0 : width - this.#widths(text, { size, bold });
    this.mark({
      kind: "text",
      x: x + (align === "middle" ? room / 2 : room),
      y: y + (size * POINT * (LEADING - 1)) / 2,
      size,
      bold,
      ink,
      text,
    });
  }

  /** Lines in a box from `y` down; gives the height they take. */
  writeAll(lines: readonly string[], box: Type & { x: number; y: number; width: number }): number {
    const step = lineHeight(box.size ?? 10);
    lines.forEach((line, i) => this.write(line, { ...box, y: box.y + i * step }));
    return lines.length * step;
  }

  line(mark: { x: number; y: number; toX: number; toY: number; weight?: number; ink?: Ink; dashed?: boolean }): void {
    this.mark({ kind: "line", weight: 0.2, ink: "grey", ...mark });
  }

  box(mark: { x: number; y: number; width: number; height: number; weight?: number; ink?: Ink }): void {
    this.mark({ kind: "box", weight: 0.2, ink: "grey", ...mark });
  }

  /** A drawing of `side` units, made `width` millimetres wide: a QR code, or the mark of the house. */
  draw(drawing: { side: number; path: string }, at: { x: number; y: number; width: number; stroke?: Ink }): void {
    this.mark({ kind: "drawing", ...drawing, ...at });
  }
}
