// What a candidate may see of a question: built field by field, so that a key added to the author's shape can never
// slip through (law L7). The seed orders options; the same seed shows the same order after a reload and on another
// seat.
import type { Figures } from "#content/schema/figure";
import type { Question } from "#content/schema/question";
import type { ShownQuestion } from "#content/schema/shown-question";
import { shuffled } from "./shuffle";

/** figures: the drawings of the question's pack by file name. Throws when the question needs one that is not there. */
export function toShown(question: Question, seed: string, figures: Figures = {}): ShownQuestion {
  const order = `${seed}/${question.id}`;
  const figure = figureOf(question, figures);
  const common = { id: question.id, stem: question.stem, ...(figure ? { figure } : {}) };
  switch (question.kind) {
    case "single":
    case "multiple":
      return { ...common, kind: question.kind, options: shuffled(question.options, order).map(idAndText) };
    case "truefalse":
      return { ...common, kind: "truefalse" };
    case "fill":
      return { ...common, kind: "fill", blanks: question.blanks.map(({ id, unit }) => (unit ? { id, unit } : { id })) };
    case "order":
      return {
        ...common,
        kind: "order",
        options: unlikeKey(shuffled(question.options, order), question.key).map(idAndText),
      };
    case "match":
      return {
        ...common,
        kind: "match",
        left: question.left.map(idAndText),
        right: shuffled(question.right, order).map(idAndText),
      };
    case "hotspot": {
      if (!figure) throw new Error(`Question ${question.id} needs a figure`);
      const regions = shuffled(question.regions, order).map(({ id, label, x, y, width, height }) => ({
        id,
        label,
        x,
        y,
        width,
        height,
      }));
      return { ...common, kind: "hotspot", figure, regions };
    }
  }
}

function figureOf(question: Question, figures: Figures): { svg: string; alt: string } | undefined {
  if (!question.figure) return undefined;
  const svg = figures[question.figure.svg];
  if (svg === undefined) throw new Error(`Question ${question.id}: drawing ${question.figure.svg} is missing`);
  return { svg, alt: question.figure.alt };
}

function idAndText({ id, text }: { id: string; text: string }) {
  return { id, text };
}

/** An ordering item never stands in its right order already. */
function unlikeKey<T extends { id: string }>(items: T[], key: readonly string[]): T[] {
  const solved = items.every((item, at) => item.id === key[at]);
  return solved ? [...items.slice(1), ...items.slice(0, 1)] : items;
}
