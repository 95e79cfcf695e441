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
  sittingId: string | null;
};

/** A person's exams that were not cancelled, the latest first; passed and attended once the result was released. */
export const slipRows = (db: Db, personId: string): Promise<SlipRow[]> =>
  db.read<SlipRow>(
    `
SELECT e."id" AS "examId", e."title", e."subject", c."slipNumber", e."startsAt", e."latestEntryAt", e."minutes", r."name" AS "room", s."label" AS "seat",
  e."demonstration", e."status", x."passed", x."attended", c."sittingId"
FROM "ExamCandidate" c JOIN "Exam" e ON e."id" = c."examId" LEFT JOIN "CentreSeat" s ON s."id" = c."seatId" LEFT JOIN "CentreRoom" r ON r."id" = s."roomId"
LEFT JOIN "ExamResult" x ON x."candidateId" = c."id" AND x."releasedAt" IS NOT NULL
WHERE c."personId" = ? AND e."status" <> 'cancelled' ORDER BY e."startsAt" DESC`,
    personId,
  );
