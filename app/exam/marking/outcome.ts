import { countsAsMarked } from "./ruling";

// What became of each candidate, in one word; every candidate has exactly one, so that the counts add up.

export const OUTCOMES = ["passed", "failed", "held", "void", "resit", "absent"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME: Record<Outcome, { words: string; state: "done" | "refused" | "late" | "waiting" | "none" }> = {
  passed: { words: "合格", state: "done" },
  failed: { words: "不合格", state: "refused" },
  held: { words: "成绩待核", state: "late" },
  void: { words: "成绩无效", state: "refused" },
  resit: { words: "本次不计，重考", state: "waiting" },
  absent: { words: "缺考", state: "none" },
};

export function outcomeOf(row: { attended: boolean; passed: boolean; standing: string }): Outcome {
  if (!countsAsMarked(row.standing)) return row.standing as Outcome;
  return !row.attended ? "absent" : row.passed ? "passed" : "failed";
}
export const parseOutcome = (value: string | null): Outcome | null => OUTCOMES.find((one) => one === value) ?? null;

export type OutcomeCounts = Record<Outcome, number>;
export function countOutcomes(rows: readonly { attended: boolean; passed: boolean; standing: string }[]) {
  const counts = Object.fromEntries(OUTCOMES.map((one) => [one, 0])) as OutcomeCounts;
  for (const row of rows) counts[outcomeOf(row)] += 1;
  return counts;
}
