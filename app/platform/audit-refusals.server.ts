import type { Db } from "./db.server";

export interface Refusal {
  rowNumber: number;
  at: Date;
  actorId: string | null;
  object: string;
}

/** What was refused of one act for one reason, on these objects, in its order: for the page that answers for them. */
export const refusalsOf = (
  db: Db,
  { act, reason, objects }: { act: string; reason: string; objects: readonly string[] },
): Promise<Refusal[]> =>
  db.for("platform").auditRow.findMany({
    where: { act, outcome: "refused", reason, object: { in: [...objects] } },
    select: { rowNumber: true, at: true, actorId: true, object: true },
    orderBy: { rowNumber: "asc" },
  });
