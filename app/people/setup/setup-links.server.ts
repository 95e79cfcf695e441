import { randomBytes } from "node:crypto";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { roleLabel } from "../roles";
import { DUTIES, isDuty, type Duty } from "./duties";

// Set-up links: how the three administrators' duties get their first holders. Made by whoever stands at the machine,
// shown on its console alone, kept as keyed hashes. A link is good once, for 24 hours; a new one ends the older ones of
// its duty.

export const LINK_HOURS = 24;
/**
 * `lost`: the duty passes from its old holders to who takes the link. `another`: who takes it holds the duty beside
 * them.
 */
export type LinkReason = "first" | "renewed" | "lost" | "another";
export type OpenLink = { id: string; duty: Duty; reason: LinkReason; createdAt: Date; expiresAt: Date };
/** Whether such a link is good although the duty is held. */
export const isForHeld = (reason: string): boolean => reason === "lost" || reason === "another";

export const newSetupToken = (): string => randomBytes(16).toString("base64url");
export const setupTokenHash = (token: string): string => keys().lookup("setup-link", token);

/** Who holds each duty and can sign in: logins by duty. Demonstration accounts count in a demonstration alone. */
export async function dutyHolders(db: Db, now: Date): Promise<Map<Duty, string[]>> {
  const grants = await db.for("people").roleGrant.findMany({
    where: {
      role: { in: [...DUTIES] },
      from: { lte: now },
      OR: [{ to: null }, { to: { gt: now } }],
      account: {
        kind: "staff",
        disabledAt: null,
        passwordHash: { not: null },
        totpSealed: { not: null },
        ...(env().DEMO === "0" && { demonstration: false }),
      },
    },
    select: { role: true, account: { select: { login: true } } },
    orderBy: { from: "asc" },
  });
  const held = new Map<Duty, string[]>();
  for (const { role, account } of grants)
    if (isDuty(role)) held.set(role, [...new Set([...(held.get(role) ?? []), account.login ?? ""])]);
  return held;
}

const toOpenLink = ({
  id,
  duty,
  reason,
  createdAt,
  expiresAt,
}: Omit<OpenLink, "reason"> & { reason: string }): OpenLink => ({
  id,
  duty,
  reason: reason as LinkReason,
  createdAt,
  expiresAt,
});

/** The duties that no one holds, of them those that someone once did, and the links that are still good. */
export async function dutyState(db: Db, now: Date): Promise<{ open: Duty[]; heldBefore: Duty[]; waiting: OpenLink[] }> {
  const held = await dutyHolders(db, now);
  const open = DUTIES.filter((duty) => !held.has(duty));
  const used = await db
    .for("people")
    .setupLink.findMany({ where: { duty: { in: open }, usedAt: { not: null } }, select: { duty: true } });
  const rows = await db.for("people").setupLink.findMany({
    where: { usedAt: null, revokedAt: null, expiresAt: { gt: now } },
    orderBy: { createdAt: "asc" },
  });
  return {
    open,
    heldBefore: open.filter((duty) => used.some((row) => row.duty === duty)),
    waiting: rows.flatMap((row) => (isDuty(row.duty) ? [toOpenLink({ ...row, duty: row.duty })] : [])),
  };
}

export type LinkRequest = { duty: Duty; tokenHash: string };
/** `expiresAt` null: no link was made, and `why` says why; else `why` says what becomes of who holds the duty now. */
export type LinkAnswer = { duty: Duty; expiresAt: Date | null; why: string };

const HELD_WORDS: Record<ForHeld, (label: string, holders: string) => string> = {
  lost: (label, holders) =>
    `${label}现在由 ${holders} 担任。有人用下面的链接接任以后，他们只担任${label}的账号停用、登录结束，还有其他角色的只去掉${label}；接任以前什么都不变。`,
  another: (label, holders) => `${label}现在由 ${holders} 担任。用下面的链接担任的人和他们一起担任，他们的账号不变。`,
};

/** Why a duty that is held shall get a link all the same: which only whoever stands at the machine can know. */
export type ForHeld = "lost" | "another";

/**
 * Makes links for duties nobody holds and ends their older ones; also for a duty that is held when `forHeld` says why.
 * The other administrators are shown that it was done.
 */
export async function issueSetupLinks(
  db: Db,
  now: Date,
  requests: readonly LinkRequest[],
  { forHeld }: { forHeld?: ForHeld | undefined } = {},
): Promise<LinkAnswer[]> {
  const expiresAt = new Date(now.getTime() + LINK_HOURS * 3_600_000);
  return db.transaction(async (tx) => {
    const held = await dutyHolders(tx, now);
    const answers: LinkAnswer[] = [];
    for (const { duty, tokenHash } of requests) {
      const holders = held.get(duty);
      if (holders && !forHeld) {
        answers.push({ duty, expiresAt: null, why: `${roleLabel(duty)}已由 ${holders.join("、")} 担任，没有发链接。` });
        continue;
      }
      const table = tx.for("people").setupLink;
      const reason: LinkReason = holders
        ? forHeld!
        : (await table.count({ where: { duty } })) > 0
          ? "renewed"
          : "first";
      await table.updateMany({ where: { duty, usedAt: null, revokedAt: null }, data: { revokedAt: now } });
      await table.create({ data: { id: newId(now), duty, tokenHash, reason, createdAt: now, expiresAt } });
      await audit(tx, now, { actorId: null, act: "setup-link.issue", outcome: "done", reason, object: duty });
      answers.push({
        duty,
        expiresAt,
        why: holders ? HELD_WORDS[reason as ForHeld](roleLabel(duty), holders.join("、")) : "",
      });
    }
    return answers;
  });
}

/**
 * The link behind a token while it is good: unused, not replaced, not over, and its duty still without a holder. Of a
 * lost duty `passedFrom` names whose hold on it ends, `staysWith` who took it since and keeps it.
 */
export async function requireSetupLink(
  db: Db,
  now: Date,
  token: string,
): Promise<OpenLink & { passedFrom: string[]; staysWith: string[] }> {
  const row = await db
    .for("people")
    .setupLink.findFirst({ where: { tokenHash: { in: keys().lookups("setup-link", token) } } });
  const gone = (why: string): never => {
    throw new DomainError("gone", `${why}需要的话，请在装着系统的机器上运行 npm run setup-links 重发。`);
  };
  if (!row || !isDuty(row.duty)) return gone("没有这个设置链接，请核对地址是否抄全。");
  if (row.usedAt) return gone("这个设置链接已经用过了。");
  if (row.revokedAt) return gone("这个设置链接已经作废：后来重发过新的，或者这个职责已有人担任。");
  if (row.expiresAt <= now) return gone("这个设置链接过了 24 小时，已经失效。");
  if (!isForHeld(row.reason) && (await dutyHolders(db, now)).has(row.duty))
    return gone(`${roleLabel(row.duty)}已有人担任，这个链接不再有用。`);
  const link = toOpenLink({ ...row, duty: row.duty });
  const passedFrom = (await oldHolders(db, now, link)).map((one) => one.login);
  const held = link.reason === "lost" ? ((await dutyHolders(db, now)).get(link.duty) ?? []) : [];
  return { ...link, passedFrom, staysWith: held.filter((login) => !passedFrom.includes(login)) };
}

export type OldHolder = { accountId: string; login: string; grantIds: string[]; onlyThis: boolean };

/**
 * From whom a lost duty passes: the accounts that held it when the link was made and still do. `onlyThis`: they hold no
 * other role.
 */
export async function oldHolders(db: Db, now: Date, { duty, reason, createdAt }: OpenLink): Promise<OldHolder[]> {
  if (reason !== "lost") return [];
  const living = { from: { lte: now }, OR: [{ to: null }, { to: { gt: now } }] };
  const accounts = await db.for("people").account.findMany({
    where: {
      kind: "staff",
      disabledAt: null,
      ...(env().DEMO === "0" && { demonstration: false }),
      grants: { some: { role: duty, ...living, from: { lte: createdAt } } },
    },
    select: { id: true, login: true, grants: { where: living, select: { id: true, role: true } } },
    orderBy: { createdAt: "asc" },
  });
  return accounts.map(({ id, login, grants }) => ({
    accountId: id,
    login: login ?? "",
    grantIds: grants.filter((one) => one.role === duty).map((one) => one.id),
    onlyThis: grants.every((one) => one.role === duty),
  }));
}

export type LinkNotice = {
  duty: Duty;
  label: string;
  reason: LinkReason;
  at: Date;
  state: "waiting" | "used" | "over";
};

/**
 * Links made again at the machine in the last 30 days: what the administrators are shown, so that none comes in unseen.
 */
export async function recentSetupLinks(db: Db, now: Date): Promise<LinkNotice[]> {
  const rows = await db.for("people").setupLink.findMany({
    where: { reason: { not: "first" }, createdAt: { gt: new Date(now.getTime() - 30 * 86_400_000) } },
    orderBy: { createdAt: "desc" },
    take: 20,
  });
  return rows.flatMap((row): LinkNotice[] =>
    isDuty(row.duty)
      ? [
          {
            duty: row.duty,
            label: roleLabel(row.duty),
            reason: row.reason as LinkReason,
            at: row.createdAt,
            state: row.usedAt ? "used" : row.revokedAt || row.expiresAt <= now ? "over" : "waiting",
          },
        ]
      : [],
  );
}
