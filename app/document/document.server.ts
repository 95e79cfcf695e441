import { formatDateTime } from "~/ui/format";
import { openFace, toDrawable, type Face } from "./face.server";
import { paragraph } from "./flow";
import { fillParts, type DocumentText } from "./parts";
import { Paper, POINT, SHEET, type Margins } from "./paper";

// One document: what it is called, who takes it, what stands on it. Its bytes are a PDF with its own type inside, made
// here, with no network. Every sheet says at its foot where it comes from, when it was made, and which sheet it is.

export type DocumentFacts = {
  /** What the file and its window are called: 培训档案 有限空间作业安全（第一期） */
  title: string;
  now: Date;
  /** First line of the foot: where the facts come from. */
  source: string;
  /** Who took it, on documents that hold other people's data. */
  takenBy?: string;
  /** Lies across every sheet: 演示 · 没有任何效力 */
  watermark?: string;
  margins?: Margins;
};

/** Lays a document out with `fill` and gives the bytes of its PDF. */
export async function makeDocument(facts: DocumentFacts, fill: (paper: Paper) => void): Promise<Buffer> {
  const [regular, bold] = await Promise.all([openFace("regular"), openFace("bold")]);
  const missing = new Set<string>();
  const paper = new DrawablePaper({ regular, bold }, missing, facts.margins);
  fill(paper);
  if (missing.size > 0) paragraph(paper, missingNote(missing), { size: 8.5, ink: "grey" });
  foot(paper, facts);
  if (facts.watermark) lieAcross(paper, facts.watermark);
  const { drawPages } = await import("./pdf.server");
  return drawPages(paper.pages, { regular, bold }, { title: facts.title, now: facts.now });
}

/** A document that is told in parts. */
export const makeTextDocument = (
  facts: Omit<DocumentFacts, "title"> & { title?: string },
  text: DocumentText,
): Promise<Buffer> =>
  makeDocument({ title: text.under ? `${text.title} ${text.under}` : text.title, ...facts }, (paper) =>
    fillParts(paper, text),
  );

/** What the sheet says of characters that the face does not have. */
export const missingNote = (missing: ReadonlySet<string>): string =>
  `〓 处是字库里没有的字（${[...missing].map((one) => `U+${one.codePointAt(0)!.toString(16).toUpperCase()}`).join("、")}），请对照证件用笔写上。`;

/** Paper on which every text is first made drawable; what the face lacks is noted. */
class DrawablePaper extends Paper {
  readonly #regular: Face;
  readonly #missing: Set<string>;
  constructor({ regular, bold }: { regular: Face; bold: Face }, missing: Set<string>, margins?: Margins) {
    super((text, type) => (type.bold ? bold : regular).widthOf(text, type.size) * POINT, margins);
    this.#regular = regular;
    this.#missing = missing;
  }
  override lines(...[text, width, type]: Parameters<Paper["lines"]>): string[] {
    return super.lines(this.#drawable(text), width, type);
  }
  override write(...[text, box]: Parameters<Paper["write"]>): void {
    super.write(this.#drawable(text).replaceAll("\n", " "), box);
  }
  override measure(type?: Parameters<Paper["measure"]>[0]): (text: string) => number {
    const measured = super.measure(type);
    return (text) => measured(this.#drawable(text));
  }
  #drawable(text: string): string {
    const made = toDrawable(text, this.#regular);
    made.missing.forEach((one) => this.#missing.add(one));
    return made.text;
  }
}

function foot(paper: Paper, { source, takenBy, now }: DocumentFacts): void {
  const made = `${takenBy ? `${takenBy} 于 ` : ""}${formatDateTime(now)} 导出`;
  paper.pages.forEach((marks, i) => {
    const y = SHEET.height - Math.min(12, paper.margins.bottom);
    const type = { size: 8, bold: false, ink: "grey" as const };
    const count = `第 ${i + 1} 页，共 ${paper.pages.length} 页`;
    marks.push({ kind: "line", x: paper.left, y: y - 1, toX: paper.right, toY: y - 1, weight: 0.15, ink: "light" });
    marks.push({ kind: "text", x: paper.left, y, text: `${source}　${made}`, ...type });
    marks.push({ kind: "text", x: paper.right - paper.measure(type)(count), y, text: count, ...type });
  });
}

function lieAcross(paper: Paper, words: string): void {
  const size = 30;
  const reach = (paper.measure({ size, bold: true })(words) * Math.SQRT1_2) / 2;
  for (const marks of paper.pages) {
    for (const down of [90, 200])
      marks.unshift({
        kind: "text",
        x: SHEET.width / 2 - reach,
        y: down + reach,
        size,
        bold: true,
        ink: "light",
        text: words,
        turned: 45,
      });
  }
}
