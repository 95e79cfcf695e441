import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { openReadOnly } from "~/platform/read-only-database.server";

// What must be in order before a start writes anything: no restore left half done, and no empty data folder beside keys that
// have served (a disk that was not mounted looks like a new installation). Asked by the launcher, and by scripts/start.mjs before
// that migrates or seeds; built as a file of its own for it.

/** A file that stands in a folder while a restore writes into it; equal to scripts/restore-files.mjs. */
const RESTORING = "restoring";

/** Why the product may not start here; null when it may. */
export function refusalOfStart(dataDir: string, keyDir: string): string | null {
  const half = [dataDir, keyDir].filter((dir) => existsSync(join(dir, RESTORING)));
  if (half.length) return `上次恢复没有做完（${half.join("、")}），没有启动。请再做一次 npm run restore，它会接着用这些文件夹。`;
  // A demonstration that was broken off while it was being written has keys, and begins again.
  if (existsSync(join(dataDir, "anding.db")) || existsSync(join(dataDir, ".seeding"))) return null;
  const persons = personsIn(keyDir);
  if (persons === 0 && !remembersRows(keyDir)) return null;
  return `密钥里有 ${persons} 人，数据目录 ${dataDir} 却是空的，没有启动，什么都没有写：数据盘没有挂上？先挂上，或恢复备份（npm run restore，见 docs/how-to/backup.md）。真要从头开始，把密钥目录 ${keyDir} 移走（不要删），用一个空的 KEY_DIR。`;
}

const COUNTS = { person_key: "SELECT count(*) AS n FROM person_key", erased_person: "SELECT count(*) AS n FROM erased_person" } as const;

/** Keys of persons, and those that were destroyed: each was somebody. */
function personsIn(keyDir: string): number {
  if (!existsSync(join(keyDir, "people.db"))) return 0;
  const db = openReadOnly(join(keyDir, "people.db"));
  try {
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE name IN ('person_key', 'erased_person')").all() as { name: keyof typeof COUNTS }[];
    return tables.reduce((sum, { name }) => sum + Number((db.prepare(COUNTS[name]).all() as { n: number }[])[0]!.n), 0);
  } finally {
    db.close();
  }
}

function remembersRows(keyDir: string): boolean {
  if (!existsSync(keyDir)) return false;
  if (readdirSync(keyDir).some((name) => /^chain-.*\.trail$/.test(name) && statSync(join(keyDir, name)).size > 0)) return true;
  const anchor = join(keyDir, "journal-anchor.json");
  return existsSync(anchor) && !/"position":\s*0\b/.test(readFileSync(anchor, "utf8"));
}
