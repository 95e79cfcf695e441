// What is written down of a certificate that others issued, and what can be wrong with it.
import { isDay } from "~/platform/day";
import { addMonths, daysBetween } from "~/rules/due";
import { externalJob, externalTerms } from "~/rules/certificate-jobs";
import { loadRules } from "~/rules/load.server";
import type { Bound } from "~/rules/requirement";

export type Entry = {
  job: string;
  number: string;
  validFrom: string;
  printedUntil: string;
  reviewedOn: string;
  long: boolean;
  issuer: string;
};

export function termsFor(job: string, on: string): Bound<"external-certificate"> | null {
  const found = externalJob(job);
  return found && externalTerms(loadRules(), found, on);
}

/** The first fault by its field, number aside; null when sound. */
export function entryFault(
  { job, validFrom, printedUntil, reviewedOn, long, issuer }: Entry,
  today: string,
): { field: keyof Entry; reason: string } | null {
  if (!externalJob(job)) return { field: "job", reason: "选证书的类别和项目" };
  if (!isDay(validFrom)) return { field: "validFrom", reason: "有效期起要写成 2026-11-25 这样的日期" };
  if (validFrom > today) return { field: "validFrom", reason: "有效期起还没有到" };
  const terms = termsFor(job, validFrom);
  if (!terms) return { field: "validFrom", reason: "这一天还没有这类证书的规定，请核对日期" };
  const { validMonths, reviewMonths, longReview } = terms.value;
  const until = addMonths(validFrom, validMonths);
  if (printedUntil && (!isDay(printedUntil) || Math.abs(daysBetween(printedUntil, until)) > 1))
    return { field: "printedUntil", reason: `按 ${validMonths} 个月算应到 ${until}，证上的到期日对不上，请核对` };
  if (reviewedOn && reviewMonths === null) return { field: "reviewedOn", reason: "这类证书没有复审" };
  if (reviewedOn && (!isDay(reviewedOn) || reviewedOn < validFrom || reviewedOn > until || reviewedOn > today))
    return { field: "reviewedOn", reason: "复审日期要在有效期内，也不能在今天以后" };
  if (long && !longReview) return { field: "long", reason: "这类证书没有延长复审的规定" };
  return issuer.trim().length < 2 || issuer.length > 60
    ? { field: "issuer", reason: "写明发证机关，2 到 60 个字" }
    : null;
}
