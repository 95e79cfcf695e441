import { createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { makeWhole, writeWhole } from "./write-whole.server";

// The master key and what is derived from it. While it is being changed there are two: master.key writes and reads,
// master-old.key reads. Secrets that only their holders have (a device's, a recovery code's) can't be hashed anew: for
// those purposes the derived key stays in kept-keys.json when the master it came from is destroyed.

const LOOK_AGAIN_MS = 250;
const Kept = z.record(z.string(), z.array(z.string()));

const derive = (master: Buffer, purpose: string): Buffer =>
  createHmac("sha256", master).update(`anding:${purpose}`).digest();

/** Names a master key without telling it: a keyed check value, 32 hex digits. */
export const masterCheck = (master: Buffer): string => derive(master, "check").toString("hex").slice(0, 32);

export class MasterKeys {
  readonly #dir: string;
  #masters: Buffer[] = [];
  #kept: z.infer<typeof Kept> = {};
  #derived = new Map<string, Buffer[]>();
  #stamp = "";
  #lookedAt = -Infinity;

  constructor(dir: string) {
    this.#dir = dir;
    makeWhole(this.#path("master.key"), randomBytes(32));
    this.#destroyGone(); // a kill may have come between
    this.refresh();
  }

  #destroyGone(): void {
    const gone = this.#path("master-gone.key");
    if (!existsSync(gone)) return;
    writeFileSync(gone, Buffer.alloc(32));
    rmSync(gone, { force: true });
  }

  #path(name: string): string {
    return join(this.#dir, name);
  }

  /** Reads the files again when they changed; true when they did. */
  refresh(): boolean {
    this.#lookedAt = performance.now();
    const stamp = ["master.key", "master-old.key", "kept-keys.json"]
      .map((name) => {
        const file = statSync(this.#path(name), { throwIfNoEntry: false });
        return file ? `${file.ino}:${file.mtimeMs}` : "-";
      })
      .join(" ");
    if (stamp === this.#stamp) return false;
    this.#masters = ["master.key", "master-old.key"]
      .filter((name) => existsSync(this.#path(name)))
      .map((name) => read32(this.#path(name)));
    this.#kept = existsSync(this.#path("kept-keys.json"))
      ? Kept.parse(JSON.parse(readFileSync(this.#path("kept-keys.json"), "utf8")))
      : {};
    this.#derived.clear();
    this.#stamp = stamp;
    return true;
  }

  /** The 32-byte keys of a purpose, the one that writes first; those after it only read what is not yet anew. */
  all(purpose: string): readonly Buffer[] {
    if (performance.now() - this.#lookedAt > LOOK_AGAIN_MS) this.refresh();
    const known = this.#derived.get(purpose);
    if (known) return known;
    const made = [
      ...this.#masters.map((master) => derive(master, purpose)),
      ...(this.#kept[purpose] ?? []).map((text) => Buffer.from(text, "base64url")),
    ];
    this.#derived.set(purpose, made);
    return made;
  }

  get check(): string {
    if (performance.now() - this.#lookedAt > LOOK_AGAIN_MS) this.refresh();
    return masterCheck(this.#masters[0]!);
  }

  get changing(): boolean {
    this.refresh();
    return this.#masters.length > 1;
  }

  /** A new master writes from now on; the one before still reads. Asked again while that is so, nothing happens. */
  begin(): void {
    this.refresh();
    if (this.#masters.length > 1 && !this.#masters[1]!.equals(this.#masters[0]!)) return;
    writeWhole(this.#path("master-old.key"), this.#masters[0]!);
    writeWhole(this.#path("master.key"), randomBytes(32));
    this.refresh();
  }

  /**
   * Destroys the master before, but for the derived keys of `kept` purposes. Everything else must be under the new one.
   */
  finish(kept: readonly string[]): void {
    this.refresh();
    const old = this.#masters[1];
    if (!old) return;
    const keep = { ...this.#kept };
    for (const purpose of kept) {
      const text = derive(old, purpose).toString("base64url");
      if (!keep[purpose]?.includes(text)) keep[purpose] = [text, ...(keep[purpose] ?? [])];
    }
    writeWhole(this.#path("kept-keys.json"), JSON.stringify(keep));
    renameSync(this.#path("master-old.key"), this.#path("master-gone.key"));
    this.#destroyGone();
    this.refresh();
  }
}

function read32(path: string): Buffer {
  const bytes = readFileSync(path);
  if (bytes.length !== 32) throw new Error(`${path}: ${bytes.length} bytes, 32 expected`);
  return bytes;
}
