-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_ExamResult" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examId" TEXT NOT NULL,
    "candidateId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "attended" BOOLEAN NOT NULL,
    "score" INTEGER NOT NULL,
    "totalMark" INTEGER NOT NULL,
    "passMark" INTEGER NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "points" TEXT NOT NULL,
    "items" TEXT NOT NULL,
    "headSeq" INTEGER NOT NULL DEFAULT 0,
    "headHash" TEXT NOT NULL DEFAULT '',
    "paperHash" TEXT NOT NULL DEFAULT '',
    "markedBy" TEXT NOT NULL,
    "markerPersonId" TEXT,
    "markedAt" DATETIME NOT NULL,
    "holds" TEXT NOT NULL DEFAULT '[]',
    "standing" TEXT NOT NULL DEFAULT 'counts',
    "releasedAt" DATETIME
);
INSERT INTO "new_ExamResult" ("attended", "candidateId", "examId", "headHash", "headSeq", "id", "items", "markedAt", "markedBy", "markerPersonId", "paperHash", "passMark", "passed", "personId", "points", "releasedAt", "score", "totalMark") SELECT "attended", "candidateId", "examId", "headHash", "headSeq", "id", "items", "markedAt", "markedBy", "markerPersonId", "paperHash", "passMark", "passed", "personId", "points", "releasedAt", "score", "totalMark" FROM "ExamResult";
DROP TABLE "ExamResult";
ALTER TABLE "new_ExamResult" RENAME TO "ExamResult";
CREATE UNIQUE INDEX "ExamResult_candidateId_key" ON "ExamResult"("candidateId");
CREATE INDEX "ExamResult_examId_idx" ON "ExamResult"("examId");
CREATE INDEX "ExamResult_personId_idx" ON "ExamResult"("personId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

