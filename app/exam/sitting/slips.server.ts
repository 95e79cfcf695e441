import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import type { PointMark } from "../marking/mark";
import type { ExamStatus } from "../exam-status";

// What a candidate may know of their own exams: where and when, and the result once it was released.

export interface Slip {
  examId: string; title: string; subject: string; slipNumber: string; startsAt: string; latestEntryAt: string; minutes: number; room: string; seat: string; demonstration: boolean;
  status: ExamStatus; result: { passed: boolean; attended: boolean } | null;
}

export async function slipsOf(db: Db, personId: string): Promise<Slip[]> {
  const rows = await db.for("exam").examCandidate.findMany({ where: { personId, exam: { status: { not: "cancelled" } } }, include: { exam: true }, orderBy: { exam: { startsAt: "desc" } } });
  const seats = new Map((await db.for("exam").centreSeat.findMany({ where: { id: { in: rows.flatMap((row) => row.seatId ?? []) } }, include: { room: true } })).map((seat) => [seat.id, seat]));
  const results = new Map((await db.for("exam").examResult.findMany({ where: { personId, releasedAt: { not: null } } })).map((row) => [row.examId, row]));
  return rows.map(({ exam, ...row }) => {
    const seat = row.seatId ? seats.get(row.seatId) : undefined;
    const result = results.get(exam.id);
    return {
      examId: exam.id, title: exam.title, subject: exam.subject, slipNumber: row.slipNumber, startsAt: exam.startsAt.toISOString(), latestEntryAt: exam.latestEntryAt.toISOString(),
      minutes: exam.minutes, room: seat?.room.name ?? "", seat: seat?.label ?? "", demonstration: exam.demonstration, status: exam.status as ExamStatus,
      result: result ? { passed: result.passed, attended: result.attended } : null,
    };
  });
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
