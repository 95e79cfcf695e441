import type { Db } from "~/platform/db.server";
import { startOfDay } from "~/platform/day";
import type { Role } from "./roles";

// Where persons stand and stood: in which organisation, over whom, with which staff roles. What 考培分离 and
// eligibility ask; ids and codes alone, no personal text. Roles and posts have their days; homes that were left are kept.

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

/** A time in an organisation: `to` null is today's. */
export type Span = { organisationId: string; from: Date; to: Date | null };
export type AuthoritySpan = Span & { role: string };
type ByPerson<T> = Map<string, T[]>;

const add = <T>(map: ByPerson<T>, id: string, one: T) => map.set(id, [...(map.get(id) ?? []), one]);
/** Where somebody was before their first known move, they were always. */
const EVER = new Date(0);

/** Homes of persons through time: what they left, and the present one. */
export async function homesOf(db: Db, personIds: readonly string[]): Promise<ByPerson<Span>> {
  const spans: ByPerson<Span> = new Map();
  const places = await placeOf(db, personIds);
  const left: ByPerson<{ organisationId: string; until: Date }> = new Map();
  for (let i = 0; i < personIds.length; i += 500) {
    const rows = await db.for("people").formerHome.findMany({
      where: { personId: { in: personIds.slice(i, i + 500) } },
      orderBy: [{ until: "asc" }, { id: "asc" }],
    });
    for (const row of rows) add(left, row.personId, row);
  }
  for (const id of personIds) {
    let from = EVER;
    for (const { organisationId, until } of left.get(id) ?? []) {
      add(spans, id, { organisationId, from, to: until });
      from = until;
    }
    const home = places.get(id)?.organisationId;
    if (home) add(spans, id, { organisationId: home, from, to: null });
  }
  return spans;
}

/** Authority roles of these persons over organisations, and their posts that answer for one, through time. */
export async function authorityOf(db: Db, personIds: readonly string[]): Promise<AuthoritySpan[]> {
  const ids = [...personIds];
  const grants = await db.for("people").roleGrant.findMany({
    where: {
      account: { personId: { in: ids } },
      role: { in: [...AUTHORITY_ROLES] },
      scopeKind: "organisation",
    },
  });
  const holdings = await db.for("people").postHolding.findMany({
    where: { personId: { in: ids }, post: { dutyCode: { in: AUTHORITY_DUTIES } } },
    include: { post: true },
  });
  return [
    ...grants.map(({ scopeId, from, to, role }) => ({ organisationId: scopeId, from, to, role })),
    ...holdings.map(({ post, from, to }) => ({
      organisationId: post.organisationId,
      from: startOfDay(from),
      to: to === null ? null : startOfDay(to),
      role: post.dutyCode,
    })),
  ];
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
