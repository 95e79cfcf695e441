// What a rule row says and nothing goes by yet: the number is registered, dated and shown, and the page that shows it
// says so (law L11). tests/house/rule-readers.test.ts holds the list to the code: a field that gets its first reader
// must leave it, and a new field without one must come in.
import type { Rule, RuleKind } from "#content/schema/rule";

/** Kind → field → how it is called. A field that stands in another is written with a dot. */
export const NOT_APPLIED: Partial<Record<RuleKind, Record<string, string>>> = {
  resit: { times: "补考次数", passedPartMonths: "合格部分的保留" },
  "exam-day": { leaveAfterMinutes: "开考后多久可离场" },
  certificate: { reviewMonths: "复审", remindDays: "提前提醒" },
  "external-certificate": { "longReview.afterYears": "从业满几年可以延长复审" },
  absence: { months: "离岗多久", levels: "重新教育的级别" },
  "drill-cycle": { months: "演练周期" },
};

const WHOLE: ReadonlySet<RuleKind> = new Set(["resit", "absence", "drill-cycle"]);

/** What of the row is not gone by yet, for whoever reads the row; null where all of it is. */
export function notAppliedSentence(rule: Rule): string | null {
  const fields = Object.entries(NOT_APPLIED[rule.kind] ?? {}).filter(([path]) => isGiven(rule.value, path));
  if (fields.length === 0) return null;
  if (WHOLE.has(rule.kind)) return "这一条目前只登记，系统还没有按它办事。";
  return `其中${fields.map(([, word]) => `“${word}”`).join("")}目前只登记，系统还没有按它办事。`;
}

/** Whether the row sets the field at all: no review, no reminder asks for nothing. */
function isGiven(value: unknown, path: string): boolean {
  let found = value;
  for (const name of path.split(".")) found = (found as Record<string, unknown> | null | undefined)?.[name];
  return found !== null && found !== undefined && !(Array.isArray(found) && found.length === 0);
}
