import { hash, verify } from "@node-rs/argon2";
import { DomainError } from "~/platform/errors";

// Staff passwords: argon2id, 19 MiB, t=2, p=1. What a new one must be stands in password-rules.ts.

const COST = { algorithm: 2, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const; // algorithm 2: argon2id

export const hashPassword = (password: string): Promise<string> => hash(password.normalize("NFKC"), COST);

let decoy: Promise<string> | undefined;
/** One argon2 call in every case: an account that is not there, or has no password, is held against a decoy. */
export async function checkPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hash("nobody has this password", COST);
  const right = await verify(stored ?? (await decoy), password.normalize("NFKC").slice(0, 1024)).catch(() => false);
  return right && Boolean(stored);
}

const MOST_WAITING = 100;
let waiting = 0;
let lane: Promise<unknown> = Promise.resolve();

/**
 * The same for whoever is not known yet: one at a time, so that a flood of strangers leaves the processor to those who
 * are.
 */
export async function checkStrangersPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  if (waiting >= MOST_WAITING) throw new DomainError("unavailable", "系统正忙，请过几秒再试。");
  waiting += 1;
  const mine = lane.then(() => checkPassword(stored, password)).finally(() => (waiting -= 1));
  lane = mine.catch(() => undefined);
  return mine;
}
