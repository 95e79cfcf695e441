import type { Db } from "./db.server";

// The raw reads of this room: what every page asks.

export type SessionRow = {
  accountId: string;
  expiresAt: Date;
  absoluteEndsAt: Date;
  secondFactor: boolean;
  userAgent: string;
  createdAt: Date;
  provenAt: Date | null;
  lastUsedAt: Date | null;
  address: string;
  dutyUntil: Date | null;
  endedWhy: string | null;
};

/** The session of this hashed id, live or ended. */
export async function sessionRow(db: Db, idHash: string): Promise<SessionRow | null> {
  const [row] = await db.read<SessionRow>(
    `SELECT "accountId", "expiresAt", "absoluteEndsAt", "secondFactor", "userAgent", "createdAt", "provenAt", "lastUsedAt", "address", "dutyUntil", "endedWhy" FROM "Session" WHERE "id" = ?`,
    idHash,
  );
  return row ?? null;
}

/** How many versions of a kind were ever published; none goes away (L5), so an equal number means the same versions. */
export async function versionCount(db: Db, kind: string): Promise<number> {
  const [row] = await db.read<{ n: number | bigint }>(
    `SELECT COUNT(*) AS "n" FROM "ContentVersion" WHERE "kind" = ?`,
    kind,
  );
  return Number(row!.n);
}
