import { randomBytes, randomInt } from "node:crypto";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { takenCodes } from "./people-sql.server";

// Activation slips: a 128-bit token for the QR code and 8 digits for the hand, one use, stored as keyed hashes. A new
// slip for a person revokes the older ones; the plain codes exist only in the answer to the act that printed them. The
// 8 digits are unique among living slips: one that is over keeps them, so that its holder is told why it opens nothing,
// until they are drawn anew; a draw that a living slip holds is drawn again.

export type PlainSlip = { slipId: string; personId: string; token: string; code: string; expiresAt: Date };
export type SlipRow = { id: string; personId: string; purpose: string; accountId: string | null };

const tokenHash = (token: string): string => keys().lookup("slip-token", token);
const codeHash = (code: string): string => keys().lookup("slip-code", code);
const DAY_MS = 86_400_000;
const WRONG_ENDS = 5;

export type IssueSlips = {
  personIds: readonly string[];
  printedBy: string;
  days: number;
  purpose?: "learner" | "staff";
  accountId?: string;
  draw?: () => string;
};

/** Makes one slip a person, valid `days` days, and revokes what was printed before. */
export async function issueSlips(
  db: Db,
  now: Date,
  { personIds, printedBy, days, purpose = "learner", accountId, draw = drawCode }: IssueSlips,
): Promise<PlainSlip[]> {
  const expiresAt = new Date(now.getTime() + days * DAY_MS);
  return db.transaction(async (tx) => {
    const table = tx.for("people").activationSlip;
    for (let i = 0; i < personIds.length; i += 500) {
      await table.updateMany({
        where: { personId: { in: personIds.slice(i, i + 500) }, purpose, usedAt: null, revokedAt: null },
        data: { revokedAt: now },
      });
    }
    const codes = await freeCodes(tx, now, personIds.length, draw);
    const slips = personIds.map((personId, at): PlainSlip => ({
      slipId: newId(now),
      personId,
      token: randomBytes(16).toString("base64url"),
      code: codes[at]!,
      expiresAt,
    }));
    await table.createMany({
      data: slips.map((slip) => ({
        id: slip.slipId,
        personId: slip.personId,
        purpose,
        accountId: accountId ?? null,
        codeHash: codeHash(slip.code),
        tokenHash: tokenHash(slip.token),
        expiresAt,
        printedBy,
        createdAt: now,
      })),
    });
    return slips;
  });
}

const drawCode = (): string => String(randomInt(100_000_000)).padStart(8, "0");

/**
 * So many codes that no living slip has; one that is over gives a drawn code up. Runs inside the transaction that
 * writes them.
 */
async function freeCodes(tx: Db, now: Date, count: number, draw: () => string): Promise<string[]> {
  const free = new Set<string>();
  for (let round = 0; round < 50 && free.size < count; round += 1) {
    const drawn = new Map(
      Array.from({ length: count - free.size }, draw).map((code) => [code, keys().lookups("slip-code", code)]),
    );
    const held = [...(await takenCodes(tx, [...drawn.values()].flat()))];
    for (let i = 0; i < held.length; i += 500) {
      const over = { OR: [{ usedAt: { not: null } }, { revokedAt: { not: null } }, { expiresAt: { lte: now } }] };
      await tx.for("people").activationSlip.updateMany({
        where: { codeHash: { in: held.slice(i, i + 500) }, ...over },
        data: { codeHash: null },
      });
    }
    const taken = held.length ? await takenCodes(tx, held) : new Set<string>();
    for (const [code, hashes] of drawn) if (!hashes.some((hash) => taken.has(hash))) free.add(code);
  }
  if (free.size < count)
    throw new DomainError("unavailable", "有效的激活单太多，激活码快用完了。请先作废不用的激活单。");
  return [...free];
}

/** Writes one slip whose codes are given (the demonstration's). */
export async function insertSlip(
  db: Db,
  now: Date,
  slip: { slipId: string; personId: string; token: string; code: string; days: number; printedBy: string },
): Promise<void> {
  await db.for("people").activationSlip.create({
    data: {
      id: slip.slipId,
      personId: slip.personId,
      codeHash: codeHash(slip.code),
      tokenHash: tokenHash(slip.token),
      expiresAt: new Date(now.getTime() + slip.days * DAY_MS),
      printedBy: slip.printedBy,
      createdAt: now,
    },
  });
}

/** The slip behind a token or 8 digits while it is good: unused, not revoked, not over. */
export async function findSlip(db: Db, now: Date, by: { token: string } | { code: string }): Promise<SlipRow | null> {
  const where =
    "token" in by
      ? { tokenHash: { in: keys().lookups("slip-token", by.token) } }
      : { codeHash: { in: keys().lookups("slip-code", by.code) } };
  const row = await db
    .for("people")
    .activationSlip.findFirst({ where: { ...where, usedAt: null, revokedAt: null, expiresAt: { gt: now } } });
  if (!row) return null;
  return { id: row.id, personId: row.personId, purpose: row.purpose, accountId: row.accountId };
}

export type SlipEnd = "used" | "wrong-ends" | "revoked" | "expired";

/** Why the learner's slip with these digits opens nothing any more; null when there is none such. */
export async function slipEnd(db: Db, now: Date, code: string): Promise<SlipEnd | null> {
  const row = await db
    .for("people")
    .activationSlip.findFirst({ where: { codeHash: { in: keys().lookups("slip-code", code) }, purpose: "learner" } });
  if (!row) return null;
  if (row.usedAt) return "used";
  if (row.revokedAt) return row.failures >= WRONG_ENDS ? "wrong-ends" : "revoked";
  return row.expiresAt <= now ? "expired" : null;
}

/** Uses the slip up; false when another call did so first. */
export async function spendSlip(db: Db, now: Date, slipId: string): Promise<boolean> {
  const { count } = await db
    .for("people")
    .activationSlip.updateMany({ where: { id: slipId, usedAt: null, revokedAt: null }, data: { usedAt: now } });
  return count === 1;
}

/** Counts a right code given with the wrong end of the ID number; the slip is revoked at the fifth, then true. */
export async function countWrongEnd(db: Db, now: Date, slipId: string): Promise<boolean> {
  const row = await db
    .for("people")
    .activationSlip.update({ where: { id: slipId }, data: { failures: { increment: 1 } } });
  if (row.failures < WRONG_ENDS) return false;
  await db
    .for("people")
    .activationSlip.updateMany({ where: { id: slipId, usedAt: null, revokedAt: null }, data: { revokedAt: now } });
  return true;
}
