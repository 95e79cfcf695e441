import type { Db } from "./db.server";

// Many rows in one statement. Prisma's createMany binds each cell and takes ten times as long; here the rows go as one
// JSON text that SQLite itself takes apart.

export type Cell = string | number | boolean | Date | null;

export type InsertOptions = {
  /** A row with the same key gives way to the new one. */
  replace?: boolean;
};

/**
 * Writes rows that all have the columns of the first; table and columns are names of the caller's own models, never
 * input.
 */
export async function insertRows(
  db: Db,
  table: string,
  rows: readonly Record<string, Cell>[],
  { replace = false }: InsertOptions = {},
): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!);
  const names = columns.map((name) => `"${name}"`).join(", ");
  const values = columns.map((_, i) => `json_extract(value, '$[${i}]')`).join(", ");
  const text = JSON.stringify(rows.map((row) => columns.map((name) => toStored(row[name]))));
  await db.raw(
    `INSERT ${replace ? "OR REPLACE " : ""}INTO "${table}" (${names}) SELECT ${values} FROM json_each(?)`,
    text,
  );
}

/** As the database driver writes it: instants as ISO text with +00:00, truth as 0 and 1. */
function toStored(cell: Cell | undefined): string | number | null {
  if (cell === undefined) return null;
  if (cell instanceof Date) return cell.toISOString().replace("Z", "+00:00");
  return typeof cell === "boolean" ? Number(cell) : cell;
}
