import type { Db } from "~/platform/db.server";
import { readSession, type SignedIn } from "~/platform/session.server";
import { grantsFor, type Act, type Grant } from "./policies";
import { accountRow, grantRows } from "./people-sql.server";
import { isRole } from "./roles";

/** Who is calling: an account, the person behind it (if any), and the roles granted to it at this moment. */
export type Actor = {
  accountId: string;
  personId: string | null;
  kind: "staff" | "learner";
  login: string | null;
  grants: Grant[];
};

/** The same with the session it came by, and how many changes of the account were not looked at yet. */
export type SignedInActor = Actor & { session: SignedIn; notices: number };

/** The caller behind the request's cookie; staff without their second factor hold no grants. */
export async function readActor(db: Db, request: Request, now: Date): Promise<SignedInActor | null> {
  const signedIn = await readSession(request, now);
  if (!signedIn) return null;
  const account = await accountRow(db, signedIn.accountId);
  if (!account || account.disabledAt) return null;
  const held = account.kind === "staff" && signedIn.secondFactor ? await grantRows(db, account.id, now) : [];
  const grants = held.flatMap((grant): Grant[] =>
    isRole(grant.role)
      ? [{ role: grant.role, scopeKind: grant.scopeKind as Grant["scopeKind"], scopeId: grant.scopeId }]
      : [],
  );
  return {
    accountId: account.id,
    personId: account.personId,
    kind: account.kind as Actor["kind"],
    login: account.login,
    grants,
    session: signedIn,
    notices: Number(account.notices),
  };
}

/** What an act may reach: everything, or the named districts' subtrees and organisations. The query's filter. */
export type Reach = { all: boolean; districtPaths: string[]; organisationIds: string[] };

export async function reachOf(db: Db, act: Act, actor: Actor): Promise<Reach> {
  const grants = grantsFor(act, actor.grants);
  const codes = grants.filter((g) => g.scopeKind === "district").map((g) => g.scopeId);
  const districts = codes.length ? await db.for("people").district.findMany({ where: { code: { in: codes } } }) : [];
  return {
    all: grants.some((g) => g.scopeKind === "any"),
    districtPaths: districts.map((d) => d.path),
    organisationIds: grants.filter((g) => g.scopeKind === "organisation").map((g) => g.scopeId),
  };
}
