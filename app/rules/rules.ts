// Decides which dated rule row holds for whom and when (law L4). A row fits when all its filters fit and the day lies
// in [from, until). Of the fitting rows the most specific wins: first what is nearest to the work (duty or job,
// subject, industry, duty class, size and kind of organisation), then the nearer place, then the later `from`.
import type { Certainty } from "#content/schema/basis";
import type { DutyClass, EmploymentType, Industry, OrganisationKind, Rule, RuleKind } from "#content/schema/rule";
import type { SubjectCode } from "#content/schema/subject";

/** For whom and when. What is left out fits only rows that do not ask for it. */
export type RuleQuery = {
  /** calendar day, Asia/Shanghai */
  on: string;
  /** GB/T 2260 or township code */
  region?: string | undefined;
  organisation?: OrganisationKind | undefined;
  industry?: Industry | undefined;
  headcount?: number | undefined;
  dutyClass?: DutyClass | undefined;
  duty?: string | undefined;
  job?: string | undefined;
  employment?: EmploymentType | undefined;
  subject?: SubjectCode | undefined;
};

/** All rows of one kind that hold, the most specific first. */
export function rulesFor<K extends RuleKind>(rows: readonly Rule[], kind: K, query: RuleQuery): Rule<K>[] {
  const fitting = rows.filter((row) => row.kind === kind && holdsOn(row, query.on) && fits(row, query));
  return fitting.sort(moreSpecificFirst) as Rule<RuleKind>[] as Rule<K>[];
}

export function ruleFor<K extends RuleKind>(rows: readonly Rule[], kind: K, query: RuleQuery): Rule<K> | null {
  return rulesFor(rows, kind, query)[0] ?? null;
}

/**
 * For what cannot go on without a rule, on a day that the system made. Throws when no row holds. A day that people type
 * may lie before the first row: that asks `ruleFor`.
 */
export function requireRule<K extends RuleKind>(rows: readonly Rule[], kind: K, query: RuleQuery): Rule<K> {
  const rule = ruleFor(rows, kind, query);
  if (!rule) throw new Error(`No rule of kind ${kind} holds on ${query.on}`);
  return rule;
}

export const certaintyWords: Record<Certainty, string> = {
  confirmed: "依据原文",
  secondary: "转引，待核对原文",
  "own-default": "本平台默认，可由主管部门改定",
};

function holdsOn(row: Rule, day: string): boolean {
  return row.from <= day && (row.until === null || day < row.until);
}

function fits({ where }: Rule, query: RuleQuery): boolean {
  const among = <T>(list: readonly T[] | undefined, value: T | undefined) =>
    list === undefined || (value !== undefined && list.includes(value));
  return (
    (where.region === undefined || (query.region ?? "").startsWith(where.region)) &&
    among(where.organisation, query.organisation) &&
    among(where.industry, query.industry) &&
    among(where.dutyClass, query.dutyClass) &&
    among(where.duty, query.duty) &&
    among(where.job, query.job) &&
    among(where.employment, query.employment) &&
    among(where.subject, query.subject) &&
    (where.headcountAbove === undefined || (query.headcount !== undefined && query.headcount > where.headcountAbove)) &&
    (where.headcountUpTo === undefined || (query.headcount !== undefined && query.headcount <= where.headcountUpTo))
  );
}

/** Larger is more specific; compared from left to right. */
export function specificity({ where }: Rule): number[] {
  const given = (value: unknown) => (value === undefined ? 0 : 1);
  return [
    given(where.duty) + given(where.job),
    given(where.subject),
    given(where.industry),
    given(where.dutyClass),
    given(where.headcountAbove) + given(where.headcountUpTo),
    given(where.employment) + given(where.organisation),
    where.region?.length ?? 0,
  ];
}

function moreSpecificFirst(a: Rule, b: Rule): number {
  const [one, other] = [specificity(a), specificity(b)];
  for (const [at, value] of one.entries()) {
    const difference = (other[at] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  if (a.from !== b.from) return a.from < b.from ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
