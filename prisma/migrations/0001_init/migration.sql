-- CreateTable
CREATE TABLE "Certificate" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "resultRow" TEXT NOT NULL,
    "recordRow" TEXT NOT NULL,
    "ruleId" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "issuedAt" DATETIME NOT NULL,
    "validUntil" TEXT NOT NULL,
    "jws" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "demonstration" BOOLEAN NOT NULL DEFAULT false
);

-- CreateTable
CREATE TABLE "CertificateEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "certificateId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "recordRow" TEXT NOT NULL,
    "byAccount" TEXT NOT NULL DEFAULT '',
    "at" DATETIME NOT NULL,
    CONSTRAINT "CertificateEvent_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CoverageRow" (
    "postId" TEXT NOT NULL PRIMARY KEY,
    "dutyClass" TEXT NOT NULL,
    "dutyCode" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "districtCode" TEXT NOT NULL,
    "districtPath" TEXT NOT NULL,
    "personId" TEXT,
    "due" INTEGER NOT NULL,
    "started" INTEGER NOT NULL,
    "trained" INTEGER NOT NULL,
    "certified" INTEGER NOT NULL,
    "valid" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '{}',
    "dueOn" TEXT NOT NULL DEFAULT '',
    "expiresOn" TEXT NOT NULL DEFAULT '',
    "recheckOn" TEXT NOT NULL DEFAULT '9999-12-31'
);

-- CreateTable
CREATE TABLE "CoverageMark" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "recordSeq" INTEGER NOT NULL,
    "touch" TEXT NOT NULL,
    "rulesHash" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "madeAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "DrillRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sceneHash" TEXT NOT NULL,
    "sceneSlug" TEXT NOT NULL,
    "engine" TEXT NOT NULL,
    "seed" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "pace" TEXT NOT NULL,
    "personId" TEXT,
    "tokenHash" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "refusal" TEXT NOT NULL DEFAULT '',
    "startedAt" DATETIME NOT NULL,
    "lastAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "ticks" INTEGER NOT NULL DEFAULT 0,
    "bytes" INTEGER NOT NULL DEFAULT 0,
    "pieces" INTEGER NOT NULL DEFAULT 0,
    "outcome" TEXT NOT NULL DEFAULT '',
    "survived" BOOLEAN NOT NULL DEFAULT false,
    "passed" BOOLEAN NOT NULL DEFAULT false,
    "score" INTEGER NOT NULL DEFAULT 0,
    "verdict" TEXT NOT NULL DEFAULT '{}',
    "frames" TEXT NOT NULL DEFAULT '[]',
    "finalHash" TEXT NOT NULL DEFAULT '',
    "clientHash" TEXT NOT NULL DEFAULT '',
    "mismatchTick" INTEGER,
    "facts" TEXT NOT NULL DEFAULT '{}'
);

-- CreateTable
CREATE TABLE "DrillPiece" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "firstTick" INTEGER NOT NULL,
    "ticks" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL,
    "hashes" TEXT NOT NULL DEFAULT '[]',
    CONSTRAINT "DrillPiece_runId_fkey" FOREIGN KEY ("runId") REFERENCES "DrillRun" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Centre" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL DEFAULT '',
    "districtCode" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "CentreRoom" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "centreId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    CONSTRAINT "CentreRoom_centreId_fkey" FOREIGN KEY ("centreId") REFERENCES "Centre" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CentreSeat" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "roomId" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    CONSTRAINT "CentreSeat_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "CentreRoom" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BankItem" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "code" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "demonstration" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "BankItemVersion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "itemId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "point" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "difficulty" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "authorId" TEXT NOT NULL,
    "authorPersonId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "reviewerId" TEXT,
    "reviewerPersonId" TEXT,
    "reviewedAt" DATETIME,
    "reviewNote" TEXT NOT NULL DEFAULT '',
    "retiredAt" DATETIME,
    "exposure" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "BankItemVersion_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "BankItem" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Exam" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "blueprintHash" TEXT NOT NULL,
    "centreId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "latestEntryAt" DATETIME NOT NULL,
    "minutes" INTEGER NOT NULL,
    "totalMark" INTEGER NOT NULL,
    "passMark" INTEGER NOT NULL,
    "rules" TEXT NOT NULL,
    "demonstration" BOOLEAN NOT NULL DEFAULT false,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "sealedAt" DATETIME,
    "overlap" TEXT NOT NULL DEFAULT '{}',
    "openedAt" DATETIME,
    "keyHeld" TEXT,
    "closedAt" DATETIME,
    "markedAt" DATETIME,
    "releasedAt" DATETIME,
    "releasedBy" TEXT
);

-- CreateTable
CREATE TABLE "ExamRoom" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "openedAt" DATETIME,
    "startedAt" DATETIME,
    "pausedAt" DATETIME,
    "endedAt" DATETIME,
    "recordSealed" TEXT,
    "recordHash" TEXT,
    "recordAt" DATETIME,
    CONSTRAINT "ExamRoom_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RoomSignature" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examRoomId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "recordHash" TEXT NOT NULL,
    "signedAt" DATETIME NOT NULL,
    CONSTRAINT "RoomSignature_examRoomId_fkey" FOREIGN KEY ("examRoomId") REFERENCES "ExamRoom" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ExamCandidate" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "slipNumber" TEXT NOT NULL,
    "roomId" TEXT,
    "seatId" TEXT,
    "paperId" TEXT,
    "sittingId" TEXT,
    "ticketHash" TEXT,
    "ticketAt" DATETIME,
    "ticketUsedAt" DATETIME,
    "checkedInAt" DATETIME,
    "checkedInBy" TEXT,
    "absentAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "ExamCandidate_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ExamDuty" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "roomId" TEXT,
    "assignedBy" TEXT NOT NULL,
    "assignedAt" DATETIME NOT NULL,
    "acceptedAt" DATETIME,
    "endedAt" DATETIME,
    "unproven" BOOLEAN NOT NULL DEFAULT false,
    "countersignedBy" TEXT,
    "publicKey" TEXT,
    CONSTRAINT "ExamDuty_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Paper" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examId" TEXT NOT NULL,
    "candidateId" TEXT NOT NULL,
    "shownSealed" TEXT NOT NULL,
    "keySealed" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "PaperKeyWrap" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examId" TEXT NOT NULL,
    "dutyA" TEXT NOT NULL,
    "dutyB" TEXT NOT NULL,
    "envelope" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "SeparationCheck" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examId" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "moment" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "facts" TEXT NOT NULL DEFAULT '[]',
    "candidates" INTEGER NOT NULL,
    "askedBy" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Sitting" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examId" TEXT NOT NULL,
    "candidateId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "seatId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "startedAt" DATETIME,
    "endsAt" DATETIME,
    "endedAt" DATETIME,
    "endedBy" TEXT,
    "grantedMs" INTEGER NOT NULL DEFAULT 0,
    "answered" INTEGER NOT NULL DEFAULT 0,
    "late" INTEGER NOT NULL DEFAULT 0,
    "warnings" INTEGER NOT NULL DEFAULT 0,
    "lastAt" DATETIME NOT NULL,
    "headSeq" INTEGER NOT NULL,
    "headHash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "JournalCursor" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "position" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "ExamResult" (
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
    "releasedAt" DATETIME
);

-- CreateTable
CREATE TABLE "District" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "parentCode" TEXT,
    "path" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Organisation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "uscc" TEXT,
    "kind" TEXT NOT NULL,
    "districtCode" TEXT NOT NULL,
    "industry" TEXT NOT NULL DEFAULT '',
    "headcount" INTEGER NOT NULL DEFAULT 0,
    "isProvider" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sealed" TEXT NOT NULL,
    "idHash" TEXT,
    "phoneHash" TEXT,
    "nameHash" TEXT,
    "districtCode" TEXT NOT NULL,
    "organisationId" TEXT,
    "jobType" TEXT NOT NULL DEFAULT '',
    "employment" TEXT NOT NULL DEFAULT '正式',
    "erasedAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Post" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "dutyClass" TEXT NOT NULL,
    "dutyCode" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "districtCode" TEXT NOT NULL,
    "demandedBy" TEXT NOT NULL DEFAULT '',
    "slot" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closedAt" DATETIME
);

-- CreateTable
CREATE TABLE "PostHolding" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "postId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT,
    "source" TEXT NOT NULL DEFAULT '',
    CONSTRAINT "PostHolding_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT,
    "kind" TEXT NOT NULL,
    "login" TEXT,
    "passwordHash" TEXT,
    "totpSealed" TEXT,
    "totpLastStep" INTEGER NOT NULL DEFAULT 0,
    "demonstration" BOOLEAN NOT NULL DEFAULT false,
    "disabledAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "RecoveryCode" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "usedAt" DATETIME,
    CONSTRAINT "RecoveryCode_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RoleGrant" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "scopeKind" TEXT NOT NULL,
    "scopeId" TEXT NOT NULL DEFAULT '',
    "from" DATETIME NOT NULL,
    "to" DATETIME,
    "grantedBy" TEXT NOT NULL DEFAULT '',
    CONSTRAINT "RoleGrant_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Device" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "pinHash" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "label" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    CONSTRAINT "Device_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ActivationSlip" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'learner',
    "accountId" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "codeHash" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "usedAt" DATETIME,
    "revokedAt" DATETIME,
    "printedBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "RosterImport" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ownerId" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "fileHash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "refusal" TEXT NOT NULL DEFAULT '',
    "jobId" TEXT NOT NULL DEFAULT '',
    "total" INTEGER NOT NULL DEFAULT 0,
    "fresh" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "bad" INTEGER NOT NULL DEFAULT 0,
    "written" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL,
    "finishedAt" DATETIME
);

-- CreateTable
CREATE TABLE "PeopleTouch" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organisationId" TEXT,
    "personId" TEXT
);

-- CreateTable
CREATE TABLE "DataRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "answerSealed" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL,
    "answeredAt" DATETIME,
    "answeredBy" TEXT NOT NULL DEFAULT ''
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "absoluteEndsAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "userAgent" TEXT NOT NULL DEFAULT '',
    "secondFactor" BOOLEAN NOT NULL DEFAULT false
);

-- CreateTable
CREATE TABLE "AuditRow" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "seq" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "actorId" TEXT,
    "act" TEXT NOT NULL,
    "object" TEXT NOT NULL DEFAULT '',
    "outcome" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "facts" TEXT NOT NULL DEFAULT '{}',
    "prevHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Job" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "ownerId" TEXT,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "note" TEXT NOT NULL DEFAULT '',
    "input" TEXT NOT NULL DEFAULT '{}',
    "result" TEXT NOT NULL DEFAULT '{}',
    "createdAt" DATETIME NOT NULL,
    "startedAt" DATETIME,
    "finishedAt" DATETIME
);

-- CreateTable
CREATE TABLE "ContentVersion" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "publishedAt" DATETIME NOT NULL,
    "publishedBy" TEXT NOT NULL DEFAULT '',
    "authors" TEXT NOT NULL DEFAULT '[]'
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "updatedBy" TEXT NOT NULL DEFAULT ''
);

-- CreateTable
CREATE TABLE "RecordRow" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "seq" INTEGER NOT NULL,
    "personId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "objectKind" TEXT NOT NULL DEFAULT '',
    "objectVersion" TEXT NOT NULL DEFAULT '',
    "from" DATETIME NOT NULL,
    "to" DATETIME NOT NULL,
    "amount" INTEGER NOT NULL DEFAULT 0,
    "outcome" TEXT NOT NULL DEFAULT '',
    "proofClass" TEXT NOT NULL,
    "provider" TEXT NOT NULL DEFAULT '',
    "taughtBy" TEXT NOT NULL DEFAULT '[]',
    "managedBy" TEXT NOT NULL DEFAULT '[]',
    "source" TEXT NOT NULL,
    "corrects" TEXT,
    "facts" TEXT NOT NULL DEFAULT '{}',
    "at" DATETIME NOT NULL,
    "prevHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Enrolment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "course" TEXT NOT NULL,
    "versionHash" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "completedAt" DATETIME
);

-- CreateTable
CREATE TABLE "LessonProgress" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "enrolmentId" TEXT NOT NULL,
    "lesson" TEXT NOT NULL,
    "seconds" INTEGER NOT NULL DEFAULT 0,
    "rightChecks" TEXT NOT NULL DEFAULT '[]',
    "completedAt" DATETIME,
    CONSTRAINT "LessonProgress_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "StudySession" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "enrolmentId" TEXT NOT NULL,
    "lesson" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "lastBeatAt" DATETIME NOT NULL,
    "credited" INTEGER NOT NULL DEFAULT 0,
    "presenceDueAt" DATETIME NOT NULL,
    "askedAt" DATETIME,
    "endedAt" DATETIME,
    "endReason" TEXT NOT NULL DEFAULT ''
);

-- CreateTable
CREATE TABLE "CheckAnswer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "enrolmentId" TEXT NOT NULL,
    "lesson" TEXT NOT NULL,
    "questionId" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "right" BOOLEAN NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "QuizAttempt" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "enrolmentId" TEXT NOT NULL,
    "answers" TEXT NOT NULL,
    "right" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "at" DATETIME NOT NULL,
    CONSTRAINT "QuizAttempt_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TrainingClass" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "providerId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "course" TEXT NOT NULL DEFAULT '',
    "title" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "from" DATETIME NOT NULL,
    "to" DATETIME NOT NULL,
    "lessonSeconds" INTEGER NOT NULL,
    "minutesPerHour" INTEGER NOT NULL,
    "capacity" INTEGER NOT NULL,
    "assessment" TEXT NOT NULL,
    "filedBy" TEXT NOT NULL,
    "filedAt" DATETIME NOT NULL,
    "cancelledAt" DATETIME,
    "closedAt" DATETIME,
    "closedBy" TEXT NOT NULL DEFAULT ''
);

-- CreateTable
CREATE TABLE "ClassTeacher" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "classId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    CONSTRAINT "ClassTeacher_classId_fkey" FOREIGN KEY ("classId") REFERENCES "TrainingClass" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ClassMember" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "classId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "addedBy" TEXT NOT NULL,
    "addedAt" DATETIME NOT NULL,
    "result" TEXT NOT NULL DEFAULT '',
    CONSTRAINT "ClassMember_classId_fkey" FOREIGN KEY ("classId") REFERENCES "TrainingClass" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ClassSign" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "classId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "way" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "by" TEXT NOT NULL,
    "byPersonId" TEXT NOT NULL DEFAULT '',
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "ClassSign_classId_fkey" FOREIGN KEY ("classId") REFERENCES "TrainingClass" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_number_key" ON "Certificate"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_token_key" ON "Certificate"("token");

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_resultRow_key" ON "Certificate"("resultRow");

-- CreateIndex
CREATE INDEX "Certificate_personId_idx" ON "Certificate"("personId");

-- CreateIndex
CREATE INDEX "CertificateEvent_certificateId_idx" ON "CertificateEvent"("certificateId");

-- CreateIndex
CREATE INDEX "CoverageRow_districtPath_dutyClass_idx" ON "CoverageRow"("districtPath", "dutyClass");

-- CreateIndex
CREATE INDEX "CoverageRow_organisationId_dutyClass_idx" ON "CoverageRow"("organisationId", "dutyClass");

-- CreateIndex
CREATE INDEX "CoverageRow_personId_idx" ON "CoverageRow"("personId");

-- CreateIndex
CREATE INDEX "CoverageRow_recheckOn_idx" ON "CoverageRow"("recheckOn");

-- CreateIndex
CREATE INDEX "DrillRun_sceneSlug_startedAt_idx" ON "DrillRun"("sceneSlug", "startedAt");

-- CreateIndex
CREATE INDEX "DrillRun_personId_startedAt_idx" ON "DrillRun"("personId", "startedAt");

-- CreateIndex
CREATE INDEX "DrillRun_state_lastAt_idx" ON "DrillRun"("state", "lastAt");

-- CreateIndex
CREATE UNIQUE INDEX "DrillPiece_runId_seq_key" ON "DrillPiece"("runId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "CentreRoom_centreId_ordinal_key" ON "CentreRoom"("centreId", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "CentreSeat_roomId_row_column_key" ON "CentreSeat"("roomId", "row", "column");

-- CreateIndex
CREATE UNIQUE INDEX "CentreSeat_roomId_label_key" ON "CentreSeat"("roomId", "label");

-- CreateIndex
CREATE UNIQUE INDEX "BankItem_code_key" ON "BankItem"("code");

-- CreateIndex
CREATE INDEX "BankItem_subject_idx" ON "BankItem"("subject");

-- CreateIndex
CREATE INDEX "BankItemVersion_subject_status_idx" ON "BankItemVersion"("subject", "status");

-- CreateIndex
CREATE UNIQUE INDEX "BankItemVersion_itemId_version_key" ON "BankItemVersion"("itemId", "version");

-- CreateIndex
CREATE INDEX "Exam_status_startsAt_idx" ON "Exam"("status", "startsAt");

-- CreateIndex
CREATE INDEX "Exam_startsAt_idx" ON "Exam"("startsAt");

-- CreateIndex
CREATE UNIQUE INDEX "ExamRoom_examId_roomId_key" ON "ExamRoom"("examId", "roomId");

-- CreateIndex
CREATE UNIQUE INDEX "RoomSignature_examRoomId_personId_key" ON "RoomSignature"("examRoomId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "ExamCandidate_sittingId_key" ON "ExamCandidate"("sittingId");

-- CreateIndex
CREATE UNIQUE INDEX "ExamCandidate_ticketHash_key" ON "ExamCandidate"("ticketHash");

-- CreateIndex
CREATE INDEX "ExamCandidate_personId_idx" ON "ExamCandidate"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "ExamCandidate_examId_personId_key" ON "ExamCandidate"("examId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "ExamCandidate_examId_seatId_key" ON "ExamCandidate"("examId", "seatId");

-- CreateIndex
CREATE UNIQUE INDEX "ExamCandidate_examId_slipNumber_key" ON "ExamCandidate"("examId", "slipNumber");

-- CreateIndex
CREATE INDEX "ExamDuty_examId_kind_idx" ON "ExamDuty"("examId", "kind");

-- CreateIndex
CREATE INDEX "ExamDuty_personId_idx" ON "ExamDuty"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Paper_candidateId_key" ON "Paper"("candidateId");

-- CreateIndex
CREATE INDEX "Paper_examId_idx" ON "Paper"("examId");

-- CreateIndex
CREATE UNIQUE INDEX "PaperKeyWrap_examId_dutyA_dutyB_key" ON "PaperKeyWrap"("examId", "dutyA", "dutyB");

-- CreateIndex
CREATE INDEX "SeparationCheck_examId_at_idx" ON "SeparationCheck"("examId", "at");

-- CreateIndex
CREATE INDEX "Sitting_examId_idx" ON "Sitting"("examId");

-- CreateIndex
CREATE UNIQUE INDEX "ExamResult_candidateId_key" ON "ExamResult"("candidateId");

-- CreateIndex
CREATE INDEX "ExamResult_examId_idx" ON "ExamResult"("examId");

-- CreateIndex
CREATE INDEX "ExamResult_personId_idx" ON "ExamResult"("personId");

-- CreateIndex
CREATE INDEX "District_parentCode_idx" ON "District"("parentCode");

-- CreateIndex
CREATE INDEX "District_path_idx" ON "District"("path");

-- CreateIndex
CREATE UNIQUE INDEX "Organisation_uscc_key" ON "Organisation"("uscc");

-- CreateIndex
CREATE INDEX "Organisation_districtCode_idx" ON "Organisation"("districtCode");

-- CreateIndex
CREATE UNIQUE INDEX "Person_idHash_key" ON "Person"("idHash");

-- CreateIndex
CREATE INDEX "Person_phoneHash_idx" ON "Person"("phoneHash");

-- CreateIndex
CREATE INDEX "Person_nameHash_idx" ON "Person"("nameHash");

-- CreateIndex
CREATE INDEX "Person_organisationId_idx" ON "Person"("organisationId");

-- CreateIndex
CREATE INDEX "Person_districtCode_idx" ON "Person"("districtCode");

-- CreateIndex
CREATE INDEX "Post_districtCode_dutyClass_idx" ON "Post"("districtCode", "dutyClass");

-- CreateIndex
CREATE UNIQUE INDEX "Post_organisationId_dutyCode_slot_key" ON "Post"("organisationId", "dutyCode", "slot");

-- CreateIndex
CREATE INDEX "PostHolding_personId_idx" ON "PostHolding"("personId");

-- CreateIndex
CREATE INDEX "PostHolding_postId_idx" ON "PostHolding"("postId");

-- CreateIndex
CREATE UNIQUE INDEX "Account_login_key" ON "Account"("login");

-- CreateIndex
CREATE INDEX "Account_personId_idx" ON "Account"("personId");

-- CreateIndex
CREATE INDEX "RecoveryCode_accountId_idx" ON "RecoveryCode"("accountId");

-- CreateIndex
CREATE INDEX "RoleGrant_accountId_idx" ON "RoleGrant"("accountId");

-- CreateIndex
CREATE INDEX "Device_accountId_idx" ON "Device"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "Device_tokenHash_accountId_key" ON "Device"("tokenHash", "accountId");

-- CreateIndex
CREATE UNIQUE INDEX "ActivationSlip_codeHash_key" ON "ActivationSlip"("codeHash");

-- CreateIndex
CREATE UNIQUE INDEX "ActivationSlip_tokenHash_key" ON "ActivationSlip"("tokenHash");

-- CreateIndex
CREATE INDEX "ActivationSlip_personId_idx" ON "ActivationSlip"("personId");

-- CreateIndex
CREATE INDEX "RosterImport_ownerId_createdAt_idx" ON "RosterImport"("ownerId", "createdAt");

-- CreateIndex
CREATE INDEX "DataRequest_personId_idx" ON "DataRequest"("personId");

-- CreateIndex
CREATE INDEX "DataRequest_state_createdAt_idx" ON "DataRequest"("state", "createdAt");

-- CreateIndex
CREATE INDEX "Session_accountId_idx" ON "Session"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "AuditRow_seq_key" ON "AuditRow"("seq");

-- CreateIndex
CREATE INDEX "AuditRow_at_idx" ON "AuditRow"("at");

-- CreateIndex
CREATE INDEX "AuditRow_act_at_idx" ON "AuditRow"("act", "at");

-- CreateIndex
CREATE INDEX "AuditRow_actorId_at_idx" ON "AuditRow"("actorId", "at");

-- CreateIndex
CREATE INDEX "Job_kind_createdAt_idx" ON "Job"("kind", "createdAt");

-- CreateIndex
CREATE INDEX "ContentVersion_kind_slug_publishedAt_idx" ON "ContentVersion"("kind", "slug", "publishedAt");

-- CreateIndex
CREATE UNIQUE INDEX "RecordRow_seq_key" ON "RecordRow"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "RecordRow_source_key" ON "RecordRow"("source");

-- CreateIndex
CREATE INDEX "RecordRow_personId_kind_subject_idx" ON "RecordRow"("personId", "kind", "subject");

-- CreateIndex
CREATE INDEX "RecordRow_kind_subject_at_idx" ON "RecordRow"("kind", "subject", "at");

-- CreateIndex
CREATE INDEX "RecordRow_objectVersion_idx" ON "RecordRow"("objectVersion");

-- CreateIndex
CREATE INDEX "Enrolment_personId_course_idx" ON "Enrolment"("personId", "course");

-- CreateIndex
CREATE UNIQUE INDEX "LessonProgress_enrolmentId_lesson_key" ON "LessonProgress"("enrolmentId", "lesson");

-- CreateIndex
CREATE INDEX "StudySession_personId_endedAt_idx" ON "StudySession"("personId", "endedAt");

-- CreateIndex
CREATE INDEX "CheckAnswer_enrolmentId_lesson_idx" ON "CheckAnswer"("enrolmentId", "lesson");

-- CreateIndex
CREATE INDEX "QuizAttempt_enrolmentId_idx" ON "QuizAttempt"("enrolmentId");

-- CreateIndex
CREATE INDEX "TrainingClass_providerId_from_idx" ON "TrainingClass"("providerId", "from");

-- CreateIndex
CREATE INDEX "ClassTeacher_personId_idx" ON "ClassTeacher"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "ClassTeacher_classId_personId_key" ON "ClassTeacher"("classId", "personId");

-- CreateIndex
CREATE INDEX "ClassMember_personId_idx" ON "ClassMember"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "ClassMember_classId_personId_key" ON "ClassMember"("classId", "personId");

-- CreateIndex
CREATE INDEX "ClassSign_classId_personId_idx" ON "ClassSign"("classId", "personId");


-- L3: record, audit and published content take new rows alone.
CREATE TRIGGER "AuditRow_no_update" BEFORE UPDATE ON "AuditRow" BEGIN SELECT RAISE(ABORT, 'AuditRow is append-only'); END;
CREATE TRIGGER "AuditRow_no_delete" BEFORE DELETE ON "AuditRow" BEGIN SELECT RAISE(ABORT, 'AuditRow is append-only'); END;
CREATE TRIGGER "RecordRow_no_update" BEFORE UPDATE ON "RecordRow" BEGIN SELECT RAISE(ABORT, 'RecordRow is append-only'); END;
CREATE TRIGGER "RecordRow_no_delete" BEFORE DELETE ON "RecordRow" BEGIN SELECT RAISE(ABORT, 'RecordRow is append-only'); END;
CREATE TRIGGER "ContentVersion_no_update" BEFORE UPDATE ON "ContentVersion" BEGIN SELECT RAISE(ABORT, 'ContentVersion is append-only'); END;
CREATE TRIGGER "ContentVersion_no_delete" BEFORE DELETE ON "ContentVersion" BEGIN SELECT RAISE(ABORT, 'ContentVersion is append-only'); END;
CREATE TRIGGER "SeparationCheck_no_update" BEFORE UPDATE ON "SeparationCheck" BEGIN SELECT RAISE(ABORT, 'SeparationCheck is append-only'); END;
CREATE TRIGGER "SeparationCheck_no_delete" BEFORE DELETE ON "SeparationCheck" BEGIN SELECT RAISE(ABORT, 'SeparationCheck is append-only'); END;
CREATE TRIGGER "CertificateEvent_no_update" BEFORE UPDATE ON "CertificateEvent" BEGIN SELECT RAISE(ABORT, 'CertificateEvent is append-only'); END;
CREATE TRIGGER "CertificateEvent_no_delete" BEFORE DELETE ON "CertificateEvent" BEGIN SELECT RAISE(ABORT, 'CertificateEvent is append-only'); END;
CREATE TRIGGER "Certificate_no_update" BEFORE UPDATE ON "Certificate" BEGIN SELECT RAISE(ABORT, 'Certificate never changes: its state is its events'); END;
CREATE TRIGGER "Certificate_no_delete" BEFORE DELETE ON "Certificate" BEGIN SELECT RAISE(ABORT, 'Certificate is append-only'); END;
CREATE TRIGGER "DrillPiece_no_update" BEFORE UPDATE ON "DrillPiece" BEGIN SELECT RAISE(ABORT, 'DrillPiece is append-only'); END;
CREATE TRIGGER "ClassSign_no_update" BEFORE UPDATE ON "ClassSign" BEGIN SELECT RAISE(ABORT, 'ClassSign is append-only'); END;
CREATE TRIGGER "ClassSign_no_delete" BEFORE DELETE ON "ClassSign" BEGIN SELECT RAISE(ABORT, 'ClassSign is append-only'); END;
