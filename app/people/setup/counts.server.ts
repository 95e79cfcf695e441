import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { isRole, type Role } from "../roles";

// How many of what an installation needs are there: for the page that says what is missing.

export interface PeopleCounts {
  districts: number;
  organisations: number;
  persons: number;
  rosters: number;
  roles: Partial<Record<Role, { ready: number; waiting: number }>>;
}

export async function peopleCounts(db: Db, now: Date): Promise<PeopleCounts> {
  const people = db.for("people");
  const [districts, organisations, persons, rosters] = [
    await people.district.count({ where: { closedAt: null } }),
    await people.organisation.count({ where: { closedAt: null } }),
    await people.person.count({ where: { idHash: { not: null }, erasedAt: null, mergedInto: null } }),
    await people.rosterImport.count({ where: { state: "done" } }),
  ];
  return { districts, organisations, persons, rosters, roles: await roleCounts(db, now) };
}

async function roleCounts(db: Db, now: Date): Promise<PeopleCounts["roles"]> {
  const grants = await db.for("people").roleGrant.findMany({
    where: {
      from: { lte: now },
      OR: [{ to: null }, { to: { gt: now } }],
      account: { kind: "staff", disabledAt: null, ...(env().DEMO === "0" && { demonstration: false }) },
    },
    select: { role: true, accountId: true, account: { select: { passwordHash: true, totpSealed: true } } },
  });
  const seen = new Set<string>();
  const counts: PeopleCounts["roles"] = {};
  for (const { role, accountId, account } of grants) {
    if (!isRole(role) || seen.has(`${role}:${accountId}`)) continue;
    seen.add(`${role}:${accountId}`);
    const one = (counts[role] ??= { ready: 0, waiting: 0 });
    if (account.passwordHash && account.totpSealed) one.ready += 1;
    else one.waiting += 1;
  }
  return counts;
}
