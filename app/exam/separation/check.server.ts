import { placeOf, authorityOver } from "~/people/belonging.server";
import { organisationsById } from "~/people/directory.server";
import { personText } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import { canonicalJson } from "~/platform/canonical";
import { shippedAmong } from "~/platform/content-store.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { recordOfMany } from "~/record/query.server";
import type { RecordRow } from "~/record/row";
import type { ExamRules } from "../exam-rules";
import { separation, type CandidateFacts, type DutyKind, type SeparationVerdict } from "./separation";
import { verdictSentence, type Names } from "./sentences";

// Gathers the filed facts for a duty and asks the rule. Every question and its answer is kept with the exam; a refusal
// is logged too. Exam and training meet in the record alone: nothing here reads a class or a course.

export type Moment = "assign" | "seat" | "act" | "countersign";
export interface SeparationAsk {
  examId: string;
  subject: string;
  rules: ExamRules;
  duty: DutyKind;
  personId: string | null;
  candidateIds: readonly string[];
  moment: Moment;
  askedBy: string;
}

const TRAINING_KINDS = new Set(["hours", "class", "course", "lesson"]);

async function candidateFacts(db: Db, personIds: readonly string[], subject: string): Promise<CandidateFacts[]> {
  const rows = await recordOfMany(db, personIds, { subject });
  const places = await placeOf(db, personIds);
  const shipped = await shippedAmong(
    db,
    [...rows.values()]
      .flat()
      .filter(isUntaught)
      .map((row) => row.objectVersion),
  );
  return personIds.map((personId) => ({
    personId,
    organisationId: places.get(personId)?.organisationId ?? null,
    training: (rows.get(personId) ?? [])
      .filter(({ kind }) => TRAINING_KINDS.has(kind))
      .map((row) => ({
        rowId: row.id,
        kind: row.kind,
        to: row.to,
        provider: row.provider,
        taughtBy: row.taughtBy,
        managedBy: row.managedBy,
        shipped: isUntaught(row) && shipped.has(row.objectVersion),
      })),
  }));
}

/** Studied alone, by a course whose version names no author. */
const isUntaught = (row: RecordRow): boolean =>
  row.objectKind === "course" && row.proofClass === "server-measured" && row.taughtBy.length === 0;

/** The verdict, without keeping it. */
export async function weighSeparation(db: Db, now: Date, ask: SeparationAsk): Promise<SeparationVerdict> {
  const candidates = await candidateFacts(db, ask.candidateIds, ask.subject);
  const place = ask.personId ? (await placeOf(db, [ask.personId])).get(ask.personId) : undefined;
  const over = ask.personId ? await authorityOver(db, ask.personId, now) : [];
  return separation({
    duty: ask.duty,
    candidates,
    now,
    years: ask.rules.separation.value.years,
    boundDuties: ask.rules.separation.value.duties,
    person: {
      personId: place ? ask.personId : null,
      organisationId: place?.organisationId ?? null,
      authorityOver: over,
    },
  });
}

export interface SeparationAnswer {
  verdict: SeparationVerdict;
  sentence: string;
}

/** Asks, keeps the answer, and gives it in words; `requireSeparation` throws on a refusal. */
export async function askSeparation(db: Db, now: Date, ask: SeparationAsk): Promise<SeparationAnswer> {
  const verdict = await weighSeparation(db, now, ask);
  const shown = verdict.outcome === "refused" ? verdict.refusing : verdict.missing;
  await db.for("exam").separationCheck.create({
    data: {
      id: newId(now),
      examId: ask.examId,
      duty: ask.duty,
      personId: ask.personId ?? "",
      moment: ask.moment,
      outcome: verdict.outcome,
      facts: canonicalJson(shown.slice(0, 50)),
      candidates: verdict.candidates,
      askedBy: ask.askedBy,
      at: now,
    },
  });
  const sentence = verdictSentence(verdict, ask.duty, await whoIs(db, ask.personId), await namesFor(db, verdict));
  if (verdict.outcome === "refused") {
    await audit(db, now, {
      actorId: ask.askedBy,
      act: "separation.refuse",
      object: ask.examId,
      outcome: "refused",
      reason: verdict.refusing[0]!.kind,
      facts: { duty: ask.duty, person: ask.personId, moment: ask.moment, facts: verdict.refusing.length },
    });
  }
  return { verdict, sentence };
}

/** Like `askSeparation`; throws the refusing sentence. */
export async function requireSeparation(db: Db, now: Date, ask: SeparationAsk): Promise<SeparationAnswer> {
  const answer = await askSeparation(db, now, ask);
  if (answer.verdict.outcome === "refused")
    throw new DomainError("separation", answer.sentence, { exam: ask.examId, duty: ask.duty });
  return answer;
}

const whoIs = async (db: Db, personId: string | null): Promise<string> =>
  personId ? ((await personText(db, [personId])).get(personId)?.name ?? "此人") : "此账号";

/** Names of the persons and organisations that a verdict speaks of. */
export async function namesFor(
  db: Db,
  { refusing, missing }: Pick<SeparationVerdict, "refusing" | "missing">,
): Promise<Names> {
  const facts = [...refusing, ...missing];
  const persons = await personText(
    db,
    facts.flatMap((fact) => ("candidate" in fact ? [fact.candidate] : [])),
  );
  const organisations = await organisationsById(
    db,
    facts.flatMap((fact) => ("organisationId" in fact && fact.organisationId ? [fact.organisationId] : [])),
  );
  return {
    person: (id) => persons.get(id)?.name ?? "（已删除）",
    organisation: (id) => organisations.get(id)?.name ?? "该机构",
  };
}
