-- CreateTable
CREATE TABLE "CustodianRetirement" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "custodianId" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "proposedBy" TEXT NOT NULL,
    "proposedAt" DATETIME NOT NULL,
    "endedBy" TEXT,
    "endedAt" DATETIME,
    "outcome" TEXT NOT NULL DEFAULT ''
);

-- CreateIndex
CREATE INDEX "CustodianRetirement_custodianId_proposedAt_idx" ON "CustodianRetirement"("custodianId", "proposedAt");

