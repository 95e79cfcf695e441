import { join } from "node:path";
import { audit, auditRowsAfter, walkAudit } from "~/platform/audit.server";
import { noteChainCheck, type ChainCheck, type Walked } from "~/platform/chain-check.server";
import { followChain, keptChain, type ChainFault, type Kept } from "~/platform/chain-head.server";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { keys } from "~/platform/keys.server";
import { recordRowsAfter, walkRecord } from "./query.server";

// Audit and record are walked against themselves and against what KEY_DIR and the backups remember of them.

const backupDir = (): string => env().BACKUP_DIR ?? join(env().dataDir, "..", "backups");

/** Brings what KEY_DIR remembers up to both chains' ends; the names of chains that no longer hold what it remembers. */
export async function keepHeads(db: Db, now: Date): Promise<string[]> {
  const sound = {
    audit: await followChain(keys(), "audit", { now, rowsAfter: (rowNumber) => auditRowsAfter(db, rowNumber) }),
    record: await followChain(keys(), "record", { now, rowsAfter: (rowNumber) => recordRowsAfter(db, rowNumber) }),
  };
  return Object.entries(sound)
    .filter(([, fits]) => !fits)
    .map(([chain]) => chain);
}

type Found = { upTo: number; fault: ChainFault | null };
function walkedOf(kept: Kept, found: Found): Walked {
  const { unproven } = kept;
  const to = Math.min(unproven?.to ?? 0, found.upTo);
  return {
    ...found,
    keptUpTo: kept.length,
    unproven: unproven && to >= unproven.from ? { ...unproven, to } : null,
    restored: kept.restored,
  };
}

/**
 * Checks both chains, keeps the result for whoever asks later, and writes the checking down. `by`: the account, null
 * for the system's own.
 */
export async function checkChains(db: Db, now: Date, by: string | null): Promise<ChainCheck> {
  const [keptAudit, keptRecord] = [keptChain(keys(), "audit", backupDir()), keptChain(keys(), "record", backupDir())];
  const check: ChainCheck = {
    at: now.toISOString(),
    audit: walkedOf(keptAudit, await walkAudit(db, keptAudit)),
    record: walkedOf(keptRecord, await walkRecord(db, keptRecord)),
  };
  noteChainCheck(keys(), check);
  const bad = check.audit.fault ?? check.record.fault;
  await audit(db, now, {
    actorId: by,
    act: "audit.verify",
    outcome: bad ? "failed" : "done",
    facts: { audit: check.audit, record: check.record },
  });
  return check;
}

/**
 * Follows both chains; when an end differs from what is remembered, that is on the pages at once, and the walk that
 * finds the first bad row follows. The names of chains that differ. `told`: those whose walk was made already.
 */
export async function followAndTell(db: Db, now: Date, told: readonly string[]): Promise<string[]> {
  const differ = await keepHeads(db, now);
  if (differ.join() === told.join()) return differ;
  const found = (chain: "audit" | "record"): Walked => {
    const kept = keptChain(keys(), chain);
    return walkedOf(kept, {
      upTo: 0,
      fault: differ.includes(chain) ? { seq: kept.length, wrong: "end differs" } : null,
    });
  };
  if (differ.length) noteChainCheck(keys(), { at: now.toISOString(), audit: found("audit"), record: found("record") });
  await checkChains(db, now, null);
  return differ;
}
