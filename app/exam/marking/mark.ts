// Marks one sitting from the fold of its journal and the paper's key. The same events, paper and marking rule give the
// same result, so regrading is replaying (law L3). Marks are hundredths; an item's mark is rounded to a hundredth.

import type { Question } from "#content/schema/question";
import { parseAnswer, type Answer } from "~/question/answer";
import { scoreAnswer, type Marking } from "~/question/score";

export interface KeyedItem {
  versionId: string;
  question: Question;
  mark: number;
}
/** What the journal kept for an item: the answer's value, or its texts in the clear. */
export interface GivenAnswer {
  value: unknown;
  text?: Readonly<Record<string, string>>;
}

export interface ItemMark {
  versionId: string;
  point: string;
  subject: string;
  mark: number;
  got: number;
  fraction: number;
  answered: boolean;
}
export interface PointMark {
  point: string;
  got: number;
  of: number;
}
export interface SittingMark {
  items: ItemMark[];
  score: number;
  of: number;
  points: PointMark[];
}

export function markSitting(
  items: readonly KeyedItem[],
  given: ReadonlyMap<number, GivenAnswer>,
  marking: Marking,
): SittingMark {
  const marks = items.map((item, n) => markItem(item, given.get(n), marking));
  return { items: marks, score: sum(marks, "got"), of: sum(marks, "mark"), points: byPoint(marks) };
}

function markItem(
  { versionId, question, mark }: KeyedItem,
  given: GivenAnswer | undefined,
  marking: Marking,
): ItemMark {
  const answer = answerOf(question, given);
  const { fraction } = scoreAnswer(question, answer, marking);
  return {
    versionId,
    point: question.point,
    subject: question.subject,
    mark,
    got: Math.round(mark * fraction),
    fraction,
    answered: answer !== null,
  };
}

/** What cannot be an answer to this question counts as none given. */
function answerOf(question: Question, given: GivenAnswer | undefined): Answer {
  if (!given) return null;
  const parsed = parseAnswer(question, given.text ? { ...given.text } : given.value);
  return parsed.ok ? parsed.answer : null;
}

const sum = (marks: readonly ItemMark[], field: "got" | "mark"): number =>
  marks.reduce((total, mark) => total + mark[field], 0);

function byPoint(marks: readonly ItemMark[]): PointMark[] {
  const points = new Map<string, PointMark>();
  for (const { point, got, mark } of marks) {
    const known = points.get(point) ?? { point, got: 0, of: 0 };
    points.set(point, { point, got: known.got + got, of: known.of + mark });
  }
  return [...points.values()];
}

/** A pass is decided on the exact hundredths: 79.99 is below 80. */
export const hasPassed = (score: number, passMark: number): boolean => score >= passMark * 100;
