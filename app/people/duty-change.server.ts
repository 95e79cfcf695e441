import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { tellOwner } from "./account-notice.server";
import { noticeWords, type NoticeKind } from "./notice-words";
import { roleLabel } from "./roles";
import { DUTIES, dutyList, isDuty, type Duty } from "./setup/duties";
import { dutyHolders } from "./setup/setup-links.server";

// A change of who holds an administrator's duty is never silent: every holder and the one concerned are told, and the
// administrators' pages show it for 30 days. A duty's last holder stays until another has taken it.

const CHANGES = ["duty-granted", "duty-ended", "duty-disabled", "duty-enabled", "duty-passed", "duty-passed-shut"] as const satisfies readonly NoticeKind[];
export type DutyChange = (typeof CHANGES)[number] | "duty-taken";

const living = (now: Date) => ({ from: { lte: now }, OR: [{ to: null }, { to: { gt: now } }] });

/** The administrators' duties that this account holds now. */
export async function dutiesOf(db: Db, now: Date, accountId: string): Promise<Duty[]> {
  const grants = await db.for("people").roleGrant.findMany({ where: { accountId, role: { in: [...DUTIES] }, ...living(now) }, select: { role: true } });
  return [...new Set(grants.map((grant) => grant.role).filter(isDuty))];
}

/** Of these duties the first that nobody but this account holds and can sign in for; null when each has another. */
export async function onlyHolderOf(db: Db, now: Date, { accountId, duties }: { accountId: string; duties: readonly string[] }): Promise<Duty | null> {
  if (!duties.some(isDuty)) return null;
  const { login } = await db.for("people").account.findUniqueOrThrow({ where: { id: accountId }, select: { login: true } });
  const held = await dutyHolders(db, now);
  return duties.filter(isDuty).find((duty) => { const holders = held.get(duty) ?? []; return holders.length === 1 && holders[0] === login; }) ?? null;
}

export const lastHolder = (duty: Duty): DomainError => new DomainError("wrong-state",
  `这是唯一能登录的${roleLabel(duty)}，不能收回或停用。请先让另一个人担任${roleLabel(duty)}；他已经登录不了，就在装着系统的机器上运行 npm run setup-links -- ${duty} --lost，另一个人接任时他的账号随即停用。`);

type Told = { kind: DutyChange; accountId: string; duties: readonly Duty[]; actorId: string };

/** Tells every holder of a duty and the one concerned. */
export async function tellDutyChange(db: Db, now: Date, { kind, accountId, duties, actorId }: Told): Promise<void> {
  if (duties.length === 0) return;
  const people = db.for("people");
  const names = new Map((await people.account.findMany({ where: { id: { in: [accountId, actorId] } }, select: { id: true, login: true } })).map((row) => [row.id, row.login ?? ""]));
  const holders = await people.roleGrant.findMany({ where: { role: { in: [...DUTIES] }, ...living(now), account: { kind: "staff", disabledAt: null } }, select: { accountId: true } });
  const facts = { by: names.get(actorId) ?? "不明", login: names.get(accountId) ?? "", duty: dutyList(duties) };
  for (const id of new Set([accountId, ...holders.map((one) => one.accountId)])) await tellOwner(db, now, id, kind, facts);
}

export type DutyNews = { words: string; at: Date };

/** The changes of the last 30 days, the newest first, each once. Who came by a link of the machine stands with the links. */
export async function recentDutyChanges(db: Db, now: Date): Promise<DutyNews[]> {
  const rows = await db.for("people").accountNotice.findMany({
    where: { kind: { in: [...CHANGES] }, at: { gt: new Date(now.getTime() - 30 * 86_400_000) } }, distinct: ["kind", "facts", "at"], orderBy: { at: "desc" }, take: 20, select: { kind: true, facts: true, at: true },
  });
  return rows.map((row) => ({ words: noticeWords(row.kind as NoticeKind, JSON.parse(row.facts) as Record<string, string>), at: row.at }));
}
