import { canonicalJson } from "./canonical";
import { walkChain, type ChainFault, type ChainRow, type Kept } from "./chain-head.server";
import type { Db } from "./db.server";
import { sha256 } from "./hash.server";
import { newId } from "./ids";

// The audit log: who did (or was refused) what, when. Append-only and hash-chained; facts are ids, codes and counts.

export type AuditEntry = {
  actorId: string | null;
  act: string; // dotted verb, e.g. "duty.assign"
  object?: string;
  outcome: "done" | "refused" | "failed";
  reason?: string; // a code
  facts?: Record<string, unknown>;
};

export const GENESIS = "0".repeat(64);
const PAGE = 1_000;

type ChainedAudit = {
  rowNumber: number;
  at: Date;
  actorId: string | null;
  act: string;
  object: string;
  outcome: string;
  reason: string;
  facts: string;
  prevHash: string;
};

/** SHA-256 over the previous hash and the row's canonical bytes. */
export function auditHash(row: ChainedAudit): string {
  // `seq`: the name under which the number is hashed
  const { prevHash, rowNumber: seq, ...rest } = row;
  return sha256(`${prevHash}\n${canonicalJson({ ...rest, seq })}`);
}

/** Appends one row; joins the caller's transaction when `db` is one. */
export async function audit(db: Db, now: Date, entry: AuditEntry): Promise<void> {
  await db.transaction(async (tx) => {
    const rows = tx.for("platform").auditRow;
    const last = await rows.findFirst({ orderBy: { rowNumber: "desc" }, select: { rowNumber: true, hash: true } });
    const row = {
      rowNumber: (last?.rowNumber ?? 0) + 1,
      at: now,
      actorId: entry.actorId,
      act: entry.act,
      object: entry.object ?? "",
      outcome: entry.outcome,
      reason: entry.reason ?? "",
      facts: canonicalJson(entry.facts ?? {}),
      prevHash: last?.hash ?? GENESIS,
    };
    await rows.create({ data: { id: newId(now), ...row, hash: auditHash(row) } });
  });
}

const RECENT = 20;

/**
 * Whether this moment's request of the caller already left a refusal: looked for among the last rows, so that it costs
 * little.
 */
export async function wasRefused(db: Db, actorId: string, at: Date): Promise<boolean> {
  const rows = await db.for("platform").auditRow.findMany({
    orderBy: { rowNumber: "desc" },
    take: RECENT,
    select: { actorId: true, outcome: true, at: true },
  });
  return rows.some((row) => row.actorId === actorId && row.outcome === "refused" && row.at.getTime() === at.getTime());
}

/** Hashes of rows after a number, for the trail in KEY_DIR. */
export const auditRowsAfter = (db: Db, rowNumber: number): Promise<ChainRow[]> =>
  db.for("platform").auditRow.findMany({
    where: { rowNumber: { gt: rowNumber } },
    orderBy: { rowNumber: "asc" },
    take: PAGE,
    select: { rowNumber: true, hash: true },
  });

/**
 * Walks the whole chain, also against what was kept of it elsewhere: how far it went, and the first bad or lost row.
 */
export function walkAudit(db: Db, kept: Kept | null): Promise<{ upTo: number; fault: ChainFault | null }> {
  return walkChain(
    GENESIS,
    async (from) => {
      const rows = await db
        .for("platform")
        .auditRow.findMany({ where: { rowNumber: { gte: from } }, orderBy: { rowNumber: "asc" }, take: PAGE });
      return rows.map(({ id: _id, hash, ...row }) => ({
        rowNumber: row.rowNumber,
        prevHash: row.prevHash,
        hash,
        computed: auditHash(row),
      }));
    },
    kept,
  );
}

/** The chain's first bad row, null when sound. */
export const verifyAudit = async (db: Db, kept: Kept | null = null): Promise<ChainFault | null> =>
  (await walkAudit(db, kept)).fault;
