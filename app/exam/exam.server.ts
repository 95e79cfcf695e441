import type { Prisma } from "@prisma/client";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import type { ExamRules } from "./exam-rules";
import type { ExamStatus } from "./exam-status";

// An exam as every part of this room reads it, and the refusals they share.

export type ExamRow = Omit<Prisma.ExamGetPayload<object>, "rules" | "status" | "overlap"> & {
  status: ExamStatus;
  rules: ExamRules;
  overlap: Partial<import("./paper/assemble").Overlap>;
};

const toExam = (row: Prisma.ExamGetPayload<object>): ExamRow => ({
  ...row,
  status: row.status as ExamStatus,
  rules: JSON.parse(row.rules) as ExamRules,
  overlap: JSON.parse(row.overlap) as ExamRow["overlap"],
});

export async function requireExam(db: Db, id: string): Promise<ExamRow> {
  const row = await db.for("exam").exam.findUnique({ where: { id } });
  if (!row) throw new DomainError("not-found", "没有这场考试。");
  return toExam(row);
}

export async function allExams(db: Db): Promise<ExamRow[]> {
  return (await db.for("exam").exam.findMany({ orderBy: { startsAt: "desc" }, take: 500 })).map(toExam);
}

/** Exams not done with in which one of these persons is on duty, or sits. */
export async function liveExamsOf(db: Db, personIds: readonly string[]): Promise<string[]> {
  const ids = [...personIds];
  const rows = await db.for("exam").exam.findMany({
    where: {
      status: { notIn: ["released", "cancelled"] },
      OR: [
        { duties: { some: { personId: { in: ids }, endedAt: null } } },
        { candidates: { some: { personId: { in: ids } } } },
      ],
    },
    select: { id: true },
    orderBy: { startsAt: "asc" },
  });
  return rows.map((row) => row.id);
}

export function requireStatus(exam: Pick<ExamRow, "status">, wanted: readonly ExamStatus[], sentence: string): void {
  if (!wanted.includes(exam.status)) throw new DomainError("wrong-state", sentence, { status: exam.status });
}
