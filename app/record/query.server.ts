import type { Db } from "~/platform/db.server";
import { GENESIS, rowHash } from "./chain.server";
import { rowsOfPersons, type StoredRow } from "./record-sql.server";
import { withoutCorrected, type RecordKind, type RecordRow } from "./row";

export type RecordFilter = { kind?: RecordKind; subject?: string };

/** A person's rows that hold, oldest first. */
export async function recordOf(db: Db, personId: string, filter: RecordFilter = {}): Promise<RecordRow[]> {
  return (await recordOfMany(db, [personId], filter)).get(personId) ?? [];
}

/** The rows that hold of many persons, oldest first within each. */
export async function recordOfMany(db: Db, personIds: readonly string[], filter: RecordFilter = {}): Promise<Map<string, RecordRow[]>> {
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
  return byPerson;
}

function toRecordRow({ prevHash: _prevHash, ...row }: StoredRow): RecordRow {
  return {
    ...row, kind: row.kind as RecordRow["kind"], proofClass: row.proofClass as RecordRow["proofClass"],
    taughtBy: JSON.parse(row.taughtBy) as string[], managedBy: JSON.parse(row.managedBy) as string[],
    facts: JSON.parse(row.facts) as Record<string, unknown>,
  };
}

/** Every passed exam result that holds, oldest first. */
export async function passedResults(db: Db): Promise<RecordRow[]> {
  const stored = await db.for("record").recordRow.findMany({ where: { kind: "result" }, orderBy: { seq: "asc" } });
  return withoutCorrected(stored).filter((row) => row.outcome === "passed").map(toRecordRow);
}

/** Rows that hold and name a person as teacher or as manager. */
export async function rowsNaming(db: Db, personId: string): Promise<RecordRow[]> {
  const stored = await db.for("record").recordRow.findMany({
    where: { OR: [{ taughtBy: { contains: personId } }, { managedBy: { contains: personId } }] }, orderBy: { seq: "asc" },
  });
  const corrected = await db.for("record").recordRow.findMany({ where: { corrects: { in: stored.map((row) => row.id) } }, select: { corrects: true } });
  const gone = new Set(corrected.map((row) => row.corrects));
  return stored.filter((row) => !gone.has(row.id) && row.outcome !== "void").map(toRecordRow);
}

/** Credited seconds of study and classes in a subject, from a day on. */
export function creditedSeconds(rows: readonly RecordRow[], subject: string, from: Date): number {
  let seconds = 0;
  for (const row of rows) if ((row.kind === "hours" || row.kind === "class") && row.subject === subject && row.to >= from) seconds += row.amount;
  return seconds;
}

/** Walks the whole chain; null when sound, else the first bad row's number and what is wrong. */
export async function verifyRecord(db: Db): Promise<{ seq: number; wrong: string } | null> {
  let previous = GENESIS;
  let expected = 1;
  for (;;) {
    const rows = await db.for("record").recordRow.findMany({ where: { seq: { gte: expected } }, orderBy: { seq: "asc" }, take: 1000 });
    if (rows.length === 0) return null;
    for (const { hash, ...row } of rows) {
      if (row.seq !== expected) return { seq: expected, wrong: "missing" };
      if (row.prevHash !== previous) return { seq: row.seq, wrong: "previous hash differs" };
      if (rowHash(row) !== hash) return { seq: row.seq, wrong: "content differs from its hash" };
      previous = hash;
      expected += 1;
    }
  }
}

/** Count and head of the chain, for backups and receipts. */
export async function recordHead(db: Db): Promise<{ count: number; head: string }> {
  const last = await db.for("record").recordRow.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, hash: true } });
  return { count: last?.seq ?? 0, head: last?.hash ?? GENESIS };
}

/** Persons of whom rows were written after row `seq`, and the newest row's number: for read models that follow. */
export async function personsSince(db: Db, seq: number): Promise<{ personIds: string[]; seq: number }> {
  const rows = await db.for("record").recordRow.findMany({ where: { seq: { gt: seq } }, select: { personId: true, seq: true }, orderBy: { seq: "asc" } });
  return { personIds: [...new Set(rows.map((row) => row.personId))], seq: rows.at(-1)?.seq ?? seq };
}
