import { DomainError } from "~/platform/errors";
import { clearPatience, isSpent, returnAllowance, takeAllowance, takePatiently } from "~/platform/rate-limit.server";
import { addressShare } from "./agent-words";

// How often a staff login may be tried, so that no guess pays and nobody can shut another out:
// 1. a browser known for this login is counted by itself, and waits longer with each error; no stranger reaches its count;
// 2. strangers' tries on one login: 9 a minute in all, whatever their address;
// 3. an address, outermost and wide: 300 wrong tries a minute, since a centre's machines share one.
// While the login's owner has an exam's duty, 2 and 3 no longer shut the door: a try is still looked at, but it opens only
// when password and code are both right. Tries with one of them right are themselves held to 9 a minute, so who stole one
// guesses the other as slowly as ever; a printed recovery code (50 bits) needs no such limit and always gets in.

const ACCOUNT = { limit: 9, seconds: 60 };
const ADDRESS = { limit: 300, seconds: 60 };
const KNOWN = { free: 5, firstSeconds: 15 };
const WAIT = "这个账号一分钟内试得太多，请过一分钟再试。在您以前登录过的浏览器上不受影响。";

export type Tried = { login: string; ip: string; browserId: string | null; onDuty: boolean };

/** Takes one try or throws. `quiet`: past the limit and looked at all the same; whoever errs is told to wait, nothing else. */
export function takeTry({ login, ip, browserId, onDuty }: Tried, now: Date): { quiet: boolean } {
  if (browserId) {
    const wait = takePatiently(`known:${browserId}`, { ...KNOWN, mostSeconds: onDuty ? 60 : 900, now });
    if (wait > 0) throw new DomainError("too-many", `这个浏览器上连错了几次，请等 ${wait} 秒再试。`);
    return { quiet: false };
  }
  const address = takeAllowance(addressKey(ip), { ...ADDRESS, now });
  const account = address && takeAllowance(`stranger:${login}`, { ...ACCOUNT, now });
  if (account) return { quiet: false };
  if (!onDuty) throw new DomainError("too-many", address ? WAIT : "从这个地址试得太多，请过一分钟再试。在您以前登录过的浏览器上不受影响。");
  return { quiet: true };
}

const addressKey = (ip: string): string => `sign-in:${addressShare(ip)}`;

/** What was right does not count. */
export function forgiveTry({ login, ip, browserId }: Tried, { quiet }: { quiet: boolean }): void {
  if (browserId) return clearPatience(`known:${browserId}`);
  if (quiet) return;
  returnAllowance(addressKey(ip));
  returnAllowance(`stranger:${login}`);
}

/** Counts a stranger's try of which password or code alone was right. */
export const countHalfRight = (accountId: string, now: Date): boolean => takeAllowance(`half:${accountId}`, { ...ACCOUNT, now });
export const isHalfSpent = (accountId: string, now: Date): boolean => isSpent(`half:${accountId}`, { ...ACCOUNT, now });

export const tooMany = (): DomainError => new DomainError("too-many", WAIT);
