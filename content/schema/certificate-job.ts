// The certificates that others issue and that we keep account of: which kinds there are, for which jobs.
import { z } from "zod";

export const CertificateKind = z.enum(["special-operation", "lead"]);
export type CertificateKind = z.infer<typeof CertificateKind>;
export const JobCode = z.string().regex(/^(\d{1,2}\.\d{1,2}|(principal|manager)\.[a-z-]+)$/);

const Group = z.strictObject({
  code: z.string().min(1),
  title: z.string().min(2),
  /** What picks the rule row that says how long these certificates hold. */
  ask: z.strictObject({ job: z.string().min(2).optional(), duty: z.string().min(2).optional() }),
  jobs: z.array(z.tuple([JobCode, z.string().min(2)])).min(1),
});
export const CertificateJobs = z.strictObject({
  note: z.string().min(2),
  kinds: z
    .array(z.strictObject({ code: CertificateKind, title: z.string().min(2), groups: z.array(Group).min(1) }))
    .min(1),
});
export type CertificateJobs = z.infer<typeof CertificateJobs>;
