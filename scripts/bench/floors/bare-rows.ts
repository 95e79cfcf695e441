import { copyFileSync, rmSync } from "node:fs";
import Database from "libsql";
import { cpuMs } from "../harness/compare";

// The floor of an import: the rows that it wrote, laid ready, written again into a copy of the file as it was before, by
// one prepared statement a table, all in one transaction, durable as the product's (WAL, synchronous=FULL, the same
// indexes and foreign keys). Nothing is read from a sheet, compared, sealed or audited.

export interface NewRows {
  table: string;
  columns: string[];
  rows: unknown[][];
}

const BARE = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

/** Rows that stand in `after` and not yet in `before`, by table: those that came later have greater row numbers. */
export function rowsSince(before: string, after: string): NewRows[] {
  const [old, young] = [new Database(before, { readonly: true }), new Database(after, { readonly: true })];
  try {
    const tables = young
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
      .all() as { name: string }[];
    return tables.flatMap(({ name }) => {
      const last = old.prepare(`SELECT max(rowid) AS "last" FROM "${name}"`).all() as { last: number | null }[];
      const rows = young.prepare(`SELECT * FROM "${name}" WHERE rowid > ?`).all(last[0]?.last ?? 0) as object[];
      if (rows.length === 0) return [];
      return [
        { table: name, columns: Object.keys(rows[0]!), rows: rows.map((row) => Object.values(row) as unknown[]) },
      ];
    });
  } finally {
    old.close();
    young.close();
  }
}

/** CPU milliseconds of writing them into a copy of `before`. */
export function writeBare(before: string, all: readonly NewRows[]): number {
  const file = `${before}.bare`;
  copyFileSync(before, file);
  const db = new Database(file);
  try {
    db.exec(BARE);
    const began = cpuMs();
    db.exec("BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON;");
    for (const { table, columns, rows } of all) {
      const names = columns.map((column) => `"${column}"`).join(", ");
      const insert = db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`);
      for (const row of rows) insert.run(row);
    }
    db.exec("COMMIT");
    return cpuMs() - began;
  } finally {
    db.close();
    for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
  }
}
