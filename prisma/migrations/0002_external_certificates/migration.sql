-- CreateTable
CREATE TABLE "ExternalCertificate" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "job" TEXT NOT NULL,
    "numberHash" TEXT NOT NULL,
    "numberSealed" TEXT NOT NULL,
    "way" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ExternalCertificateEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "certificateId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "issuer" TEXT NOT NULL DEFAULT '',
    "way" TEXT NOT NULL DEFAULT '',
    "noteSealed" TEXT NOT NULL DEFAULT '',
    "recordRow" TEXT NOT NULL,
    "byAccount" TEXT NOT NULL DEFAULT '',
    "at" DATETIME NOT NULL,
    CONSTRAINT "ExternalCertificateEvent_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "ExternalCertificate" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "ExternalCertificate_personId_idx" ON "ExternalCertificate"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "ExternalCertificate_numberHash_job_key" ON "ExternalCertificate"("numberHash", "job");

-- CreateIndex
CREATE INDEX "ExternalCertificateEvent_certificateId_idx" ON "ExternalCertificateEvent"("certificateId");


-- L3: what was registered of a certificate takes new rows alone.
CREATE TRIGGER "ExternalCertificate_no_update" BEFORE UPDATE ON "ExternalCertificate" BEGIN SELECT RAISE(ABORT, 'ExternalCertificate never changes: its state is its events'); END;
CREATE TRIGGER "ExternalCertificate_no_delete" BEFORE DELETE ON "ExternalCertificate" BEGIN SELECT RAISE(ABORT, 'ExternalCertificate is append-only'); END;
CREATE TRIGGER "ExternalCertificateEvent_no_update" BEFORE UPDATE ON "ExternalCertificateEvent" BEGIN SELECT RAISE(ABORT, 'ExternalCertificateEvent is append-only'); END;
CREATE TRIGGER "ExternalCertificateEvent_no_delete" BEFORE DELETE ON "ExternalCertificateEvent" BEGIN SELECT RAISE(ABORT, 'ExternalCertificateEvent is append-only'); END;
