// The versions of one rule through time, and what each changed. A rule is followed by a row of the same kind for the
// same people: a change is a new dated row, the old one stays.
import { canonicalJson } from "~/platform/canonical";
import type { Rule } from "#content/schema/rule";
import { certaintyWords } from "./rules";
import { ruleSentence } from "./words";

export interface Change {
  what: string;
  before: string;
  after: string;
}
/** `changes` against the version before it; empty for the first. */
export interface RuleVersion {
  rule: Rule;
  changes: Change[];
}

const lineOf = (rule: Rule): string => `${rule.kind} ${canonicalJson(rule.where)}${subjectOf(rule)}`;

/**
 * One place may have rules for several things of one kind (what is kept how long, which campaign): each is a line of
 * its own.
 */
function subjectOf(rule: Rule): string {
  if (rule.kind === "retention") return ` ${rule.value.what}`;
  if (rule.kind === "campaign-target") return ` ${rule.value.campaign}`;
  return "";
}

/** All versions of the rule with this id, the newest first; null when no row has it. */
export function ruleHistory(rows: readonly Rule[], id: string): RuleVersion[] | null {
  const asked = rows.find((row) => row.id === id);
  if (!asked) return null;
  const line = rows
    .filter((row) => lineOf(row) === lineOf(asked))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.id < b.id ? -1 : 1));
  return line.map((rule, at) => ({ rule, changes: at === 0 ? [] : changesBetween(line[at - 1]!, rule) })).reverse();
}

/** How many versions each row's line has, by id. */
export function versionCounts(rows: readonly Rule[]): Map<string, number> {
  const lines = new Map<string, number>();
  for (const row of rows) lines.set(lineOf(row), (lines.get(lineOf(row)) ?? 0) + 1);
  return new Map(rows.map((row) => [row.id, lines.get(lineOf(row))!]));
}

function changesBetween(before: Rule, after: Rule): Change[] {
  const pairs: [string, string, string][] = [
    ["内容", ruleSentence(before), ruleSentence(after)],
    ["出处", before.source, after.source],
    ["条款", before.clause, after.clause],
    ["把握", certaintyWords[before.certainty], certaintyWords[after.certainty]],
    ["说明", before.note ?? "没有", after.note ?? "没有"],
  ];
  const told = pairs
    .filter(([, one, other]) => one !== other)
    .map(([what, one, other]) => ({ what, before: one, after: other }));
  const gap =
    before.until === null
      ? `从 ${after.from} 起由新的一版接替`
      : before.until < after.from
        ? `${before.until} 至 ${after.from} 之间没有规则`
        : null;
  return gap
    ? [...told, { what: "衔接", before: before.until === null ? "长期" : `${before.until} 止`, after: gap }]
    : told;
}
