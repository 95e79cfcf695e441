-- AlterTable
ALTER TABLE "Account" ADD COLUMN "passwordAt" DATETIME;

-- CreateTable
CREATE TABLE "KnownBrowser" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL,
    "lastUsedAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    CONSTRAINT "KnownBrowser_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AccountNotice" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "facts" TEXT NOT NULL DEFAULT '{}',
    "at" DATETIME NOT NULL,
    "seenAt" DATETIME
);

-- CreateTable
CREATE TABLE "FactorReset" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "wordHash" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "proposedBy" TEXT NOT NULL,
    "proposedAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "confirmedBy" TEXT,
    "confirmedAt" DATETIME,
    "slipId" TEXT,
    "endedAt" DATETIME,
    "outcome" TEXT NOT NULL DEFAULT ''
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_ActivationSlip" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'learner',
    "accountId" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "codeHash" TEXT,
    "tokenHash" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "usedAt" DATETIME,
    "revokedAt" DATETIME,
    "printedBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);
INSERT INTO "new_ActivationSlip" ("accountId", "codeHash", "createdAt", "expiresAt", "failures", "id", "personId", "printedBy", "purpose", "revokedAt", "tokenHash", "usedAt") SELECT "accountId", CASE WHEN "usedAt" IS NULL AND "revokedAt" IS NULL THEN "codeHash" END, "createdAt", "expiresAt", "failures", "id", "personId", "printedBy", "purpose", "revokedAt", "tokenHash", "usedAt" FROM "ActivationSlip";
DROP TABLE "ActivationSlip";
ALTER TABLE "new_ActivationSlip" RENAME TO "ActivationSlip";
CREATE UNIQUE INDEX "ActivationSlip_codeHash_key" ON "ActivationSlip"("codeHash");
CREATE UNIQUE INDEX "ActivationSlip_tokenHash_key" ON "ActivationSlip"("tokenHash");
CREATE INDEX "ActivationSlip_personId_idx" ON "ActivationSlip"("personId");
CREATE TABLE "new_Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "absoluteEndsAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "userAgent" TEXT NOT NULL DEFAULT '',
    "secondFactor" BOOLEAN NOT NULL DEFAULT false,
    "provenAt" DATETIME,
    "lastUsedAt" DATETIME,
    "address" TEXT NOT NULL DEFAULT '',
    "dutyUntil" DATETIME
);
INSERT INTO "new_Session" ("absoluteEndsAt", "accountId", "createdAt", "expiresAt", "id", "secondFactor", "userAgent") SELECT "absoluteEndsAt", "accountId", "createdAt", "expiresAt", "id", "secondFactor", "userAgent" FROM "Session";
DROP TABLE "Session";
ALTER TABLE "new_Session" RENAME TO "Session";
CREATE INDEX "Session_accountId_idx" ON "Session"("accountId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "KnownBrowser_accountId_idx" ON "KnownBrowser"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "KnownBrowser_tokenHash_accountId_key" ON "KnownBrowser"("tokenHash", "accountId");

-- CreateIndex
CREATE INDEX "AccountNotice_accountId_seenAt_idx" ON "AccountNotice"("accountId", "seenAt");

-- CreateIndex
CREATE INDEX "FactorReset_accountId_proposedAt_idx" ON "FactorReset"("accountId", "proposedAt");

-- CreateIndex
CREATE INDEX "FactorReset_slipId_idx" ON "FactorReset"("slipId");

