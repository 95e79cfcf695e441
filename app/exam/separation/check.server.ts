import type { Holder } from "~/people/identity.server";
import { organisationsById } from "~/people/directory.server";
import { personText } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import { canonicalJson } from "~/platform/canonical";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import type { ExamRules } from "../exam-rules";
import { gatherFacts, type Facts } from "./facts.server";
import { separation, type DutyKind, type LookFact, type SeparationVerdict } from "./separation";
import { verdictSentence, type Names } from "./sentences";

// Gathers the filed facts for a duty and asks the rule. Every question and its answer is kept with the exam; a refusal
// is logged too.

export type Moment = "assign" | "accept" | "seat" | "act" | "countersign";
export interface SeparationAsk extends Holder {
  examId: string;
  subject: string;
  rules: ExamRules;
  duty: DutyKind;
  candidateIds: readonly string[];
  moment: Moment;
  askedBy: string;
}

/** The verdict, without keeping it. `facts`: gathered before, for many questions of one exam. */
export async function weighSeparation(
  db: Db,
  now: Date,
  ask: SeparationAsk,
  facts?: Facts,
): Promise<SeparationVerdict> {
  const holder = { accountId: ask.accountId, personId: ask.personId };
  const known = facts ?? (await gatherFacts(db, { ...ask, holders: [holder] }));
  return separation({
    duty: ask.duty,
    candidates: ask.candidateIds.flatMap((id) => known.candidates.get(id) ?? []),
    person: known.person(holder),
    now,
    rule: ask.rules.separation.value,
  });
}

export interface SeparationAnswer {
  verdict: SeparationVerdict;
  sentence: string;
}

/** Asks, keeps the answer, and gives it in words; `requireSeparation` throws on a refusal. */
export async function askSeparation(db: Db, now: Date, ask: SeparationAsk, facts?: Facts): Promise<SeparationAnswer> {
  const verdict = await weighSeparation(db, now, ask, facts);
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
  { refusing, missing, looks = [] }: Pick<SeparationVerdict, "refusing" | "missing"> & { looks?: LookFact[] },
): Promise<Names> {
  const facts = [...refusing, ...missing, ...looks];
  const persons = await personText(
    db,
    facts.flatMap((fact) => [
      ...("candidate" in fact ? [fact.candidate] : []),
      ...("personId" in fact ? [fact.personId] : []),
    ]),
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
