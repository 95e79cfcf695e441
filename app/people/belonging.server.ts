import type { Db } from "~/platform/db.server";
import { toDay } from "~/platform/day";
import type { Role } from "./roles";

// Where persons stand: in which organisation, over whom, with which staff roles. What 考培分离 and
// eligibility ask; ids and codes alone, no personal text.

const AUTHORITY_ROLES: readonly Role[] = ["safety-officer", "clerk", "supervisor"];
/** Duties whose holders answer for their organisation's people. */
const AUTHORITY_DUTIES = ["worker.principal", "worker.safety-manager"];

export type Place = { personId: string; organisationId: string | null; districtCode: string };

export async function placeOf(db: Db, personIds: readonly string[]): Promise<Map<string, Place>> {
  const found = new Map<string, Place>();
  for (let i = 0; i < personIds.length; i += 500) {
    const rows = await db.for("people").person.findMany({
      where: { id: { in: personIds.slice(i, i + 500) } },
      select: { id: true, organisationId: true, districtCode: true },
    });
    for (const { id, ...row } of rows) found.set(id, { personId: id, ...row });
  }
  return found;
}

/** Organisations over whose people this person holds an authority role, or a post that answers for them, now. */
export async function authorityOver(db: Db, personId: string, now: Date): Promise<string[]> {
  const day = toDay(now);
  const grants = await db.for("people").roleGrant.findMany({
    where: {
      account: { personId },
      role: { in: [...AUTHORITY_ROLES] },
      scopeKind: "organisation",
      from: { lte: now },
      OR: [{ to: null }, { to: { gt: now } }],
    },
  });
  const holdings = await db.for("people").postHolding.findMany({
    where: {
      personId,
      from: { lte: day },
      OR: [{ to: null }, { to: { gt: day } }],
      post: { dutyCode: { in: AUTHORITY_DUTIES } },
    },
    include: { post: true },
  });
  return [...new Set([...grants.map((grant) => grant.scopeId), ...holdings.map(({ post }) => post.organisationId)])];
}

export type StaffMember = { accountId: string; personId: string | null; login: string };

/** Accounts that hold a role now. */
export async function staffWithRole(db: Db, role: Role, now: Date): Promise<StaffMember[]> {
  const rows = await db.for("people").account.findMany({
    where: {
      kind: "staff",
      disabledAt: null,
      grants: { some: { role, from: { lte: now }, OR: [{ to: null }, { to: { gt: now } }] } },
    },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ id, personId, login }) => ({ accountId: id, personId, login: login ?? "" }));
}

/** Everyone who is registered and not erased. */
export async function allPersonIds(db: Db): Promise<string[]> {
  return (
    await db
      .for("people")
      .person.findMany({ where: { erasedAt: null, mergedInto: null }, select: { id: true }, orderBy: { id: "asc" } })
  ).map((row) => row.id);
}
