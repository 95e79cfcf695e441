import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { goneRows, slipRows, type SlipRow } from "../exam-sql.server";
import { setAsideOf } from "../journal/counted";
import type { Head } from "../journal/event";
import { foldSitting } from "../journal/fold";
import type { SetAside, SittingState } from "../journal/sitting-state";
import { journal } from "../journal-access.server";
import { holdWordsToCandidate, type Hold } from "../marking/holds";
import type { PointMark } from "../marking/mark";
import { ruledIn } from "../marking/ruled.server";
import { countsAsMarked, rulingReasonWords, type ResultStanding } from "../marking/ruling";
import { actReasonWords } from "../room/act-reasons";
import { withdrawWords } from "../plan/withdraw-reasons";
import type { ExamStatus } from "../exam-status";

// What a candidate may know of their own exams: where and when, and the result once it was released.

export interface Slip {
  examId: string;
  title: string;
  subject: string;
  slipNumber: string;
  startsAt: string;
  latestEntryAt: string;
  minutes: number;
  room: string;
  seat: string;
  demonstration: boolean;
  status: ExamStatus;
  result: { passed: boolean; attended: boolean; standing: ResultStanding } | null;
}

const toSlip = ({
  passed,
  attended,
  startsAt,
  latestEntryAt,
  minutes,
  room,
  seat,
  status,
  standing,
  sittingId: _,
  ...row
}: SlipRow): Slip => ({
  ...row,
  startsAt: startsAt.toISOString(),
  latestEntryAt: latestEntryAt.toISOString(),
  minutes: Number(minutes),
  room: room ?? "",
  seat: seat ?? "",
  status: status as ExamStatus,
  result:
    passed === null || attended === null || standing === null
      ? null
      : { passed: passed && countsAsMarked(standing), attended, standing: standing as ResultStanding },
});

export const slipsOf = async (db: Db, personId: string): Promise<Slip[]> => (await slipRows(db, personId)).map(toSlip);

/** `handedIn`: one's own sitting is over, though others may still sit. */
export type OwnExam = Slip & { handedIn: boolean };

export const ownExams = async (db: Db, personId: string): Promise<OwnExam[]> =>
  Promise.all(
    (await slipRows(db, personId)).map(async (row) => ({
      ...toSlip(row),
      handedIn: row.status === "opened" && row.sittingId !== null && (await isOver(row.sittingId)),
    })),
  );

/** As the journal has it; the database's picture of a sitting is made when papers are marked. */
async function isOver(sittingId: string): Promise<boolean> {
  return (await foldOf(sittingId))?.status === "ended";
}

async function foldOf(sittingId: string | null): Promise<SittingState | null> {
  const view = sittingId ? await journal().sitting(sittingId) : null;
  return view ? foldSitting(view.events) : null;
}

export interface GoneExam {
  examId: string;
  title: string;
  startsAt: string;
  slipNumber: string;
  /** Why one was taken off; null: the exam was cancelled. */
  reason: string | null;
}

const DAY_MS = 86_400_000;

/** What one will not sit, told until the day after it would have been. */
export const goneExams = async (db: Db, personId: string, now: Date): Promise<GoneExam[]> =>
  (await goneRows(db, personId, new Date(now.getTime() - DAY_MS))).map(({ startsAt, reason, ...row }) => ({
    ...row,
    startsAt: startsAt.toISOString(),
    reason: reason === null ? null : withdrawWords(reason),
  }));

/** Each time one was taken off an exam's list or put back, for the file of one's own data. */
export const ownWithdrawals = async (db: Db, personId: string) =>
  (await db.for("exam").examWithdrawal.findMany({ where: { personId }, orderBy: { at: "asc" } })).map(
    ({ examId, kind, reason, slipNumber, at }) => ({
      ...{ examId, kind, slipNumber },
      reason: withdrawWords(reason),
      at: at.toISOString(),
    }),
  );

export interface OwnResult {
  title: string;
  subject: string;
  standing: ResultStanding;
  /** What is looked into, while it is held; afterwards what was ruled, and why. */
  because: string[];
  /** Null unless the result counts. */
  score: number | null;
  totalMark: number;
  passMark: number;
  passed: boolean;
  attended: boolean;
  points: PointMark[];
  headHash: string;
  headEventNumber: number;
  /** What the receipt named at the end; null without a sitting. Marking may have seen what came later. */
  receiptHead: Head | null;
  /** Changes that were made and do not count. */
  setAside: SetAside[];
  releasedAt: string | null;
}

/** One's own result once results were released; anybody else's, or an unreleased one, is simply not there. */
export async function ownResult(db: Db, personId: string, examId: string): Promise<OwnResult> {
  const row = await db.for("exam").examResult.findFirst({ where: { examId, personId } });
  const exam = row && (await db.for("exam").exam.findUnique({ where: { id: examId } }));
  if (!row || exam?.status !== "released") throw new DomainError("not-found", "没有已发布的成绩。");
  const own = await db
    .for("exam")
    .examCandidate.findUnique({ where: { id: row.candidateId }, select: { sittingId: true } });
  const sitting = await foldOf(own?.sittingId ?? null);
  const standing = (row.releasedAt ? row.standing : "held") as ResultStanding;
  const counts = countsAsMarked(standing);
  return {
    title: exam.title,
    subject: exam.subject,
    standing,
    because: await becauseOf(db, row, standing),
    receiptHead: sitting?.ends.at(-1)?.head ?? null,
    setAside: sitting ? setAsideOf(sitting) : [],
    score: counts ? row.score : null,
    totalMark: row.totalMark,
    passMark: row.passMark,
    passed: row.passed && counts,
    attended: row.attended,
    points: counts ? (JSON.parse(row.points) as PointMark[]) : [],
    headHash: row.headHash,
    headEventNumber: row.headEventNumber,
    releasedAt: row.releasedAt?.toISOString() ?? null,
  };
}

async function becauseOf(
  db: Db,
  { examId, candidateId, holds }: { examId: string; candidateId: string; holds: string },
  standing: ResultStanding,
): Promise<string[]> {
  if (standing === "counts") return [];
  if (standing === "held")
    return [...new Set((JSON.parse(holds) as Hold[]).map((hold) => holdWordsToCandidate(hold, actReasonWords)))];
  const ruled = (await ruledIn(db, examId, candidateId)).get(candidateId);
  return ruled ? [rulingReasonWords(ruled.reason)] : [];
}
