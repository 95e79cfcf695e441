import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import Database from "libsql";

/**
 * A connection that can't write, commit or checkpoint, also not when it is the last to close: SQLite itself opens the
 * file for reading (`mode=ro`; the driver's own `readonly` option does nothing). Throws when there is no such file.
 */
export function openReadOnly(path: string, timeout = 2_000): Database.Database {
  if (!existsSync(path)) throw new Error(`no database at ${path}`);
  return new Database(`${pathToFileURL(path).href}?mode=ro`, { timeout });
}
