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
    "label" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    CONSTRAINT "Device_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ActivationSlip" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "usedAt" DATETIME,
    "revokedAt" DATETIME,
    "printedBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
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
CREATE UNIQUE INDEX "Device_tokenHash_key" ON "Device"("tokenHash");

-- CreateIndex
CREATE INDEX "Device_accountId_idx" ON "Device"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "ActivationSlip_codeHash_key" ON "ActivationSlip"("codeHash");

-- CreateIndex
CREATE UNIQUE INDEX "ActivationSlip_tokenHash_key" ON "ActivationSlip"("tokenHash");

-- CreateIndex
CREATE INDEX "ActivationSlip_personId_idx" ON "ActivationSlip"("personId");

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


-- L3: record, audit and published content take new rows alone.
CREATE TRIGGER "AuditRow_no_update" BEFORE UPDATE ON "AuditRow" BEGIN SELECT RAISE(ABORT, 'AuditRow is append-only'); END;
CREATE TRIGGER "AuditRow_no_delete" BEFORE DELETE ON "AuditRow" BEGIN SELECT RAISE(ABORT, 'AuditRow is append-only'); END;
CREATE TRIGGER "RecordRow_no_update" BEFORE UPDATE ON "RecordRow" BEGIN SELECT RAISE(ABORT, 'RecordRow is append-only'); END;
CREATE TRIGGER "RecordRow_no_delete" BEFORE DELETE ON "RecordRow" BEGIN SELECT RAISE(ABORT, 'RecordRow is append-only'); END;
CREATE TRIGGER "ContentVersion_no_update" BEFORE UPDATE ON "ContentVersion" BEGIN SELECT RAISE(ABORT, 'ContentVersion is append-only'); END;
CREATE TRIGGER "ContentVersion_no_delete" BEFORE DELETE ON "ContentVersion" BEGIN SELECT RAISE(ABORT, 'ContentVersion is append-only'); END;
