import type { Db } from "~/platform/db.server";

/**
 * The runs that a person made while signed in, in full and with their input logs (base64, in order), for that person
 * alone.
 */
export async function ownRuns(db: Db, personId: string) {
  const rows = await db.for("drill").drillRun.findMany({
    where: { personId },
    orderBy: { startedAt: "asc" },
    include: { log: { orderBy: { pieceNumber: "asc" }, select: { bytes: true } } },
  });
  return rows.map(({ tokenHash: _token, personId: _person, log, ...run }) => ({
    ...run,
    inputs: log.map((piece) => Buffer.from(piece.bytes).toString("base64")),
  }));
}

export const countOwnRuns = (db: Db, personId: string): Promise<number> =>
  db.for("drill").drillRun.count({ where: { personId } });
