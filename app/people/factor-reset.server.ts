import { randomBytes } from "node:crypto";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { endAllSessions } from "~/platform/session.server";
import { tellOwner } from "./account-notice.server";
import { dependence, requireIndependent, type Signing } from "./independent.server";
import { forgetBrowsers } from "./known-browser.server";
import { issueSlips } from "./slip.server";

// A password or second factor that was lost is set anew by two administrators (system or security): one proposes with a
// reason and is shown a word, another confirms within 24 hours and is shown the link. The owner needs both, so neither
// of the two can enter alone. The owner is told at each step; the confirmation ends the owner's sessions and known
// browsers.

const HOURS = 24;
const LINK_DAYS = 1;
const WRONG_WORDS = 5;
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

const wordText = (accountId: string, word: string): string =>
  `${accountId}:${word.normalize("NFKC").toUpperCase().replace(/[\s-]/g, "")}`;

const signing = (accountId: string, proposedBy: string, actorId: string): Signing => ({
  first: proposedBy,
  second: actorId,
  roles: ["system-admin", "security-admin"],
  concerned: accountId,
});

export type ResetView = { id: string; reason: string; proposedBy: string; proposedAt: Date; expiresAt: Date };

const openWhere = (accountId: string, now: Date) => ({
  accountId,
  confirmedAt: null,
  endedAt: null,
  expiresAt: { gt: now },
});

/** The proposal that waits for a second administrator. */
export async function openReset(db: Db, now: Date, accountId: string): Promise<ResetView | null> {
  const row = await db
    .for("people")
    .factorReset.findFirst({ where: openWhere(accountId, now), orderBy: { proposedAt: "desc" } });
  return (
    row && {
      id: row.id,
      reason: row.reason,
      proposedBy: row.proposedBy,
      proposedAt: row.proposedAt,
      expiresAt: row.expiresAt,
    }
  );
}

export type WaitingReset = { accountId: string; login: string; by: string; expiresAt: Date };

/**
 * The resets that this administrator may confirm: proposed by another, of another's account, with the independence that
 * the second needs.
 */
export async function resetsToConfirm(db: Db, now: Date, actorId: string): Promise<WaitingReset[]> {
  const people = db.for("people");
  const open = await people.factorReset.findMany({
    where: {
      confirmedAt: null,
      endedAt: null,
      expiresAt: { gt: now },
      proposedBy: { not: actorId },
      accountId: { not: actorId },
    },
    orderBy: { proposedAt: "asc" },
    take: 50,
  });
  if (open.length === 0) return [];
  const logins = new Map(
    (
      await people.account.findMany({
        where: { id: { in: open.flatMap((row) => [row.accountId, row.proposedBy]) } },
        select: { id: true, login: true },
      })
    ).map((row) => [row.id, row.login]),
  );
  const waiting: WaitingReset[] = [];
  for (const { accountId, proposedBy, expiresAt } of open) {
    if (await whyNotSecond(db, now, { accountId, proposedBy, actorId })) continue;
    waiting.push({ accountId, login: logins.get(accountId) ?? "", by: logins.get(proposedBy) ?? "", expiresAt });
  }
  return waiting;
}

async function requireResettable(db: Db, actorId: string, accountId: string) {
  const account = await db.for("people").account.findUnique({ where: { id: accountId } });
  if (!account?.personId || account.kind !== "staff") throw new DomainError("not-found", "没有这个工作人员账号。");
  if (accountId === actorId) throw new DomainError("forbidden", "自己的密码和动态码要由另外两位管理员来重设。");
  if (!account.passwordHash || !account.totpSealed)
    throw new DomainError("wrong-state", "这个账号还没有设过密码和动态码，直接发设置链接就行。");
  return { ...account, personId: account.personId };
}

/** Proposes; gives the word that the owner will need, shown to the proposer this once. */
export async function proposeReset(
  db: Db,
  now: Date,
  actorId: string,
  { accountId, reason }: { accountId: string; reason: string },
): Promise<string> {
  await requireResettable(db, actorId, accountId);
  const why = reason.trim();
  if ([...why].length < 4) throw new DomainError("invalid", "写一句理由，至少 4 个字：怎么核实是本人、为什么要重设。");
  if (await openReset(db, now, accountId))
    throw new DomainError("conflict", "已经有一个提议在等第二位管理员。先撤回它，才能重新提议。");
  const word = [...randomBytes(16)]
    .slice(0, 8)
    .map((byte) => ALPHABET[byte % 32])
    .join("");
  await db.transaction(async (tx) => {
    await tx.for("people").factorReset.create({
      data: {
        id: newId(now),
        accountId,
        reason: why.slice(0, 200),
        wordHash: keys().lookup("factor-reset", wordText(accountId, word)),
        proposedBy: actorId,
        proposedAt: now,
        expiresAt: new Date(now.getTime() + HOURS * 3_600_000),
      },
    });
    await audit(tx, now, { actorId, act: "account.reset", outcome: "done", reason: "proposed", object: accountId });
    await tellOwner(tx, now, accountId, "reset-proposed", { reason: why.slice(0, 60) });
  });
  return `${word.slice(0, 4)}-${word.slice(4)}`;
}

/** Confirms, as another than who proposed; gives the link's token, shown to the confirmer this once. */
export async function confirmReset(db: Db, now: Date, actorId: string, accountId: string): Promise<string> {
  const { personId } = await requireResettable(db, actorId, accountId);
  const open = await openReset(db, now, accountId);
  if (!open) throw new DomainError("gone", "没有等确认的提议，或者已经过了 24 小时。");
  if (open.proposedBy === actorId) {
    await audit(db, now, {
      actorId,
      act: "account.reset",
      outcome: "refused",
      reason: "same-person",
      object: accountId,
    });
    throw new DomainError("forbidden", "提议的人不能自己确认，要另一位系统管理员或安全管理员。");
  }
  await requireIndependent(db, now, {
    ...signing(accountId, open.proposedBy, actorId),
    act: "account.reset",
    object: accountId,
  });
  const token = await db.transaction(async (tx) => {
    const taken = await tx.for("people").factorReset.updateMany({
      where: { id: open.id, ...openWhere(accountId, now) },
      data: { confirmedBy: actorId, confirmedAt: now },
    });
    if (taken.count !== 1) throw new DomainError("conflict", "这个提议刚刚被别人办了。");
    const [slip] = await issueSlips(tx, now, {
      personIds: [personId],
      printedBy: actorId,
      days: LINK_DAYS,
      purpose: "staff",
      accountId,
    });
    await tx.for("people").factorReset.update({ where: { id: open.id }, data: { slipId: slip!.slipId } });
    await audit(tx, now, {
      actorId,
      act: "account.reset",
      outcome: "done",
      reason: "confirmed",
      object: accountId,
      facts: { proposedBy: open.proposedBy },
    });
    await tellOwner(tx, now, accountId, "reset-confirmed");
    return slip!.token;
  });
  await forgetBrowsers(db, now, { accountId, actorId });
  await endAllSessions(accountId, { now, why: "reset" });
  return token;
}

/** Why this administrator may not be the second; null when they may. */
export async function whyNotSecond(
  db: Db,
  now: Date,
  { accountId, proposedBy, actorId }: { accountId: string; proposedBy: string; actorId: string },
): Promise<string | null> {
  return proposedBy === actorId ? null : dependence(db, now, signing(accountId, proposedBy, actorId));
}

/** Takes the proposal back (who proposed) or refuses it (another). */
export async function dropReset(db: Db, now: Date, actorId: string, accountId: string): Promise<void> {
  const open = await openReset(db, now, accountId);
  if (!open) throw new DomainError("gone", "没有等确认的提议了。");
  const outcome = open.proposedBy === actorId ? "withdrawn" : "refused";
  await db.for("people").factorReset.update({ where: { id: open.id }, data: { endedAt: now, outcome } });
  await audit(db, now, { actorId, act: "account.reset", outcome: "done", reason: outcome, object: accountId });
  await tellOwner(db, now, accountId, "reset-ended");
}

/** Whether the link needs the proposer's word: it came of a reset. */
export const needsWord = async (db: Db, slipId: string): Promise<boolean> =>
  (await db.for("people").factorReset.count({ where: { slipId } })) > 0;

/** Checks the word at the link; the fifth wrong one ends the link. */
export async function requireWord(
  db: Db,
  now: Date,
  { slipId, accountId, word }: { slipId: string; accountId: string; word: string },
): Promise<void> {
  const table = db.for("people");
  const row = await table.factorReset.findFirst({ where: { slipId } });
  if (!row || keys().lookups("factor-reset", wordText(accountId, word)).includes(row.wordHash)) return;
  const { failures } = await table.factorReset.update({ where: { id: row.id }, data: { failures: { increment: 1 } } });
  if (failures >= WRONG_WORDS) {
    await table.activationSlip.update({ where: { id: slipId }, data: { revokedAt: now, codeHash: null } });
    await table.factorReset.update({ where: { id: row.id }, data: { endedAt: now, outcome: "wrong-word" } });
  }
  await audit(db, now, {
    actorId: null,
    act: "account.reset",
    outcome: "refused",
    reason: "wrong-word",
    object: accountId,
    facts: { failures },
  });
  throw new DomainError("forbidden", "口令不对。口令在提议重设的那位管理员手里，8 个字母和数字；错 5 次链接就作废。");
}

/** The reset is done: its link was used. */
export async function endReset(db: Db, now: Date, slipId: string): Promise<void> {
  await db
    .for("people")
    .factorReset.updateMany({ where: { slipId, endedAt: null }, data: { endedAt: now, outcome: "done" } });
}
