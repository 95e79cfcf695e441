// Certificates that others issue: what kinds and jobs there are, how long they hold, and who must hold one (安全生产法 27,
// 30).
import jobs from "#content/jobs/certificate-jobs.json";
import { CertificateJobs, type CertificateKind } from "#content/schema/certificate-job";
import type { Industry, Rule } from "#content/schema/rule";
import type { Bound, PostFacts } from "./requirement";
import { ruleFor, rulesFor, type RuleQuery } from "./rules";

export type ExternalJob = {
  kind: CertificateKind;
  kindTitle: string;
  group: string;
  job: string;
  title: string;
  ask: { job?: string | undefined; duty?: string | undefined; industry?: Industry | undefined };
};

const ALL: readonly ExternalJob[] = CertificateJobs.parse(jobs).kinds.flatMap(
  ({ code: kind, title: kindTitle, groups }) =>
    groups.flatMap(({ title: group, ask, jobs: listed }) =>
      listed.map(([job, title]): ExternalJob => ({
        kind,
        kindTitle,
        group,
        job,
        title: kind === "lead" ? `${group}（${title}）` : title,
        ask: { ...ask, ...(ask.duty && { industry: job.slice(job.indexOf(".") + 1) as Industry }) },
      })),
    ),
);
const BY_CODE = new Map(ALL.map((one) => [one.job, one]));

export const externalJobs = (): readonly ExternalJob[] => ALL;
export const externalJob = (code: string): ExternalJob | null => BY_CODE.get(code) ?? null;
export const jobTitle = (code: string): string => BY_CODE.get(code)?.title ?? code;

/** The job that a sheet names: by its number in the catalogue or by its title, with or without 作业. */
export function findExternalJob(said: string): ExternalJob | null {
  const plain = (text: string) =>
    text
      .normalize("NFKC")
      .replace(/[\s()、,，]/g, "")
      .replace(/作业$/, "");
  return BY_CODE.get(said.trim()) ?? ALL.find((one) => plain(one.title) === plain(said)) ?? null;
}

/** The rule row that held on the day a certificate's period began; null when none did. */
export function externalTerms(
  rules: readonly Rule[],
  job: ExternalJob,
  on: string,
): Bound<"external-certificate"> | null {
  const rule = ruleFor(rules, "external-certificate", { on, ...job.ask });
  return rule && { value: rule.value, rule };
}

export type NeedRule = Rule<"certificate-needed">;

/** Every certificate that a post asks its holder for. */
export function certificatesNeeded(rules: readonly Rule[], post: PostFacts, on: string): NeedRule[] {
  const query: RuleQuery = { ...post, on };
  return rulesFor(rules, "certificate-needed", query);
}
