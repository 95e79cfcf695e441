-- The last slip number given, kept: taking the last one off and adding another never gives a number twice.
ALTER TABLE "Exam" ADD COLUMN "slipLast" INTEGER NOT NULL DEFAULT 0;

-- A number is the exam's day, four characters, a count: 20261121-AB12-007. No number was ever above the number of
-- candidates that were added over time, which the audit has, so none that was taken off comes back either.
UPDATE "Exam" SET "slipLast" = max(
  COALESCE((SELECT max(CAST(substr(c."slipNumber", 15) AS INTEGER)) FROM "ExamCandidate" c WHERE c."examId" = "Exam"."id"), 0),
  COALESCE((SELECT sum(json_extract(a."facts", '$.added')) FROM "AuditRow" a
    WHERE a."act" = 'exam.seat' AND a."outcome" = 'done' AND a."object" = "Exam"."id"), 0));

-- CreateTable
CREATE TABLE "ExamWithdrawal" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examId" TEXT NOT NULL,
    "candidateId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "slipNumber" TEXT NOT NULL,
    "roomId" TEXT,
    "seatId" TEXT,
    "paperId" TEXT,
    "sittingId" TEXT,
    "byAccount" TEXT NOT NULL,
    "requestId" TEXT,
    "at" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "ExamWithdrawal_examId_idx" ON "ExamWithdrawal"("examId");

-- CreateIndex
CREATE INDEX "ExamWithdrawal_personId_idx" ON "ExamWithdrawal"("personId");

CREATE TRIGGER "ExamWithdrawal_no_update" BEFORE UPDATE ON "ExamWithdrawal" BEGIN SELECT RAISE(ABORT, 'ExamWithdrawal is append-only'); END;
CREATE TRIGGER "ExamWithdrawal_no_delete" BEFORE DELETE ON "ExamWithdrawal" BEGIN SELECT RAISE(ABORT, 'ExamWithdrawal is append-only'); END;
