import { sign } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "./canonical";
import { env } from "./env.server";
import { namesIn } from "./folder-faults.server";
import { keys, type KeyRing } from "./keys.server";
import { log } from "./log";
import { writeWhole } from "./write-whole.server";

// The signed list of the erased (hashes), beside the backups: a restore of an older backup erases them again by it.
// Written with each erasing and once an hour, so that it says up to when it is complete. Equal to
// scripts/signed-files.mjs.

const KIND = "anding-erased";
export const ERASURE_LIST = "erased.json";
const FRESH_MS = 3_600_000;

/** Writes the list into `folder`, which must be there: a mount point whose disk is gone is not filled. */
export function writeErasureList(ring: KeyRing, folder: string, now: Date): void {
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`);
  const { privateKey, keyId } = ring.signing();
  const body = { at: now.toISOString(), persons: ring.persons.erased(), alg: "EdDSA", kid: keyId };
  const signature = sign(null, Buffer.from(`${KIND}\n${canonicalJson(body)}`), privateKey).toString("base64url");
  writeWhole(join(folder, ERASURE_LIST), JSON.stringify({ ...body, signature }));
}

/** After an erasing: the list beside the backups at once. What fails is logged, and health shows who is on no list. */
export function listErasedNow(now: Date): void {
  const folder = backupFolder();
  if (!folder || isRehearsal()) return;
  try {
    writeErasureList(keys(), folder, now);
  } catch (error) {
    log.error("erasure-list.not-written", error, { folder });
  }
}

/** Once an hour: the list as it is now, so that a restore knows that nobody was erased since. */
export function keepErasureList(now: Date): void {
  const folder = backupFolder();
  const written = folder && existsSync(join(folder, ERASURE_LIST)) ? statSync(join(folder, ERASURE_LIST)).mtimeMs : 0;
  if (now.getTime() - written >= FRESH_MS) listErasedNow(now);
}

/** How many erased persons stand on no list in the backup folder; 0 where there is no backup folder. */
export function unlistedErasures(): number {
  const folder = backupFolder();
  const erased = keys().persons.erased();
  if (!folder || erased.length === 0) return 0;
  const listed = new Set(listsIn(folder).flatMap(personsOf));
  return erased.filter((hash) => !listed.has(hash)).length;
}

/** BACKUP_DIR where it is set; its default place once a backup was made there. */
function backupFolder(): string | null {
  const usual = join(env().dataDir, "..", "backups");
  return env().BACKUP_DIR ?? (existsSync(usual) ? usual : null);
}

const isRehearsal = (): boolean => existsSync(join(keys().dir, "rehearsal.json"));
const listsIn = (folder: string): string[] => [
  join(folder, ERASURE_LIST),
  ...namesIn(folder).map((name) => join(folder, name, ERASURE_LIST)),
];
function personsOf(file: string): string[] {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { persons: string[] }).persons;
  } catch {
    return [];
  }
}
