import { canonicalJson } from "~/platform/canonical";
import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids";
import { GENESIS, rowHash } from "./chain.server";
import type { NewRecordRow } from "./row";

/**
 * Appends rows in order and gives their ids. Idempotent by `source`: a row whose source was written before is not
 * written again, and its earlier id is given. Joins the caller's transaction when `db` is one.
 */
export async function appendRecord(db: Db, now: Date, rows: readonly NewRecordRow[]): Promise<string[]> {
  return db.transaction(async (tx) => {
    const table = tx.for("record").recordRow;
    const last = await table.findFirst({ orderBy: { rowNumber: "desc" }, select: { rowNumber: true, hash: true } });
    let { rowNumber, hash } = last ?? { rowNumber: 0, hash: GENESIS };
    const ids: string[] = [];
    for (const row of rows) {
      const known = await table.findUnique({ where: { source: row.source }, select: { id: true } });
      if (known) {
        ids.push(known.id);
        continue;
      }
      if (row.to < row.from)
        throw new Error(`Record row ${row.source} ends (${row.to.toISOString()}) before it begins`);
      const content = {
        id: newId(now),
        rowNumber: rowNumber + 1,
        personId: row.personId,
        kind: row.kind,
        subject: row.subject,
        objectKind: row.objectKind ?? "",
        objectVersion: row.objectVersion ?? "",
        from: row.from,
        to: row.to,
        amount: row.amount ?? 0,
        outcome: row.outcome ?? "",
        proofClass: row.proofClass,
        provider: row.provider ?? "",
        taughtBy: canonicalJson(row.taughtBy ?? []),
        managedBy: canonicalJson(row.managedBy ?? []),
        source: row.source,
        corrects: row.corrects ?? null,
        facts: canonicalJson(row.facts ?? {}),
        at: now,
        prevHash: hash,
      };
      hash = rowHash(content);
      rowNumber = content.rowNumber;
      await table.create({ data: { ...content, hash } });
      ids.push(content.id);
    }
    return ids;
  });
}
