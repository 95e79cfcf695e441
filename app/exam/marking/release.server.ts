import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { appendRecord } from "~/record/append.server";
import { allCentres } from "../centre/centre.server";
import { requireDuty } from "../duty/act.server";
import { keepUse } from "../duty/use.server";
import { requireExam, requireStatus, type ExamRow } from "../exam.server";
import { factsOf, type CandidateFacts } from "./hold-facts.server";
import { holdsPrint, type Hold } from "./holds";
import type { Marker } from "./marking.server";
import { inRecord, toRecord } from "./result-record.server";

// Releases the results: by a person who neither set nor ever marked (the duty's act asks). In one transaction the results
// become visible and the record gets its rows. What is held stays behind: nobody is told passed or failed for it, and once
// two persons have ruled, it is released by an act of its own. The server lets go of the papers' key with the last one.

export interface Releasable {
  /** Not released yet, and nothing is open. */
  ready: number;
  held: number;
  /** Candidates whose journal or rows moved on since they were marked: their slip numbers. */
  moved: string[];
}

/** What the page showed, so that a list that changed meanwhile is looked at again before it is released. */
export const shownAs = ({ ready, held }: Pick<Releasable, "ready" | "held">): string => `${ready}-${held}`;

type StoredResult = Awaited<ReturnType<typeof resultsOf>>[number];
const resultsOf = (db: Db, examId: string) => db.for("exam").examResult.findMany({ where: { examId } });

export async function releasable(db: Db, examId: string, known?: CandidateFacts[]): Promise<Releasable> {
  const open = (await resultsOf(db, examId)).filter((row) => row.releasedAt === null);
  return {
    ready: open.filter(({ standing }) => standing !== "held").length,
    held: open.filter(({ standing }) => standing === "held").length,
    moved: movedOf(open, known ?? (await factsOf(db, examId))),
  };
}

const movedOf = (open: readonly StoredResult[], facts: readonly CandidateFacts[]): string[] =>
  facts.flatMap(({ candidateId, slipNumber, state, holds }) => {
    const row = open.find((one) => one.candidateId === candidateId);
    if (!row) return [];
    const same =
      row.headHash === (state?.head.hash ?? "") && holdsPrint(JSON.parse(row.holds) as Hold[]) === holdsPrint(holds);
    return same ? [] : [slipNumber];
  });

export async function releaseResults(
  db: Db,
  now: Date,
  actor: Marker,
  { examId, shown }: { examId: string; shown?: string },
): Promise<{ released: number; held: number }> {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["marked", "released"], "阅卷以后才能发布成绩。");
  const duty = await requireDuty(db, now, actor, { exam, kind: "release" });
  const { ready, held, moved } = await releasable(db, examId);
  if (moved.length > 0)
    throw new DomainError(
      "wrong-state",
      `阅卷以后，准考证号 ${moved.join("、")} 的记录又变了。请阅卷人重放再阅一遍，再发布。`,
    );
  if (ready === 0)
    throw new DomainError(
      exam.status === "released" ? "conflict" : "wrong-state",
      held > 0 ? `没有可以发布的：还有 ${held} 人待核，要先由两个人认定。` : "成绩已经由别人发布。",
    );
  if (shown !== undefined && shown !== shownAs({ ready, held }))
    throw new DomainError("conflict", "名单刚刚变了，没有发布。请再看一遍，再点发布。");
  const provider = (await allCentres(db)).find(({ id }) => id === exam.centreId)?.organisationId ?? "";
  await db.transaction(async (tx) => {
    const rows = (await resultsOf(tx, examId)).filter((row) => row.releasedAt === null && row.standing !== "held");
    if (rows.length !== ready) throw new DomainError("conflict", "成绩已经由别人发布，或者名单刚刚变了。");
    await markReleased(tx, now, { exam, by: actor.accountId, rows, last: held === 0 });
    await appendRecord(
      tx,
      now,
      rows.filter(inRecord).map((row) => toRecord(exam, row, provider)),
    );
    await countExposure(
      tx,
      rows.map((row) => row.items),
    );
    await keepUse(tx, now, duty, { act: "release" });
    await audit(tx, now, {
      actorId: actor.accountId,
      act: "result.release",
      object: examId,
      outcome: "done",
      facts: { results: rows.length, held },
    });
  });
  return { released: ready, held };
}

async function markReleased(
  tx: Db,
  now: Date,
  { exam, by, rows, last }: { exam: ExamRow; by: string; rows: readonly StoredResult[]; last: boolean },
): Promise<void> {
  if (exam.status === "marked") {
    const first = await tx.for("exam").exam.updateMany({
      where: { id: exam.id, status: "marked" },
      data: { status: "released", releasedAt: now, releasedBy: by },
    });
    if (first.count !== 1) throw new DomainError("conflict", "成绩已经由别人发布。");
  }
  if (last) await tx.for("exam").exam.update({ where: { id: exam.id }, data: { keyHeld: null } });
  await tx
    .for("exam")
    .examResult.updateMany({ where: { id: { in: rows.map(({ id }) => id) } }, data: { releasedAt: now } });
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
