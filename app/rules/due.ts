// Until which day a post's training is due. Days are calendar days in Asia/Shanghai as YYYY-MM-DD; the due day itself
// is still in time.
import type { RuleValue } from "#content/schema/rule";

type Due = RuleValue<"due">;

/** since: first day in the post · lastDone: day of the last completed training for it. Null: nothing further is due. */
export function dueDay(due: Due, { since, lastDone }: { since: string; lastDone: string | null }): string | null {
  if (lastDone === null) return due.initialDays === null ? since : addDays(since, due.initialDays);
  switch (due.again.type) {
    case "never":
      return null;
    case "every-months":
      return addMonths(lastDone, due.again.months);
    case "yearly-before": {
      const fresh = addMonths(lastDone, due.again.freshMonths);
      const sameYear = `${fresh.slice(0, 4)}-${due.again.monthDay}`;
      return sameYear >= fresh ? sameYear : `${Number(fresh.slice(0, 4)) + 1}-${due.again.monthDay}`;
    }
  }
}

/** Whole days from one day to another, negative when it has passed. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

export function addDays(day: string, days: number): string {
  return toDay(new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000));
}

/** The same day of a later month, or that month's last day where it is shorter. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return toDay(new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))));
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
