// What every script that touches data or keys begins with: a umask that lets nobody else in, folders that are their
// owner's alone, connections that only read, and the claim that says whether the product is running.
import { chmodSync, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Database from "libsql";

process.umask(0o077);

/** SQLite opens the file for reading alone: such a connection never commits and never checkpoints. */
export const openReadOnly = (path) => new Database(`${pathToFileURL(path).href}?mode=ro`, { timeout: 10_000 });

/**
 * Shuts a folder and what lies in it to other accounts; prints what stood open. Windows keeps rights of another kind.
 */
export function keepPrivate(dir, what) {
  if (process.platform === "win32" || !existsSync(dir)) return;
  const folder = statSync(dir);
  const self = process.getuid();
  if (folder.uid !== self && self !== 0)
    throw new Error(
      `${what} ${dir} 属于另一个系统账号（uid ${folder.uid}，本进程是 ${self}）。请用运行安鼎的账号来做。`,
    );
  if (folder.uid !== self) return; // root looks after another account's folder: what it finds is not its own to change
  const open = [dir, ...readdirSync(dir).map((name) => join(dir, name))].filter(
    (path) => statSync(path, { throwIfNoEntry: false })?.mode & 0o077,
  );
  for (const path of open) chmodSync(path, statSync(path).isDirectory() ? 0o700 : 0o600);
  if (open.length) console.log(`${what} ${dir}：有 ${open.length} 项别人也能读，已改为只有本账号可读。`);
}

/**
 * `（进程 123）` of the process that holds a claim, where the system's own list of locks tells it for sure (Linux); else
 * nothing. Equal to app/platform/claim.server.ts.
 */
export function holderWords(path) {
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
    return pids.size === 1 && pid > 0 ? `（进程 ${pid}）` : "";
  } catch {
    return "";
  }
}

/** Claims `path` as the product does while it runs; null when another process has it. */
export function claim(path) {
  const db = new Database(`${path}-owner`, { timeout: 500 });
  try {
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    if (error.code === "SQLITE_BUSY") return null;
    throw error;
  }
  return {
    release: () => {
      db.exec("ROLLBACK");
      db.close();
    },
  };
}
