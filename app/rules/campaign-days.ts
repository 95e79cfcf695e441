// Which public campaign is on, by the rule row `campaign-days` that binds here (the same days every year,
// Asia/Shanghai, last day included). Of several the shortest stands first: 全国消防日 before 消防宣传月. A span may run over the
// new year.
import type { Rule } from "#content/schema/rule";
import { daysBetween } from "./due";
import { ruleFor } from "./rules";

export type Campaign = { title: string; line: string; dangers: readonly string[]; first: string; last: string };

/** Campaigns on that day, the shortest first, with the days of this year's run. */
export function campaignsOn(rows: readonly Rule[], day: string, region?: string): Campaign[] {
  return runs(rows, day, region)
    .filter((run) => run.first <= day && day <= run.last)
    .sort((a, b) => lengthOf(a) - lengthOf(b) || (a.title < b.title ? -1 : 1));
}

/** The campaign that begins next after that day, within a year. */
export function nextCampaign(rows: readonly Rule[], day: string, region?: string): Campaign | null {
  const later = runs(rows, day, region).filter((run) => run.first > day);
  return (
    later.sort((a, b) => (a.first === b.first ? lengthOf(a) - lengthOf(b) : a.first < b.first ? -1 : 1))[0] ?? null
  );
}

/** Each campaign's runs that may touch the year around the day. */
function runs(rows: readonly Rule[], day: string, region?: string): Campaign[] {
  const year = Number(day.slice(0, 4));
  const campaigns = ruleFor(rows, "campaign-days", { on: day, region })?.value.campaigns ?? [];
  return campaigns.flatMap(({ title, line, dangers, first, last }) =>
    [year - 1, year, year + 1].map((from) => ({
      title,
      line,
      dangers,
      first: `${from}-${first}`,
      last: `${last < first ? from + 1 : from}-${last}`,
    })),
  );
}

function lengthOf(run: Campaign): number {
  return daysBetween(run.first, run.last);
}
