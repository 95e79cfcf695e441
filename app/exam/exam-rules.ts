// The rule rows that an exam is planned by, looked up once and kept with the exam (law L4: no such number stands in
// code; L5: a later row changes no exam that was planned before). Each value comes with the row that set it.

import type { Rule, RuleKind, RuleValue } from "#content/schema/rule";
import type { SubjectCode } from "#content/schema/subject";
import { requireRule, rulesFor } from "~/rules/rules";

export interface RuleOf<K extends RuleKind> {
  id: string;
  source: string;
  clause: string;
  value: RuleValue<K>;
}
export interface ExamRules {
  exam: RuleOf<"exam">;
  bankSize: RuleOf<"bank-size">;
  marking: RuleOf<"marking">;
  examDay: RuleOf<"exam-day">;
  separation: RuleOf<"separation">;
}

const keep = <K extends RuleKind>(rule: Rule<K>): RuleOf<K> => ({
  id: rule.id,
  source: rule.source,
  clause: rule.clause,
  value: rule.value as RuleValue<K>,
});

/** Throws when a rule is missing. `on`: the exam's day; `region`: the centre's district. */
export function examRules(
  rows: readonly Rule[],
  { subject, on, region }: { subject: SubjectCode; on: string; region: string },
): ExamRules {
  const query = { subject, on, region };
  return {
    exam: keep(examRule(rows, query)),
    bankSize: keep(requireRule(rows, "bank-size", query)),
    marking: keep(requireRule(rows, "marking", query)),
    examDay: keep(requireRule(rows, "exam-day", query)),
    separation: keep(requireRule(rows, "separation", query)),
  };
}

/** The subject's exam row, whichever duty it is demanded of. */
function examRule(
  rows: readonly Rule[],
  { subject, on, region }: { subject: SubjectCode; on: string; region: string },
): Rule<"exam"> {
  const duties = [undefined, ...new Set(rows.flatMap((row) => (row.kind === "exam" ? (row.where.duty ?? []) : [])))];
  for (const duty of duties) {
    const found = rulesFor(rows, "exam", { on, region, subject, duty }).find((row) => row.value.subject === subject);
    if (found) return found;
  }
  throw new Error(`No rule of kind exam holds for ${subject} on ${on}`);
}

/** Subjects for which an exam can be planned on a day. */
export const examSubjects = (rows: readonly Rule[], on: string): SubjectCode[] => [
  ...new Set(
    rows.flatMap((row) =>
      row.kind === "exam" && row.from <= on && (row.until === null || on < row.until) ? [row.value.subject] : [],
    ),
  ),
];

/** The cells that the rule row proposes, as a blueprint's: marks in hundredths, no point, no difficulty. */
export const proposedCells = (rows: readonly Rule[], subject: SubjectCode, on: string) =>
  requireRule(rows, "blueprint", { subject, on }).value.cells.map(({ mark, ...cell }) => ({
    ...cell,
    point: null,
    difficulty: null,
    mark: Math.round(mark * 100),
  }));
