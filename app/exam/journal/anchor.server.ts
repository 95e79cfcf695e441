import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { log } from "~/platform/log";
import { replaceFile } from "./clock.server";
import type { JournalReader } from "./reader.server";

// The last record's place and hash, kept in KEY_DIR, outside the data and its backups: an older journal.db put back, or
// one with its tail cut, no longer holds that record.

const Kept = z.strictObject({ position: z.int().min(1), hash: z.string(), at: z.string() });
export type KeptAnchor = z.infer<typeof Kept>;
const anchorFile = (keyDir: string): string => join(keyDir, "journal-anchor.json");

export function readAnchor(keyDir: string): KeptAnchor | null {
  const file = anchorFile(keyDir);
  if (!existsSync(file)) return null;
  const parsed = Kept.safeParse(JSON.parse(readFileSync(file, "utf8")));
  return parsed.success ? parsed.data : null;
}

export function keepAnchor(keyDir: string, reader: JournalReader): void {
  const last = reader.last();
  if (last) replaceFile(anchorFile(keyDir), JSON.stringify(last satisfies KeptAnchor));
}

/** The anchor the journal no longer fits, or null. It is set aside under a name of its own, as evidence. */
export function missingAnchor(keyDir: string, reader: JournalReader, now: number): KeptAnchor | null {
  const kept = readAnchor(keyDir);
  if (!kept) return null;
  const [record] = reader.events(kept.position - 1, 1);
  if (record?.position === kept.position && record.hash === kept.hash) return null;
  renameSync(anchorFile(keyDir), join(keyDir, `journal-anchor-${now}.json`));
  log.error("journal.anchor-missing", new Error("the journal lacks the record that KEY_DIR remembers"), { position: kept.position });
  return kept;
}
