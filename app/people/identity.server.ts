import type { Db } from "~/platform/db.server";

// Who a row speaks of. A person may stand in several registrations (merged into one) and hold several accounts; an ID
// number makes them one. Every check that asks "the same person?" asks here and never compares row ids.

export interface Holder {
  accountId?: string | null;
  personId: string | null;
}
export interface Identity {
  /** The registration that goes on; null: no person stands behind the account. */
  root: string | null;
  /** Every registration of the person. */
  personIds: readonly string[];
  /** An ID number stands behind it: without one nothing can be proven of the person. */
  bound: boolean;
}
export interface Identities {
  of(holder: Holder): Identity;
  same(a: Holder, b: Holder): boolean;
}

interface Row {
  id: string;
  mergedInto: string | null;
  idHash: string | null;
}
const BATCH = 500;

async function batched<T>(ids: Iterable<string>, read: (part: string[]) => Promise<T[]>): Promise<T[]> {
  const all = [...new Set(ids)];
  const found: T[] = [];
  for (let i = 0; i < all.length; i += BATCH) found.push(...(await read(all.slice(i, i + BATCH))));
  return found;
}

/** Identities of these holders: an account's person now, and everything that person was registered as. */
export async function identitiesOf(db: Db, holders: readonly Holder[]): Promise<Identities> {
  const people = db.for("people");
  const accounts = new Map(
    (
      await batched(
        holders.flatMap((holder) => holder.accountId || []),
        (ids) => people.account.findMany({ where: { id: { in: ids } }, select: { id: true, personId: true } }),
      )
    ).map((row) => [row.id, row.personId]),
  );
  const personOf = ({ accountId, personId }: Holder): string | null =>
    (accountId ? accounts.get(accountId) : null) ?? (personId || null);
  const rows = await registrations(
    db,
    holders.flatMap((holder) => personOf(holder) ?? []),
  );
  const rootOf = (id: string): string => {
    let at = id;
    for (let steps = 0; steps < rows.size; steps += 1) {
      const next = rows.get(at)?.mergedInto;
      if (!next || !rows.has(next)) break;
      at = next;
    }
    return at;
  };
  const groups = new Map<string, { personIds: string[]; bound: boolean }>();
  for (const row of rows.values()) {
    const root = rootOf(row.id);
    const group = groups.get(root) ?? { personIds: [], bound: false };
    group.personIds.push(row.id);
    group.bound ||= row.idHash !== null;
    groups.set(root, group);
  }
  const of = (holder: Holder): Identity => {
    const id = personOf(holder);
    if (!id) return { root: null, personIds: [], bound: false };
    if (!rows.has(id)) return { root: id, personIds: [id], bound: false };
    const root = rootOf(id);
    return { root, ...groups.get(root)! };
  };
  const same = (a: Holder, b: Holder): boolean =>
    (Boolean(a.accountId) && a.accountId === b.accountId) || (of(a).root !== null && of(a).root === of(b).root);
  return { of, same };
}

/** These registrations, whatever they were merged into, and whatever was merged into that. */
async function registrations(db: Db, ids: readonly string[]): Promise<Map<string, Row>> {
  const select = { id: true, mergedInto: true, idHash: true } as const;
  const rows = new Map<string, Row>();
  const take = (found: readonly Row[]) => {
    const fresh = found.filter((row) => !rows.has(row.id));
    for (const row of fresh) rows.set(row.id, row);
    return fresh;
  };
  for (let next = [...new Set(ids)]; next.length > 0;) {
    const found = take(
      await batched(next, (part) => db.for("people").person.findMany({ where: { id: { in: part } }, select })),
    );
    next = found.flatMap((row) => (row.mergedInto && !rows.has(row.mergedInto) ? [row.mergedInto] : []));
  }
  for (let next = [...rows.keys()]; next.length > 0;) {
    const found = take(
      await batched(next, (part) => db.for("people").person.findMany({ where: { mergedInto: { in: part } }, select })),
    );
    next = found.map((row) => row.id);
  }
  return rows;
}

/** Whether two rows speak of one person. */
export const isSamePerson = async (db: Db, a: Holder, b: Holder): Promise<boolean> =>
  (await identitiesOf(db, [a, b])).same(a, b);

/** Names as keyed hashes, with whether an ID number stands behind them: to show who is called the same. */
export async function namesOf(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, { nameHash: string | null; bound: boolean }>> {
  const rows = await batched(ids, (part) =>
    db.for("people").person.findMany({
      where: { id: { in: part } },
      select: { id: true, nameHash: true, idHash: true },
    }),
  );
  return new Map(rows.map((row) => [row.id, { nameHash: row.nameHash, bound: row.idHash !== null }]));
}

/** Every registration of a person; none for nobody. */
export const registrationsOf = async (db: Db, personId: string | null): Promise<readonly string[]> =>
  personId === null ? [] : (await identitiesOf(db, [{ personId }])).of({ personId }).personIds;

/** The person behind an account, for whoever follows persons. */
export const personBehind = async (db: Db, accountId: string): Promise<string[]> => {
  const row = await db.for("people").account.findUnique({ where: { id: accountId }, select: { personId: true } });
  return row?.personId ? [row.personId] : [];
};
