// Two items that a candidate would take for one: what differs is spaces, punctuation, width of letters or the order of
// options. Signs that carry meaning beside a number (a decimal point, a minus, a ratio) stay.

import type { Question } from "#content/schema/question";

const NOTHING = /[\s。?!;、"'“”‘’《》〈〉【】「」『』…·]/g;
const looks = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(NOTHING, "")
    .replace(/(?<!\d)[.,:]|[.,:](?!\d)/g, (sign, at: number, whole: string) =>
      sign === "." && /\d/.test(whole[at + 1] ?? "") ? sign : "",
    )
    .replace(/(?<![\d+\-*/=^<>])[()—–]+(?![\d+\-*/=^<>])/g, "");

export interface Look {
  kind: string;
  stem: string;
  texts: readonly string[];
}

/** The same for twins, and for nothing else. */
export const lookOf = ({ kind, stem, texts }: Look): string =>
  JSON.stringify([kind, looks(stem), ...texts.map(looks).filter(Boolean).sort()]);

function textsOf(question: Question): string[] {
  switch (question.kind) {
    case "match":
      return [...question.left, ...question.right].map(({ text }) => text);
    case "hotspot":
      return [question.figure.svg, ...question.regions.map(({ label }) => label)];
    case "truefalse":
    case "fill":
      return [];
    default:
      return question.options.map(({ text }) => text);
  }
}

export const lookOfQuestion = (question: Question): string =>
  lookOf({ kind: question.kind, stem: question.stem, texts: textsOf(question) });
