import type { Db } from "~/platform/db.server";

export interface StandingRow {
  id: string;
  personId: string;
  outcome: string;
}

/**
 * The rows that hold today of what was written under sources that begin so: of each its latest correction, or itself.
 * After a merge that is the row of the person who stays.
 */
export async function standingRowsOf(db: Db, sourceBegins: string): Promise<StandingRow[]> {
  const table = db.for("record").recordRow;
  const standing: StandingRow[] = [];
  for (let row of await table.findMany({ where: { source: { startsWith: sourceBegins } } })) {
    for (;;) {
      const next = await table.findFirst({ where: { corrects: row.id }, orderBy: { rowNumber: "desc" } });
      if (!next) break;
      row = next;
    }
    if (row.outcome !== "void") standing.push({ id: row.id, personId: row.personId, outcome: row.outcome });
  }
  return standing;
}
