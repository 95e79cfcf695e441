// The colour scale of a share (四色 by default), and how long things are kept. Both are rule rows.
import type { Rule, RuleValue } from "#content/schema/rule";
import { requireRule, rulesFor, type RuleQuery } from "./rules";

export type CoverageLevel = {
  code: string;
  word: string;
  /** 1 is the worst; the tokens level-1 … level-5 follow it */ rank: number;
};

/** share: 0…1, null where nothing is due (then there is no level). */
export function coverageLevel(levels: RuleValue<"coverage-levels">, share: number | null): CoverageLevel | null {
  if (share === null) return null;
  const sorted = [...levels.levels].sort((a, b) => a.fromPercent - b.fromPercent);
  const rank = sorted.filter((level) => share * 100 >= level.fromPercent).length;
  const level = sorted[Math.max(rank, 1) - 1];
  return level ? { code: level.code, word: level.word, rank: Math.max(rank, 1) } : null;
}

export function coverageLevels(rows: readonly Rule[], query: RuleQuery): RuleValue<"coverage-levels"> {
  return requireRule(rows, "coverage-levels", query).value;
}

export type Kept = RuleValue<"retention">["what"];

/** Days for which something is kept at least; throws where no row says. */
export function retentionDays(rows: readonly Rule[], what: Kept, query: RuleQuery): number {
  const rule = rulesFor(rows, "retention", query).find((row) => row.value.what === what);
  if (!rule) throw new Error(`No rule says how long ${what} is kept`);
  return rule.value.days;
}
