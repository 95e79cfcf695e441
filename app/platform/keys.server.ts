import { createHmac, randomBytes, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { env } from "./env.server";

// KEY_DIR holds what no backup of DATA_DIR may hold: master.key (32 bytes, the root of the named keys below),
// sign.key (Ed25519, certificates) and people.db (one random key a person; erasing a person deletes the row).

function readOrMake(path: string, make: () => Buffer): Buffer {
  if (existsSync(path)) return readFileSync(path);
  const made = make();
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, made, { mode: 0o600 });
  if (existsSync(path)) return readFileSync(path);
  renameSync(temporary, path);
  chmodSync(path, 0o600);
  return made;
}

type SigningKeys = { privateKey: KeyObject; publicKey: KeyObject; keyId: string };

export class KeyRing {
  readonly #dir: string;
  readonly #master: Buffer;
  #people: Database.Database | undefined;
  #signing: SigningKeys | undefined;
  #cache = new Map<string, Buffer>();
  readonly #named = new Map<string, Buffer>();

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.#dir = dir;
    this.#master = readOrMake(join(dir, "master.key"), () => randomBytes(32));
    if (this.#master.length !== 32) throw new Error(`${join(dir, "master.key")}: ${this.#master.length} bytes, 32 expected`);
  }

  /** A 32-byte key for one purpose, derived from the master key. */
  named(purpose: string): Buffer {
    const known = this.#named.get(purpose) ?? createHmac("sha256", this.#master).update(`anding:${purpose}`).digest();
    this.#named.set(purpose, known);
    return known;
  }

  /** Keyed hash for look-ups of ID numbers, phones and codes; hex. */
  lookup(purpose: string, value: string): string {
    return createHmac("sha256", this.named(`lookup:${purpose}`)).update(value).digest("hex");
  }

  /** The pair certificates are signed with, read once: another takes its place while the house stands still. */
  signing(): SigningKeys {
    return (this.#signing ??= this.#readSigning());
  }

  #readSigning(): SigningKeys {
    const pem = readOrMake(join(this.#dir, "sign.key"), () =>
      Buffer.from(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" })));
    const privateKey = createPrivateKey(pem);
    const publicKey = createPublicKey(privateKey);
    const raw = publicKey.export({ type: "spki", format: "der" });
    return { privateKey, publicKey, keyId: createHmac("sha256", "anding:kid").update(raw).digest("hex").slice(0, 16) };
  }

  #peopleDb(): Database.Database {
    if (!this.#people) {
      this.#people = new Database(join(this.#dir, "people.db"));
      this.#people.pragma("journal_mode = WAL");
      this.#people.pragma("synchronous = FULL");
      this.#people.exec("CREATE TABLE IF NOT EXISTS person_key (person TEXT PRIMARY KEY, key BLOB NOT NULL)");
    }
    return this.#people;
  }

  /** Makes keys for persons that have none, in one commit. */
  makePersonKeys(personIds: readonly string[]): void {
    const db = this.#peopleDb();
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
  personKey(personId: string): Buffer | null {
    const cached = this.#cache.get(personId);
    if (cached) return cached;
    const row = this.#peopleDb().prepare("SELECT key FROM person_key WHERE person = ?").get(personId) as { key: Buffer } | undefined;
    if (!row) return null;
    const key = Buffer.from(row.key);
    this.#keep(personId, key);
    return key;
  }

  #keep(personId: string, key: Buffer): void {
    if (this.#cache.size > 50_000) this.#cache.clear();
    this.#cache.set(personId, key);
  }

  destroyPersonKey(personId: string): void {
    this.#cache.delete(personId);
    const db = this.#peopleDb();
    db.prepare("DELETE FROM person_key WHERE person = ?").run(personId);
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  close(): void {
    this.#people?.close();
    this.#people = undefined;
    this.#cache.clear();
  }
}

let ring: KeyRing | undefined;
export const keys = (): KeyRing => (ring ??= new KeyRing(env().keyDir));
/** Tests put a ring of their own here. */
export function useKeyRing(next: KeyRing): void {
  ring = next;
}
