-- CreateTable
CREATE TABLE "Custodian" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "enteredBy" TEXT NOT NULL,
    "enteredAt" DATETIME NOT NULL,
    "confirmedBy" TEXT,
    "confirmedAt" DATETIME,
    "retiredBy" TEXT,
    "retiredAt" DATETIME
);

-- CreateIndex
CREATE UNIQUE INDEX "Custodian_fingerprint_key" ON "Custodian"("fingerprint");

