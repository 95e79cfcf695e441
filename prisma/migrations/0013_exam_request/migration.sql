-- CreateTable
CREATE TABLE "ExamRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "facts" TEXT NOT NULL DEFAULT '{}',
    "aboutPersonId" TEXT,
    "wordsSealed" TEXT NOT NULL,
    "askedBy" TEXT NOT NULL,
    "askedPersonId" TEXT NOT NULL,
    "askedAt" DATETIME NOT NULL,
    "outcome" TEXT NOT NULL DEFAULT 'asked',
    "decidedBy" TEXT,
    "decidedPersonId" TEXT,
    "decidedAt" DATETIME,
    "answerSealed" TEXT,
    "doneAt" DATETIME,
    "failure" TEXT
);

-- CreateIndex
CREATE INDEX "ExamRequest_examId_outcome_idx" ON "ExamRequest"("examId", "outcome");

-- CreateIndex
CREATE INDEX "ExamRequest_subjectId_idx" ON "ExamRequest"("subjectId");


-- What was asked stays as it was asked, and what was decided as it was decided; only a seal may be renewed.
CREATE TRIGGER "ExamRequest_no_delete" BEFORE DELETE ON "ExamRequest" BEGIN SELECT RAISE(ABORT, 'ExamRequest is never deleted'); END;
CREATE TRIGGER "ExamRequest_as_asked" BEFORE UPDATE ON "ExamRequest"
WHEN OLD."id" IS NOT NEW."id" OR OLD."examId" IS NOT NEW."examId" OR OLD."kind" IS NOT NEW."kind"
  OR OLD."subjectId" IS NOT NEW."subjectId" OR OLD."state" IS NOT NEW."state" OR OLD."reason" IS NOT NEW."reason"
  OR OLD."facts" IS NOT NEW."facts" OR OLD."aboutPersonId" IS NOT NEW."aboutPersonId"
  OR OLD."askedBy" IS NOT NEW."askedBy" OR OLD."askedPersonId" IS NOT NEW."askedPersonId"
  OR OLD."askedAt" IS NOT NEW."askedAt"
BEGIN SELECT RAISE(ABORT, 'ExamRequest: what was asked does not change'); END;
CREATE TRIGGER "ExamRequest_decided_once" BEFORE UPDATE ON "ExamRequest"
WHEN OLD."outcome" <> 'asked' AND (OLD."outcome" IS NOT NEW."outcome" OR OLD."decidedBy" IS NOT NEW."decidedBy"
  OR OLD."decidedPersonId" IS NOT NEW."decidedPersonId" OR OLD."decidedAt" IS NOT NEW."decidedAt"
  OR (OLD."doneAt" IS NOT NULL AND OLD."doneAt" IS NOT NEW."doneAt")
  OR (OLD."failure" IS NOT NULL AND OLD."failure" IS NOT NEW."failure"))
BEGIN SELECT RAISE(ABORT, 'ExamRequest: it is decided once'); END;
