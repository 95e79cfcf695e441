import { canonicalJson } from "./canonical";
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

type ChainedAudit = { seq: number; at: Date; actorId: string | null; act: string; object: string; outcome: string; reason: string; facts: string; prevHash: string };

/** SHA-256 over the previous hash and the row's canonical bytes. */
export function auditHash(row: ChainedAudit): string {
  const { prevHash, ...rest } = row;
  return sha256(`${prevHash}\n${canonicalJson(rest)}`);
}

/** Appends one row; joins the caller's transaction when `db` is one. */
export async function audit(db: Db, now: Date, entry: AuditEntry): Promise<void> {
  await db.transaction(async (tx) => {
    const rows = tx.for("platform").auditRow;
    const last = await rows.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, hash: true } });
    const row = {
      seq: (last?.seq ?? 0) + 1,
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

/** Walks the whole chain; null when sound, else the first bad row's number and what is wrong with it. */
export async function verifyAudit(db: Db): Promise<{ seq: number; wrong: string } | null> {
  let previous = GENESIS;
  let expected = 1;
  for (;;) {
    const rows = await db.for("platform").auditRow.findMany({ where: { seq: { gte: expected } }, orderBy: { seq: "asc" }, take: 1000 });
    if (rows.length === 0) return null;
    for (const { id: _id, hash, ...row } of rows) {
      if (row.seq !== expected) return { seq: expected, wrong: "missing" };
      if (row.prevHash !== previous) return { seq: row.seq, wrong: "previous hash differs" };
      if (auditHash(row) !== hash) return { seq: row.seq, wrong: "content differs from its hash" };
      previous = hash;
      expected += 1;
    }
  }
}
