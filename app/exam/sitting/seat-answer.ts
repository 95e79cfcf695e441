// Between what a question's view gives and what travels: words that someone typed go as text (sealed by the server),
// choices as codes. And between the kinds of input as views tell them and as events keep them.

import type { ShownQuestion } from "#content/schema/shown-question";
import type { Answer } from "~/question/answer";
import type { InputKind } from "~/question/input-kind";
import type { AnswerValue } from "../journal/event";
import type { SeatInput } from "./answer-queue";

export interface WireAnswer {
  value: AnswerValue;
  text?: Record<string, string>;
}

export function toWire(question: ShownQuestion, answer: Answer): WireAnswer {
  if (question.kind !== "fill") return { value: answer };
  return isWords(answer) ? { value: null, text: answer } : { value: null };
}

export const fromWire = ({ value, text }: { value: AnswerValue; text?: Record<string, string | null> }): Answer =>
  text ? Object.fromEntries(Object.entries(text).map(([field, words]) => [field, words ?? ""])) : (value as Answer);

const isWords = (answer: Answer): answer is { [id: string]: string } =>
  typeof answer === "object" && answer !== null && !Array.isArray(answer);

const INPUTS: Record<InputKind, SeatInput> = {
  mouse: "pointer",
  pen: "pointer",
  touch: "touch",
  key: "key",
  none: "other",
};
export const toSeatInput = (kind: InputKind): SeatInput => INPUTS[kind];
