import type { Db } from "~/platform/db.server";

/** The runs that a person made while signed in, in full, for that person alone. */
export async function ownRuns(db: Db, personId: string) {
  const rows = await db.for("drill").drillRun.findMany({ where: { personId }, orderBy: { startedAt: "asc" } });
  return rows.map(({ tokenHash: _token, personId: _person, ...run }) => run);
}
