import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { claim, type Claim } from "./claim.server";
import { makePrivateFile } from "./private-folder.server";
import { openReadOnly } from "./read-only-database.server";

// people.db: one random key a person. One process writes it (the app); the others read it on a connection that can't
// write. Destroying a key leaves its person's hash behind, so that no older copy brings the key back.

const SCHEMA = `
CREATE TABLE IF NOT EXISTS person_key (person TEXT PRIMARY KEY, key BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS erased_person (hash TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;`;
const KEPT = 50_000;
/** How long a reader may still hold a key that the writer destroyed. */
const LOOK_AGAIN_MS = 500;

export const erasedHash = (personId: string): string =>
  createHash("sha256").update(`anding-erased:${personId}`).digest("hex");

export class PersonKeys {
  readonly #file: string;
  #writer: { db: Database.Database; claim: Claim } | undefined;
  #reader: Database.Database | undefined;
  #cache = new Map<string, Buffer>();
  #seen = { version: -1, at: -Infinity };

  constructor(dir: string) {
    this.#file = join(dir, "people.db");
  }

  /** Opens for writing; throws InUse when another process does. */
  own(): Database.Database {
    if (this.#writer) return this.#writer.db;
    const claimed = claim(this.#file);
    try {
      makePrivateFile(this.#file);
      const db = new Database(this.#file, { timeout: 5_000 });
      // What is deleted is overwritten, so that no free page keeps a destroyed key.
      for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"])
        db.exec(`PRAGMA ${pragma}`);
      db.exec(SCHEMA);
      this.#reader?.close();
      this.#reader = undefined;
      this.#writer = { db, claim: claimed };
      return db;
    } catch (error) {
      claimed.release();
      throw error;
    }
  }

  #forReading(): Database.Database | null {
    if (this.#writer) return this.#writer.db;
    if (!this.#reader && existsSync(this.#file)) this.#reader = openReadOnly(this.#file);
    return this.#reader ?? null;
  }

  /** Makes keys for persons that have none, in one commit. */
  make(personIds: readonly string[]): void {
    const db = this.own();
    const insert = db.prepare("INSERT OR IGNORE INTO person_key (person, key) VALUES (?, ?)");
    db.exec("BEGIN IMMEDIATE");
    try {
      const made = personIds.map((id) => ({ id, key: randomBytes(32) }));
      const fresh = made.filter(({ id, key }) => insert.run(id, key).changes === 1);
      db.exec("COMMIT");
      for (const { id, key } of fresh) this.#keep(id, key);
    } catch (error) {
      db.exec("ROLLBACK");
      throw error;
    }
  }

  /** The person's key, or null once it was destroyed (or never made). */
  get(personId: string): Buffer | null {
    this.#forgetChanged();
    const cached = this.#cache.get(personId);
    if (cached) return cached;
    const row = this.#forReading()?.prepare("SELECT key FROM person_key WHERE person = ?").get(personId) as
      { key: Buffer } | undefined;
    if (!row) return null;
    const key = Buffer.from(row.key);
    this.#keep(personId, key);
    return key;
  }

  /** A reader's memory holds nothing that the writer changed. */
  #forgetChanged(): void {
    if (this.#writer || performance.now() - this.#seen.at < LOOK_AGAIN_MS) return;
    const [row] = (this.#forReading()?.pragma("data_version") ?? []) as { data_version: number }[];
    const version = row?.data_version ?? -1;
    if (version !== this.#seen.version) this.#cache.clear();
    this.#seen = { version, at: performance.now() };
  }

  #keep(personId: string, key: Buffer): void {
    if (this.#cache.size > KEPT) this.#cache.clear();
    this.#cache.set(personId, key);
  }

  /** Destroys the key for good: also where an older copy of it is put back, by the hash that stays. */
  destroy(personId: string, now: Date): void {
    this.#cache.delete(personId);
    const db = this.own();
    db.exec("BEGIN IMMEDIATE");
    try {
      db.prepare("DELETE FROM person_key WHERE person = ?").run(personId);
      db.prepare("INSERT OR IGNORE INTO erased_person (hash, at) VALUES (?, ?)").run(
        erasedHash(personId),
        now.toISOString(),
      );
      db.exec("COMMIT");
    } catch (error) {
      db.exec("ROLLBACK");
      throw error;
    }
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** Hashes of those whose keys were destroyed here, in order. */
  erased(): string[] {
    const rows = this.#forReading()?.prepare("SELECT hash FROM erased_person ORDER BY hash").all() as
      { hash: string }[] | undefined;
    return rows?.map((row) => row.hash) ?? [];
  }

  close(): void {
    this.#reader?.close();
    this.#reader = undefined;
    this.#writer?.db.close();
    this.#writer?.claim.release();
    this.#writer = undefined;
    this.#cache.clear();
  }
}
