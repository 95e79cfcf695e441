// 考培分离 (law L2), decided from filed facts alone. Who taught or managed a candidate in the subject, or belongs to the
// provider that trained them, within the window that a rule row sets, is refused a duty in that candidate's exam, with
// the fact that refuses. What nobody filed is `unproven`: it neither refuses nor clears, and says so.
// 安监总培训〔2013〕104号 2–3 (考教分离); 湖南考试点建设要求.

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
export interface CandidateFacts {
  personId: string;
  organisationId: string | null;
  training: readonly TrainingFact[];
}
export interface DutyPerson {
  /** null: the account has no person behind it, so nothing can be asked about it. */
  personId: string | null;
  organisationId: string | null;
  /** Organisations over whose people this person holds an authority role now. */
  authorityOver: readonly string[];
}
export interface SeparationFacts {
  duty: DutyKind;
  person: DutyPerson;
  candidates: readonly CandidateFacts[];
  now: Date;
  /** From the rule row: how many years back counts, and which duties are bound. */
  years: number;
  boundDuties: readonly string[];
}

export type RefusingFact =
  | { kind: "self"; candidate: string }
  | { kind: "taught"; candidate: string; rowId: string; rowKind: string; on: string }
  | { kind: "managed"; candidate: string; rowId: string | null; organisationId: string | null; on: string }
  | { kind: "provider"; candidate: string; rowId: string; organisationId: string; on: string };
export type MissingFact =
  | { kind: "person-unknown" }
  | { kind: "no-training-filed"; candidate: string }
  | { kind: "teacher-unfiled"; candidate: string; rowId: string };

export interface SeparationVerdict {
  outcome: "clear" | "refused" | "unproven";
  refusing: RefusingFact[];
  missing: MissingFact[];
  candidates: number;
  /** False: no rule row binds this duty; only that nobody serves at their own exam was looked at. */
  bound: boolean;
}

export function separation(facts: SeparationFacts): SeparationVerdict {
  const { duty, person, candidates } = facts;
  const own = candidates
    .filter((one) => one.personId === person.personId)
    .map((one): RefusingFact => ({ kind: "self", candidate: one.personId }));
  // an inspector changes nothing, and is bound only where a rule row says so
  const bound = facts.boundDuties.includes(duty);
  if (!bound) return { ...verdict(own, [], candidates.length), bound };
  if (person.personId === null) return verdict([], [{ kind: "person-unknown" }], candidates.length);
  const since = yearsBefore(facts.now, facts.years);
  const refusing = candidates.flatMap((candidate) => refusingOf(candidate, person, { since, now: facts.now }));
  const missing = candidates.flatMap((candidate) => missingOf(candidate, since));
  return verdict([...own, ...refusing], missing, candidates.length);
}

function verdict(refusing: RefusingFact[], missing: MissingFact[], candidates: number): SeparationVerdict {
  const outcome = refusing.length ? "refused" : missing.length ? "unproven" : "clear";
  return { outcome, refusing, missing, candidates, bound: true };
}

export function yearsBefore(now: Date, years: number): Date {
  const since = new Date(now);
  since.setUTCMonth(since.getUTCMonth() - Math.round(years * 12));
  return since;
}

const day = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

function refusingOf(
  candidate: CandidateFacts,
  person: DutyPerson,
  { since, now }: { since: Date; now: Date },
): RefusingFact[] {
  const id = person.personId;
  if (id === null || candidate.personId === id) return [];
  const found: RefusingFact[] = [];
  if (candidate.organisationId && person.authorityOver.includes(candidate.organisationId)) {
    found.push({
      kind: "managed",
      candidate: candidate.personId,
      rowId: null,
      organisationId: candidate.organisationId,
      on: day(now),
    });
  }
  for (const row of candidate.training) {
    if (row.to < since) continue;
    const base = { candidate: candidate.personId, rowId: row.rowId, on: day(row.to) };
    if (row.taughtBy.includes(id)) found.push({ kind: "taught", rowKind: row.kind, ...base });
    if (row.managedBy.includes(id)) found.push({ kind: "managed", organisationId: null, ...base });
    if (row.provider && row.provider === person.organisationId)
      found.push({ kind: "provider", organisationId: row.provider, ...base });
  }
  return found;
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
