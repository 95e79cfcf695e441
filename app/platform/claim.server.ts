import Database from "libsql";
import { makePrivateFile } from "./private-folder.server";

export interface Claim { release(): void }
export class InUse extends Error {}

/** What is held, kept from the garbage collector: a connection that it takes away takes the lock along. */
const held = new Set<Database.Database>();

/**
 * Says "this is mine" of `path` to other processes for as long as this one lives: a lock of the system's on `<path>-owner`,
 * so a killed process leaves none behind. Throws InUse when another holds it, what SQLite says when the file can't be made.
 */
export function claim(path: string, waitMs = 5_000): Claim {
  makePrivateFile(`${path}-owner`);
  const db = new Database(`${path}-owner`, { timeout: waitMs });
  try {
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    if ((error as { code?: string }).code === "SQLITE_BUSY") throw new InUse(`${path} is in use by another process`, { cause: error });
    throw error;
  }
  held.add(db);
  return {
    release() {
      held.delete(db);
      db.exec("ROLLBACK");
      db.close();
    },
  };
}
