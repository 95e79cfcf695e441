import { audit } from "~/platform/audit.server";
import { custodianState } from "~/platform/custody";
import { requireCustodian, retireCustodian } from "~/platform/custody.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { tellAdministrators } from "./administrator-news.server";
import { dutiesOf } from "./duty-change.server";
import { dependence, requireIndependent, type Signing } from "./independent.server";
import { accountNames } from "./staff-accounts.server";

// A custodian of the keys in office is retired by two administrators (system or security): one proposes with a reason,
// another, independent of the first, confirms. Until then the custodian stays in office and backups are sealed to them.

const ROLES = ["system-admin", "security-admin"] as const;
const act = "custody.retire";

type Row = {
  id: string;
  custodianId: string;
  reason: string;
  proposedBy: string;
  proposedAt: Date;
  endedBy: string | null;
  endedAt: Date | null;
  outcome: string;
};
export type RetirementView = {
  id: string;
  custodianId: string;
  name: string;
  reason: string;
  by: string;
  at: Date;
  mine: boolean;
  barred: string | null;
};
export type PastRetirement = { custodianId: string; reason: string; by: string; second: string };

const nameOf = async (db: Db, accountId: string): Promise<string> =>
  (await accountNames(db, [accountId])).get(accountId) ?? "不明";
/** As a sentence begins: 您, or the login name with its space. */
const whom = async (db: Db, accountId: string | null, actorId: string): Promise<string> =>
  accountId === actorId ? "您" : `${await nameOf(db, accountId ?? "")} `;
const openOf = (db: Db, custodianId: string): Promise<Row | null> =>
  db.for("people").custodianRetirement.findFirst({ where: { custodianId, endedAt: null } });

/** All that wait for a second administrator, the oldest first, as this one sees them. */
export async function openRetirements(db: Db, now: Date, actorId: string): Promise<RetirementView[]> {
  const rows = await db
    .for("people")
    .custodianRetirement.findMany({ where: { endedAt: null }, orderBy: { proposedAt: "asc" } });
  const names = await accountNames(
    db,
    rows.map((row) => row.proposedBy),
  );
  const views: RetirementView[] = [];
  for (const { id, custodianId, reason, proposedBy, proposedAt } of rows) {
    const mine = proposedBy === actorId;
    const { name } = await requireCustodian(db, custodianId);
    views.push({
      id,
      custodianId,
      name,
      reason,
      by: names.get(proposedBy) ?? "不明",
      at: proposedAt,
      mine,
      barred: mine ? null : await whyNotSecond(db, now, { proposedBy, actorId }),
    });
  }
  return views;
}

/** Those that this administrator may confirm. */
export const retirementsToConfirm = async (db: Db, now: Date, actorId: string): Promise<RetirementView[]> =>
  (await openRetirements(db, now, actorId)).filter((one) => !one.mine && one.barred === null);

/** Who retired whom, and why: of those that two agreed on. */
export async function pastRetirements(db: Db): Promise<PastRetirement[]> {
  const rows = await db.for("people").custodianRetirement.findMany({ where: { outcome: "confirmed" } });
  const names = await accountNames(
    db,
    rows.flatMap((row) => [row.proposedBy, row.endedBy]),
  );
  return rows.map((row) => ({
    custodianId: row.custodianId,
    reason: row.reason,
    by: names.get(row.proposedBy) ?? "不明",
    second: names.get(row.endedBy ?? "") ?? "不明",
  }));
}

const signing = (first: string, second: string): Signing => ({ first, second, roles: ROLES });
type Pair = { proposedBy: string; actorId: string };

/** Why this administrator may not be the second; null when they may. */
async function whyNotSecond(db: Db, now: Date, { proposedBy, actorId }: Pair): Promise<string | null> {
  return (await whyNoFirst(db, now, proposedBy)) ?? dependence(db, now, signing(proposedBy, actorId));
}

/** The word of one who is an administrator no longer counts for nothing. */
async function whyNoFirst(db: Db, now: Date, proposedBy: string): Promise<string | null> {
  const account = await db
    .for("people")
    .account.findUnique({ where: { id: proposedBy }, select: { disabledAt: true, login: true } });
  const duties = await dutiesOf(db, now, proposedBy);
  if (account && !account.disabledAt && ROLES.some((role) => duties.includes(role))) return null;
  return `提议的 ${account?.login ?? "人"} 已经不是管理员，这次提议不能再确认。请点“不同意”结束它，要停用就重新提议。`;
}

export async function proposeRetirement(
  db: Db,
  now: Date,
  actorId: string,
  { custodianId, reason }: { custodianId: string; reason: string },
): Promise<{ name: string }> {
  const why = reason.trim();
  if ([...why].length < 4) throw new DomainError("invalid", "写一句理由，至少 4 个字：为什么停用，怎么核实的。");
  const by = await nameOf(db, actorId);
  return db.transaction(async (tx) => {
    const custodian = await requireCustodian(tx, custodianId);
    const { name } = custodian;
    const state = custodianState(custodian);
    if (state === "retired") throw new DomainError("wrong-state", `${name} 已停用。`);
    if (state === "entered") throw new DomainError("wrong-state", `${name} 还没有确认过，不用两个人：撤掉登记就行。`);
    const open = await openOf(tx, custodianId);
    if (open)
      throw new DomainError(
        "conflict",
        `${await whom(tx, open.proposedBy, actorId)}已经提议停用 ${name}，在等另一位管理员确认。`,
      );
    const id = newId(now);
    await tx.for("people").custodianRetirement.create({
      data: { id, custodianId, reason: why.slice(0, 200), proposedBy: actorId, proposedAt: now },
    });
    await audit(tx, now, {
      actorId,
      act,
      outcome: "done",
      reason: "proposed",
      object: custodianId,
      facts: { request: id },
    });
    await tellAdministrators(tx, now, { kind: "custodian-proposed", facts: { by, name, reason: why.slice(0, 60) } });
    return { name };
  });
}

/** The proposal that still waits; throws what became of it. */
async function requireOpen(db: Db, actorId: string, id: string): Promise<{ row: Row; name: string }> {
  const row = await db.for("people").custodianRetirement.findUnique({ where: { id } });
  if (!row) throw new DomainError("not-found", "没有这次停用的提议。");
  const custodian = await requireCustodian(db, row.custodianId);
  if (!row.endedAt) return { row, name: custodian.name };
  const who = await whom(db, row.endedBy, actorId);
  if (row.outcome === "confirmed") throw new DomainError("wrong-state", `${who}已经确认，${custodian.name} 已停用。`);
  const ended = row.outcome === "withdrawn" ? "这次提议已经撤回。" : `${who}没有同意。`;
  const since = custodian.retiredAt
    ? `${custodian.name} 后来已停用。`
    : (await openOf(db, row.custodianId))
      ? "现在等确认的是另一次提议，请看过它的理由再办。"
      : `${custodian.name} 仍在任。`;
  throw new DomainError("wrong-state", ended + since);
}

/** Confirms, as another than who proposed and independent of them. */
export async function confirmRetirement(
  db: Db,
  now: Date,
  actorId: string,
  id: string,
): Promise<{ name: string; left: number }> {
  const { row, name } = await requireOpen(db, actorId, id);
  const { custodianId, proposedBy } = row;
  if (proposedBy === actorId) {
    await audit(db, now, { actorId, act, outcome: "refused", reason: "same-person", object: custodianId });
    throw new DomainError("forbidden", "提议的人不能自己确认，要另一位系统管理员或安全管理员。");
  }
  const gone = await whyNoFirst(db, now, proposedBy);
  if (gone) throw new DomainError("wrong-state", gone);
  await requireIndependent(db, now, { ...signing(proposedBy, actorId), act, object: custodianId });
  return db.transaction(async (tx) => {
    await end(tx, now, actorId, { id, outcome: "confirmed" });
    const { left } = await retireCustodian(tx, now, actorId, custodianId);
    await audit(tx, now, {
      actorId,
      act,
      outcome: "done",
      reason: "confirmed",
      object: custodianId,
      facts: { request: id, proposedBy },
    });
    await tellAdministrators(tx, now, {
      kind: "custodian-retired",
      facts: { by: await nameOf(tx, actorId), name, first: await nameOf(tx, proposedBy) },
    });
    return { name, left };
  });
}

/** Takes the proposal back (who proposed) or refuses it (another). */
export async function dropRetirement(
  db: Db,
  now: Date,
  actorId: string,
  id: string,
): Promise<{ name: string; outcome: "withdrawn" | "refused" }> {
  return db.transaction(async (tx) => {
    const { row, name } = await requireOpen(tx, actorId, id);
    const outcome = row.proposedBy === actorId ? "withdrawn" : "refused";
    await end(tx, now, actorId, { id, outcome });
    await audit(tx, now, {
      actorId,
      act,
      outcome: "done",
      reason: outcome,
      object: row.custodianId,
      facts: { request: id, proposedBy: row.proposedBy },
    });
    await tellAdministrators(tx, now, { kind: `custodian-${outcome}`, facts: { by: await nameOf(tx, actorId), name } });
    return { name, outcome };
  });
}

async function end(
  tx: Db,
  now: Date,
  actorId: string,
  { id, outcome }: { id: string; outcome: string },
): Promise<void> {
  const { count } = await tx.for("people").custodianRetirement.updateMany({
    where: { id, endedAt: null },
    data: { endedBy: actorId, endedAt: now, outcome },
  });
  if (count === 0) await requireOpen(tx, actorId, id);
}
