import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { audit } from "~/platform/audit.server";
import { setAsideHeads } from "~/platform/chain-head.server";
import { keepRestore, readRestores } from "~/platform/chain-restores.server";
import type { Db } from "~/platform/db.server";
import { keys, type KeyRing } from "~/platform/keys.server";
import { markFile, readMark, strangeMark } from "~/platform/restore-mark.server";
import { appendRecord } from "~/record/append.server";

// The first start after `npm run restore` takes note: heads that KEY_DIR remembers of the data before are set aside,
// and audit and record say what happened. Only a mark that our key signed counts, and once.

/**
 * Why these keys may not serve this data; null when they may. A rehearsal never meets the keys of the real
 * installation.
 */
export function refusalOfRehearsal(dataDir: string, keyDir: string): string | null {
  const [rehearsal, own] = [
    saysRehearsal(dataDir) ?? existsSync(join(dataDir, "rehearsal.json")),
    existsSync(join(keyDir, "rehearsal.json")),
  ];
  if (rehearsal && !own)
    return `数据目录 ${dataDir} 是恢复演练的，密钥目录 ${keyDir} 却是正式的，没有启动，密钥没有动。请用演练时的 KEY_DIR。`;
  if (own && !rehearsal)
    return `密钥目录 ${keyDir} 是恢复演练的，数据目录 ${dataDir} 却不是，没有启动。请用正式的 KEY_DIR。`;
  return null;
}

/** As the mark says, proven or not: to refuse is the safe side, and no keys are made for data that has none. */
function saysRehearsal(dataDir: string): boolean | null {
  try {
    const said = (JSON.parse(readFileSync(markFile(dataDir), "utf8")) as { rehearsal?: unknown } | null)?.rehearsal;
    return typeof said === "boolean" ? said || null : null;
  } catch {
    return null;
  }
}

/**
 * Before either process starts: what KEY_DIR remembers belongs to the data before. Once for each restore; a mark not
 * proven is told.
 */
export function setAsideAfterRestore(ring: KeyRing, dataDir: string, now: Date): string | null {
  const mark = readMark(ring, dataDir, now)?.mark;
  if (!mark) return strangeMark(ring, dataDir, now);
  const known = readRestores(ring).find((one) => one.id === mark.id);
  const { id, from, heads, headsSigned } = mark;
  const restore = known ?? {
    id,
    at: mark.restoredAt,
    from,
    stamp: now.getTime(),
    noted: false,
    headsSigned,
    points: heads,
  };
  if (!known) keepRestore(ring, restore);
  setAsideHeads(ring.dir, restore.stamp);
  return null;
}

/** Writes the restore, and each erasing that was done again, into audit and record. Safe to repeat. */
export async function noteRestored(db: Db, now: Date, dataDir: string): Promise<void> {
  const mark = readMark(keys(), dataDir, now)?.mark;
  const restore = mark && readRestores(keys()).find((one) => one.id === mark.id);
  if (!mark || !restore) return;
  const { from, restoredAt, erasedAgain, rehearsal, closed, headsSigned } = mark;
  await db.transaction(async (tx) => {
    await audit(tx, now, {
      actorId: null,
      act: "backup.restored",
      outcome: "done",
      facts: { from, restoredAt, erasedAgain: erasedAgain.length, rehearsal, closed, headsSigned },
    });
    for (const personId of erasedAgain)
      await audit(tx, now, {
        actorId: null,
        act: "person.erase",
        outcome: "done",
        object: personId,
        reason: "after-restore",
      });
    await appendRecord(
      tx,
      now,
      erasedAgain.map((personId) => ({
        personId,
        kind: "erased" as const,
        subject: "",
        from: now,
        to: now,
        proofClass: "entered-by-hand" as const,
        source: `erased:${personId}`,
      })),
    );
  });
  keepRestore(keys(), { ...restore, noted: true });
  renameSync(markFile(dataDir), join(dataDir, rehearsal ? "rehearsal.json" : `restored-${now.getTime()}.json`));
}
