import { startOfDay, endOfDay } from "./day";
import type { Db } from "./db.server";

// Looking things up in the audit: by time, act, actor, object and outcome; newest first.

export type AuditFilter = {
  from?: string;
  to?: string;
  act?: string;
  actorId?: string;
  object?: string;
  outcome?: string;
  upTo?: number;
  since?: Date;
};
export type AuditLine = {
  rowNumber: number;
  at: Date;
  actorId: string | null;
  act: string;
  object: string;
  outcome: string;
  reason: string;
  facts: string;
};

const whereOf = ({ from, to, act, actorId, object, outcome, upTo, since }: AuditFilter) => ({
  ...((from || to || since) && {
    at: { ...(since && { gt: since }), ...(from && { gte: startOfDay(from) }), ...(to && { lte: endOfDay(to) }) },
  }),
  ...(act && { act: { startsWith: act } }),
  ...(actorId && { actorId }),
  ...(object && { object: { contains: object } }),
  ...(outcome && { outcome }),
  ...(upTo && { rowNumber: { lte: upTo } }),
});

export async function searchAudit(
  db: Db,
  filter: AuditFilter,
  { skip, take }: { skip: number; take: number },
): Promise<AuditLine[]> {
  return db.for("platform").auditRow.findMany({
    where: whereOf(filter),
    orderBy: { rowNumber: "desc" },
    skip,
    take,
    select: {
      rowNumber: true,
      at: true,
      actorId: true,
      act: true,
      object: true,
      outcome: true,
      reason: true,
      facts: true,
    },
  });
}

export const countAudit = (db: Db, filter: AuditFilter): Promise<number> =>
  db.for("platform").auditRow.count({ where: whereOf(filter) });

/** When the account did this act last; null when never. */
export async function lastDone(db: Db, actorId: string, act: string): Promise<Date | null> {
  return (
    (
      await db
        .for("platform")
        .auditRow.findFirst({ where: { actorId, act, outcome: "done" }, orderBy: { at: "desc" }, select: { at: true } })
    )?.at ?? null
  );
}

/** The acts that stand in the log, for a choice. */
export async function auditedActs(db: Db): Promise<string[]> {
  const rows = await db
    .for("platform")
    .auditRow.findMany({ distinct: ["act"], select: { act: true }, orderBy: { act: "asc" } });
  return rows.map((row) => row.act);
}

export async function auditHead(db: Db): Promise<{ rowNumber: number; hash: string } | null> {
  return db
    .for("platform")
    .auditRow.findFirst({ orderBy: { rowNumber: "desc" }, select: { rowNumber: true, hash: true } });
}
