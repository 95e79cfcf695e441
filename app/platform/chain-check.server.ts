import { join } from "node:path";
import { z } from "zod";
import type { ChainFault } from "./chain-head.server";
import type { KeyRing } from "./keys.server";
import { readSigned, writeSigned } from "./signed-file.server";

// What the last check of the chains found: when, up to which row, and what was wrong. Pages show it as that, and not as
// now. It lies in KEY_DIR, signed: in the database it would be at the mercy of whoever forged the chains.

/**
 * Rows that nothing kept elsewhere vouches for: before `at` (null: still) they could have been written anew as a whole.
 */
export type Unproven = { from: number; to: number; at: string | null };
export type Restored = { at: string; from: string; upTo: number };
export type Walked = {
  upTo: number;
  fault: ChainFault | null;
  keptUpTo: number;
  unproven: Unproven | null;
  restored: Restored | null;
};
export type ChainCheck = { at: string; audit: Walked; record: Walked };

const KIND = "anding-chain-check";
const One = z.strictObject({
  upTo: z.number(),
  keptUpTo: z.number(),
  fault: z.strictObject({ seq: z.number(), wrong: z.string() }).nullable(),
  unproven: z.strictObject({ from: z.number(), to: z.number(), at: z.string().nullable() }).nullable(),
  restored: z.strictObject({ at: z.string(), from: z.string(), upTo: z.number() }).nullable(),
});
const Stored = z.strictObject({ at: z.iso.datetime(), audit: One, record: One });
const AHEAD_MS = 300_000;
export const checkFile = (dir: string): string => join(dir, "chain-check.json");

export const noteChainCheck = (ring: KeyRing, check: ChainCheck): void =>
  writeSigned(ring, checkFile(ring.dir), KIND, check);

/** Null when there is none, when we did not sign it, and when its date is yet to come. */
export function lastChainCheck(ring: KeyRing, now: Date): ChainCheck | null {
  const check = readSigned(ring, checkFile(ring.dir), KIND, Stored)?.value ?? null;
  return check && Date.parse(check.at) <= now.getTime() + AHEAD_MS ? (check as ChainCheck) : null;
}
