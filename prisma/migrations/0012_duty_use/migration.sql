-- CreateTable
CREATE TABLE "DutyUse" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "roomId" TEXT,
    "accountId" TEXT NOT NULL,
    "personId" TEXT NOT NULL DEFAULT '',
    "act" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "at" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "DutyUse_examId_idx" ON "DutyUse"("examId");

CREATE TRIGGER "DutyUse_no_update" BEFORE UPDATE ON "DutyUse" BEGIN SELECT RAISE(ABORT, 'DutyUse is append-only'); END;
CREATE TRIGGER "DutyUse_no_delete" BEFORE DELETE ON "DutyUse" BEGIN SELECT RAISE(ABORT, 'DutyUse is append-only'); END;

-- What was done before this table stood: the audit has every act, earlier markers' too, and each becomes a row here.
-- Plan, seal, mark, release: the audit's object is the exam.
INSERT INTO "DutyUse" ("id", "examId", "kind", "accountId", "personId", "act", "at")
SELECT a."id", a."object",
  CASE a."act" WHEN 'result.mark' THEN 'assess' WHEN 'result.release' THEN 'release' ELSE 'set' END,
  a."actorId", COALESCE(p."personId", ''),
  CASE a."act" WHEN 'exam.plan' THEN 'plan' WHEN 'paper.seal' THEN 'seal' WHEN 'result.mark' THEN 'mark' ELSE 'release' END,
  a."at"
FROM "AuditRow" a LEFT JOIN "Account" p ON p."id" = a."actorId"
WHERE a."outcome" = 'done' AND a."actorId" IS NOT NULL
  AND a."act" IN ('exam.plan', 'paper.seal', 'result.mark', 'result.release');

-- The opening names the duties of both openers.
INSERT INTO "DutyUse" ("id", "examId", "kind", "accountId", "personId", "act", "at")
SELECT a."id" || ':' || d."id", a."object", 'open', d."accountId", d."personId", 'open', a."at"
FROM "AuditRow" a, json_each(a."facts", '$.openers') o JOIN "ExamDuty" d ON d."id" = o."value"
WHERE a."outcome" = 'done' AND a."act" = 'paper.open';

-- At the door of a room: the object is the candidate, who may have been moved since, so no room is claimed.
INSERT INTO "DutyUse" ("id", "examId", "kind", "accountId", "personId", "act", "at")
SELECT a."id", c."examId", 'invigilate', a."actorId", COALESCE(p."personId", ''), substr(a."act", 6), a."at"
FROM "AuditRow" a JOIN "ExamCandidate" c ON c."id" = a."object" LEFT JOIN "Account" p ON p."id" = a."actorId"
WHERE a."outcome" = 'done' AND a."actorId" IS NOT NULL
  AND a."act" IN ('room.check-in', 'room.absent', 'room.ticket', 'room.move');

-- In the room: an act that reached nobody was noted as done, and is none.
INSERT INTO "DutyUse" ("id", "examId", "kind", "roomId", "accountId", "personId", "act", "count", "at")
SELECT a."id", a."object", 'invigilate', json_extract(a."facts", '$.room'), a."actorId", COALESCE(p."personId", ''),
  substr(a."act", 6), COALESCE(json_extract(a."facts", '$.started'), json_extract(a."facts", '$.done')), a."at"
FROM "AuditRow" a LEFT JOIN "Account" p ON p."id" = a."actorId"
WHERE a."outcome" = 'done' AND a."actorId" IS NOT NULL
  AND a."act" IN ('room.start', 'room.grant', 'room.pause', 'room.resume', 'room.warn', 'room.stop')
  AND COALESCE(json_extract(a."facts", '$.started'), json_extract(a."facts", '$.done'), 0) > 0;

-- A signature stands in the room itself.
INSERT INTO "DutyUse" ("id", "examId", "kind", "roomId", "accountId", "personId", "act", "at")
SELECT s."id", r."examId", 'invigilate', r."roomId", s."accountId", s."personId", 'sign', s."signedAt"
FROM "RoomSignature" s JOIN "ExamRoom" r ON r."id" = s."examRoomId";
