-- AlterTable
ALTER TABLE "District" ADD COLUMN "closedAt" DATETIME;

-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN "closedAt" DATETIME;

-- CreateTable
CREATE TABLE "SetupLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "duty" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "usedAt" DATETIME,
    "revokedAt" DATETIME,
    "accountId" TEXT
);

-- CreateIndex
CREATE UNIQUE INDEX "SetupLink_tokenHash_key" ON "SetupLink"("tokenHash");

-- CreateIndex
CREATE INDEX "SetupLink_duty_createdAt_idx" ON "SetupLink"("duty", "createdAt");

