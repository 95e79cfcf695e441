-- AlterTable
ALTER TABLE "Person" ADD COLUMN "mergedInto" TEXT;

-- CreateTable
CREATE TABLE "PersonMerge" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "pairKey" TEXT NOT NULL,
    "fromId" TEXT NOT NULL,
    "intoId" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "moved" TEXT NOT NULL DEFAULT '{}',
    "actorId" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "PersonMerge_pairKey_at_idx" ON "PersonMerge"("pairKey", "at");

-- CreateIndex
CREATE INDEX "Person_mergedInto_idx" ON "Person"("mergedInto");


-- What was said of a pair takes new rows alone.
CREATE TRIGGER "PersonMerge_no_update" BEFORE UPDATE ON "PersonMerge" BEGIN SELECT RAISE(ABORT, 'PersonMerge is append-only'); END;
CREATE TRIGGER "PersonMerge_no_delete" BEFORE DELETE ON "PersonMerge" BEGIN SELECT RAISE(ABORT, 'PersonMerge is append-only'); END;

-- A correction may stand under another person since registrations are merged.
CREATE INDEX "RecordRow_corrects_idx" ON "RecordRow"("corrects");
