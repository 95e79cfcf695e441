import { DomainError } from "~/platform/errors";
import { clearPatience, isSpent, returnAllowance, takeAllowance, takePatiently } from "~/platform/rate-limit.server";
import { addressShare } from "./agent-words";

// How often a staff login may be tried, so that no guess pays and nobody can shut another out:
// 1. a browser known for this login is counted by itself, and waits longer with each error; no stranger reaches its
// count;
// 2. strangers' tries on one login: 9 a minute in all, whatever their address;
// 3. an address, outermost and wide, since a school's or a centre's machines share one: past 300 wrong tries a minute
// it is no longer told what was wrong, and only past 1,200 (a quarter of a processor's password checks) is it shut.
// Past 3, past 2 while the login's owner has an exam's duty, and for a printed recovery code (50 bits) always, a try is
// still looked at quietly: it opens only when password and code are both right. Tries with one of them right are
// themselves held to 9 a minute, so who stole one guesses the other as slowly as ever.

const ACCOUNT = { limit: 9, seconds: 60 };
const ADDRESS = { limit: 300, seconds: 60 };
const FLOOD = { limit: 1_200, seconds: 60 };
const KNOWN = { free: 5, firstSeconds: 15 };
const KNOWN_WAY = "在您以前登录过的浏览器上不受影响。";
const WAIT = {
  account: `这个账号一分钟内试得太多，请过一分钟再试。${KNOWN_WAY}`,
  address: `从这个地址试得太多：这一分钟里只放行全对的，不说哪里不对。${KNOWN_WAY}`,
  flood: `从这个地址试得太多，请过一分钟再试。${KNOWN_WAY}`,
};

export type Tried = { login: string; ip: string; browserId: string | null; onDuty: boolean; printed: boolean };
/** Past which limit a try is looked at all the same; whoever errs hears that limit's sentence, nothing else. */
export type Quiet = "account" | "address" | null;

/** Takes one try or throws. */
export function takeTry({ login, ip, browserId, onDuty, printed }: Tried, now: Date): { quiet: Quiet } {
  if (browserId) {
    const wait = takePatiently(`known:${browserId}`, { ...KNOWN, mostSeconds: onDuty ? 60 : 900, now });
    if (wait > 0) throw new DomainError("too-many", `这个浏览器上连错了几次，请等 ${wait} 秒再试。`);
    return { quiet: null };
  }
  const account = takeAllowance(`stranger:${login}`, { ...ACCOUNT, now });
  const address = takeAllowance(addressKey(ip), { ...ADDRESS, now });
  if (account && address) return { quiet: null };
  if (onDuty || printed) return { quiet: account ? "address" : "account" };
  if (!account) throw new DomainError("too-many", WAIT.account);
  if (!takeAllowance(`flood:${addressShare(ip)}`, { ...FLOOD, now })) throw new DomainError("too-many", WAIT.flood);
  return { quiet: "address" };
}

const addressKey = (ip: string): string => `sign-in:${addressShare(ip)}`;

/** What was right does not count. */
export function forgiveTry({ login, ip, browserId }: Tried, { quiet }: { quiet: Quiet }): void {
  if (browserId) return clearPatience(`known:${browserId}`);
  if (quiet) return;
  returnAllowance(addressKey(ip));
  returnAllowance(`stranger:${login}`);
}

/** Counts a stranger's try of which password or code alone was right. */
export const countHalfRight = (accountId: string, now: Date): boolean =>
  takeAllowance(`half:${accountId}`, { ...ACCOUNT, now });
export const isHalfSpent = (accountId: string, now: Date): boolean => isSpent(`half:${accountId}`, { ...ACCOUNT, now });

export const tooMany = (past: NonNullable<Quiet>): DomainError => new DomainError("too-many", WAIT[past]);
