import type { Db } from "~/platform/db.server";
import { keys } from "~/platform/keys.server";
import { unseal } from "~/platform/seal.server";
import type { SignedInActor } from "./actor.server";
import { sealedRows } from "./people-sql.server";
import { NO_ROLE_ENTRANCE, ROLES, type Role } from "./roles";

/**
 * What pages may know of whoever is signed in: a name to greet, the roles to choose entrances by, the entrance their work
 * begins at.
 */
export type Caller = { name: string; kind: "staff" | "learner"; roles: Role[]; entrance: string; notices: number };

export async function describeCaller(db: Db, actor: SignedInActor): Promise<Caller> {
  const roles = [...new Set(actor.grants.map((grant) => grant.role))];
  const name = actor.personId ? await nameOf(db, actor.personId) : null;
  return {
    name: name ?? actor.login ?? "学员",
    kind: actor.kind,
    roles,
    entrance: roles.length === 0 && actor.kind === "staff" ? NO_ROLE_ENTRANCE : ROLES[roles[0] ?? "learner"].entrance,
    notices: actor.notices,
  };
}

async function nameOf(db: Db, personId: string): Promise<string | null> {
  const [person] = await sealedRows(db, [personId]);
  const key = keys().personKey(personId);
  if (!person || !key) return null;
  return (JSON.parse(unseal(key, person.sealed, `person:${personId}`)) as { name: string }).name;
}
