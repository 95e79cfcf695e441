// Breaks Chinese text into lines: between any two characters, but never before a closing mark or after an opening one
// (GB/T 15834 5.1), and never inside a word or a number that fits a line by itself. Widths in whatever unit `measure`
// gives.

export type Measure = (text: string) => number;

const NO_START = new Set("，。、；：？！）》〉」』】〕”’…—%,.;:?!)]}·");
const NO_END = new Set("（《〈「『【〔“‘([{");
const UNIT = /[\u0021-\u007e\u00c0-\u024f]+|\s+|./gu;

/** Lines of `text` no wider than `width`; a line break in the text is one on paper too. */
export function wrap(text: string, width: number, measure: Measure): string[] {
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
}

function wrapParagraph(paragraph: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = "";
  for (const unit of toUnits(paragraph).flatMap((one) => (measure(one) > width ? [...one] : [one]))) {
    if (line !== "" && measure((line + unit).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = unit.trimStart();
    } else line += unit;
  }
  return [...lines, line.trimEnd()];
}

/** What may not be parted: a word, or a character with the marks that belong to it. */
function toUnits(paragraph: string): string[] {
  const units: string[] = [];
  for (const [piece] of paragraph.matchAll(UNIT)) {
    const last = units.at(-1);
    if (last !== undefined && (NO_START.has(piece[0]!) || NO_END.has(last.at(-1)!)))
      units[units.length - 1] = last + piece;
    else units.push(piece);
  }
  return units;
}
