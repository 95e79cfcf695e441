import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { tellAdministrators } from "./administrator-news.server";
import { areIndependent } from "./independent.server";
import { roleLabel } from "./roles";
import { DUTIES, dutyList, isDuty, type Duty } from "./setup/duties";
import { dutyHolders } from "./setup/setup-links.server";

// A change of who holds an administrator's duty is never silent: every holder and the one concerned are told, and the
// administrators' pages show it for 30 days. A duty's last holder stays until another has taken it.

export type DutyChange =
  "duty-granted" | "duty-ended" | "duty-disabled" | "duty-enabled" | "duty-passed" | "duty-passed-shut" | "duty-taken";

const living = (now: Date) => ({ from: { lte: now }, OR: [{ to: null }, { to: { gt: now } }] });

/** The administrators' duties that this account holds now. */
export async function dutiesOf(db: Db, now: Date, accountId: string): Promise<Duty[]> {
  const grants = await db
    .for("people")
    .roleGrant.findMany({ where: { accountId, role: { in: [...DUTIES] }, ...living(now) }, select: { role: true } });
  return [...new Set(grants.map((grant) => grant.role).filter(isDuty))];
}

/**
 * A duty that would be left without a holder; `puppets`: who holds it too and came by the one who acts, so that they
 * are nobody else.
 */
export type LastOne = { duty: Duty; puppets: string[] };
type Taking = { accountId: string; duties: readonly string[]; actorId: string };

/**
 * Of these duties the first that nobody but this account holds and can sign in for; null when each has another. Whom
 * the one who acts made is no other: else one administrator puts a puppet beside the holder and sends the holder away.
 */
export async function onlyHolderOf(db: Db, now: Date, { accountId, duties, actorId }: Taking): Promise<LastOne | null> {
  if (!duties.some(isDuty)) return null;
  const held = await dutyHolders(db, now);
  for (const duty of duties.filter(isDuty)) {
    const holders = await db
      .for("people")
      .account.findMany({ where: { login: { in: held.get(duty) ?? [] } }, select: { id: true, login: true } });
    if (!holders.some(({ id }) => id === accountId)) continue;
    const others = holders.filter(({ id }) => id !== accountId);
    const puppets: string[] = [];
    for (const { id, login } of others)
      if (id !== actorId && !(await areIndependent(db, actorId, id))) puppets.push(login ?? "");
    if (puppets.length === others.length) return { duty, puppets };
  }
  return null;
}

export function lastHolder({ duty, puppets }: LastOne): DomainError {
  const label = roleLabel(duty);
  if (puppets.length > 0)
    return new DomainError(
      "wrong-state",
      `${puppets.join("、")} 的角色或账号是由您授予、开设的，不能算另一位${label}，所以这一位不能收回或停用。请由另一条链上的安全管理员来办，或者在装着系统的机器上运行 npm run setup-links -- ${duty} --another，先加一位。`,
    );
  return new DomainError(
    "wrong-state",
    `这是唯一能登录的${label}，不能收回或停用。请先让另一个人担任${label}；他已经登录不了，就在装着系统的机器上运行 npm run setup-links -- ${duty} --lost，另一个人接任时他的账号随即停用。`,
  );
}

type Told = { kind: DutyChange; accountId: string; duties: readonly Duty[]; actorId: string };

/** Tells every holder of a duty and the one concerned. */
export async function tellDutyChange(db: Db, now: Date, { kind, accountId, duties, actorId }: Told): Promise<void> {
  if (duties.length === 0) return;
  const people = db.for("people");
  const names = new Map(
    (
      await people.account.findMany({ where: { id: { in: [accountId, actorId] } }, select: { id: true, login: true } })
    ).map((row) => [row.id, row.login ?? ""]),
  );
  await tellAdministrators(db, now, {
    kind,
    facts: { by: names.get(actorId) ?? "不明", login: names.get(accountId) ?? "", duty: dutyList(duties) },
    also: [accountId],
  });
}
