// Scores one answer: a fraction of the item's mark, 0…1. How partial answers count is a rule row (kind `marking`), not
// code. multiple: `all` all or nothing · `share-none-wrong` share of the right ones unless a wrong one is chosen ·
// `share-minus-wrong` right minus wrong, at least 0. order `pairs`: share of neighbouring pairs in the right sequence.
// Replaying a stored answer gives the same score (law L3).
import type { Question, QuestionOf } from "#content/schema/question";
import type { RuleValue } from "#content/schema/rule";
import type { Answer } from "./answer";

export type Marking = RuleValue<"marking">;
export type Score = { fraction: number; right: boolean };

export const strictMarking: Marking = { multiple: "all", order: "all", match: "all", fill: "all" };

export function scoreAnswer(question: Question, answer: Answer, marking: Marking = strictMarking): Score {
  const fraction = answer === null ? 0 : fractionOf(question, answer, marking);
  return { fraction, right: fraction === 1 };
}

function fractionOf(question: Question, answer: Exclude<Answer, null>, marking: Marking): number {
  switch (question.kind) {
    case "single":
    case "truefalse":
      return answer === question.key ? 1 : 0;
    case "multiple":
    case "hotspot":
      return Array.isArray(answer) ? setFraction(question.key, answer, marking.multiple) : 0;
    case "order":
      return Array.isArray(answer) ? orderFraction(question.key, answer, marking.order) : 0;
    case "match":
      return isMap(answer)
        ? shareOrAll(
            Object.entries(question.key).map(([left, right]) => answer[left] === right),
            marking.match,
          )
        : 0;
    case "fill":
      return isMap(answer)
        ? shareOrAll(
            question.blanks.map((blank) => acceptsFill(blank, answer[blank.id] ?? "")),
            marking.fill,
          )
        : 0;
  }
}

function isMap(answer: Exclude<Answer, null>): answer is { [id: string]: string } {
  return typeof answer === "object" && !Array.isArray(answer);
}

function setFraction(key: readonly string[], answer: readonly string[], how: Marking["multiple"]): number {
  const hits = answer.filter((id) => key.includes(id)).length;
  const wrong = answer.length - hits;
  if (how === "share-minus-wrong") return Math.max(0, hits - wrong) / key.length;
  if (wrong > 0) return 0;
  return how === "share-none-wrong" || hits === key.length ? hits / key.length : 0;
}

function orderFraction(key: readonly string[], answer: readonly string[], how: Marking["order"]): number {
  if (key.every((id, at) => id === answer[at])) return 1;
  if (how === "all") return 0;
  const pairs = key.slice(1).filter((id, at) => answer.indexOf(id) === answer.indexOf(key[at] ?? "") + 1);
  return pairs.length / (key.length - 1);
}

function shareOrAll(hits: readonly boolean[], how: "all" | "share"): number {
  const share = hits.filter(Boolean).length / hits.length;
  return how === "share" || share === 1 ? share : 0;
}

type Blank = QuestionOf<"fill">["blanks"][number];

/** Wordings are compared without spaces, width and case; numbers by value; the unit may be written or left out. */
export function acceptsFill(blank: Blank, text: string): boolean {
  const given = plain(text, blank.unit);
  return (
    given !== "" &&
    blank.accept.some((accepted) => {
      const right = plain(accepted, blank.unit);
      return given === right || (isNumber(given) && isNumber(right) && Number(given) === Number(right));
    })
  );
}

function plain(text: string, unit: string | undefined): string {
  const bare = text
    .normalize("NFKC")
    .replace(/[\s，。、；,;]/g, "")
    .toLowerCase();
  const tail = unit?.normalize("NFKC").toLowerCase();
  return tail && bare.endsWith(tail) && bare.length > tail.length ? bare.slice(0, -tail.length) : bare;
}

function isNumber(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}
