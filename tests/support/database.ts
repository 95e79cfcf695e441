import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDb, type Db } from "~/platform/db.server";
import { KeyRing, useKeyRing } from "~/platform/keys.server";
import { inject } from "vitest";

/** A migrated database file and a key ring of this test's own; `close` removes both. */
export async function freshDatabase(): Promise<{
  db: Db;
  dir: string;
  file: string;
  keys: KeyRing;
  close(): Promise<void>;
}> {
  const dir = mkdtempSync(join(tmpdir(), "anding-test-"));
  const file = join(dir, "anding.db");
  copyFileSync(inject("templateDatabase"), file);
  const keys = new KeyRing(join(dir, "keys"));
  useKeyRing(keys);
  const db = openDb(file);
  return {
    db,
    dir,
    file,
    keys,
    async close() {
      await db.close();
      keys.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
