import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { endAllSessions } from "~/platform/session.server";
import { isShutAbove } from "./directory.server";
import { dutiesOf, lastHolder, onlyHolderOf, tellDutyChange } from "./duty-change.server";
import { POLICIES, type Grant, type Policy } from "./policies";
import { ROLES, roleLabel, type Role } from "./roles";
import { isDuty } from "./setup/duties";

// Staff accounts and the roles granted to them. Security administrators grant, never to themselves; the three
// administrators' duties stay apart: nobody holds two of system, security and audit, and the auditor holds no other
// role.

const ADMINISTRATORS: readonly Role[] = ["system-admin", "security-admin", "auditor"];

/** Why these two roles may not be held by one account; null when they may. */
export function clash(held: readonly Role[], role: Role): string | null {
  const others = held.filter((one) => one !== role);
  if (ADMINISTRATORS.includes(role)) {
    const second = others.find((one) => ADMINISTRATORS.includes(one));
    if (second) return `${roleLabel(role)}与${roleLabel(second)}不能由同一个人担任（三员分离）`;
  }
  if (role === "auditor" && others.length > 0) return "审计员只看审计，不能兼任其他角色";
  if (others.includes("auditor")) return "这个账号是审计员，不能兼任其他角色";
  return null;
}

/** Whether a district or organisation bounds what the role may do; for the others a bound would be words alone. */
export const isBounded = (role: Role): boolean =>
  Object.values(POLICIES as Record<string, Policy>).some(
    (policy) => policy.scope === "granted" && policy.roles.includes(role),
  );

/** Why this role may not be given that scope; null when it may. */
async function scopeFault(db: Db, { role, scopeKind, scopeId }: GrantRequest): Promise<string | null> {
  if (scopeKind === "any") return null;
  if (!isBounded(role)) return `${roleLabel(role)}不按地区或单位划分，范围请选“全部”。`;
  const people = db.for("people");
  const district =
    scopeKind === "district" ? await people.district.findFirst({ where: { code: scopeId, closedAt: null } }) : null;
  const open =
    scopeKind === "district"
      ? district && !(await isShutAbove(db, district))
      : await people.organisation.findFirst({ where: { id: scopeId, closedAt: null } });
  return open ? null : `没有这个${scopeKind === "district" ? "地区" : "单位"}，或者已停用。`;
}

export type GrantRequest = { accountId: string; role: Role; scopeKind: Grant["scopeKind"]; scopeId: string };

export async function grantRole(db: Db, now: Date, actorId: string, request: GrantRequest): Promise<void> {
  const { accountId, role, scopeKind, scopeId } = request;
  const facts = { account: accountId, role, scopeKind, scopeId };
  const refuse = async (reason: string, sentence: string): Promise<never> => {
    await audit(db, now, { actorId, act: "role.grant", outcome: "refused", reason, object: accountId, facts });
    throw new DomainError("forbidden", sentence);
  };
  if (accountId === actorId) return refuse("self", "不能给自己授权。请另一位安全管理员来做。");
  if (role === "learner" || !Object.hasOwn(ROLES, role)) return refuse("role", "没有这个角色。");
  const outOfScope = await scopeFault(db, request);
  if (outOfScope) return refuse("scope", outOfScope);
  const account = await db.for("people").account.findUnique({
    where: { id: accountId },
    include: { grants: { where: { OR: [{ to: null }, { to: { gt: now } }] } } },
  });
  if (!account || account.kind !== "staff" || account.disabledAt)
    throw new DomainError("not-found", "没有这个工作人员账号，或者已停用。");
  const wrong = clash(
    account.grants.map((grant) => grant.role as Role),
    role,
  );
  if (wrong) return refuse("duties-apart", wrong);
  if (account.grants.some((grant) => grant.role === role && grant.scopeKind === scopeKind && grant.scopeId === scopeId))
    throw new DomainError("conflict", "这个账号已经有这个角色了。");
  await db.transaction(async (tx) => {
    await tx.for("people").roleGrant.create({
      data: { id: newId(now), accountId, role, scopeKind, scopeId, from: now, grantedBy: actorId },
    });
    await audit(tx, now, { actorId, act: "role.grant", outcome: "done", object: accountId, facts });
    await tellDutyChange(tx, now, { kind: "duty-granted", accountId, duties: isDuty(role) ? [role] : [], actorId });
  });
}

/** Ends a grant of this account; its sessions go on with what is left, since grants are read at each request. */
export async function endGrant(
  db: Db,
  now: Date,
  actorId: string,
  { accountId, grantId }: { accountId: string; grantId: string },
): Promise<void> {
  const grant = await db.for("people").roleGrant.findUnique({ where: { id: grantId } });
  if (!grant || grant.accountId !== accountId || (grant.to && grant.to <= now))
    throw new DomainError("not-found", "这项授权已经不在了。");
  if (accountId === actorId) throw new DomainError("forbidden", "不能改自己的授权。请另一位安全管理员来做。");
  const last = await db.transaction(async (tx) => {
    const one = await onlyHolderOf(tx, now, { accountId, duties: [grant.role], actorId });
    if (one) return one;
    await tx.for("people").roleGrant.update({ where: { id: grantId }, data: { to: now } });
    await audit(tx, now, { actorId, act: "role.end", outcome: "done", object: accountId, facts: { role: grant.role } });
    await tellDutyChange(tx, now, {
      kind: "duty-ended",
      accountId,
      duties: isDuty(grant.role) ? [grant.role] : [],
      actorId,
    });
    return null;
  });
  if (!last) return;
  await audit(db, now, {
    actorId,
    act: "role.end",
    outcome: "refused",
    reason: "last-holder",
    object: accountId,
    facts: { role: last.duty },
  });
  throw lastHolder(last);
}

export type NewStaff = { login: string; personId: string };

export async function createStaffAccount(
  db: Db,
  now: Date,
  actorId: string,
  { login, personId }: NewStaff,
): Promise<string> {
  const name = login.trim().toLowerCase();
  if (!/^[a-z0-9][a-z0-9.-]{2,31}$/.test(name))
    throw new DomainError("invalid", "登录名用 3–32 个小写字母、数字、点或短横。");
  if (await db.for("people").account.findUnique({ where: { login: name } }))
    throw new DomainError("conflict", `登录名 ${name} 已经有人用了。`);
  const id = newId(now);
  await db.transaction(async (tx) => {
    await tx.for("people").account.create({ data: { id, personId, kind: "staff", login: name, createdAt: now } });
    await audit(tx, now, { actorId, act: "account.create", outcome: "done", object: id });
  });
  return id;
}

/** Shuts or opens an account; shutting ends its sessions at once. */
export async function setAccountDisabled(
  db: Db,
  now: Date,
  actorId: string,
  accountId: string,
  disabled: boolean,
): Promise<void> {
  if (accountId === actorId) throw new DomainError("forbidden", "不能停用自己的账号。");
  const act = disabled ? "account.disable" : "account.enable";
  const last = await db.transaction(async (tx) => {
    const duties = await dutiesOf(tx, now, accountId);
    const one = disabled ? await onlyHolderOf(tx, now, { accountId, duties, actorId }) : null;
    if (one) return one;
    await tx.for("people").account.update({ where: { id: accountId }, data: { disabledAt: disabled ? now : null } });
    await audit(tx, now, { actorId, act, outcome: "done", object: accountId });
    await tellDutyChange(tx, now, { kind: disabled ? "duty-disabled" : "duty-enabled", accountId, duties, actorId });
    return null;
  });
  if (last) {
    await audit(db, now, {
      actorId,
      act,
      outcome: "refused",
      reason: "last-holder",
      object: accountId,
      facts: { role: last.duty },
    });
    throw lastHolder(last);
  }
  if (disabled) await endAllSessions(accountId, { now, why: "disabled" });
}
