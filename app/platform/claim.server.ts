import { readFileSync, statSync } from "node:fs";
import Database from "libsql";
import { makePrivateFile } from "./private-folder.server";

export interface Claim {
  release(): void;
}
export class InUse extends Error {}

/**
 * The process that holds a claim, where the system's own list of locks tells it for sure (Linux); else null. Equal to
 * scripts/folders.mjs.
 */
export function holderOf(path: string): number | null {
  try {
    const { dev, ino } = statSync(`${path}-owner`);
    const [major, minor] = [(dev >> 8) & 0xfff, (dev & 0xff) | ((dev >> 12) & 0xfff00)].map((one) =>
      one.toString(16).padStart(2, "0"),
    );
    const lines = readFileSync("/proc/locks", "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/));
    const pids = new Set(
      lines
        .filter((words) => words[3] === "WRITE" && words[5] === `${major}:${minor}:${ino}`)
        .map((words) => Number(words[4])),
    );
    const [pid] = pids;
    return pids.size === 1 && pid! > 0 ? pid! : null;
  } catch {
    return null;
  }
}

/** For a sentence: `（进程 123）`, or nothing. */
export function holderWords(path: string): string {
  const pid = holderOf(path);
  return pid === null ? "" : `（进程 ${pid}）`;
}

/** What is held, kept from the garbage collector: a connection that it takes away takes the lock along. */
const held = new Set<Database.Database>();

/**
 * Says "this is mine" of `path` to other processes for as long as this one lives: a lock of the system's on
 * `<path>-owner`, so a killed process leaves none behind. Throws InUse when another holds it, what SQLite says when the
 * file can't be made.
 */
export function claim(path: string, waitMs = 5_000): Claim {
  makePrivateFile(`${path}-owner`);
  const db = new Database(`${path}-owner`, { timeout: waitMs });
  try {
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    if ((error as { code?: string }).code === "SQLITE_BUSY")
      throw new InUse(`${path} is in use by another process`, { cause: error });
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
