import { fileURLToPath } from "node:url";
import type { Client, InStatement, ResultSet, Transaction, Value } from "@libsql/client";
import Database from "libsql";
import { makePrivateFile } from "./private-folder.server";

// What Prisma's libsql adapter asks of its client, on one connection of ours. A statement is prepared once and kept by
// its text: preparing costs five to ten times what running a short one costs. A transaction runs BEGIN IMMEDIATE …
// COMMIT on the same connection while the adapter's own mutex keeps other statements out (decisions 002 and 040).

const PRAGMAS = ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 5000"];
/** Distinct texts kept; the one longest unused goes first. A page's statements are a few hundred in all. */
const KEPT = 600;

interface Kept {
  statement: Database.Statement<unknown[]>;
  columns: string[];
  types: string[];
  reads: boolean;
}

/** Opens `url` (`file:…` or `:memory:`); the client closes its connection with `close`. */
export function oneConnectionClient(url: string): Client {
  const path = url.startsWith("file://") ? fileURLToPath(url) : url.replace(/^file:/, "");
  if (path !== ":memory:") makePrivateFile(path);
  const db = new Database(path);
  for (const pragma of PRAGMAS) db.exec(`PRAGMA ${pragma}`);
  const kept = new Map<string, Kept>();

  const prepared = (sql: string): Kept => {
    const known = kept.get(sql);
    if (known) {
      kept.delete(sql); // and in again at the young end
      kept.set(sql, known);
      return known;
    }
    const made = prepare(db, sql);
    for (const oldest of kept.keys()) if (kept.size >= KEPT) kept.delete(oldest);
    kept.set(sql, made);
    return made;
  };

  const run = (statement: InStatement): ResultSet => {
    const { sql, args = [] } = typeof statement === "string" ? { sql: statement } : statement;
    const { statement: ready, columns, types, reads } = prepared(sql);
    const values = (args as unknown[]).map(toSql);
    try {
      if (!reads) return result({ rowsAffected: ready.run(values).changes });
      const rows = ready.all(values) as unknown[][];
      for (const row of rows) for (let at = 0; at < row.length; at += 1) row[at] = fromSql(row[at]);
      return result({ columns, columnTypes: types, rows: rows as unknown as ResultSet["rows"] });
    } catch (error) {
      kept.delete(sql); // one that failed half-way is not run again
      throw error;
    }
  };

  const execute = async (statement: InStatement) => run(statement);
  const executeMultiple = async (sql: string) => void db.exec(sql);
  const transaction = async (): Promise<Transaction> => {
    run("BEGIN IMMEDIATE");
    let open = true;
    const finish = (verb: "COMMIT" | "ROLLBACK") => {
      if (!open) return;
      run(verb);
      open = false;
    };
    return {
      execute,
      executeMultiple,
      batch: async (statements: InStatement[]) => statements.map(run),
      commit: async () => {
        try {
          finish("COMMIT");
        } catch (error) {
          finish("ROLLBACK");
          throw error;
        }
      },
      rollback: async () => finish("ROLLBACK"),
      close: () => finish("ROLLBACK"),
      get closed() {
        return !open;
      },
    } as Transaction;
  };
  const close = () => {
    if (!db.open) return;
    kept.clear();
    db.close();
  };
  return {
    execute,
    executeMultiple,
    transaction,
    close,
    protocol: "file",
    get closed() {
      return !db.open;
    },
  } as unknown as Client;
}

function prepare(db: Database.Database, sql: string): Kept {
  const statement = db.prepare(sql);
  const columns = statement.reader ? statement.columns() : [];
  if (columns.length === 0) return { statement, columns: [], types: [], reads: false };
  statement.raw(true).safeIntegers(true);
  return {
    statement,
    columns: columns.map(({ name }) => name),
    types: columns.map(({ type }) => type ?? ""),
    reads: true,
  };
}

const result = (part: Partial<ResultSet>): ResultSet => ({
  columns: [],
  columnTypes: [],
  rows: [],
  rowsAffected: 0,
  lastInsertRowid: undefined,
  toJSON: () => part,
  ...part,
});

function toSql(value: unknown): unknown {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("Only finite numbers can be written");
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  if (value === undefined) throw new TypeError("undefined cannot be written");
  return value;
}

function fromSql(value: unknown): Value {
  if (typeof value === "bigint") {
    if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER)
      throw new RangeError("an integer past what a number can hold");
    return Number(value);
  }
  if (value instanceof Uint8Array)
    return value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) as ArrayBuffer;
  return value as Value;
}
