import type { Db } from "~/platform/db.server";

// The raw reads of this room: a learner's enrolments, asked by every page of a course.

export type EnrolmentRow = {
  id: string;
  course: string;
  versionHash: string;
  startedAt: Date;
  completedAt: Date | null;
  quizPassed: number | bigint;
};
export type LessonRow = {
  enrolmentId: string;
  lesson: string;
  seconds: number | bigint;
  rightChecks: string;
  completedAt: Date | null;
};

/** A person's enrolments, the newest first; of one course, or of all. */
export const enrolmentRows = (db: Db, personId: string, course?: string): Promise<EnrolmentRow[]> =>
  db.read<EnrolmentRow>(
    `
SELECT e."id", e."course", e."versionHash", e."startedAt", e."completedAt", EXISTS (SELECT 1 FROM "QuizAttempt" q WHERE q."enrolmentId" = e."id" AND q."passed" = 1) AS "quizPassed"
FROM "Enrolment" e WHERE e."personId" = ?${course === undefined ? "" : ` AND e."course" = ?`} ORDER BY e."startedAt" DESC`,
    personId,
    ...(course === undefined ? [] : [course]),
  );

/** How far the lessons of these enrolments are. */
export const lessonRows = (db: Db, enrolmentIds: readonly string[]): Promise<LessonRow[]> =>
  db.read<LessonRow>(
    `SELECT p."enrolmentId", p."lesson", p."seconds", p."rightChecks", p."completedAt" FROM json_each(?) j CROSS JOIN "LessonProgress" p ON p."enrolmentId" = j.value`,
    JSON.stringify(enrolmentIds),
  );
