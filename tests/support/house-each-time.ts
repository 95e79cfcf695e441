import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, inject } from "vitest";
import { closeDb, db, type Db } from "~/platform/db.server";
import { KeyRing, useKeyRing } from "~/platform/keys.server";

/**
 * The process's own database, empty of rows before each test of a file and gone after the last; one key ring for all of
 * them.
 */
export function houseEachTime({ demo, fill }: { demo: "0" | "1"; fill?: (db: Db) => Promise<void> }): { db: Db } {
  const house = {} as { db: Db };
  const dir = mkdtempSync(join(tmpdir(), "anding-house-"));
  Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: demo });
  const keys = new KeyRing(join(dir, "keys"));
  beforeEach(async () => {
    await closeDb();
    for (const end of ["", "-wal", "-shm"]) rmSync(join(dir, `anding.db${end}`), { force: true });
    copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
    useKeyRing(keys);
    house.db = db();
    await fill?.(house.db);
  });
  afterAll(async () => {
    await closeDb();
    keys.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return house;
}
