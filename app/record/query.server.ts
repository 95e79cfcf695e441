import { walkChain, type ChainFault, type ChainRow, type Kept } from "~/platform/chain-head.server";
import { slugsOf } from "~/platform/content-store.server";
import type { Db } from "~/platform/db.server";
import { GENESIS, rowHash } from "./chain.server";
import { rowsOfPersons, type StoredRow } from "./record-sql.server";
import { withoutCorrected, type RecordKind, type RecordRow } from "./row";

const PAGE = 1_000;

export type RecordFilter = { kind?: RecordKind; subject?: string };

/** A person's rows that hold, oldest first. */
export async function recordOf(db: Db, personId: string, filter: RecordFilter = {}): Promise<RecordRow[]> {
  return (await recordOfMany(db, [personId], filter)).get(personId) ?? [];
}

/** The rows that hold of many persons, oldest first within each. */
export async function recordOfMany(
  db: Db,
  personIds: readonly string[],
  filter: RecordFilter = {},
): Promise<Map<string, RecordRow[]>> {
  const byPerson = new Map<string, RecordRow[]>();
  for (let i = 0; i < personIds.length; i += 500) {
    const part = personIds.slice(i, i + 500);
    for (const { elsewhere, ...row } of withoutCorrected(await rowsOfPersons(db, part, filter))) {
      if (elsewhere) continue;
      const parsed = toRecordRow(row);
      const list = byPerson.get(row.personId);
      if (list) list.push(parsed);
      else byPerson.set(row.personId, [parsed]);
    }
  }
  await nameScenes(db, [...byPerson.values()].flat());
  return byPerson;
}

/**
 * Which drill a run was of. Rows from before it was written into them say the version alone, and that tells the drill:
 * the row stays as it is, what is read of it is whole.
 */
async function nameScenes(db: Db, rows: readonly RecordRow[]): Promise<void> {
  const bare = rows.filter(
    ({ kind, objectKind, facts }) => kind === "run" && objectKind === "scene" && facts.scene === undefined,
  );
  const slugs = await slugsOf(
    db,
    bare.map((row) => row.objectVersion),
  );
  for (const row of bare) {
    const scene = slugs.get(row.objectVersion);
    if (scene !== undefined) row.facts = { ...row.facts, scene };
  }
}

function toRecordRow({ prevHash: _prevHash, ...row }: StoredRow): RecordRow {
  return {
    ...row,
    kind: row.kind as RecordRow["kind"],
    proofClass: row.proofClass as RecordRow["proofClass"],
    taughtBy: JSON.parse(row.taughtBy) as string[],
    managedBy: JSON.parse(row.managedBy) as string[],
    facts: JSON.parse(row.facts) as Record<string, unknown>,
  };
}

/** Every passed exam result that holds, oldest first. */
export async function passedResults(db: Db): Promise<RecordRow[]> {
  const stored = await db
    .for("record")
    .recordRow.findMany({ where: { kind: "result" }, orderBy: { rowNumber: "asc" } });
  return withoutCorrected(stored)
    .filter((row) => row.outcome === "passed")
    .map(toRecordRow);
}

/** The last row that was written under a source or as its correction (`source:…`); null when there is none. */
export async function lastOfSource(db: Db, source: string): Promise<string | null> {
  const rows = await db.for("record").recordRow.findMany({
    where: { OR: [{ source }, { source: { startsWith: `${source}:` } }] },
    orderBy: { rowNumber: "desc" },
    select: { id: true },
    take: 1,
  });
  return rows[0]?.id ?? null;
}

/** Rows that hold and name a person as teacher or as manager. */
export async function rowsNaming(db: Db, personId: string): Promise<RecordRow[]> {
  const stored = await db.for("record").recordRow.findMany({
    where: { OR: [{ taughtBy: { contains: personId } }, { managedBy: { contains: personId } }] },
    orderBy: { rowNumber: "asc" },
  });
  const corrected = await db
    .for("record")
    .recordRow.findMany({ where: { corrects: { in: stored.map((row) => row.id) } }, select: { corrects: true } });
  const gone = new Set(corrected.map((row) => row.corrects));
  return stored.filter((row) => !gone.has(row.id) && row.outcome !== "void").map(toRecordRow);
}

/** Credited seconds of study and classes in a subject, from a day on. */
export function creditedSeconds(rows: readonly RecordRow[], subject: string, from: Date): number {
  let seconds = 0;
  for (const row of rows)
    if ((row.kind === "hours" || row.kind === "class") && row.subject === subject && row.to >= from)
      seconds += row.amount;
  return seconds;
}

/** Hashes of rows after a number, for the trail in KEY_DIR. */
export const recordRowsAfter = (db: Db, rowNumber: number): Promise<ChainRow[]> =>
  db.for("record").recordRow.findMany({
    where: { rowNumber: { gt: rowNumber } },
    orderBy: { rowNumber: "asc" },
    take: PAGE,
    select: { rowNumber: true, hash: true },
  });

/**
 * Walks the whole chain, also against what was kept of it elsewhere: how far it went, and the first bad or lost row.
 */
export function walkRecord(db: Db, kept: Kept | null): Promise<{ upTo: number; fault: ChainFault | null }> {
  return walkChain(
    GENESIS,
    async (from) => {
      const rows = await db
        .for("record")
        .recordRow.findMany({ where: { rowNumber: { gte: from } }, orderBy: { rowNumber: "asc" }, take: PAGE });
      return rows.map(({ hash, ...row }) => ({
        rowNumber: row.rowNumber,
        prevHash: row.prevHash,
        hash,
        computed: rowHash(row),
      }));
    },
    kept,
  );
}

/** The chain's first bad row, null when sound. */
export const verifyRecord = async (db: Db, kept: Kept | null = null): Promise<ChainFault | null> =>
  (await walkRecord(db, kept)).fault;

/** Count and head of the chain, for backups and receipts. */
export async function recordHead(db: Db): Promise<{ count: number; head: string }> {
  const last = await db
    .for("record")
    .recordRow.findFirst({ orderBy: { rowNumber: "desc" }, select: { rowNumber: true, hash: true } });
  return { count: last?.rowNumber ?? 0, head: last?.hash ?? GENESIS };
}

/** Persons of whom rows were written after row `rowNumber`, and the newest row's number: for read models that follow. */
export async function personsSince(db: Db, rowNumber: number): Promise<{ personIds: string[]; rowNumber: number }> {
  const rows = await db.for("record").recordRow.findMany({
    where: { rowNumber: { gt: rowNumber } },
    select: { personId: true, rowNumber: true },
    orderBy: { rowNumber: "asc" },
  });
  return { personIds: [...new Set(rows.map((row) => row.personId))], rowNumber: rows.at(-1)?.rowNumber ?? rowNumber };
}
