// What follows when a backup was put back: who was erased since is erased again, and it is counted, by opening, what
// opens.
import { createDecipheriv, createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Database from "libsql";
import { ERASED, erasedIn, HEAD } from "./backup-files.mjs";
import { readList } from "./erasure-list.mjs";
import { openReadOnly } from "./folders.mjs";
import { derive } from "./key-files.mjs";
import { isSigned, publicKeysOf, signed } from "./signed-files.mjs";

/** As app/platform/restore-mark.server.ts reads it. */
const MARK = "anding-restored";
const CHAINS = { audit: "AuditRow", record: "RecordRow" };

export const erasedHash = (personId) => createHash("sha256").update(`anding-erased:${personId}`).digest("hex");

/**
 * Hashes of erased persons from every list there is: in the backup, beside it and in BACKUP_DIR (also in later
 * backups), in a key folder that was in use, and in files named by the operator. A list that our key did not sign is
 * not believed: `strangers` names it. `reach`: up to when the newest of them knows; `covers`: that is all the time
 * since the backup. The list that the product keeps beside its backups is written with each erasing, so one as new as
 * the backup says that nobody was erased since; one within a backup knows of that backup's moment alone.
 */
export function erasedEverywhere({ source, backupAt, keyDir, liveKeys, files, backupDir }) {
  const publicKeys = publicKeysOf(keyDir);
  const folders = [...new Set([dirname(source), ...(backupDir ? [backupDir] : [])])].filter((dir) => existsSync(dir));
  const found = folders.flatMap((dir) => [
    join(dir, "erased.json"),
    ...readdirSync(dir).map((name) => join(dir, name, "erased.json")),
  ]);
  const since = Date.parse(backupAt);
  const hashes = new Set(erasedIn(keyDir));
  const strangers = [];
  const lists = [...new Set([join(source, "erased.json"), ...found, ...files])].filter(
    (path) => files.includes(path) || existsSync(path),
  );
  const used = liveKeys ? lastUseOf(keyDir) : null;
  const reaches = used ? [{ at: used, kept: false }] : [];
  for (const path of lists) {
    const list = readList(path);
    if (!list || !isSigned(ERASED, list, publicKeys)) strangers.push(path);
    else {
      for (const hash of list.persons) hashes.add(hash);
      reaches.push({ at: list.at, kept: !existsSync(join(dirname(path), "manifest.json")) });
    }
  }
  return {
    hashes,
    lists: lists.length - strangers.length,
    strangers,
    reach:
      reaches
        .map(({ at }) => at)
        .sort()
        .at(-1) ?? null,
    covers: reaches.some(({ at, kept }) => Date.parse(at) > since || (kept && Date.parse(at) === since)),
  };
}

/** Why a list that the operator named can't be used; null when it can. */
export function faultOfNamedList(path, keyDir) {
  if (!existsSync(path)) return `没有删除名单 ${path}`;
  const list = readList(path);
  if (!list) return `删除名单 ${path} 坏了，读不出来`;
  const publicKeys = publicKeysOf(keyDir);
  if (publicKeys.size === 0)
    return `没有签名密钥，核对不了删除名单 ${path}（请加 --custodian-key，或把 KEY_DIR 指到原来的密钥）`;
  return isSigned(ERASED, list, publicKeys) ? null : `删除名单 ${path} 不是本系统签的，或者被改过`;
}

/** When a product last wrote into a key folder; null when none did. */
function lastUseOf(keyDir) {
  if (!existsSync(join(keyDir, "people.db"))) return null;
  const times = readdirSync(keyDir)
    .filter((name) => !/-(shm|wal|owner|owner-journal)$/.test(name))
    .map((name) => statSync(join(keyDir, name), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return new Date(Math.max(...times)).toISOString();
}

/**
 * A key folder that came out of a backup is no newer than what that restore knew: its files say so until it is in use.
 */
export function dateKeys(keyDir, reach) {
  for (const name of readdirSync(keyDir)) utimesSync(join(keyDir, name), new Date(reach), new Date(reach));
}

/**
 * Nobody is signed in after a restore: a sign-in that was ended since the backup would live again. Gives how many there
 * were.
 */
export function endSignIns(dataDir) {
  const db = new Database(join(dataDir, "anding.db"), { timeout: 5_000 });
  try {
    db.exec("PRAGMA secure_delete = ON");
    return db.prepare(`DELETE FROM "Session"`).run().changes;
  } finally {
    db.close();
  }
}

/**
 * Erases in restored data whom the lists name: what finds them, their ways in. Gives their ids; the keys are the
 * caller's matter.
 */
export function eraseAgainInData(dataDir, hashes) {
  const db = new Database(join(dataDir, "anding.db"), { timeout: 5_000 });
  try {
    const named = db.prepare(`SELECT "id", "erasedAt" FROM "Person"`).all();
    const recorded = new Set(
      db
        .prepare(`SELECT DISTINCT "personId" FROM "RecordRow" WHERE "kind" = 'erased'`)
        .all()
        .map((row) => row.personId),
    );
    const erased = named.filter(
      ({ id, erasedAt }) => erasedAt !== null || recorded.has(id) || hashes.has(erasedHash(id)),
    );
    const again = erased.filter(({ erasedAt }) => erasedAt === null).map(({ id }) => id);
    const now = new Date().toISOString().replace("Z", "+00:00");
    db.exec("BEGIN IMMEDIATE");
    for (const id of again) {
      db.prepare(
        `UPDATE "Person" SET "erasedAt" = ?, "idHash" = NULL, "phoneHash" = NULL, "nameHash" = NULL WHERE "id" = ?`,
      ).run(now, id);
      db.prepare(
        `UPDATE "Device" SET "revokedAt" = ? WHERE "revokedAt" IS NULL AND "accountId" IN (SELECT "id" FROM "Account" WHERE "personId" = ?)`,
      ).run(now, id);
      db.prepare(`UPDATE "Account" SET "disabledAt" = ? WHERE "disabledAt" IS NULL AND "personId" = ?`).run(now, id);
      db.prepare(
        `UPDATE "ActivationSlip" SET "revokedAt" = ? WHERE "revokedAt" IS NULL AND "usedAt" IS NULL AND "personId" = ?`,
      ).run(now, id);
    }
    db.exec("COMMIT");
    return { erased: erased.map(({ id }) => id), again };
  } finally {
    db.close();
  }
}

/** Destroys keys in a key folder that was just restored: of these persons, and of whom else the lists name. */
export function eraseAgainInKeys(keyDir, personIds, hashes) {
  const db = new Database(join(keyDir, "people.db"), { timeout: 5_000 });
  try {
    db.exec("PRAGMA secure_delete = ON");
    db.exec("CREATE TABLE IF NOT EXISTS erased_person (hash TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID");
    const ids = new Set(personIds);
    const destroyed = db
      .prepare("SELECT person FROM person_key")
      .all()
      .map((row) => row.person)
      .filter((id) => ids.has(id) || hashes.has(erasedHash(id)));
    const at = new Date().toISOString();
    db.exec("BEGIN IMMEDIATE");
    for (const id of destroyed) db.prepare("DELETE FROM person_key WHERE person = ?").run(id);
    for (const hash of new Set([...hashes, ...personIds.map(erasedHash)]))
      db.prepare("INSERT OR IGNORE INTO erased_person (hash, at) VALUES (?, ?)").run(hash, at);
    db.exec("COMMIT");
    return destroyed.length;
  } finally {
    db.close();
  }
}

/**
 * As app/platform/seal.server.ts opens: version 1 in front and bound, or neither in what was sealed before versions
 * were.
 */
const opens = (key, sealed, context) => {
  const [version, text] = sealed.startsWith("1.") ? ["1.", sealed.slice(2)] : ["", sealed];
  const bytes = Buffer.from(text, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), { authTagLength: 16 })
      .setAAD(Buffer.from(version + context))
      .setAuthTag(bytes.subarray(-16));
    decipher.update(bytes.subarray(12, -16));
    decipher.final();
    return true;
  } catch {
    return false;
  }
};

/** How much of the data these keys open, each tried. Erased persons are not counted: they are closed for good. */
export function countClosed(dataDir, keyDir) {
  const db = openReadOnly(join(dataDir, "anding.db"));
  const people = existsSync(join(keyDir, "people.db")) ? openReadOnly(join(keyDir, "people.db")) : null;
  try {
    const key = people?.prepare("SELECT key FROM person_key WHERE person = ?");
    const persons = db.prepare(`SELECT "id", "sealed" FROM "Person" WHERE "erasedAt" IS NULL`).all();
    const closed = persons.filter(({ id, sealed }) => {
      const row = key?.get(id);
      return !row || !opens(Buffer.from(row.key), sealed, `person:${id}`);
    }).length;
    const masters = ["master.key", "master-old.key"]
      .map((name) => join(keyDir, name))
      .filter((path) => existsSync(path))
      .map((path) => readFileSync(path));
    const closedUnder = (purpose, sql, context) => {
      const rows = db.prepare(sql).all();
      return {
        of: rows.length,
        closed: rows.filter(
          ({ id, sealed }) => !masters.some((master) => opens(derive(master, purpose), sealed, context(id))),
        ).length,
      };
    };
    return {
      persons: { of: persons.length, closed },
      questions: closedUnder("exam-bank", `SELECT "id", "sealed" FROM "BankItemVersion"`, (id) => `bank:${id}`),
      secondFactors: closedUnder(
        "totp",
        `SELECT "id", "totpSealed" AS "sealed" FROM "Account" WHERE "totpSealed" IS NOT NULL`,
        (id) => `totp:${id}`,
      ),
    };
  } finally {
    db.close();
    people?.close();
  }
}

/**
 * What the product finds at its next start: that this data was put back, from when, and who was erased again; signed,
 * so that nobody who can write the data alone can make one. `headsSigned`: the backup's own signed heads say where its
 * chains ended. The sentence to tell when the product will not believe it, or can't prove what was put back.
 */
export function noteRestore(dataDir, { source, manifest, keyDir, again, rehearsal, closed }) {
  const db = openReadOnly(join(dataDir, "anding.db"));
  const heads = Object.entries(CHAINS).flatMap(([chain, table]) => {
    const last = db.prepare(`SELECT "seq", "hash" FROM "${table}" ORDER BY "seq" DESC LIMIT 1`).get();
    return last ? [{ chain, hash: last.hash, seq: Number(last.seq) }] : [];
  });
  db.close();
  const publicKeys = publicKeysOf(keyDir);
  const headsSigned = heads.every(({ chain, hash, seq }) =>
    (manifest.heads ?? []).some(
      (one) => one.chain === chain && one.hash === hash && one.seq === seq && isSigned(HEAD, one, publicKeys),
    ),
  );
  const note = {
    format: "anding-restored-2",
    id: randomUUID(),
    backup: basename(source),
    from: manifest.at,
    restoredAt: new Date().toISOString(),
    erasedAgain: again,
    rehearsal,
    closed,
    heads,
    headsSigned,
  };
  const pem = existsSync(join(keyDir, "sign.key")) ? readFileSync(join(keyDir, "sign.key")) : null;
  writeFileSync(join(dataDir, "restored.json"), JSON.stringify(pem ? signed(MARK, note, pem) : note), { mode: 0o600 });
  if (!pem) return `${keyDir} 里没有 sign.key，恢复的记号没有签名：启动时不会理会它。`;
  return headsSigned ? null : "备份里的链头不是本系统签的，或者与数据不符：启动以后会写“无法证明”，直到有可对照的头。";
}
