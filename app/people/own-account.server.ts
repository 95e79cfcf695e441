import { audit } from "~/platform/audit.server";
import { countAudit, lastDone } from "~/platform/audit-search.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { clearPatience, takePatiently } from "~/platform/rate-limit.server";
import { endSessions, listSessions, markProven, renewSession, type SessionEnd } from "~/platform/session.server";
import type { SignedInActor } from "./actor.server";
import { agentWords } from "./agent-words";
import { tellOwner } from "./account-notice.server";
import { checkPin, replacePin } from "./device.server";
import { forgetBrowsers } from "./known-browser.server";
import { ownWords } from "./own-words.server";
import { checkPassword, hashPassword } from "./password.server";
import { passwordFault } from "./password-rules";
import { matchSecondFactor } from "./staff-sign-in.server";

// What the owner of an account does about it: a new password or PIN, an end to sessions elsewhere, a second proof
// before a dangerous act. Wrong tries are counted by the session alone: nobody else can use them up.

const PATIENCE = { free: 5, firstSeconds: 30, mostSeconds: 900 };
const tries = (actor: SignedInActor): string => `own:${actor.session.id}`;

function takeTry(actor: SignedInActor, now: Date): void {
  const wait = takePatiently(tries(actor), { ...PATIENCE, now });
  if (wait > 0) throw new DomainError("too-many", `连错了几次，请等 ${wait} 秒再试。`);
}

/**
 * A new password for the caller: the old one and the second factor are asked; all sessions and known browsers end.
 * Gives the cookie of a fresh session, so that a copy of the old one opens nothing either.
 */
export async function changePassword(
  db: Db,
  now: Date,
  actor: SignedInActor,
  { request, old, code, password }: { request: Request; old: string; code: string; password: string },
): Promise<string> {
  const account = await requireStaff(db, actor);
  takeTry(actor, now);
  const right = await checkPassword(account.passwordHash, old);
  const second = await matchSecondFactor(db, now, account, code);
  if (!right || !second) {
    await audit(db, now, {
      actorId: actor.accountId,
      act: "account.password",
      outcome: "refused",
      reason: "wrong-credentials",
      object: actor.accountId,
    });
    throw new DomainError(
      "forbidden",
      "现在的密码或动态码不对，密码没有改。动态码每个只能用一次，刚登录过就等下一个。",
    );
  }
  clearPatience(tries(actor)); // who is here is clear; what follows are faults of the new password
  const fault =
    old.normalize("NFKC") === password.normalize("NFKC")
      ? "新密码和现在的一样"
      : passwordFault(password, await ownWords(db, actor.accountId));
  if (fault) throw new DomainError("invalid", `${fault}。`);
  const passwordHash = await hashPassword(password);
  if (!(await second.spend())) throw new DomainError("conflict", "这个动态码刚刚用过，请等下一个。");
  await db.transaction(async (tx) => {
    await tx.for("people").account.update({ where: { id: actor.accountId }, data: { passwordHash, passwordAt: now } });
    await audit(tx, now, {
      actorId: actor.accountId,
      act: "account.password",
      outcome: "done",
      object: actor.accountId,
    });
    await tellOwner(tx, now, actor.accountId, "password");
  });
  await forgetBrowsers(db, now, { accountId: actor.accountId, actorId: actor.accountId });
  return renewSession(
    request,
    { id: actor.accountId, kind: actor.kind },
    { now, session: actor.session, why: "password" },
  );
}

/** A new PIN on this device: the old one is asked; the learner's sessions end. Gives the cookie of a fresh one. */
export async function changePin(
  db: Db,
  now: Date,
  actor: SignedInActor,
  { request, secret, old, pin }: { request: Request; secret: string; old: string; pin: string },
): Promise<string> {
  takeTry(actor, now);
  if (!(await checkPin(db, { secret, accountId: actor.accountId, pin: old }))) {
    await audit(db, now, {
      actorId: actor.accountId,
      act: "account.pin",
      outcome: "refused",
      reason: "wrong-pin",
      object: actor.accountId,
    });
    throw new DomainError("forbidden", "现在的 PIN 不对，没有改。");
  }
  if (old === pin) throw new DomainError("invalid", "新 PIN 和现在的一样。");
  await replacePin(db, { secret, accountId: actor.accountId, personId: actor.personId!, pin });
  await audit(db, now, { actorId: actor.accountId, act: "account.pin", outcome: "done", object: actor.accountId });
  await tellOwner(db, now, actor.accountId, "pin");
  clearPatience(tries(actor));
  return renewSession(request, { id: actor.accountId, kind: actor.kind }, { now, session: actor.session, why: "pin" });
}

/**
 * Shows once more who is here, by password or code, and remembers when. Throws a sentence, which the one who asked
 * writes down.
 */
export async function proveAgain(db: Db, now: Date, actor: SignedInActor, given: string): Promise<void> {
  const account = await requireStaff(db, actor);
  takeTry(actor, now);
  const second = /^\s*[\d\s]{6,7}\s*$/.test(given) ? await matchSecondFactor(db, now, account, given) : null;
  const right = second ? await second.spend() : await checkPassword(account.passwordHash, given);
  if (!right) throw new DomainError("forbidden", "密码或动态码不对。动态码每个只能用一次。");
  clearPatience(tries(actor));
  await audit(db, now, {
    actorId: actor.accountId,
    act: "account.prove",
    outcome: "done",
    reason: second ? "totp" : "password",
    object: actor.accountId,
  });
  await markProven(actor.session.id, now);
}

async function requireStaff(db: Db, actor: SignedInActor) {
  const account = await db.for("people").account.findUnique({ where: { id: actor.accountId } });
  if (!account || account.kind !== "staff" || account.disabledAt)
    throw new DomainError("forbidden", "这个账号没有密码。");
  return account;
}

export type OwnSession = { id: string; browser: string; address: string; since: Date; lastUsed: Date; here: boolean };

export async function ownSessions(now: Date, actor: SignedInActor): Promise<OwnSession[]> {
  const rows = await listSessions(actor.accountId, now);
  return rows.map((row) => ({
    id: row.id,
    browser: agentWords(row.userAgent),
    address: row.address || "不明",
    since: row.since,
    lastUsed: row.lastUsed,
    here: row.id === actor.session.id,
  }));
}

/** Ends one of the caller's sessions elsewhere, or all of them. */
export async function endOwnSessions(
  db: Db,
  now: Date,
  actor: SignedInActor,
  { id, why = "elsewhere" }: { id?: string; why?: SessionEnd } = {},
): Promise<number> {
  if (id === actor.session.id) throw new DomainError("invalid", "这是您现在的登录，请用“退出登录”。");
  const ended = await endSessions(actor.accountId, id ? { id } : { except: actor.session.id }, { now, why });
  if (id && ended === 0) throw new DomainError("not-found", "这个登录已经结束了。");
  if (ended > 0)
    await audit(db, now, {
      actorId: actor.accountId,
      act: "account.sessions",
      outcome: "done",
      reason: "ended",
      object: actor.accountId,
      facts: { sessions: ended },
    });
  return ended;
}

/** When this login signed in last; asked before the next one. */
export async function lastSignIn(db: Db, login: string): Promise<Date | null> {
  const account = await db
    .for("people")
    .account.findUnique({ where: { login: login.trim().toLowerCase() }, select: { id: true } });
  return account && lastDone(db, account.id, "sign-in");
}

const TOLD_FROM = 3; // a slip of the finger is not worth a word

/**
 * Tells the owner of tries that were refused since the last sign-in, and (not at the very first) of a browser never
 * seen.
 */
export async function tellOfSignIn(
  db: Db,
  now: Date,
  { accountId, before, label, address }: { accountId: string; before: Date | null; label?: string; address?: string },
): Promise<void> {
  if (!before) return;
  const count = await countAudit(db, { actorId: accountId, act: "sign-in", outcome: "refused", since: before });
  if (count >= TOLD_FROM) await tellOwner(db, now, accountId, "refused-tries", { count });
  if (label) await tellOwner(db, now, accountId, "browser", { label, address: address || "不明" });
}
