// What speaks against using these folders, before a command reads or writes them: a restore that was left half done,
// data without its keys, an exam journal that is gone. Equal to app/server/start-order.server.ts.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openReadOnly } from "./folders.mjs";

/** A file that stands in a folder while a restore writes into it; a start beside it refuses. */
export const RESTORING = "restoring";
/** Sealed by the master key, or found by it. */
const SEALED = [
  ["人", "Person"],
  ["个账号", "Account"],
  ["道题", "BankItemVersion"],
];

/** The folders in which a restore was not finished. */
export const halfRestored = (...dirs) => dirs.filter((dir) => dir && existsSync(join(dir, RESTORING)));

/**
 * A file without a table is what a broken disk or a mistyped path leaves: no data. One that can't be read is for others
 * to judge.
 */
export function hasTables(file) {
  if (!existsSync(file)) return false;
  try {
    return within(file, (db) => db.prepare("SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'").get().n > 0);
  } catch {
    return true;
  }
}

/**
 * Data that was sealed, beside a key folder without a master key: a start would make a new one that opens none of it.
 */
export function withoutKeys(dataDir, keyDir) {
  try {
    return closedIn(dataDir, keyDir);
  } catch {
    return null; // no database, or a broken one: that is said by what reads it
  }
}

function closedIn(dataDir, keyDir) {
  const file = join(dataDir, "anding.db");
  if (existsSync(join(keyDir, "master.key")) || !hasTables(file)) return null;
  const found = within(file, (db) => {
    for (const [unit, table] of SEALED) {
      if (!has(db, table)) continue;
      const n = Number(db.prepare(`SELECT count(*) AS n FROM "${table}"`).get().n);
      if (n > 0) return `${n} ${unit}`;
    }
    return null;
  });
  return found && `数据目录 ${dataDir} 里有 ${found}，密钥目录 ${keyDir} 里却没有主密钥（master.key）`;
}

/**
 * An exam journal that is gone, or ends before the place that anding.db or KEY_DIR remembers; null when it holds it, or
 * can't be read.
 */
export function journalGap(dataDir, keyDir) {
  try {
    return gapIn(dataDir, keyDir);
  } catch {
    return null;
  }
}

function gapIn(dataDir, keyDir) {
  const [known, from] = rememberedPosition(dataDir, keyDir);
  const file = join(dataDir, "journal.db");
  const last = existsSync(file)
    ? within(file, (db) =>
        has(db, "journal_event") ? Number(db.prepare("SELECT max(position) AS n FROM journal_event").get().n ?? 0) : 0,
      )
    : 0;
  if (known <= last) return null;
  return `数据目录 ${dataDir} 里${existsSync(file) ? `的考试日志只到第 ${last} 条` : "没有 journal.db"}，${from}记得考试日志写到过第 ${known} 条`;
}

function rememberedPosition(dataDir, keyDir) {
  const cursor = within(join(dataDir, "anding.db"), (db) =>
    has(db, "JournalCursor") ? Number(db.prepare(`SELECT max("position") AS n FROM "JournalCursor"`).get().n ?? 0) : 0,
  );
  // What KEY_DIR remembers is of the data before a restore until the first start after it.
  const anchor = existsSync(join(dataDir, "restored.json")) ? 0 : anchorPosition(join(keyDir, "journal-anchor.json"));
  return anchor > cursor ? [anchor, "密钥目录"] : [cursor, "anding.db "];
}

function anchorPosition(file) {
  try {
    return Number(JSON.parse(readFileSync(file, "utf8")).position) || 0;
  } catch {
    return 0;
  }
}

const has = (db, table) =>
  db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").all(table).length > 0;

function within(file, read) {
  const db = openReadOnly(file);
  try {
    return read(db);
  } finally {
    db.close();
  }
}
