-- CreateTable
CREATE TABLE "SeparationOverride" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "examId" TEXT NOT NULL,
    "dutyId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "reasonSealed" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "DeclaredTie" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "targetKind" TEXT NOT NULL,
    "targetId" TEXT NOT NULL,
    "relation" TEXT NOT NULL,
    "reasonSealed" TEXT NOT NULL,
    "examId" TEXT NOT NULL,
    "declaredBy" TEXT NOT NULL,
    "own" BOOLEAN NOT NULL,
    "at" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "endedBy" TEXT,
    "endReasonSealed" TEXT
);

-- CreateTable
CREATE TABLE "FormerHome" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "organisationId" TEXT NOT NULL,
    "until" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "IdentityBinding" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- AlterTable
ALTER TABLE "ExamDuty" ADD COLUMN "unprovenAt" DATETIME;
ALTER TABLE "ExamDuty" ADD COLUMN "overridesNeeded" INTEGER NOT NULL DEFAULT 1;

-- CreateIndex
CREATE INDEX "SeparationOverride_examId_idx" ON "SeparationOverride"("examId");

-- CreateIndex
CREATE INDEX "SeparationOverride_dutyId_idx" ON "SeparationOverride"("dutyId");

-- CreateIndex
CREATE INDEX "DeclaredTie_personId_idx" ON "DeclaredTie"("personId");

-- CreateIndex
CREATE INDEX "DeclaredTie_examId_idx" ON "DeclaredTie"("examId");

-- CreateIndex
CREATE INDEX "FormerHome_personId_idx" ON "FormerHome"("personId");

-- CreateIndex
CREATE INDEX "IdentityBinding_accountId_at_idx" ON "IdentityBinding"("accountId", "at");

CREATE TRIGGER "FormerHome_no_update" BEFORE UPDATE ON "FormerHome" BEGIN SELECT RAISE(ABORT, 'FormerHome is append-only'); END;
CREATE TRIGGER "FormerHome_no_delete" BEFORE DELETE ON "FormerHome" BEGIN SELECT RAISE(ABORT, 'FormerHome is append-only'); END;
CREATE TRIGGER "IdentityBinding_no_update" BEFORE UPDATE ON "IdentityBinding" BEGIN SELECT RAISE(ABORT, 'IdentityBinding is append-only'); END;
CREATE TRIGGER "IdentityBinding_no_delete" BEFORE DELETE ON "IdentityBinding" BEGIN SELECT RAISE(ABORT, 'IdentityBinding is append-only'); END;
-- Sealed words are sealed anew when the master key changes, so these two are only kept from being deleted.
CREATE TRIGGER "SeparationOverride_no_delete" BEFORE DELETE ON "SeparationOverride" BEGIN SELECT RAISE(ABORT, 'SeparationOverride is append-only'); END;
CREATE TRIGGER "DeclaredTie_no_delete" BEFORE DELETE ON "DeclaredTie" BEGIN SELECT RAISE(ABORT, 'DeclaredTie is append-only'); END;

-- What the audit kept of homes before this table stood: each move of a member of staff names where they left.
INSERT INTO "FormerHome" ("id", "personId", "organisationId", "until")
SELECT a."id", p."personId", json_extract(a."facts", '$.from'), a."at"
FROM "AuditRow" a JOIN "Account" p ON p."id" = a."object"
WHERE a."outcome" = 'done' AND a."act" = 'staff.organisation'
  AND p."personId" IS NOT NULL AND COALESCE(json_extract(a."facts", '$.from'), '') <> '';
