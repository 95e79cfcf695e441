import { randomBytes } from "node:crypto";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { DomainError } from "~/platform/errors";
import { keys } from "~/platform/keys.server";
import { tellOwner } from "./account-notice.server";
import { knownBrowser } from "./known-browser.server";
import { checkPassword, checkStrangersPassword } from "./password.server";
import { isRole, NO_ROLE_ENTRANCE, ROLES } from "./roles";
import { countHalfRight, forgiveTry, isHalfSpent, takeTry, tooMany, type Quiet } from "./sign-in-limits.server";
import { matchTotp } from "./totp.server";

// Staff sign-in: login, password and second factor in one step, so that an answer never tells which of them was wrong.
// Every try takes the same way and one argon2 call, whoever it names; how often one may try stands in sign-in-limits.

const WRONG = "登录名、密码或动态码不对。动态码每 30 秒换一次，同一个只能用一次。";

/** `token`: the browser's own, from its cookie. `onDuty`: whether an account has an exam's duty to do now. */
export type StaffAttempt = {
  login: string;
  password: string;
  code: string;
  ip: string;
  token: string | null;
  onDuty: (accountId: string) => Promise<boolean>;
};
type AccountRow = { id: string; totpSealed: string | null; totpLastStep: number };
export type SecondFactor = "totp" | "recovery";

export const totpContext = (accountId: string): string => `totp:${accountId}`;
export const sealTotp = (accountId: string, secret: Buffer): string =>
  keys().seal("totp", secret, totpContext(accountId));
export const openTotp = (accountId: string, sealed: string): Buffer =>
  keys().unsealBytes("totp", sealed, totpContext(accountId));
const bare = (code: string): string => code.normalize("NFKC").toUpperCase().replace(/[\s-]/g, "");
/** Written as a recovery code is. */
const isPrinted = (code: string): boolean => /^[2-9A-HJ-NP-Z]{10}$/.test(bare(code));
const recoveryText = (accountId: string, code: string): string => `${accountId}:${bare(code)}`;
export const recoveryHash = (accountId: string, code: string): string =>
  keys().lookup("recovery", recoveryText(accountId, code));

const NOBODY: AccountRow = { id: "nobody", totpSealed: null, totpLastStep: 0 };

/** The account that these three open; throws one and the same sentence for whatever is wrong. */
export async function signInStaff(db: Db, now: Date, attempt: StaffAttempt): Promise<{ id: string; kind: "staff" }> {
  const login = attempt.login.trim().toLowerCase();
  const account = await db.for("people").account.findUnique({ where: { login } });
  const usable =
    account && account.kind === "staff" && !account.disabledAt && (!account.demonstration || env().DEMO !== "0")
      ? account
      : null;
  const who = usable ?? NOBODY;
  const browserId = await knownBrowser(db, now, { accountId: who.id, token: attempt.token });
  const tried = {
    login,
    ip: attempt.ip,
    browserId,
    onDuty: await attempt.onDuty(who.id),
    printed: isPrinted(attempt.code),
  };
  const taken = takeTry(tried, now);
  const right = await (browserId ? checkPassword : checkStrangersPassword)(usable?.passwordHash, attempt.password);
  const second = await matchSecondFactor(db, now, who, attempt.code);
  const opens =
    usable &&
    right &&
    second &&
    (browserId || second.kind === "recovery" || !isHalfSpent(who.id, now)) &&
    (await second.spend());
  if (!opens)
    return refuse(db, now, {
      account,
      halfRight: !browserId && right !== Boolean(second),
      quiet: taken.quiet,
      known: browserId !== null,
    });
  forgiveTry(tried, taken);
  if (second.kind === "recovery")
    await tellOwner(db, now, usable.id, "recovery-used", {
      left: await db.for("people").recoveryCode.count({ where: { accountId: usable.id, usedAt: null } }),
    });
  await audit(db, now, {
    actorId: usable.id,
    act: "sign-in",
    outcome: "done",
    reason: second.kind,
    facts: { known: browserId !== null },
  });
  return { id: usable.id, kind: "staff" };
}

type Refused = { account: { id: string } | null; halfRight: boolean; quiet: Quiet; known: boolean };

/** Past the limit a try leaves no row, or a flood would fill the audit. */
async function refuse(db: Db, now: Date, { account, halfRight, quiet, known }: Refused): Promise<never> {
  if (account && halfRight) countHalfRight(account.id, now);
  if (quiet) throw tooMany(quiet);
  await audit(db, now, {
    actorId: account?.id ?? null,
    act: "sign-in",
    outcome: "refused",
    reason: "wrong-credentials",
    facts: { known },
  });
  throw new DomainError("forbidden", WRONG);
}

/**
 * What a one-time code (or 10 letters and digits: a recovery code) is worth for the account; `spend` uses it up, once.
 */
export async function matchSecondFactor(
  db: Db,
  now: Date,
  account: AccountRow,
  given: string,
): Promise<{ kind: SecondFactor; spend: () => Promise<boolean> } | null> {
  const code = given.normalize("NFKC").replace(/\s/g, "");
  const table = db.for("people");
  if (/^\d{6}$/.test(code)) {
    const step = matchTotp(
      account.totpSealed ? openTotp(account.id, account.totpSealed) : Buffer.alloc(20),
      code,
      now,
      account.totpLastStep,
    );
    if (step === null || !account.totpSealed) return null;
    return {
      kind: "totp",
      spend: async () =>
        (
          await table.account.updateMany({
            where: { id: account.id, totpLastStep: { lt: step } },
            data: { totpLastStep: step },
          })
        ).count === 1,
    };
  }
  const where = {
    accountId: account.id,
    codeHash: { in: keys().lookups("recovery", recoveryText(account.id, code)) },
    usedAt: null,
  };
  if (!(await table.recoveryCode.findFirst({ where }))) return null;
  return {
    kind: "recovery",
    spend: async () => (await table.recoveryCode.updateMany({ where, data: { usedAt: now } })).count === 1,
  };
}

/** Ten recovery codes, told once and kept as keyed hashes; earlier ones are thrown away. */
export async function newRecoveryCodes(db: Db, accountId: string, newCodeId: () => string): Promise<string[]> {
  const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  const codes = Array.from({ length: 10 }, () => [...randomBytes(10)].map((byte) => alphabet[byte % 32]).join(""));
  await db.for("people").recoveryCode.deleteMany({ where: { accountId } });
  await db.for("people").recoveryCode.createMany({
    data: codes.map((code) => ({ id: newCodeId(), accountId, codeHash: recoveryHash(accountId, code) })),
  });
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

/** Where an account's work begins: the entrance of its first role. */
export async function entranceOf(db: Db, accountId: string, now: Date): Promise<string> {
  const grant = await db
    .for("people")
    .roleGrant.findFirst({ where: { accountId, OR: [{ to: null }, { to: { gt: now } }] }, orderBy: { from: "asc" } });
  return grant && isRole(grant.role) ? ROLES[grant.role].entrance : NO_ROLE_ENTRANCE;
}
