-- CreateTable
CREATE TABLE "PostChange" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "batch" TEXT NOT NULL,
    "postId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "ended" TEXT NOT NULL DEFAULT '[]',
    "made" TEXT NOT NULL DEFAULT '',
    "undoes" TEXT NOT NULL DEFAULT '',
    "actorId" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "PostChange_actorId_at_idx" ON "PostChange"("actorId", "at");

-- CreateIndex
CREATE INDEX "PostChange_batch_idx" ON "PostChange"("batch");

-- CreateIndex
CREATE INDEX "PostChange_undoes_idx" ON "PostChange"("undoes");


-- What was changed takes new rows alone.
CREATE TRIGGER "PostChange_no_update" BEFORE UPDATE ON "PostChange" BEGIN SELECT RAISE(ABORT, 'PostChange is append-only'); END;
CREATE TRIGGER "PostChange_no_delete" BEFORE DELETE ON "PostChange" BEGIN SELECT RAISE(ABORT, 'PostChange is append-only'); END;
