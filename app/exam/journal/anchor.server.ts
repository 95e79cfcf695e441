import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { log } from "~/platform/log";
import { replaceFile } from "./clock.server";
import type { JournalReader } from "./reader.server";

// The last record's place and hash, kept in KEY_DIR, outside the data and its backups: an older journal.db put back, or
// one with its tail cut, no longer holds that record.

const Kept = z.strictObject({
  position: z.int().min(1),
  hash: z.string(),
  at: z.string(),
  head: z.unknown().optional(),
});
export type KeptAnchor = z.infer<typeof Kept>;

/** How the anchor is signed, and how one of ours is told: the same as the heads of audit and record. */
export interface AnchorSigner {
  sign(head: { chain: string; seq: number; hash: string; at: string }): unknown;
  /** The head when we signed it, else null. */
  read(value: unknown): { chain: string; seq: number; hash: string } | null;
}
const anchorFile = (keyDir: string): string => join(keyDir, "journal-anchor.json");

export function readAnchor(keyDir: string): KeptAnchor | null {
  const file = anchorFile(keyDir);
  if (!existsSync(file)) return null;
  const parsed = Kept.safeParse(JSON.parse(readFileSync(file, "utf8")));
  return parsed.success ? parsed.data : null;
}

export function keepAnchor(keyDir: string, reader: JournalReader, signer?: AnchorSigner): void {
  const last = reader.last();
  if (!last) return;
  const { position, hash, at } = last;
  const anchor: KeptAnchor = {
    ...last,
    ...(signer && { head: signer.sign({ chain: "journal", seq: position, hash, at }) }),
  };
  replaceFile(anchorFile(keyDir), JSON.stringify(anchor));
}

/** False when the anchor carries a signature and it is not ours, or is of something else. One of before has none. */
function isOurs(kept: KeptAnchor, signer?: AnchorSigner): boolean {
  if (kept.head === undefined || !signer) return true;
  const head = signer.read(kept.head);
  return head !== null && head.chain === "journal" && head.seq === kept.position && head.hash === kept.hash;
}

/** The anchor the journal no longer fits, or null. It is set aside under a name of its own, as evidence. */
export function missingAnchor(
  keyDir: string,
  reader: JournalReader,
  now: number,
  signer?: AnchorSigner,
): KeptAnchor | null {
  const kept = readAnchor(keyDir);
  if (!kept) return null;
  const [record] = reader.events(kept.position - 1, 1);
  if (record?.position === kept.position && record.hash === kept.hash && isOurs(kept, signer)) return null;
  renameSync(anchorFile(keyDir), join(keyDir, `journal-anchor-${now}.json`));
  log.error("journal.anchor-missing", new Error("the journal lacks the record that KEY_DIR remembers"), {
    position: kept.position,
  });
  return kept;
}
