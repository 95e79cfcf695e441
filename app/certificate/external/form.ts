// The form by which a certificate is registered, corrected or renewed.
import { externalJobs } from "~/rules/certificate-jobs";

const text = (form: FormData, key: string, most: number): string => {
  const value = form.get(key);
  return typeof value === "string" ? value.trim().slice(0, most) : "";
};

export type PeriodForm = { validFrom: string; printedUntil: string; reviewedOn: string; long: boolean; issuer: string };

/** The names of the fields that these forms have. */
export const PERIOD_FIELDS = ["validFrom", "printedUntil", "reviewedOn", "long", "issuer"] as const;
export const ENTRY_FIELDS = ["job", "number", ...PERIOD_FIELDS] as const;

export const readPeriod = (form: FormData): PeriodForm => ({
  validFrom: text(form, "validFrom", 10),
  printedUntil: text(form, "printedUntil", 10),
  reviewedOn: text(form, "reviewedOn", 10),
  long: form.get("long") === "1",
  issuer: text(form, "issuer", 61),
});

/** An entry; an empty number of a 特种作业操作证 stands for T and the holder's ID number, which the server knows. */
export const readEntryForm = (form: FormData): PeriodForm & { job: string; number: string } => ({
  ...readPeriod(form),
  job: text(form, "job", 40),
  number: text(form, "number", 64),
});

export const jobOptions = (): { value: string; label: string }[] =>
  externalJobs().map(({ job, kindTitle, group, title, kind }) => ({
    value: job,
    label: kind === "lead" ? `${kindTitle}：${title}` : `${kindTitle}：${group} ${job} ${title}`,
  }));
