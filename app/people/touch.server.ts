import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids";
import { insertTouches } from "./people-sql.server";

// People, posts and devices change; whoever keeps a read model of them asks what changed since it last looked.

export type Touched = { organisationIds: string[]; personIds: string[]; upTo: string };

export async function touchPeople(
  db: Db,
  now: Date,
  { organisationIds = [], personIds = [] }: { organisationIds?: readonly string[]; personIds?: readonly string[] },
): Promise<void> {
  await insertTouches(db, [
    ...organisationIds.map((organisationId) => ({ id: newId(now), organisationId, personId: null })),
    ...personIds.map((personId) => ({ id: newId(now), organisationId: null, personId })),
  ]);
}

/** Changes after the mark, and the new mark; older rows are thrown away once `forget` is asked for. */
export async function touchedSince(db: Db, mark: string): Promise<Touched> {
  const rows = await db.for("people").peopleTouch.findMany({ where: { id: { gt: mark } }, orderBy: { id: "asc" } });
  const present = (ids: (string | null)[]) => [...new Set(ids.filter((id): id is string => Boolean(id)))];
  return {
    organisationIds: present(rows.map((row) => row.organisationId)),
    personIds: present(rows.map((row) => row.personId)),
    upTo: rows.at(-1)?.id ?? mark,
  };
}

export async function forgetTouches(db: Db, upTo: string): Promise<void> {
  await db.for("people").peopleTouch.deleteMany({ where: { id: { lte: upTo } } });
}
