import {
  lastMerge,
  movePerson,
  moveBack,
  requirePair,
  requireSecondLook,
  say,
  type MovedPeople,
  type Word,
} from "~/people/merge/decide.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { endAllSessions } from "~/platform/session.server";
import { appendRecord } from "./append.server";
import { recordOf, rowsNaming } from "./query.server";
import type { NewRecordRow, RecordRow } from "./row";

// Two registrations of one person become one. Nothing is deleted or changed: each row of the one that gives way is
// taken the place of by a correcting row under the one that goes on, also where it stands as teacher or manager, so
// that 考培分离 knows the person under either.

type Moved = MovedPeople & { rows: { id: string; of: string }[] };

/** Merges a proposed pair; the one who calls is the second person. */
export async function confirmMerge(db: Db, now: Date, word: Word): Promise<void> {
  const { fromId, intoId } = await requireSecondLook(db, now, word);
  const open = await examUnderWay(db, fromId);
  if (open) throw new DomainError("wrong-state", "要并入的登记正排在一场考试里，等那场考试公布成绩以后再合并。");
  const moved = await db.transaction(async (tx): Promise<Moved> => {
    const people = await movePerson(tx, now, fromId, intoId);
    const rows = await moveRecord(tx, now, { fromId, intoId, source: `merged:${word.key}:${now.toISOString()}` });
    await say(tx, now, word, { act: "merged", fromId, intoId, moved: { ...people, rows } satisfies Moved });
    return { ...people, rows };
  });
  for (const account of [...moved.accounts, ...moved.devices.map((device) => device.accountId)])
    await endAllSessions(account, { now, why: "merged" });
}

/** Takes a merge back by a second row for each that it wrote. */
export async function undoMerge(db: Db, now: Date, word: Word): Promise<void> {
  if (word.reason.trim().length < 4) throw new DomainError("invalid", "写一句依据，至少 4 个字。");
  const pair = await requirePair(db, word);
  if (pair.state !== "merged") throw new DomainError("wrong-state", "这一对没有合并。");
  const { id, fromId, intoId, moved } = await lastMerge<Moved>(db, word.key);
  await db.transaction(async (tx) => {
    await moveBack(tx, now, { fromId, intoId, moved });
    await moveRecord(tx, now, {
      fromId: intoId,
      intoId: fromId,
      source: `unmerged:${id}`,
      only: new Set(moved.rows.map((row) => row.id)),
    });
    await say(tx, now, word, { act: "undone", fromId, intoId });
  });
  for (const account of [...moved.accounts, ...moved.devices.map((device) => device.accountId)])
    await endAllSessions(account, { now, why: "merged" });
}

/** A seat in an exam whose result is not there yet. */
async function examUnderWay(db: Db, personId: string): Promise<boolean> {
  const rows = await recordOf(db, personId);
  const known = new Set(rows.filter((row) => row.kind === "result").map((row) => row.objectVersion));
  return rows.some(
    (row) =>
      row.kind === "milestone" &&
      row.objectKind === "exam" &&
      row.outcome === "seated" &&
      !known.has(row.objectVersion),
  );
}

/** The same event, filed under both registrations, counts once. */
const sameEvent = (a: RecordRow, b: RecordRow): boolean =>
  a.kind === b.kind &&
  a.subject === b.subject &&
  a.objectVersion === b.objectVersion &&
  a.from.getTime() === b.from.getTime() &&
  a.to.getTime() === b.to.getTime();

async function moveRecord(
  tx: Db,
  now: Date,
  { fromId, intoId, source, only }: { fromId: string; intoId: string; source: string; only?: ReadonlySet<string> },
): Promise<Moved["rows"]> {
  const own = await recordOf(tx, intoId);
  const theirs = (await recordOf(tx, fromId)).filter((row) =>
    only ? only.has(row.id) : !own.some((one) => sameEvent(one, row)),
  );
  const taught = (await rowsNaming(tx, fromId)).filter((row) => row.personId !== fromId && (!only || only.has(row.id)));
  const rename = (ids: readonly string[]) => [...new Set(ids.map((id) => (id === fromId ? intoId : id)))];
  const rows = [...theirs, ...taught].map((row): NewRecordRow => {
    const { id, rowNumber: _rowNumber, at: _at, hash: _hash, ...rest } = row;
    return {
      ...rest,
      personId: row.personId === fromId ? intoId : row.personId,
      taughtBy: rename(row.taughtBy),
      managedBy: rename(row.managedBy),
      source: `${source}:${id}`,
      corrects: id,
    };
  });
  const ids = await appendRecord(tx, now, rows);
  return ids.map((id, i) => ({ id, of: rows[i]!.corrects! }));
}
