import { randomBytes } from "node:crypto";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { DomainError } from "~/platform/errors";
import { keys } from "~/platform/keys.server";
import { clearAllowance, takeAllowance } from "~/platform/rate-limit.server";
import { sameSecret } from "~/platform/seal.server";
import { checkPassword } from "./password.server";
import { isRole, ROLES } from "./roles";
import { matchTotp } from "./totp.server";

// Staff sign-in: login, password and second factor in one step, so that an answer never tells which of them was wrong.
// Five failures shut that account at that address for 15 minutes. From addresses and browsers that never signed in, an
// account is tried at most 9 times a minute in all; a browser that once did is counted apart, so nobody is locked out.

const WRONG = "登录名、密码或动态码不对。动态码每 30 秒换一次，同一个只能用一次。";
const KNOWN_COOKIE = "anding-known";

export type StaffAttempt = { login: string; password: string; code: string; ip: string; known: string | null };
type AccountRow = { id: string; totpSealed: string | null; totpLastStep: number };

export const totpContext = (accountId: string): string => `totp:${accountId}`;
export const sealTotp = (accountId: string, secret: Buffer): string => keys().seal("totp", secret, totpContext(accountId));
export const openTotp = (accountId: string, sealed: string): Buffer => keys().unsealBytes("totp", sealed, totpContext(accountId));
const recoveryText = (accountId: string, code: string): string => `${accountId}:${code.toUpperCase().replace(/[\s-]/g, "")}`;
export const recoveryHash = (accountId: string, code: string): string => keys().lookup("recovery", recoveryText(accountId, code));

/** The account that these three open; throws one and the same sentence for whatever is wrong. */
export async function signInStaff(db: Db, now: Date, attempt: StaffAttempt): Promise<{ id: string; kind: "staff" }> {
  const login = attempt.login.trim().toLowerCase();
  takeAttempt(login, attempt, now);
  const account = await db.for("people").account.findUnique({ where: { login } });
  const usable = account && account.kind === "staff" && !account.disabledAt && (!account.demonstration || env().DEMO !== "0");
  const right = await checkPassword(usable ? account.passwordHash : null, attempt.password);
  const second = right && account ? await passSecondFactor(db, now, account, attempt.code) : null;
  if (!account || !right || !second) {
    await audit(db, now, { actorId: account?.id ?? null, act: "sign-in", outcome: "refused", reason: "wrong-credentials" });
    throw new DomainError("forbidden", WRONG);
  }
  clearAllowance(addressKey(login, attempt.ip));
  await audit(db, now, { actorId: account.id, act: "sign-in", outcome: "done", reason: second });
  return { id: account.id, kind: "staff" };
}

const addressKey = (login: string, ip: string): string => `staff:${login}:${ip}`;

function takeAttempt(login: string, { ip, known }: StaffAttempt, now: Date): void {
  const wait = "连错 5 次，这个账号在这个地址要等 15 分钟再试。";
  if (!takeAllowance(addressKey(login, ip), { limit: 5, seconds: 900, now })) throw new DomainError("too-many", wait);
  const bucket = known && keys().lookups("known-browser", login).some((mark) => sameSecret(known, mark)) ? `staff-known:${login}` : `staff-any:${login}`;
  if (!takeAllowance(bucket, { limit: 9, seconds: 60, now })) throw new DomainError("too-many", "这个账号一分钟内试得太多，请过一分钟再试。");
}

/** One-time code (8 letters and digits: a recovery code). Spends what it takes. */
async function passSecondFactor(db: Db, now: Date, account: AccountRow, given: string): Promise<"totp" | "recovery" | null> {
  const code = given.normalize("NFKC").replace(/\s/g, "");
  if (/^\d{6}$/.test(code)) {
    if (!account.totpSealed) return null;
    const step = matchTotp(openTotp(account.id, account.totpSealed), code, now, account.totpLastStep);
    if (step === null) return null;
    const spent = await db.for("people").account.updateMany({ where: { id: account.id, totpLastStep: { lt: step } }, data: { totpLastStep: step } });
    return spent.count === 1 ? "totp" : null;
  }
  const used = await db.for("people").recoveryCode.updateMany({
    where: { accountId: account.id, codeHash: { in: keys().lookups("recovery", recoveryText(account.id, code)) }, usedAt: null }, data: { usedAt: now },
  });
  return used.count === 1 ? "recovery" : null;
}

/** Ten recovery codes, told once and kept as keyed hashes; earlier ones are thrown away. */
export async function newRecoveryCodes(db: Db, accountId: string, newCodeId: () => string): Promise<string[]> {
  const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  const codes = Array.from({ length: 10 }, () => [...randomBytes(10)].map((byte) => alphabet[byte % 32]).join(""));
  await db.for("people").recoveryCode.deleteMany({ where: { accountId } });
  await db.for("people").recoveryCode.createMany({ data: codes.map((code) => ({ id: newCodeId(), accountId, codeHash: recoveryHash(accountId, code) })) });
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

const knownMark = (login: string): string => keys().lookup("known-browser", login);

/** Marks a browser that signed in as this login, for a year; it opens nothing by itself. */
export function knownCookie(request: Request, login: string): string {
  const secure = request.headers.get("x-forwarded-proto") === "https" ? "; Secure" : "";
  return `${KNOWN_COOKIE}=${knownMark(login.trim().toLowerCase())}; Path=/sign-in; HttpOnly; SameSite=Lax; Max-Age=${365 * 86_400}${secure}`;
}

export function readKnownMark(request: Request): string | null {
  return /(?:^|;\s*)anding-known=([0-9a-f]{64})/.exec(request.headers.get("cookie") ?? "")?.[1] ?? null;
}

/** Where an account's work begins: the door of its first role. */
export async function doorOf(db: Db, accountId: string, now: Date): Promise<string> {
  const grant = await db.for("people").roleGrant.findFirst({ where: { accountId, OR: [{ to: null }, { to: { gt: now } }] }, orderBy: { from: "asc" } });
  return grant && isRole(grant.role) ? ROLES[grant.role].door : "/";
}
