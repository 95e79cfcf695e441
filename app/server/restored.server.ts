import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { audit } from "~/platform/audit.server";
import { setAsideHeads } from "~/platform/chain-head.server";
import type { Db } from "~/platform/db.server";
import { writeWhole } from "~/platform/write-whole.server";
import { appendRecord } from "~/record/append.server";

// What `npm run restore` leaves in a data folder: that it was put back, from which backup, and who was erased again. The first
// start takes note: heads that KEY_DIR remembers of the data before are set aside, and audit and record say what happened.

const Restored = z.object({
  format: z.literal("anding-restored-1"), backup: z.string(), from: z.string(), restoredAt: z.string(), erasedAgain: z.array(z.string()), rehearsal: z.boolean(), closed: z.int(), headsSetAside: z.array(z.string()).optional(),
});
const fileOf = (dataDir: string): string => join(dataDir, "restored.json");
const read = (dataDir: string): z.infer<typeof Restored> | null => (existsSync(fileOf(dataDir)) ? Restored.parse(JSON.parse(readFileSync(fileOf(dataDir), "utf8"))) : null);

/** Why these keys may not serve this data; null when they may. A rehearsal never meets the keys of the real installation. */
export function refusalOfRehearsal(dataDir: string, keyDir: string): string | null {
  const [rehearsal, own] = [read(dataDir)?.rehearsal ?? existsSync(join(dataDir, "rehearsal.json")), existsSync(join(keyDir, "rehearsal.json"))];
  if (rehearsal && !own) return `数据目录 ${dataDir} 是恢复演练的，密钥目录 ${keyDir} 却是正式的，没有启动，密钥没有动。请用演练时的 KEY_DIR。`;
  if (own && !rehearsal) return `密钥目录 ${keyDir} 是恢复演练的，数据目录 ${dataDir} 却不是，没有启动。请用正式的 KEY_DIR。`;
  return null;
}

/** Before either process starts: what KEY_DIR remembers belongs to the data before. Done once for each restore. */
export function setAsideAfterRestore(dataDir: string, keyDir: string, now: Date): void {
  const restored = read(dataDir);
  if (!restored || restored.headsSetAside) return;
  writeWhole(fileOf(dataDir), JSON.stringify({ ...restored, headsSetAside: setAsideHeads(keyDir, now.getTime()) }));
}

/** Writes the restore, and each erasing that was done again, into audit and record. Safe to repeat. */
export async function noteRestored(db: Db, now: Date, dataDir: string): Promise<void> {
  const restored = read(dataDir);
  if (!restored) return;
  const { from, restoredAt, erasedAgain, rehearsal, closed, headsSetAside = [] } = restored;
  await db.transaction(async (tx) => {
    await audit(tx, now, { actorId: null, act: "backup.restored", outcome: "done", facts: { from, restoredAt, erasedAgain: erasedAgain.length, rehearsal, closed, headsSetAside: headsSetAside.length } });
    for (const personId of erasedAgain) await audit(tx, now, { actorId: null, act: "person.erase", outcome: "done", object: personId, reason: "after-restore" });
    await appendRecord(tx, now, erasedAgain.map((personId) => ({ personId, kind: "erased" as const, subject: "", from: now, to: now, proofClass: "entered-by-hand" as const, source: `erased:${personId}` })));
  });
  renameSync(fileOf(dataDir), join(dataDir, rehearsal ? "rehearsal.json" : `restored-${now.getTime()}.json`));
}
