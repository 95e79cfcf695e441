// 考培分离 (law L2), decided from filed facts alone, of people and not of rows. Who taught or managed a candidate in the
// subject, belongs or belonged to the provider that trained them, wrote or reviewed the subject's live items, shares the
// candidate's organisation or declared a tie, within the windows that a rule row sets, is refused a duty in that
// candidate's exam, with the fact that refuses. What nobody filed is `unproven`: it neither refuses nor clears, and says so;
// neither does a holder whom no ID number names. 安监总培训〔2013〕104号 2–3 (考教分离); 湖南考试点建设要求.

import type { RuleValue } from "#content/schema/rule";

export const DUTY_KINDS = ["set", "review", "open", "invigilate", "assess", "inspect", "release"] as const;
export type DutyKind = (typeof DUTY_KINDS)[number];

/** A row of the learning record that says who trained the candidate in the subject. */
export interface TrainingFact {
  rowId: string;
  kind: string;
  to: Date;
  provider: string;
  taughtBy: readonly string[];
  managedBy: readonly string[];
  /** Study, measured by the server, of a course version that came with the product: nobody here wrote or taught it. */
  shipped?: boolean;
}
/** A time in an organisation; `to` null: until now. */
export interface Span {
  organisationId: string;
  from: Date;
  to: Date | null;
}
export interface CandidateFacts {
  personId: string;
  /** Every registration of the candidate; without it the one above alone. */
  personIds?: readonly string[];
  homes: readonly Span[];
  training: readonly TrainingFact[];
}
/** An item of the subject that is live (or was, when the exam was planned), and what the person had to do with it. */
export interface ItemFact {
  versionId: string;
  code: string;
  subject: string;
  as: "author" | "reviewer";
  on: string;
}
export const RELATIONS = ["kin", "interest", "other"] as const;
export type Relation = (typeof RELATIONS)[number];
export interface TieFact {
  tieId: string;
  relation: Relation;
  target: { personIds: readonly string[] } | { organisationId: string };
  on: string;
}
/** Who is called like the person on duty: a teacher or manager in a candidate's rows. */
export interface Namesake {
  personId: string;
  /** Whether an ID number shows that they are another. */
  bound: boolean;
}
export interface DutyPerson {
  /** null: the account has no person behind it, so nothing can be asked about it. */
  personId: string | null;
  /** Every registration of the person; without it the one above alone. */
  personIds?: readonly string[];
  /** An ID number says who it is. */
  bound: boolean;
  homes: readonly Span[];
  /** Organisations over whose people this person holds or held an authority role. */
  authority: readonly Span[];
  items: readonly ItemFact[];
  ties: readonly TieFact[];
  namesakes: readonly Namesake[];
}
export interface SeparationFacts {
  duty: DutyKind;
  person: DutyPerson;
  candidates: readonly CandidateFacts[];
  now: Date;
  rule: RuleValue<"separation">;
}

export type RefusingFact =
  | { kind: "self"; candidate: string }
  | { kind: "taught"; candidate: string; rowId: string; rowKind: string; on: string }
  | {
      kind: "managed";
      candidate: string;
      rowId: string | null;
      organisationId: string | null;
      on: string;
      until?: string;
    }
  | { kind: "provider"; candidate: string; rowId: string; organisationId: string; on: string; until?: string }
  | { kind: "item"; code: string; subject: string; as: ItemFact["as"]; on: string; versionId: string }
  | { kind: "colleague"; candidate: string; organisationId: string; until?: string }
  | { kind: "tie"; candidate: string; relation: Relation; organisationId: string | null; on: string; tieId: string };
export type MissingFact =
  | { kind: "person-unknown" }
  | { kind: "identity-unbound" }
  | { kind: "no-training-filed"; candidate: string }
  | { kind: "teacher-unfiled"; candidate: string; rowId: string }
  | { kind: "namesake"; candidate: string; personId: string; rowId: string };
/** Shown for a look, and no reason of a verdict: another ID number says that it is another person. */
export interface LookFact {
  candidate: string;
  personId: string;
  rowId: string;
}

export interface SeparationVerdict {
  outcome: "clear" | "refused" | "unproven";
  refusing: RefusingFact[];
  missing: MissingFact[];
  looks: LookFact[];
  candidates: number;
  /** False: no rule row binds this duty; only that nobody serves at their own exam was looked at. */
  bound: boolean;
  /** How many persons must let an unproven duty stand. */
  overridesNeeded: 1 | 2;
}

export function separation(facts: SeparationFacts): SeparationVerdict {
  const { duty, person, candidates, rule, now } = facts;
  const ids = idsOf(person);
  const own = candidates
    .filter((one) => idsOf(one).some((id) => ids.includes(id)))
    .map((one): RefusingFact => ({ kind: "self", candidate: one.personId }));
  const identity: MissingFact[] =
    ids.length === 0 ? [{ kind: "person-unknown" }] : person.bound ? [] : [{ kind: "identity-unbound" }];
  // an inspector changes nothing, and is bound only where a rule row says so
  const bound = (rule.duties as readonly string[]).includes(duty);
  const refusing = [
    ...own,
    ...itemsRefusing(facts),
    ...candidates.flatMap((candidate) => {
      if (idsOf(candidate).some((id) => ids.includes(id))) return [];
      return [
        ...(bound ? trainingRefusing(candidate, person, { since: yearsBefore(now, rule.years), now }) : []),
        ...colleagueRefusing(candidate, facts),
        ...tiesRefusing(candidate, facts),
      ];
    }),
  ];
  const since = yearsBefore(now, rule.years);
  const named = bound ? candidates.flatMap((candidate) => namedAlike(candidate, person, since)) : [];
  const missing = [
    ...identity,
    ...(bound ? candidates.flatMap((candidate) => missingOf(candidate, since)) : []),
    ...named.filter(({ proven }) => !proven).map(({ look }): MissingFact => ({ kind: "namesake", ...look })),
  ];
  return {
    outcome: refusing.length ? "refused" : missing.length ? "unproven" : "clear",
    refusing,
    missing,
    looks: named.filter(({ proven }) => proven).map(({ look }) => look),
    candidates: candidates.length,
    bound,
    overridesNeeded: identity.length > 0 ? 2 : 1,
  };
}

const idsOf = (one: { personId: string | null; personIds?: readonly string[] }): readonly string[] =>
  one.personIds?.length ? one.personIds : one.personId ? [one.personId] : [];

export function yearsBefore(now: Date, years: number): Date {
  const since = new Date(now);
  since.setUTCMonth(since.getUTCMonth() - Math.round(years * 12));
  return since;
}

const day = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/** Whether a time reaches into the window; what ended before it does not count, nor what has not begun. */
const reaches = ({ from, to }: Span, { since, now }: { since: Date; now: Date }): boolean =>
  from <= now && (to === null || to >= since);
const overlap = (a: Span, b: Span): boolean =>
  a.organisationId === b.organisationId && (b.to === null || a.from < b.to) && (a.to === null || b.from < a.to);
/** The last day of what is over. */
const until = (...spans: Span[]): { until?: string } => {
  const ends = spans.flatMap(({ to }) => (to ? [to.getTime()] : []));
  return ends.length ? { until: day(new Date(Math.min(...ends))) } : {};
};

function trainingRefusing(
  candidate: CandidateFacts,
  person: DutyPerson,
  window: { since: Date; now: Date },
): RefusingFact[] {
  const ids = idsOf(person);
  const found: RefusingFact[] = [];
  for (const over of person.authority.filter((one) => reaches(one, window))) {
    const there = candidate.homes.find((home) => reaches(home, window) && overlap(home, over));
    if (!there) continue;
    const { organisationId } = over;
    const base = { candidate: candidate.personId, organisationId, on: day(window.now) };
    found.push({ kind: "managed", rowId: null, ...base, ...until(over, there) });
  }
  for (const row of candidate.training) {
    if (row.to < window.since) continue;
    const base = { candidate: candidate.personId, rowId: row.rowId, on: day(row.to) };
    if (row.taughtBy.some((id) => ids.includes(id))) found.push({ kind: "taught", rowKind: row.kind, ...base });
    if (row.managedBy.some((id) => ids.includes(id))) found.push({ kind: "managed", organisationId: null, ...base });
    const home = person.homes.find((one) => one.organisationId === row.provider && reaches(one, window));
    if (home) found.push({ kind: "provider", organisationId: row.provider, ...base, ...until(home) });
  }
  return found;
}

function itemsRefusing({ duty, person, rule }: SeparationFacts): RefusingFact[] {
  if (!(rule.items as readonly string[] | undefined)?.includes(duty)) return [];
  return person.items.map((item) => ({ kind: "item", ...item }));
}

function colleagueRefusing(candidate: CandidateFacts, { duty, person, rule, now }: SeparationFacts): RefusingFact[] {
  for (const { duties, years } of rule.colleagues ?? []) {
    if (!(duties as readonly string[]).includes(duty)) continue;
    const window = { since: yearsBefore(now, years), now };
    const near = (spans: readonly Span[]) => spans.filter((one) => reaches(one, window));
    for (const home of near(person.homes)) {
      const there = near(candidate.homes).find((one) => overlap(one, home));
      if (!there) continue;
      const { organisationId } = home;
      return [{ kind: "colleague", candidate: candidate.personId, organisationId, ...until(home, there) }];
    }
  }
  return [];
}

function tiesRefusing(candidate: CandidateFacts, { duty, person, rule, now }: SeparationFacts): RefusingFact[] {
  if (!(rule.ties as readonly string[] | undefined)?.includes(duty)) return [];
  const window = { since: yearsBefore(now, rule.years), now };
  return person.ties.flatMap(({ target, tieId, relation, on }): RefusingFact[] => {
    const base = { kind: "tie" as const, candidate: candidate.personId, tieId, relation, on };
    if ("personIds" in target)
      return target.personIds.some((id) => idsOf(candidate).includes(id)) ? [{ ...base, organisationId: null }] : [];
    const there = candidate.homes.some(
      (home) => home.organisationId === target.organisationId && reaches(home, window),
    );
    return there ? [{ ...base, organisationId: target.organisationId }] : [];
  });
}

/** Teachers and managers of the candidate who are called like the person on duty and stand under another registration. */
function namedAlike(candidate: CandidateFacts, person: DutyPerson, since: Date): { proven: boolean; look: LookFact }[] {
  const ids = idsOf(person);
  const alike = new Map(
    person.namesakes.filter((one) => !ids.includes(one.personId)).map((one) => [one.personId, one]),
  );
  const found = new Map<string, { proven: boolean; look: LookFact }>();
  for (const row of candidate.training) {
    if (row.to < since) continue;
    for (const id of [...row.taughtBy, ...row.managedBy]) {
      const one = alike.get(id);
      if (!one) continue;
      const look = { candidate: candidate.personId, personId: id, rowId: row.rowId };
      found.set(id, { proven: one.bound && person.bound, look });
    }
  }
  return [...found.values()];
}

/**
 * A candidate nobody filed as trained, or taught by nobody named, proves nothing. Rows outside the window don't matter.
 */
function missingOf(candidate: CandidateFacts, since: Date): MissingFact[] {
  if (candidate.training.length === 0) return [{ kind: "no-training-filed", candidate: candidate.personId }];
  return candidate.training
    .filter((row) => row.to >= since && row.taughtBy.length === 0 && !row.shipped)
    .slice(0, 1)
    .map((row): MissingFact => ({ kind: "teacher-unfiled", candidate: candidate.personId, rowId: row.rowId }));
}
