import { canonicalJson } from "~/platform/canonical";
import type { Db } from "~/platform/db.server";
import { sha256 } from "~/platform/hash.server";
import { organisationsById } from "~/people/directory.server";
import { personText } from "~/people/person.server";
import { placeOf } from "~/people/belonging.server";
import { candidatesFor } from "../duty/assign.server";
import { usesIn, usesOf, type DutyUse } from "../duty/use.server";
import { useWords } from "../duty/use-words";
import type { ExamRow } from "../exam.server";
import { roomNames } from "../centre/centre.server";
import { namesFor, weighSeparation, type Moment } from "./check.server";
import { gatherFacts } from "./facts.server";
import { overridesIn } from "./override.server";
import {
  DUTY_KINDS,
  type DutyKind,
  type DutyPerson,
  type MissingFact,
  type RefusingFact,
  type SeparationVerdict,
} from "./separation";
import { lookSentence, missingSentence, refusalSentence, verdictSentence } from "./sentences";

// The separation proof of an exam: each duty that stands or was used, weighed anew, what its holder did under it (or that
// they did nothing), and every question that was ever asked.

export interface ProofDuty {
  duty: DutyKind;
  name: string;
  organisation: string;
  room: string;
  outcome: SeparationVerdict["outcome"];
  sentence: string;
  /** What was weighed of this person. */
  weighed: string;
  /** Who is called the same, for a look. */
  looks: string[];
  /** Who let it stand, when, and why in their words. */
  overrides: { name: string; reason: string; at: string; over: boolean }[];
  countersigned: boolean;
  /** Whether the holder has acted, and what they did or why there is nothing. */
  acted: boolean;
  did: string;
}
export interface ProofCheck {
  id: string;
  at: string;
  duty: DutyKind;
  name: string;
  moment: Moment;
  outcome: SeparationVerdict["outcome"];
  candidates: number;
  reason: string;
}
export interface SeparationProof {
  duties: ProofDuty[];
  checks: ProofCheck[];
  asked: number;
  refused: number;
  unproven: number;
  digest: string;
  rule: { years: number; source: string; clause: string; id: string };
}

export async function separationProof(db: Db, now: Date, exam: ExamRow): Promise<SeparationProof> {
  const rows = await db.for("exam").separationCheck.findMany({ where: { examId: exam.id }, orderBy: { id: "asc" } });
  const { years } = exam.rules.separation.value;
  const { id, source, clause } = exam.rules.separation;
  return {
    duties: await proofDuties(db, now, exam),
    checks: await proofChecks(db, rows),
    asked: rows.length,
    refused: rows.filter((row) => row.outcome === "refused").length,
    unproven: rows.filter((row) => row.outcome === "unproven").length,
    digest: sha256(canonicalJson(rows)),
    rule: { years, source, clause, id },
  };
}

async function proofDuties(db: Db, now: Date, exam: ExamRow): Promise<ProofDuty[]> {
  const duties = await dutiesToProve(db, exam.id);
  const persons = await personText(
    db,
    duties.map((duty) => duty.personId),
  );
  const places = await placeOf(
    db,
    duties.map((duty) => duty.personId),
  );
  const organisations = await organisationsById(
    db,
    [...places.values()].flatMap((place) => place.organisationId ?? []),
  );
  const rooms = await roomNames(
    db,
    duties.flatMap((duty) => duty.roomId ?? []),
  );
  const candidateIds = await candidatesFor(db, exam.id, null);
  const facts = await gatherFacts(db, { examId: exam.id, subject: exam.subject, candidateIds, holders: duties });
  const byRoom = new Map<string, string[]>();
  for (const { roomId, personId } of await db.for("exam").examCandidate.findMany({ where: { examId: exam.id } }))
    if (roomId) byRoom.set(roomId, [...(byRoom.get(roomId) ?? []), personId]);
  const overrides = await overridesIn(db, exam.id, duties);
  const found: ProofDuty[] = [];
  for (const { uses, ...duty } of duties) {
    const kind = duty.kind as DutyKind;
    const verdict = await weighSeparation(
      db,
      now,
      {
        examId: exam.id,
        subject: exam.subject,
        rules: exam.rules,
        duty: kind,
        accountId: duty.accountId,
        personId: duty.personId || null,
        candidateIds: duty.roomId ? (byRoom.get(duty.roomId) ?? []) : candidateIds,
        moment: "act",
        askedBy: "",
      },
      facts,
    );
    const name = persons.get(duty.personId)?.name ?? "";
    const names = await namesFor(db, verdict);
    found.push({
      duty: kind,
      name,
      organisation: organisations.get(places.get(duty.personId)?.organisationId ?? "")?.name ?? "",
      room: duty.roomId ? (rooms.get(duty.roomId) ?? "") : "",
      outcome: verdict.outcome,
      sentence: verdictSentence(verdict, kind, name, names),
      weighed: weighedWords(facts.person(duty), verdict.candidates),
      looks: verdict.looks.map((look) => lookSentence(look, names)),
      overrides: overrides.filter((one) => one.dutyId === duty.id),
      countersigned: duty.countersignedBy !== null,
      acted: uses.length > 0,
      did: didWords(duty, uses),
    });
  }
  return found;
}

/** What lay on the scales, in numbers: so that whoever signs knows what was looked at. */
const weighedWords = (person: DutyPerson, candidates: number): string =>
  [
    `考生 ${candidates} 人`,
    person.bound ? "身份证号已绑定" : "身份证号没有绑定",
    `登记 ${person.personIds?.length ?? 0} 条`,
    `单位 ${person.homes.length} 段`,
    `管理职责 ${person.authority.length} 段`,
    `本科目在用题 ${new Set(person.items.map((item) => item.versionId)).size} 道`,
    `申报的关系 ${person.ties.length} 项`,
  ].join("，");

type ProvenDuty = {
  id: string;
  unprovenAt: Date | null;
  kind: string;
  accountId: string;
  personId: string;
  roomId: string | null;
  acceptedAt: Date | null;
  endedAt: Date | null;
  countersignedBy: string | null;
};

/** Duties that stand, and those that ended or left no row but were used. */
async function dutiesToProve(db: Db, examId: string): Promise<(ProvenDuty & { uses: DutyUse[] })[]> {
  const all = await usesIn(db, examId);
  const rows = (await db.for("exam").examDuty.findMany({ where: { examId }, orderBy: { assignedAt: "asc" } }))
    .map((duty) => ({ ...duty, uses: usesOf(all, duty) }))
    .filter((duty) => duty.endedAt === null || duty.uses.length > 0);
  const orphans = new Map<string, ProvenDuty & { uses: DutyUse[] }>();
  for (const use of all.filter((one) => !rows.some((row) => row.uses.includes(one)))) {
    const key = `${use.kind} ${use.accountId} ${use.roomId}`;
    const none = { id: "", unprovenAt: null, acceptedAt: null, endedAt: use.first, countersignedBy: null };
    const kept = orphans.get(key) ?? { ...use, ...none, uses: [] };
    orphans.set(key, { ...kept, uses: [...kept.uses, use] });
  }
  const place = (duty: ProvenDuty) => DUTY_KINDS.indexOf(duty.kind as DutyKind);
  return [...rows, ...orphans.values()].sort((a, b) => place(a) - place(b));
}

function didWords({ kind, acceptedAt, endedAt }: ProvenDuty, uses: readonly DutyUse[]): string {
  if (uses.length > 0) return useWords(uses) + (endedAt ? "（任务后来撤下）" : "");
  if (!acceptedAt) return "还没有接受，没有做过";
  if (kind === "inspect") return "已接受；巡考只看，不留操作";
  if (kind === "review") return "已接受；审题在题库里做，本场没有操作";
  return "已接受，没有做过";
}

type CheckRow = {
  id: string;
  at: Date;
  duty: string;
  personId: string;
  moment: string;
  outcome: string;
  candidates: number;
  facts: string;
};

async function proofChecks(db: Db, rows: readonly CheckRow[]): Promise<ProofCheck[]> {
  const persons = await personText(
    db,
    rows.map((row) => row.personId),
  );
  const checks: ProofCheck[] = [];
  for (const row of [...rows].reverse().slice(0, 500)) {
    const facts = JSON.parse(row.facts) as (RefusingFact | MissingFact)[];
    const name = persons.get(row.personId)?.name ?? "";
    const [first] = facts;
    const names = await namesFor(
      db,
      row.outcome === "refused"
        ? { refusing: facts as RefusingFact[], missing: [] }
        : { refusing: [], missing: facts as MissingFact[] },
    );
    const reason = !first
      ? ""
      : row.outcome === "refused"
        ? refusalSentence(first as RefusingFact, name, names)
        : missingSentence(first as MissingFact, name, names);
    checks.push({
      id: row.id,
      at: row.at.toISOString(),
      duty: row.duty as DutyKind,
      name,
      moment: row.moment as Moment,
      outcome: row.outcome as ProofCheck["outcome"],
      candidates: row.candidates,
      reason,
    });
  }
  return checks;
}
