import type Database from "libsql";
import { GENESIS, hashEvent } from "./chain";
import type { CheckpointBody } from "./checkpoint";
import type { Head } from "./event";

// Chains and commits groups of events on one connection: one BEGIN IMMEDIATE … COMMIT for all that arrived. Nothing is
// reported as written before COMMIT has returned.

export interface WireEvent {
  id: string;
  sittingId: string;
  examId: string;
  kind: string;
  body: string;
  at: string;
}
export interface SealedText {
  sittingId: string;
  hash: string;
  sealed: string;
}
export interface Checkpoint extends CheckpointBody {
  signature: string;
}
/** What must be written together or not at all. `heads`: the sequence each sitting is expected to stand at. */
export interface Group {
  n: number;
  events: WireEvent[];
  texts: SealedText[];
  heads: Record<string, number>;
  checkpoints?: Checkpoint[];
}
export interface Written {
  position: number;
  eventNumber: number;
  prevHash: string;
  hash: string;
}
export type GroupResult = { n: number; written: Written[] } | { n: number; error: string; code: string };

const ENTRY_LIMIT = 50_000;

export class GroupCommitter {
  #db: Database.Database;
  #heads = new Map<string, Head>();
  #position: number;
  #insertEvent;
  #insertText;
  #insertCheckpoint;
  #selectHead;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insertEvent = db.prepare("INSERT INTO journal_event VALUES (?,?,?,?,?,?,?,?,?,?)");
    this.#insertText = db.prepare("INSERT OR IGNORE INTO journal_text VALUES (?,?,?)");
    this.#insertCheckpoint = db.prepare("INSERT INTO journal_checkpoint VALUES (?,?,?,?,?,?)");
    this.#selectHead = db.prepare("SELECT seq, hash FROM journal_event WHERE sitting_id = ? ORDER BY seq DESC LIMIT 1");
    const [last] = db.prepare("SELECT max(position) AS position FROM journal_event").all() as {
      position: number | null;
    }[];
    this.#position = last?.position ?? 0;
  }

  /** Commits all groups at once; if that fails for a reason of one group's own, each alone. */
  commit(groups: readonly Group[]): GroupResult[] {
    const together = this.#attempt(groups);
    if (!("code" in together)) return together;
    if (groups.length === 1 || isDiskTrouble(together.code)) return groups.map(({ n }) => ({ n, ...together }));
    return groups.map((group) => {
      const alone = this.#attempt([group]);
      return "code" in alone ? { n: group.n, ...alone } : alone[0]!;
    });
  }

  #attempt(groups: readonly Group[]): GroupResult[] | { error: string; code: string } {
    const heads = new Map<string, Head>();
    const position = this.#position;
    try {
      this.#db.exec("BEGIN IMMEDIATE");
      const results = groups.map((group) => ({ n: group.n, written: this.#insert(group, heads) }));
      this.#db.exec("COMMIT");
      if (this.#heads.size > ENTRY_LIMIT) this.#heads.clear();
      for (const [sittingId, head] of heads) this.#heads.set(sittingId, head);
      return results;
    } catch (error) {
      this.#position = position;
      this.#heads.clear();
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
      return { error: error instanceof Error ? error.message : String(error), code: codeOf(error) };
    }
  }

  #insert(group: Group, heads: Map<string, Head>): Written[] {
    const met = new Set<string>();
    const written = group.events.map((event) => {
      const head = heads.get(event.sittingId) ?? this.#headOf(event.sittingId);
      const expected = group.heads[event.sittingId] ?? 0;
      if (!met.has(event.sittingId) && head.seq !== expected) {
        throw Object.assign(new Error(`sitting ${event.sittingId} stands at ${head.seq}, not at ${expected}`), {
          code: "HEAD_MOVED",
        });
      }
      met.add(event.sittingId);
      const row = { ...event, position: ++this.#position, eventNumber: head.seq + 1 };
      const hash = hashEvent(head.hash, row);
      this.#insertEvent.run(
        row.position,
        row.id,
        row.sittingId,
        row.examId,
        row.eventNumber,
        row.kind,
        row.body,
        row.at,
        head.hash,
        hash,
      );
      heads.set(event.sittingId, { seq: row.eventNumber, hash });
      return { position: row.position, eventNumber: row.eventNumber, prevHash: head.hash, hash };
    });
    for (const text of group.texts) this.#insertText.run(text.sittingId, text.hash, text.sealed);
    for (const c of group.checkpoints ?? [])
      this.#insertCheckpoint.run(c.examId, c.position, c.at, c.size, c.root, c.signature);
    return written;
  }

  #headOf(sittingId: string): Head {
    const known = this.#heads.get(sittingId);
    if (known) return known;
    const [row] = this.#selectHead.all(sittingId) as Head[];
    return row ? { seq: row.seq, hash: row.hash } : { seq: 0, hash: GENESIS };
  }
}

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "UNKNOWN";

const isDiskTrouble = (code: string): boolean => /FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|CORRUPT|NOTADB/.test(code);
