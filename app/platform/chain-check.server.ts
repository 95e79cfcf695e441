import { z } from "zod";
import type { ChainFault } from "./chain-head.server";
import type { Db } from "./db.server";

// What the last check of the chains found: when, up to which row, and what was wrong. Pages show it as that, and not as now.

export type Walked = { upTo: number; fault: ChainFault | null; keptUpTo: number };
export type ChainCheck = { at: string; audit: Walked; record: Walked };

const KEY = "chains.checked";
const One = z.object({ upTo: z.number(), keptUpTo: z.number(), fault: z.object({ seq: z.number(), wrong: z.string() }).nullable() });
const Stored = z.object({ at: z.string(), audit: One, record: One });

export async function noteChainCheck(db: Db, now: Date, check: ChainCheck, by: string): Promise<void> {
  const value = JSON.stringify(check);
  await db.for("platform").setting.upsert({ where: { key: KEY }, create: { key: KEY, value, updatedAt: now, updatedBy: by }, update: { value, updatedAt: now, updatedBy: by } });
}

export async function lastChainCheck(db: Db): Promise<ChainCheck | null> {
  const row = await db.for("platform").setting.findUnique({ where: { key: KEY } });
  return row ? (Stored.parse(JSON.parse(row.value)) as ChainCheck) : null;
}
