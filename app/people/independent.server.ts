import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { DomainError } from "~/platform/errors";
import { roleLabel, type Role } from "./roles";
import { DUTIES, isDuty, type Duty } from "./setup/duties";

// Two who sign must be independent. An administrator comes from whoever granted the duty and whoever issued the link
// that set the account up, these from others again, back to the machine's console. Two whose lines meet anywhere count
// as one: otherwise one administrator makes a second account and signs for both.

/** What stands as the grantor of those who came by the console or with the seed: they begin a line. */
const BEGINNINGS = new Set(["", "seed", "setup-link"]);

type Lines = Map<string, Set<string>>;

/** Who made these accounts administrators, and who issued the link each was set up by; ended grants count too. */
async function makersOf(db: Db, ids: string[]): Promise<Lines> {
  const people = db.for("people");
  const grants = await people.roleGrant.findMany({
    where: { accountId: { in: ids }, role: { in: [...DUTIES] } },
    select: { accountId: true, grantedBy: true },
  });
  const slips = await people.activationSlip.findMany({
    where: { accountId: { in: ids }, purpose: "staff", usedAt: { not: null } },
    select: { id: true, accountId: true, printedBy: true },
  });
  // The link of a reset was confirmed by two independent administrators: it makes nobody theirs.
  const resets = new Set(
    (
      await people.factorReset.findMany({
        where: { slipId: { in: slips.map((slip) => slip.id) } },
        select: { slipId: true },
      })
    ).map((row) => row.slipId),
  );
  const makers: Lines = new Map();
  const add = (id: string, maker: string) => makers.set(id, (makers.get(id) ?? new Set()).add(maker));
  for (const { accountId, grantedBy } of grants) if (!BEGINNINGS.has(grantedBy)) add(accountId, grantedBy);
  for (const slip of slips)
    if (slip.accountId && !resets.has(slip.id) && !BEGINNINGS.has(slip.printedBy)) add(slip.accountId, slip.printedBy);
  return makers;
}

/** The account and everybody it comes from. */
async function lineOf(db: Db, accountId: string): Promise<Set<string>> {
  const line = new Set([accountId]);
  for (let next = [accountId]; next.length > 0;) {
    const makers = await makersOf(db, next);
    next = [...new Set([...makers.values()].flatMap((one) => [...one]))].filter((id) => !line.has(id));
    for (const id of next) line.add(id);
  }
  return line;
}

/** Whether they are different persons and nobody stands in both lines. */
export async function areIndependent(db: Db, first: string, second: string): Promise<boolean> {
  return (await bond(db, first, second)) === null;
}

type Bond =
  { kind: "same-person" } | { kind: "made-by-first" } | { kind: "made-by-second" } | { kind: "common"; id: string };

async function bond(db: Db, first: string, second: string): Promise<Bond | null> {
  if (first === second) return { kind: "same-person" };
  const persons = await db
    .for("people")
    .account.findMany({ where: { id: { in: [first, second] }, personId: { not: null } }, select: { personId: true } });
  if (persons.length === 2 && persons[0]!.personId === persons[1]!.personId) return { kind: "same-person" };
  const [one, two] = [await lineOf(db, first), await lineOf(db, second)];
  if (two.has(first)) return { kind: "made-by-first" };
  if (one.has(second)) return { kind: "made-by-second" };
  const id = [...one].find((each) => two.has(each));
  return id === undefined ? null : { kind: "common", id };
}

/**
 * `first` has signed, `second` wants to; `roles` may be the second, but never `concerned`, whose account it is about.
 */
export type Signing = { first: string; second: string; roles: readonly Duty[]; concerned?: string };

/** Why the second may not sign beside the first, and who could; null when they are independent. */
export async function dependence(db: Db, now: Date, signing: Signing): Promise<string | null> {
  const found = await bond(db, signing.first, signing.second);
  if (!found) return null;
  const ids = [signing.first, ...(found.kind === "common" ? [found.id] : [])];
  const logins = new Map(
    (await db.for("people").account.findMany({ where: { id: { in: ids } }, select: { id: true, login: true } })).map(
      (row) => [row.id, row.login ?? ""],
    ),
  );
  const first = logins.get(signing.first) ?? "先办的人";
  const why = {
    "same-person": `您和 ${first} 是同一个人，不能当第二个人。`,
    "made-by-first": `您的管理员角色或账号是由 ${first} 授予、开设的，不能当他的第二个人。`,
    "made-by-second": `${first} 的管理员角色或账号是由您授予、开设的，您不能当他的第二个人。`,
    common: `您和 ${first} 的管理员角色或账号都来自 ${found.kind === "common" ? (logins.get(found.id) ?? "同一个人") : ""}，不能互相当第二个人。`,
  }[found.kind];
  return `${why}${await whoCould(db, now, signing)}`;
}

async function whoCould(db: Db, now: Date, { first, roles, concerned }: Signing): Promise<string> {
  const grants = await db.for("people").roleGrant.findMany({
    where: {
      role: { in: [...roles] },
      accountId: { notIn: [first, concerned ?? ""] },
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
    select: { accountId: true, role: true, account: { select: { login: true } } },
    orderBy: { from: "asc" },
  });
  const able: string[] = [];
  for (const { accountId, role, account } of grants)
    if (isDuty(role) && (await areIndependent(db, first, accountId)))
      able.push(`${roleLabel(role)} ${account.login ?? ""}`);
  if (able.length > 0) return `请由另一条链上的管理员来确认：${able.join("、")}。`;
  const [duty] = roles as readonly [Role];
  return `现在没有另一条链上的管理员。请在装着系统的机器上运行 npm run setup-links -- ${duty} --another，再加一位${roleLabel(duty)}来确认。`;
}

/** Refuses, on record, a second who is not independent of the first. */
export async function requireIndependent(
  db: Db,
  now: Date,
  { act, object, ...signing }: Signing & { act: string; object: string },
): Promise<void> {
  const sentence = await dependence(db, now, signing);
  if (sentence === null) return;
  await audit(db, now, {
    actorId: signing.second,
    act,
    outcome: "refused",
    reason: "not-independent",
    object,
    facts: { first: signing.first },
  });
  throw new DomainError("forbidden", sentence);
}
