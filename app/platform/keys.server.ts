import { createHmac } from "node:crypto";
import { env } from "./env.server";
import { makeFolder } from "./folder-faults.server";
import { masterCheck, MasterKeys } from "./master-keys.server";
import { PersonKeys } from "./person-keys.server";
import { seal, unsealBytes } from "./seal.server";
import { SigningFiles, type SigningKeys } from "./signing-keys.server";

// KEY_DIR holds what no backup of DATA_DIR may hold in clear: master.key (32 bytes, the root of the named keys below),
// sign.key (Ed25519, certificates and heads) and people.db (one random key a person; erasing a person deletes the row).

export class KeyRing {
  readonly dir: string;
  readonly master: MasterKeys;
  readonly persons: PersonKeys;
  readonly signers: SigningFiles;

  constructor(dir: string) {
    makeFolder(dir);
    this.dir = dir;
    this.master = new MasterKeys(dir);
    this.persons = new PersonKeys(dir);
    this.signers = new SigningFiles(dir);
  }

  /**
   * A 32-byte key for one purpose, derived from the master key: for what is computed anew each time and kept nowhere.
   */
  named(purpose: string): Buffer {
    return this.master.all(purpose)[0]!;
  }

  /**
   * The same with those before it, while the master key changes and for secrets that outlive a change; newest first.
   */
  everyNamed(purpose: string): readonly Buffer[] {
    return this.master.all(purpose);
  }

  /** Seals under a named key. */
  seal(purpose: string, plain: string | Uint8Array, context: string): string {
    return seal(this.named(purpose), plain, context);
  }

  /** Opens what was sealed under a named key, also by the master key before this one. Throws when none opens it. */
  unsealBytes(purpose: string, sealed: string, context: string): Buffer {
    const opened = this.#open(purpose, sealed, context);
    if (opened) return opened.bytes;
    // Perhaps sealed a moment ago in another process, under a master key that is not yet known here.
    const again = this.master.refresh() ? this.#open(purpose, sealed, context) : null;
    if (!again) throw new Error(`sealed value for ${context} opens under no key of ${purpose}`);
    return again.bytes;
  }

  unseal(purpose: string, sealed: string, context: string): string {
    return this.unsealBytes(purpose, sealed, context).toString("utf8");
  }

  /** The value under the newest key when it is not, null when it is. Throws when no key opens it. */
  reseal(purpose: string, sealed: string, context: string): string | null {
    const opened = this.#open(purpose, sealed, context);
    if (!opened) throw new Error(`sealed value for ${context} opens under no key of ${purpose}`);
    return opened.at === 0 ? null : this.seal(purpose, opened.bytes, context);
  }

  #open(purpose: string, sealed: string, context: string): { bytes: Buffer; at: number } | null {
    for (const [at, key] of this.master.all(purpose).entries()) {
      try {
        return { bytes: unsealBytes(key, sealed, context), at };
      } catch {
        // not under this one
      }
    }
    return null;
  }

  /** Keyed hash for look-ups of ID numbers, phones and codes, as it is written; hex. */
  lookup(purpose: string, value: string): string {
    return hashUnder(this.named(`lookup:${purpose}`), value);
  }

  /** What to look for: the hash as it is written, and as it was under keys before. */
  lookups(purpose: string, value: string): string[] {
    return this.everyNamed(`lookup:${purpose}`).map((key) => hashUnder(key, value));
  }

  /** The pair certificates and heads are signed with. */
  signing(): SigningKeys {
    return this.signers.current();
  }

  /** Makes keys for persons that have none, in one commit. */
  makePersonKeys(personIds: readonly string[]): void {
    this.persons.make(personIds);
  }

  /** The person's key, or null once it was destroyed (or never made). */
  personKey(personId: string): Buffer | null {
    return this.persons.get(personId);
  }

  destroyPersonKey(personId: string, now = new Date()): void {
    this.persons.destroy(personId, now);
  }

  close(): void {
    this.persons.close();
  }
}

const hashUnder = (key: Buffer, value: string): string => createHmac("sha256", key).update(value).digest("hex");
export { masterCheck };

let ring: KeyRing | undefined;
export const keys = (): KeyRing => (ring ??= new KeyRing(env().keyDir));
/** Tests put a ring of their own here. */
export function useKeyRing(next: KeyRing): void {
  ring = next;
}
