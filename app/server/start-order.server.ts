import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { openReadOnly } from "~/platform/read-only-database.server";

// What must be in order before a start writes anything: no restore left half done, no empty data folder beside keys
// that have served, and no data beside an empty key folder (a disk that was not mounted looks like a new installation).
// Asked by the launcher, and by scripts/start.mjs before that migrates or seeds; built as a file of its own for it.
// Equal to scripts/installation.mjs.

/** A file that stands in a folder while a restore writes into it; equal to scripts/installation.mjs. */
const RESTORING = "restoring";

/** Why the product may not start here; null when it may. */
export function refusalOfStart(dataDir: string, keyDir: string): string | null {
  const half = [dataDir, keyDir].filter((dir) => existsSync(join(dir, RESTORING)));
  if (half.length)
    return `上次恢复没有做完（${half.join("、")}），没有启动。请再做一次 npm run restore，它会接着用这些文件夹。`;
  const closed = withoutKeys(dataDir, keyDir);
  if (closed)
    return `${closed}，没有启动，什么都没有写：KEY_DIR 写错了，或者密钥盘没有挂上？请用原来的密钥目录，或恢复带密钥的备份（npm run restore，见 docs/how-to/backup.md）。新的密钥打不开这些数据。`;
  const file = join(dataDir, "anding.db");
  // A demonstration that was broken off while it was being written has keys, and begins again.
  if (hasTables(file) || existsSync(join(dataDir, ".seeding"))) return null;
  const persons = personsIn(keyDir);
  if (persons === 0 && !remembersRows(keyDir)) return null;
  return `密钥里有 ${persons} 人，数据目录 ${dataDir} ${existsSync(file) ? "里的 anding.db " : ""}却是空的，没有启动，什么都没有写：数据盘没有挂上？先挂上，或恢复备份（npm run restore，见 docs/how-to/backup.md）。真要从头开始，把密钥目录 ${keyDir} 移走（不要删），用一个空的 KEY_DIR。`;
}

/**
 * A file without a table is what a broken disk or a mistyped path leaves: no data. One that can't be read is for others
 * to judge.
 */
function hasTables(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    return within(file, (db) => numberOf(db, "SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'") > 0);
  } catch {
    return true;
  }
}

/** Sealed by the master key, or found by it. */
const SEALED = [
  ["人", "Person", 'SELECT count(*) AS n FROM "Person"'],
  ["个账号", "Account", 'SELECT count(*) AS n FROM "Account"'],
  ["道题", "BankItemVersion", 'SELECT count(*) AS n FROM "BankItemVersion"'],
] as const;

/**
 * Data that was sealed, beside a key folder without a master key: a start would make a new one that opens none of it.
 */
export function withoutKeys(dataDir: string, keyDir: string): string | null {
  try {
    return closedIn(dataDir, keyDir);
  } catch {
    return null; // no database, or a broken one: that is said by what reads it
  }
}

function closedIn(dataDir: string, keyDir: string): string | null {
  const file = join(dataDir, "anding.db");
  if (existsSync(join(keyDir, "master.key")) || !hasTables(file)) return null;
  const found = within(file, (db) =>
    SEALED.filter(([, table]) => has(db, table))
      .map(([unit, , sql]) => ({ unit, n: numberOf(db, sql) }))
      .find(({ n }) => n > 0),
  );
  return found
    ? `数据目录 ${dataDir} 里有 ${found.n} ${found.unit}，密钥目录 ${keyDir} 里却没有主密钥（master.key）`
    : null;
}

/**
 * An exam journal that is gone, or ends before the place that anding.db or KEY_DIR remembers; null when it holds it, or
 * can't be read.
 */
export function journalGap(dataDir: string, keyDir: string): string | null {
  try {
    return gapIn(dataDir, keyDir);
  } catch {
    return null;
  }
}

function gapIn(dataDir: string, keyDir: string): string | null {
  const data = join(dataDir, "anding.db");
  const cursor = !existsSync(data)
    ? 0
    : within(data, (db) =>
        has(db, "JournalCursor") ? numberOf(db, 'SELECT max("position") AS n FROM "JournalCursor"') : 0,
      );
  // What KEY_DIR remembers is of the data before a restore until the first start after it.
  const anchor = existsSync(join(dataDir, "restored.json")) ? 0 : anchorPosition(keyDir);
  const [known, from] = anchor > cursor ? [anchor, "密钥目录"] : [cursor, "anding.db "];
  const file = join(dataDir, "journal.db");
  const last = existsSync(file)
    ? within(file, (db) =>
        has(db, "journal_event") ? numberOf(db, "SELECT max(position) AS n FROM journal_event") : 0,
      )
    : 0;
  if (known <= last) return null;
  return `数据目录 ${dataDir} 里${existsSync(file) ? `的考试日志只到第 ${last} 条` : "没有 journal.db"}，${from}记得考试日志写到过第 ${known} 条`;
}

function anchorPosition(keyDir: string): number {
  try {
    return (
      Number(
        (JSON.parse(readFileSync(join(keyDir, "journal-anchor.json"), "utf8")) as { position?: unknown }).position,
      ) || 0
    );
  } catch {
    return 0;
  }
}

type Reading = ReturnType<typeof openReadOnly>;
const has = (db: Reading, table: string): boolean =>
  db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").all(table).length > 0;
const numberOf = (db: Reading, sql: string): number =>
  Number((db.prepare(sql).all() as { n: number | null }[])[0]!.n ?? 0);

function within<T>(file: string, read: (db: Reading) => T): T {
  const db = openReadOnly(file);
  try {
    return read(db);
  } finally {
    db.close();
  }
}

const COUNTS = {
  person_key: "SELECT count(*) AS n FROM person_key",
  erased_person: "SELECT count(*) AS n FROM erased_person",
} as const;

/** Keys of persons, and those that were destroyed: each was somebody. */
function personsIn(keyDir: string): number {
  if (!existsSync(join(keyDir, "people.db"))) return 0;
  return within(join(keyDir, "people.db"), (db) =>
    Object.entries(COUNTS).reduce((sum, [table, sql]) => sum + (has(db, table) ? numberOf(db, sql) : 0), 0),
  );
}

function remembersRows(keyDir: string): boolean {
  if (!existsSync(keyDir)) return false;
  if (readdirSync(keyDir).some((name) => /^chain-.*\.trail$/.test(name) && statSync(join(keyDir, name)).size > 0))
    return true;
  const anchor = join(keyDir, "journal-anchor.json");
  return existsSync(anchor) && !/"position":\s*0\b/.test(readFileSync(anchor, "utf8"));
}
