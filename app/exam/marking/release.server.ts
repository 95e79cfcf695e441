import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { appendRecord } from "~/record/append.server";
import type { NewRecordRow } from "~/record/row";
import { allCentres } from "../centre/centre.server";
import { requireDuty } from "../duty/act.server";
import { keepUse } from "../duty/use.server";
import { requireExam, requireStatus, type ExamRow } from "../exam.server";
import { journal } from "../journal-access.server";
import type { Marker } from "./marking.server";

// Releases the results: by a person who neither set nor ever marked (the duty's act asks). In one transaction the results become visible, the
// record gets its rows, and the server lets go of the papers' key.

export async function releaseResults(db: Db, now: Date, actor: Marker, examId: string): Promise<{ released: number }> {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["marked"], "阅卷以后才能发布成绩。");
  const duty = await requireDuty(db, now, actor, { exam, kind: "release" });
  const results = await db.for("exam").examResult.findMany({ where: { examId } });
  await requireMarkedAsItStands(db, examId, results);
  const centre = (await allCentres(db)).find(({ id }) => id === exam.centreId);
  await db.transaction(async (tx) => {
    const changed = await tx.for("exam").exam.updateMany({
      where: { id: examId, status: "marked" },
      data: { status: "released", releasedAt: now, releasedBy: actor.accountId, keyHeld: null },
    });
    if (changed.count !== 1) throw new DomainError("conflict", "成绩已经由别人发布。");
    await tx.for("exam").examResult.updateMany({ where: { examId }, data: { releasedAt: now } });
    await appendRecord(
      tx,
      now,
      results.filter((row) => row.attended).map((row) => toRecord(exam, row, centre?.organisationId ?? "")),
    );
    await countExposure(
      tx,
      results.map((row) => row.items),
    );
    await keepUse(tx, now, duty, { act: "release" });
    await audit(tx, now, {
      actorId: actor.accountId,
      act: "result.release",
      object: examId,
      outcome: "done",
      facts: { results: results.length },
    });
  });
  return { released: results.length };
}

/** A late answer, its admission or anything else after marking is marked first: a result carries all that precedes it. */
async function requireMarkedAsItStands(
  db: Db,
  examId: string,
  results: readonly { candidateId: string; attended: boolean; headHash: string }[],
): Promise<void> {
  const heads = new Map((await journal().sittings(examId)).map((row) => [row.sittingId, row.head.hash]));
  const candidates = await db
    .for("exam")
    .examCandidate.findMany({ where: { examId }, select: { id: true, sittingId: true } });
  const sittingOf = new Map(candidates.map(({ id, sittingId }) => [id, sittingId]));
  const moved = results.filter(
    (row) => row.attended && heads.get(sittingOf.get(row.candidateId) ?? "") !== row.headHash,
  );
  if (moved.length > 0)
    throw new DomainError("wrong-state", `阅卷以后又有 ${moved.length} 名考生的考试记录有了新内容，请重新阅卷再发布。`);
}

type ResultRow = {
  id: string;
  personId: string;
  candidateId: string;
  score: number;
  passed: boolean;
  headHash: string;
  totalMark: number;
  passMark: number;
};

function toRecord(exam: ExamRow, row: ResultRow, provider: string): NewRecordRow {
  return {
    personId: row.personId,
    kind: "result",
    subject: exam.subject,
    objectKind: "exam",
    objectVersion: exam.id,
    from: exam.startsAt,
    to: exam.closedAt ?? exam.startsAt,
    amount: row.score,
    outcome: row.passed ? "passed" : "failed",
    proofClass: "exam-journal",
    provider,
    source: `exam-result:${row.candidateId}`,
    facts: {
      result: row.id,
      head: row.headHash,
      totalMark: row.totalMark,
      passMark: row.passMark,
      demonstration: exam.demonstration,
    },
  };
}

/** How often each item version was given out. */
async function countExposure(tx: Db, itemLists: readonly string[]): Promise<void> {
  const counts = new Map<string, number>();
  for (const list of itemLists)
    for (const { versionId } of JSON.parse(list) as { versionId: string }[])
      counts.set(versionId, (counts.get(versionId) ?? 0) + 1);
  for (const [id, count] of counts)
    await tx.for("exam").bankItemVersion.updateMany({ where: { id }, data: { exposure: { increment: count } } });
}
