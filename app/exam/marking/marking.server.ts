import type { Actor } from "~/people/actor.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { unseal } from "~/platform/seal.server";
import { requireDuty } from "../duty/act.server";
import { keepUse } from "../duty/use.server";
import { requireExam, requireStatus, type ExamRow } from "../exam.server";
import { journal } from "../journal-access.server";
import type { SittingState } from "../journal/sitting-state";
import { heldKey } from "../paper/opening.server";
import { keyContext } from "../paper/papers.server";
import { projectJournal } from "../projection/project.server";
import { factsOf, type CandidateFacts } from "./hold-facts.server";
import { holdsPrint, type Hold } from "./holds";
import { hasPassed, markSitting, type GivenAnswer, type KeyedItem, type SittingMark } from "./mark";
import { requireRecords } from "./room-records.server";
import { ruledIn } from "./ruled.server";
import { standingOf } from "./ruling";

// Marks every sitting of an exam from the journal. Nothing that a browser sent as a score is read: there is no such
// field. Marking again gives the same rows; each marker is kept among the uses of the duties.

export type Marker = Pick<Actor, "accountId" | "personId">;

/**
 * Ends the exam once every candidate has ended or is marked absent; before the latest entry nobody is taken for absent.
 */
export async function closeExam(db: Db, now: Date, actor: Marker, examId: string): Promise<void> {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["opened"], "这场考试不在进行中。");
  const live = new Map((await journal().sittings(examId)).map((row) => [row.sittingId, row.status]));
  const candidates = await db.for("exam").examCandidate.findMany({ where: { examId } });
  const sitting = candidates.filter((row) => ["running", "paused"].includes(live.get(row.sittingId ?? "") ?? ""));
  if (sitting.length) throw new DomainError("wrong-state", `还有 ${sitting.length} 名考生没有结束。`);
  const missing = candidates.filter((row) => !row.absentAt && live.get(row.sittingId ?? "") !== "ended");
  if (missing.length && now <= exam.latestEntryAt)
    throw new DomainError("wrong-state", `最晚入场时间还没有到，还有 ${missing.length} 名考生没有来。`);
  await projectJournal(db);
  await db.for("exam").exam.update({ where: { id: examId }, data: { status: "closed", closedAt: now } });
  await audit(db, now, {
    actorId: actor.accountId,
    act: "exam.close",
    object: examId,
    outcome: "done",
    facts: { missing: missing.length },
  });
}

export async function markExam(db: Db, now: Date, actor: Marker, examId: string): Promise<{ marked: number }> {
  const exam = await requireExam(db, examId);
  const unreleased = exam.status === "released" && exam.keyHeld !== null;
  if (!unreleased) requireStatus(exam, ["closed", "marked"], "考试结束以后才能阅卷。");
  const duty = await requireDuty(db, now, actor, { exam, kind: "assess" });
  await requireRecords(db, exam);
  const settled = await releasedOf(db, examId);
  const facts = (await factsOf(db, examId)).filter(({ candidateId }) => !settled.has(candidateId));
  const marks: (Awaited<ReturnType<typeof resultRow>> & { held: Hold[] })[] = [];
  for (const candidate of facts) marks.push({ ...(await resultRow(db, exam, candidate)), held: candidate.holds });
  await db.transaction(async (tx) => {
    const results = tx.for("exam").examResult;
    const ruled = await ruledIn(tx, examId);
    for (const { held, ...mark } of marks) {
      const standing = standingOf(held, holdsPrint(held), ruled.get(mark.candidateId) ?? null);
      const row = { ...mark, holds: JSON.stringify(held), standing };
      const by = { markedBy: actor.accountId, markerPersonId: duty.personId, markedAt: now };
      await results.upsert({
        where: { candidateId: row.candidateId },
        create: { id: newId(now), ...row, ...by },
        update: { ...row, ...by },
      });
    }
    if (!unreleased)
      await tx.for("exam").exam.update({ where: { id: examId }, data: { status: "marked", markedAt: now } });
    await keepUse(tx, now, duty, { act: "mark" });
    await audit(tx, now, {
      actorId: actor.accountId,
      act: "result.mark",
      object: examId,
      outcome: "done",
      facts: { papers: marks.length, held: marks.filter(({ held }) => held.length > 0).length },
    });
  });
  return { marked: marks.length };
}

/** Results that were released are not marked again; those that waited for a ruling are, while the key is held. */
const releasedOf = async (db: Db, examId: string): Promise<Set<string>> =>
  new Set(
    (
      await db
        .for("exam")
        .examResult.findMany({ where: { examId, releasedAt: { not: null } }, select: { candidateId: true } })
    ).map(({ candidateId }) => candidateId),
  );

async function resultRow(db: Db, exam: ExamRow, candidate: CandidateFacts) {
  const sat = await satIn(candidate.state);
  const paper = candidate.paperId ? await db.for("exam").paper.findUnique({ where: { id: candidate.paperId } }) : null;
  const base = {
    examId: exam.id,
    candidateId: candidate.candidateId,
    personId: candidate.personId,
    totalMark: exam.totalMark,
    passMark: exam.passMark,
    headEventNumber: candidate.state?.head.seq ?? 0,
    headHash: candidate.state?.head.hash ?? "",
  };
  if (!sat || !paper)
    return {
      ...base,
      attended: false,
      score: 0,
      passed: false,
      points: "[]",
      items: "[]",
      paperHash: paper?.hash ?? "",
    };
  const { items } = JSON.parse(unseal(heldKey(exam), paper.keySealed, keyContext(paper.id))) as { items: KeyedItem[] };
  const mark = markSitting(items, sat.given, exam.rules.marking.value);
  return {
    ...base,
    attended: true,
    score: mark.score,
    passed: hasPassed(mark.score, exam.passMark),
    points: JSON.stringify(mark.points),
    items: JSON.stringify(storedItems(mark)),
    paperHash: paper.hash,
  };
}

const storedItems = (mark: SittingMark) =>
  mark.items.map(({ versionId, mark: of, got, answered, point }) => ({ versionId, point, mark: of, got, answered }));

/** The answers of a sitting that was started, with their texts in the clear. */
async function satIn(state: SittingState | null): Promise<{ given: Map<number, GivenAnswer> } | null> {
  if (!state || state.startedAt === null) return null;
  const wantsTexts = [...state.answers.values()].some(({ text }) => text);
  const texts = wantsTexts ? await journal().texts(state.sittingId) : {};
  const given = new Map(
    [...state.answers].map(([item, { value, text }]): [number, GivenAnswer] => [
      item,
      text
        ? { value, text: Object.fromEntries(Object.entries(text).map(([field, hash]) => [field, texts[hash] ?? ""])) }
        : { value },
    ]),
  );
  return { given };
}
