import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { slipRows } from "../exam-sql.server";
import type { PointMark } from "../marking/mark";
import type { ExamStatus } from "../exam-status";

// What a candidate may know of their own exams: where and when, and the result once it was released.

export interface Slip {
  examId: string; title: string; subject: string; slipNumber: string; startsAt: string; latestEntryAt: string; minutes: number; room: string; seat: string; demonstration: boolean;
  status: ExamStatus; result: { passed: boolean; attended: boolean } | null;
}

export async function slipsOf(db: Db, personId: string): Promise<Slip[]> {
  return (await slipRows(db, personId)).map(({ passed, attended, startsAt, latestEntryAt, minutes, room, seat, status, ...row }) => ({
    ...row, startsAt: startsAt.toISOString(), latestEntryAt: latestEntryAt.toISOString(), minutes: Number(minutes), room: room ?? "", seat: seat ?? "",
    status: status as ExamStatus, result: passed === null || attended === null ? null : { passed, attended },
  }));
}

export interface OwnResult { title: string; subject: string; score: number; totalMark: number; passMark: number; passed: boolean; attended: boolean; points: PointMark[]; headHash: string; headSeq: number; releasedAt: string }

/** One's own released result; anybody else's, or an unreleased one, is simply not there. */
export async function ownResult(db: Db, personId: string, examId: string): Promise<OwnResult> {
  const row = await db.for("exam").examResult.findFirst({ where: { examId, personId, releasedAt: { not: null } } });
  const exam = row && (await db.for("exam").exam.findUnique({ where: { id: examId } }));
  if (!row || !exam) throw new DomainError("not-found", "没有已发布的成绩。");
  return {
    title: exam.title, subject: exam.subject, score: row.score, totalMark: row.totalMark, passMark: row.passMark, passed: row.passed, attended: row.attended,
    points: JSON.parse(row.points) as PointMark[], headHash: row.headHash, headSeq: row.headSeq, releasedAt: row.releasedAt!.toISOString(),
  };
}
