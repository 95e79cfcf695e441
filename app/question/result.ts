// What is shown after a question of practice or of a lesson has been answered. Never built for a running exam.
import type { Basis } from "#content/schema/basis";
import type { Question } from "#content/schema/question";
import type { Answer } from "./answer";
import { scoreAnswer, type Marking } from "./score";

export type QuestionResult = { right: boolean; fraction: number; key: Answer; explanation: string; basis: Basis[] };

export function toResult(question: Question, answer: Answer, marking?: Marking): QuestionResult {
  const { right, fraction } = scoreAnswer(question, answer, marking);
  return { right, fraction, key: keyAnswer(question), explanation: question.explanation, basis: question.basis };
}

/** The key in the form of an answer. */
export function keyAnswer(question: Question): Answer {
  if (question.kind === "fill")
    return Object.fromEntries(question.blanks.map((blank) => [blank.id, blank.accept[0] ?? ""]));
  return Array.isArray(question.key) && question.kind !== "order" ? [...question.key].sort() : question.key;
}
