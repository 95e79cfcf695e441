// What a registry's answer about known advisories means. Pure: the answer of `npm audit --json`, the accepted ones and
// the day come in.
import { z } from "zod";

/** Severities that stop a release, where a package of the running product has them. */
const GRAVE = new Set(["high", "critical"]);

/** Advisories that were looked at and accepted: why, and until which day (inclusive). */
export const AcceptedAdvisories = z.array(
  z.strictObject({
    id: z.string().regex(/^(GHSA(-[0-9a-z]{4}){3}|npm:\d+)$/),
    package: z.string().min(1),
    reason: z.string().min(10),
    until: z.iso.date(),
  }),
);

/** Findings, one for each advisory and package; or the reason why the answer tells nothing. */
export function readAudit(text) {
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    return { reason: "没有可读的回答" };
  }
  if (!answer.vulnerabilities)
    return { reason: [answer.message ?? answer.error?.summary ?? answer.error?.code].find(Boolean) ?? "没有回答" };
  const found = new Map();
  for (const { via } of Object.values(answer.vulnerabilities)) {
    // A word is the name of another package of the answer, which tells its advisory itself.
    for (const one of via)
      if (typeof one !== "string") {
        const id = /GHSA(-[0-9a-z]{4}){3}/.exec(one.url ?? "")?.[0] ?? `npm:${one.source}`;
        found.set(`${id} ${one.name}`, {
          id,
          package: one.name,
          severity: one.severity,
          title: one.title,
          range: one.range,
        });
      }
  }
  return { findings: [...found.values()].sort((a, b) => (`${a.package} ${a.id}` < `${b.package} ${b.id}` ? -1 : 1)) };
}

/**
 * What must be mended now, what is accepted, what is too light to stop anything, and which acceptances are over or
 * answer nothing.
 */
export function judge(findings, accepted, today) {
  const fits = (one, by) => by.id === one.id && by.package === one.package;
  const grave = findings.filter((one) => GRAVE.has(one.severity));
  const held = (one) => accepted.some((by) => fits(one, by) && by.until >= today);
  return {
    refused: grave.filter((one) => !held(one)),
    accepted: grave.filter(held),
    light: findings.filter((one) => !GRAVE.has(one.severity)),
    over: accepted.filter((by) => by.until < today),
    idle: accepted.filter((by) => !findings.some((one) => fits(one, by))),
  };
}
