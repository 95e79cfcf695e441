// Which posts an organisation must have, whoever holds them: the union of all rows that fit it.
// Where two rows name the same duty, the more specific one gives its title and number.
import type { Industry, OrganisationKind, Rule, RuleValue } from "#content/schema/rule";
import { rulesFor } from "./rules";

export type OrganisationFacts = {
  kind: OrganisationKind;
  region: string;
  industry?: Industry | undefined;
  headcount?: number | undefined;
};
export type NeededDuty = RuleValue<"duties-needed">["duties"][number] & { rule: Rule<"duties-needed"> };

export function dutiesNeeded(rows: readonly Rule[], organisation: OrganisationFacts, on: string): NeededDuty[] {
  const { kind, ...facts } = organisation;
  const found = new Map<string, NeededDuty>();
  for (const rule of rulesFor(rows, "duties-needed", { ...facts, organisation: kind, on })) {
    for (const need of rule.value.duties) if (!found.has(need.duty)) found.set(need.duty, { ...need, rule });
  }
  return [...found.values()];
}

/** Each duty that any row names, for pages that let a person choose one. */
export function dutyDictionary(
  rows: readonly Rule[],
  on: string,
): { duty: string; title: string; dutyClass: NeededDuty["dutyClass"] }[] {
  const found = new Map<string, { duty: string; title: string; dutyClass: NeededDuty["dutyClass"] }>();
  for (const row of rows) {
    if (row.kind !== "duties-needed" || row.from > on || (row.until !== null && row.until <= on)) continue;
    for (const { duty, title, dutyClass } of row.value.duties)
      if (!found.has(duty)) found.set(duty, { duty, title, dutyClass });
  }
  return [...found.values()];
}
