import type { Db } from "~/platform/db.server";

// The raw reads of this room: a candidate's own exams.

export type SlipRow = {
  examId: string;
  title: string;
  subject: string;
  slipNumber: string;
  startsAt: Date;
  latestEntryAt: Date;
  minutes: number | bigint;
  room: string | null;
  seat: string | null;
  demonstration: boolean;
  status: string;
  passed: boolean | null;
  attended: boolean | null;
  /** Null while nothing was released; a held result is named as held, never as passed or failed. */
  standing: string | null;
  sittingId: string | null;
};

export type GoneRow = { examId: string; title: string; startsAt: Date; slipNumber: string; reason: string | null };

/**
 * Exams to come that a person will not sit: taken off the list and not put back nor listed again, with the reason; or
 * cancelled, without one.
 */
export const goneRows = (db: Db, personId: string, since: Date): Promise<GoneRow[]> =>
  db.read<GoneRow>(
    `
SELECT e."id" AS "examId", e."title", e."startsAt", w."slipNumber", w."reason"
FROM "ExamWithdrawal" w JOIN "Exam" e ON e."id" = w."examId"
WHERE w."personId" = ? AND w."kind" = 'off' AND e."startsAt" > ? AND e."status" <> 'cancelled'
  AND w."id" = (SELECT max(l."id") FROM "ExamWithdrawal" l WHERE l."examId" = w."examId" AND l."personId" = w."personId")
  AND NOT EXISTS (SELECT 1 FROM "ExamCandidate" c WHERE c."examId" = w."examId" AND c."personId" = w."personId")
UNION ALL
SELECT e."id", e."title", e."startsAt", c."slipNumber", NULL
FROM "ExamCandidate" c JOIN "Exam" e ON e."id" = c."examId"
WHERE c."personId" = ? AND e."status" = 'cancelled' AND e."startsAt" > ?`,
    personId,
    since,
    personId,
    since,
  );

/** A person's exams that were not cancelled, the latest first; passed and attended once the result was released. */
export const slipRows = (db: Db, personId: string): Promise<SlipRow[]> =>
  db.read<SlipRow>(
    `
SELECT e."id" AS "examId", e."title", e."subject", c."slipNumber", e."startsAt", e."latestEntryAt", e."minutes", r."name" AS "room", s."label" AS "seat",
  e."demonstration", e."status", x."passed", x."attended", CASE WHEN x."releasedAt" IS NULL AND x."id" IS NOT NULL THEN 'held' ELSE x."standing" END AS "standing", c."sittingId"
FROM "ExamCandidate" c JOIN "Exam" e ON e."id" = c."examId" LEFT JOIN "CentreSeat" s ON s."id" = c."seatId" LEFT JOIN "CentreRoom" r ON r."id" = s."roomId"
LEFT JOIN "ExamResult" x ON x."candidateId" = c."id" AND e."status" = 'released'
WHERE c."personId" = ? AND e."status" <> 'cancelled' ORDER BY e."startsAt" DESC`,
    personId,
  );
