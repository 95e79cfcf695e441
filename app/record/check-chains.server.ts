import { join } from "node:path";
import { audit, auditRowsAfter, walkAudit } from "~/platform/audit.server";
import { noteChainCheck, type ChainCheck } from "~/platform/chain-check.server";
import { followChain, keptChain } from "~/platform/chain-head.server";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { keys } from "~/platform/keys.server";
import { recordRowsAfter, walkRecord } from "./query.server";

// Audit and record are walked against themselves and against what KEY_DIR and the backups remember of them.

const backupDir = (): string => env().BACKUP_DIR ?? join(env().dataDir, "..", "backups");

/** Brings what KEY_DIR remembers up to both chains' ends; the names of chains that no longer hold what it remembers. */
export async function keepHeads(db: Db, now: Date): Promise<string[]> {
  const sound = {
    audit: await followChain(keys(), "audit", { now, rowsAfter: (seq) => auditRowsAfter(db, seq) }),
    record: await followChain(keys(), "record", { now, rowsAfter: (seq) => recordRowsAfter(db, seq) }),
  };
  return Object.entries(sound).filter(([, fits]) => !fits).map(([chain]) => chain);
}

/** Checks both chains, keeps the result for whoever asks later, and writes the checking down. `by`: the account, null for the system's own. */
export async function checkChains(db: Db, now: Date, by: string | null): Promise<ChainCheck> {
  const [keptAudit, keptRecord] = [keptChain(keys(), "audit", backupDir()), keptChain(keys(), "record", backupDir())];
  const check: ChainCheck = {
    at: now.toISOString(),
    audit: { ...(await walkAudit(db, keptAudit)), keptUpTo: keptAudit.length },
    record: { ...(await walkRecord(db, keptRecord)), keptUpTo: keptRecord.length },
  };
  await noteChainCheck(db, now, check, by ?? "");
  const bad = check.audit.fault ?? check.record.fault;
  await audit(db, now, { actorId: by, act: "audit.verify", outcome: bad ? "failed" : "done", facts: { audit: check.audit, record: check.record } });
  return check;
}
