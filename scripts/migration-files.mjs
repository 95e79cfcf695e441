// Brings a SQLite file to the shipped migrations without Prisma's command line: each migration in one transaction,
// noted in the table that Prisma keeps, so that either tool goes on where the other stopped. A migration killed
// half-way leaves nothing.
import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "libsql";
import { makeFolder } from "./folder-faults.mjs";
import { claim, holderWords, openReadOnly } from "./folders.mjs";

const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
  "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`;

/**
 * Applies what is missing in order of the names; gives their names. Throws with the migration's name when one does not
 * apply.
 */
export function applyMigrations(file, folder) {
  const shipped = shippedIn(folder);
  makeFolder(dirname(file));
  // anding.db has one writer: the product while it runs, this only while it does not.
  const claimed = claim(file);
  if (!claimed) throw new Error(`${file} 正由运行中的安鼎${holderWords(file)}使用，没有迁移。请先停机。`);
  const db = new Database(file, { timeout: 10_000 });
  try {
    db.exec("PRAGMA journal_mode = WAL");
    db.exec("PRAGMA synchronous = FULL");
    const applied = appliedIn(db);
    const strange = applied.find((name) => !shipped.includes(name));
    if (strange) throw new Error(`${newer(strange)}，没有改动。请装回那个版本，或从备份恢复。`);
    const missing = shipped.filter((name) => !applied.includes(name));
    for (const name of missing) apply(db, name, readFileSync(join(folder, name, "migration.sql"), "utf8"));
    return missing;
  } finally {
    db.close();
    claimed.release();
  }
}

const shippedIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
const newer = (name) => `数据来自更新的版本（迁移 ${name} 这个版本没有）`;

/**
 * Whether a database is of another version than this, without changing it: `older` and `newer` name the first migration
 * that tells.
 */
export function versionOf(file, folder) {
  const db = openReadOnly(file);
  try {
    const [shipped, applied] = [shippedIn(folder), appliedIn(db)];
    return {
      older: shipped.find((name) => !applied.includes(name)) ?? null,
      newer: applied.find((name) => !shipped.includes(name)) ?? null,
    };
  } finally {
    db.close();
  }
}

/** Why a command that reads the data can't do so with this version, and what mends it; null when it can. */
export function wrongVersion(file, folder) {
  const found = versionOf(file, folder);
  if (found.newer) return `${newer(found.newer)}，什么都没有做。请装回那个版本再运行。`;
  return found.older
    ? `数据库 ${file} 还没有升到这个版本（缺迁移 ${found.older}），什么都没有做。请停机，运行 npm run upgrade（它先做一份备份），启动以后再运行这条命令。`
    : null;
}

function appliedIn(db) {
  const there = db.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = '_prisma_migrations'").get().n;
  return Number(there) === 0
    ? []
    : db
        .prepare(
          "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
        )
        .all()
        .map((row) => row.migration_name);
}

function apply(db, name, sql) {
  // A table that is rebuilt is dropped for a moment; whether every reference still holds is looked at before the
  // commit.
  db.exec("PRAGMA foreign_keys = OFF");
  db.exec("BEGIN IMMEDIATE");
  try {
    db.exec(TABLE);
    db.exec(sql);
    const [broken] = db.prepare("PRAGMA foreign_key_check").all();
    if (broken) throw new Error(`a row of ${broken.table} refers to a row of ${broken.parent} that is not there`);
    const now = new Date().toISOString();
    db.prepare(
      "INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)",
    ).run(randomUUID(), createHash("sha256").update(sql).digest("hex"), now, name, now);
    db.exec("COMMIT");
  } catch (error) {
    if (db.inTransaction) db.exec("ROLLBACK");
    throw new Error(`数据库迁移 ${name} 没有成功，数据没有改动：${error.message}`);
  } finally {
    db.exec("PRAGMA foreign_keys = ON");
  }
}
