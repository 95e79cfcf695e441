// How a certificate that others issued stands on a day: valid, due for review, overdue, expired, or ended by its
// issuer. Source: 总局令30号 19–26, 30, 31; every number of days and months comes from the rule row. The named day itself
// is in time.
import type { Bound } from "~/rules/requirement";
import { addMonths, daysBetween } from "~/rules/due";

export type ExternalTerms = Bound<"external-certificate">["value"];
export type ExternalState = "valid" | "review-due" | "review-overdue" | "expired" | "revoked" | "cancelled";
export const EXTERNAL_STATES: Record<ExternalState, string> = {
  valid: "有效",
  "review-due": "待复审",
  "review-overdue": "复审逾期",
  expired: "已到期",
  revoked: "已撤销",
  cancelled: "已注销",
};
/** States in which its holder may work by it. */
export const HOLDS: readonly ExternalState[] = ["valid", "review-due"];

/** What is registered of one certificate. Days as YYYY-MM-DD. */
export type ExternalFacts = {
  /** first day of the present period (有效期起) */
  validFrom: string;
  /** last day as printed, where it differs by a day from the rule's; null: by the rule */
  printedUntil: string | null;
  /** day of the last review passed in this period */
  reviewedOn: string | null;
  /** reviewed every six years instead of three: ten years' work and the authority's consent (21) */
  long: boolean;
  ended: "revoked" | "cancelled" | null;
};

export type ExternalValidity = {
  state: ExternalState;
  reviewDue: string | null;
  expires: string;
  /** what comes next and by which day; null once it is over */
  next: { what: "review" | "renewal"; day: string; daysLeft: number } | null;
  /** the reminder reached, in days before; null before the first */
  reminder: number | null;
};

export function externalValidity(facts: ExternalFacts, terms: ExternalTerms, today: string): ExternalValidity {
  const expires = facts.printedUntil ?? addMonths(facts.validFrom, terms.validMonths);
  const reviewDue = reviewDay(facts, terms, expires);
  const reviewed = facts.reviewedOn !== null && facts.reviewedOn >= facts.validFrom;
  if (facts.ended) return { state: facts.ended, reviewDue, expires, next: null, reminder: null };
  if (today > expires) return { state: "expired", reviewDue, expires, next: null, reminder: null };
  const waits = reviewDue !== null && !reviewed;
  if (waits && today > reviewDue) return { state: "review-overdue", reviewDue, expires, next: null, reminder: null };
  const day = waits ? reviewDue : expires;
  const daysLeft = daysBetween(today, day);
  return {
    state: daysLeft <= terms.dueDays ? "review-due" : "valid",
    reviewDue,
    expires,
    next: { what: waits ? "review" : "renewal", day, daysLeft },
    reminder: [...terms.remindDays].sort((a, b) => a - b).find((days) => daysLeft <= days) ?? null,
  };
}

/** The day by which this period's review is due; null when the certificate ends before any. */
function reviewDay(
  { validFrom, long }: ExternalFacts,
  { reviewMonths, longReview }: ExternalTerms,
  expires: string,
): string | null {
  const months = long && longReview ? longReview.months : reviewMonths;
  if (months === null) return null;
  const day = addMonths(validFrom, months);
  return day < expires ? day : null;
}

export type ExternalEventKind =
  "entered" | "corrected" | "checked" | "refused" | "reviewed" | "renewed" | "revoked" | "cancelled";
export const EVENT_WORDS: Record<ExternalEventKind, string> = {
  entered: "登记",
  corrected: "更正",
  checked: "核对无误",
  refused: "核对不符",
  reviewed: "登记复审",
  renewed: "登记换证",
  revoked: "登记撤销",
  cancelled: "登记注销",
};

/** How a second person held the entry against the issuer's own. We never ask the national query ourselves. */
export const CHECK_WAYS = {
  "national-query": "在国家安全生产考试查询平台逐项看过",
  original: "看过证书原件",
  issuer: "向发证机关问过",
} as const;
export type CheckWay = keyof typeof CHECK_WAYS;
export const ENTRY_WAYS = { self: "本人登记", clerk: "经办人登记", sheet: "表格导入", seed: "演示数据" } as const;

/** Whether the entry as it stands was checked by a second person; null before anybody looked. */
export function checkedNow(events: readonly { kind: string }[]): boolean | null {
  let checked: boolean | null = null;
  for (const { kind } of events)
    checked =
      kind === "checked" ? true : kind === "refused" ? false : ["revoked", "cancelled"].includes(kind) ? checked : null;
  return checked;
}
