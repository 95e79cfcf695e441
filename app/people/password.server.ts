import { hash, verify } from "@node-rs/argon2";
import { DomainError } from "~/platform/errors";
import { isCommonPassword } from "./common-passwords";

// Staff passwords: argon2id, 19 MiB, t=2, p=1; at least 10 characters, not among the commonest, nothing else asked.

const COST = { algorithm: 2, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const; // algorithm 2: argon2id
const LEAST = 10;

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

/** The same for whoever is not known yet: one at a time, so that a flood of strangers leaves the processor to those who are. */
export async function checkStrangersPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  if (waiting >= MOST_WAITING) throw new DomainError("unavailable", "系统正忙，请过几秒再试。");
  waiting += 1;
  const mine = lane.then(() => checkPassword(stored, password)).finally(() => (waiting -= 1));
  lane = mine.catch(() => undefined);
  return mine;
}

/** What is wrong with a new password, as a sentence; null when it will do. */
export function passwordFault(password: string, login: string): string | null {
  if ([...password].length < LEAST) return `密码至少 ${LEAST} 个字符，这里是 ${[...password].length} 个`;
  if (password.length > 256) return "密码最多 256 个字符";
  if (login && password.toLowerCase().includes(login.toLowerCase()) && password.length < login.length + 6) return "密码不要由登录名变来";
  if (new Set(password).size < 4) return "不同的字符太少，容易被猜到";
  if (/^\d+$/.test(password) && (/^(\d+)\1+$/.test(password) || "01234567890123456789".includes(password) || "98765432109876543210".includes(password))) return "有规律的数字太容易被猜到";
  if (isCommonPassword(password)) return "这是最常见的密码之一，请换一个";
  return null;
}
