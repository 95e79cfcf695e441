import Database from "libsql";
import { makePrivateFile } from "~/platform/private-folder.server";
import type { ChainedRow } from "./verify";

// journal.db on disk. One writer opens it (a worker thread of the front process); others open it to read.

export const SCHEMA_VERSION = 1;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS journal_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS journal_event (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL, sitting_id TEXT NOT NULL, exam_id TEXT NOT NULL, seq INTEGER NOT NULL,
  kind TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS journal_event_place ON journal_event (sitting_id, seq);
CREATE INDEX IF NOT EXISTS journal_event_open ON journal_event (exam_id, sitting_id) WHERE kind = 'open';
CREATE INDEX IF NOT EXISTS journal_event_final ON journal_event (sitting_id) WHERE kind IN ('submit', 'end', 'stop');
CREATE INDEX IF NOT EXISTS journal_event_reopen ON journal_event (at) WHERE kind = 'reopen';
CREATE INDEX IF NOT EXISTS journal_event_act ON journal_event (sitting_id, seq) WHERE kind NOT IN ('answer', 'flag', 'late');
CREATE TABLE IF NOT EXISTS journal_text (
  sitting_id TEXT NOT NULL, hash TEXT NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY (sitting_id, hash)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS journal_checkpoint (
  exam_id TEXT NOT NULL, position INTEGER NOT NULL, at TEXT NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL,
  signature TEXT NOT NULL, PRIMARY KEY (exam_id, position)
) WITHOUT ROWID;
`;

const appendOnly = (table: string): string =>
  ["UPDATE", "DELETE"]
    .map(
      (verb) =>
        `CREATE TRIGGER IF NOT EXISTS ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
     BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`,
    )
    .join("\n");

const TRIGGERS = ["journal_event", "journal_text", "journal_checkpoint"].map(appendOnly).join("\n");

export interface StoreOptions {
  busyTimeoutMs?: number;
  /** For fault tests: the file may not grow past so many pages. */
  maxPages?: number;
}

/** Opens for writing; throws unless the file really is WAL with `synchronous=FULL`. */
export function openStore(file: string, { busyTimeoutMs = 5_000, maxPages }: StoreOptions = {}): Database.Database {
  makePrivateFile(file);
  const db = new Database(file, { timeout: busyTimeoutMs });
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("recursive_triggers = ON");
  if (durability(db) !== "wal/2") throw new Error(`${file}: opened as ${durability(db)}, wal/2 (FULL) expected`);
  db.exec(SCHEMA);
  db.exec(TRIGGERS);
  const [meta] = db.prepare("SELECT value FROM journal_meta WHERE name = 'schema'").all() as { value: string }[];
  if (!meta) db.prepare("INSERT INTO journal_meta VALUES ('schema', ?)").run(String(SCHEMA_VERSION));
  else if (Number(meta.value) > SCHEMA_VERSION)
    throw new Error(`${file}: schema ${meta.value} is newer than ${SCHEMA_VERSION}`);
  if (maxPages) db.pragma(`max_page_count = ${maxPages}`);
  return db;
}

/** Folds the write-ahead log into the file, as far as the disk lets it, and lets go. */
export function closeStore(db: Database.Database): void {
  try {
    db.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    db.close();
  }
}

/** Journal mode and `synchronous` as the connection has them. */
export function durability(db: Database.Database): string {
  const [mode] = db.pragma("journal_mode") as { journal_mode: string }[];
  const [sync] = db.pragma("synchronous") as { synchronous: number }[];
  return `${mode?.journal_mode}/${sync?.synchronous}`;
}

export type RawRow = [
  position: number,
  id: string,
  sittingId: string,
  examId: string,
  eventNumber: number,
  kind: string,
  body: string,
  at: string,
  prevHash: string,
  hash: string,
];
export const COLUMNS = "position, id, sitting_id, exam_id, seq, kind, body, at, prev_hash, hash";

export const toRow = ([
  position,
  id,
  sittingId,
  examId,
  eventNumber,
  kind,
  body,
  at,
  prevHash,
  hash,
]: RawRow): ChainedRow => ({
  position,
  id,
  sittingId,
  examId,
  eventNumber,
  kind,
  body,
  at,
  prevHash,
  hash,
});
