import type { Db } from "~/platform/db.server";
import { toDay } from "~/platform/day";
import type { PostFacts } from "~/rules/requirement";
import type { Role } from "./roles";
import type { DutyClass, Employment, Industry, OrganisationKind } from "./vocabulary";

// Where persons stand: in which organisation, over whom, in which posts, with which staff roles. What 考培分离 and
// eligibility ask; ids and codes alone, no personal text.

const AUTHORITY_ROLES: readonly Role[] = ["safety-officer", "clerk", "supervisor"];
/** Duties whose holders answer for their organisation's people. */
const AUTHORITY_DUTIES = ["worker.principal", "worker.safety-manager"];

export type Standing = { personId: string; organisationId: string | null; districtCode: string };

export async function standingOf(db: Db, personIds: readonly string[]): Promise<Map<string, Standing>> {
  const found = new Map<string, Standing>();
  for (let i = 0; i < personIds.length; i += 500) {
    const rows = await db.for("people").person.findMany({
      where: { id: { in: personIds.slice(i, i + 500) } }, select: { id: true, organisationId: true, districtCode: true },
    });
    for (const { id, ...row } of rows) found.set(id, { personId: id, ...row });
  }
  return found;
}

/** Organisations over whose people this person holds an authority role, or a post that answers for them, now. */
export async function authorityOver(db: Db, personId: string, now: Date): Promise<string[]> {
  const day = toDay(now);
  const grants = await db.for("people").roleGrant.findMany({
    where: { account: { personId }, role: { in: [...AUTHORITY_ROLES] }, scopeKind: "organisation", from: { lte: now }, OR: [{ to: null }, { to: { gt: now } }] },
  });
  const holdings = await db.for("people").postHolding.findMany({
    where: { personId, from: { lte: day }, OR: [{ to: null }, { to: { gt: day } }], post: { dutyCode: { in: AUTHORITY_DUTIES } } }, include: { post: true },
  });
  return [...new Set([...grants.map((grant) => grant.scopeId), ...holdings.map(({ post }) => post.organisationId)])];
}

export type StaffMember = { accountId: string; personId: string | null; login: string };

/** Accounts that hold a role now. */
export async function staffWithRole(db: Db, role: Role, now: Date): Promise<StaffMember[]> {
  const rows = await db.for("people").account.findMany({
    where: { kind: "staff", disabledAt: null, grants: { some: { role, from: { lte: now }, OR: [{ to: null }, { to: { gt: now } }] } } },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ id, personId, login }) => ({ accountId: id, personId, login: login ?? "" }));
}

export type HeldPost = { personId: string; postId: string; title: string; since: string; facts: PostFacts };

/** Every post held on a day, with what the rules ask about it. */
export async function heldPosts(db: Db, on: string): Promise<HeldPost[]> {
  const rows = await db.for("people").postHolding.findMany({
    where: { from: { lte: on }, OR: [{ to: null }, { to: { gt: on } }], post: { closedAt: null } }, include: { post: true },
  });
  const organisations = new Map((await db.for("people").organisation.findMany()).map((row) => [row.id, row]));
  const persons = new Map((await db.for("people").person.findMany({ select: { id: true, jobType: true, employment: true, erasedAt: true } })).map((row) => [row.id, row]));
  return rows.flatMap(({ personId, post, from }) => {
    const organisation = organisations.get(post.organisationId);
    const person = persons.get(personId);
    if (!organisation || !person || person.erasedAt) return [];
    const facts: PostFacts = {
      dutyClass: post.dutyClass as DutyClass, duty: post.dutyCode, region: post.districtCode, organisation: organisation.kind as OrganisationKind,
      industry: (organisation.industry || undefined) as Industry | undefined, headcount: organisation.headcount,
      job: person.jobType || undefined, employment: person.employment as Employment,
    };
    return [{ personId, postId: post.id, title: post.title, since: from, facts }];
  });
}
