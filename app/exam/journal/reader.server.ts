import type Database from "libsql";
import { openReadOnly } from "~/platform/read-only-database.server";
import { unseal } from "~/platform/seal.server";
import type { Checkpoint } from "./commit-group.server";
import type { Head, JournalEvent } from "./event";
import { COLUMNS, toRow, type RawRow } from "./store.server";
import { textContext } from "./text-seal";
import { JournalVerifier, type Anchor, type ChainedRow, type VerifyReport } from "./verify";

// Reads journal.db and never writes it; any process may. Statements are run to their end (`all`), so that no snapshot
// is left open behind which the write-ahead log would grow.

const PAGE = 2_000;

export class JournalReader {
  readonly #db: Database.Database;

  /** Throws when there is no such file. Its connection never checkpoints (docs/decisions/056-one-writer-a-file.md). */
  constructor(file: string) {
    this.#db = openReadOnly(file);
  }

  /** Events after a position, in order; the projection's way to follow. */
  events(after: number, limit: number): JournalEvent[] {
    return this.#rows("WHERE position > ? ORDER BY position LIMIT ?", after, Math.min(limit, PAGE)).map(toEvent);
  }

  ofSitting(sittingId: string): JournalEvent[] {
    return this.#rows("WHERE sitting_id = ? ORDER BY seq", sittingId).map(toEvent);
  }

  /** A sitting's events without what its device sent. */
  actsOf(sittingId: string): JournalEvent[] {
    return this.#rows(
      "INDEXED BY journal_event_act WHERE sitting_id = ? AND kind NOT IN ('answer', 'flag', 'late') ORDER BY seq",
      sittingId,
    ).map(toEvent);
  }

  ofExam(examId: string): string[] {
    return this.#column(
      "SELECT sitting_id FROM journal_event WHERE exam_id = ? AND kind = 'open' ORDER BY sitting_id",
      examId,
    );
  }

  /** Sittings that were opened after `since` and not ended, and those reopened after it, ended again or not. */
  liveSittings(since: string): string[] {
    const reopened = this.#column(
      "SELECT DISTINCT sitting_id FROM journal_event WHERE kind = 'reopen' AND at > ?",
      since,
    );
    const open = this.#column(
      `SELECT o.sitting_id FROM journal_event o INDEXED BY journal_event_open WHERE o.kind = 'open' AND o.at > ? AND NOT EXISTS
         (SELECT 1 FROM journal_event f WHERE f.sitting_id = o.sitting_id AND f.kind IN ('submit', 'end', 'stop'))`,
      since,
    );
    return [...new Set([...open, ...reopened])];
  }

  /** Heads of an exam's sittings as they stood at a position (default: now), by sitting id. */
  heads(examId: string, at: number = Number.MAX_SAFE_INTEGER): (Head & { sittingId: string })[] {
    const head = this.#db.prepare(
      "SELECT seq, hash FROM journal_event WHERE sitting_id = ? AND position <= ? ORDER BY seq DESC LIMIT 1",
    );
    return this.ofExam(examId).flatMap((sittingId) => {
      const [row] = head.all(sittingId, at) as Head[];
      return row ? [{ sittingId, seq: row.seq, hash: row.hash }] : [];
    });
  }

  /** Where a sitting's event of this number stands in the journal; null when there is none. */
  positionOf(sittingId: string, eventNumber: number): number | null {
    const [row] = this.#rows("WHERE sitting_id = ? AND seq = ?", sittingId, eventNumber);
    return row?.[0] ?? null;
  }

  /** The last record: its position, hash and instant. */
  last(): { position: number; hash: string; at: string } | null {
    const [row] = this.#rows("ORDER BY position DESC LIMIT 1");
    return row ? { position: row[0], hash: row[9], at: row[7] } : null;
  }

  /** Opens a sitting's sealed texts, by keyed hash; null where the key is gone. */
  texts(sittingId: string, key: Buffer | null): Record<string, string | null> {
    const rows = this.#db.prepare("SELECT hash, sealed FROM journal_text WHERE sitting_id = ?").all(sittingId) as {
      hash: string;
      sealed: string;
    }[];
    return Object.fromEntries(
      rows.map(({ hash, sealed }) => [hash, key && unseal(key, sealed, textContext(sittingId, hash))]),
    );
  }

  /** Signed checkpoints, of one exam or of all, oldest first. */
  checkpoints(examId?: string): Checkpoint[] {
    const where = examId === undefined ? "" : "WHERE exam_id = ?";
    const rows = this.#db.prepare(
      `SELECT exam_id AS examId, position, at, size, root, signature FROM journal_checkpoint ${where} ORDER BY position`,
    );
    return (examId === undefined ? rows.all() : rows.all(examId)) as Checkpoint[];
  }

  /** Goes over the whole journal in pages; names the first bad record. */
  verify(anchors: readonly Anchor[] = []): VerifyReport {
    const verifier = new JournalVerifier(anchors);
    for (const row of this.rows()) if (!verifier.add(row)) break;
    return verifier.report();
  }

  *rows(): Generator<ChainedRow> {
    for (const page of this.pages()) yield* page;
  }

  *pages(): Generator<ChainedRow[]> {
    let after = Number.MIN_SAFE_INTEGER;
    for (;;) {
      const page = this.#rows("WHERE position > ? ORDER BY position LIMIT ?", after, PAGE).map(toRow);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      after = page.at(-1)!.position;
    }
  }

  pageCount(): number {
    const [row] = this.#db.pragma("page_count") as { page_count: number }[];
    return row?.page_count ?? 0;
  }

  close(): void {
    this.#db.close();
  }

  #rows(tail: string, ...values: (string | number)[]): RawRow[] {
    return this.#db
      .prepare(`SELECT ${COLUMNS} FROM journal_event ${tail}`)
      .raw()
      .all(...values) as RawRow[];
  }

  #column(sql: string, ...values: string[]): string[] {
    return (
      this.#db
        .prepare(sql)
        .raw()
        .all(...values) as string[][]
    ).map((row) => row[0]!);
  }
}

export function toEvent(raw: RawRow): JournalEvent {
  const row = toRow(raw);
  return { ...row, body: JSON.parse(row.body) as unknown } as JournalEvent;
}
