import { chmodSync, closeSync, openSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "./folder-faults.server";

// Folders of keys and data are their owner's alone (700), their files too (600), whatever the umask was. Windows keeps
// rights of another kind: there docs/how-to/install.md says what to set, and nothing is done here.

const OPEN = 0o077;
const words = (mode: number): string => (mode & 0o777).toString(8).padStart(3, "0");

/**
 * Makes the folder if there is none, and shuts what stands open to others; gives a sentence for each thing that was
 * mended. Throws a sentence when the folder belongs to another account, or cannot be shut.
 */
export function keepPrivate(dir: string, what: string): string[] {
  makeFolder(dir);
  if (process.platform === "win32") return [];
  const said: string[] = [];
  const folder = statSync(dir);
  const self = process.getuid?.() ?? 0;
  if (folder.uid !== self && self !== 0)
    throw new Error(
      `${what} ${dir} 属于另一个系统账号（uid ${folder.uid}，本进程是 ${self}），没有启动。请交给运行安鼎的账号：chown -R，或者换一个目录。`,
    );
  if (folder.mode & OPEN) {
    shut(dir, 0o700, what);
    said.push(`${what} ${dir} 原来别人也能进（权限 ${words(folder.mode)}），已改为 700。`);
  }
  const opened = readdirSync(dir, { withFileTypes: true }).filter(
    (entry) =>
      (entry.isFile() || entry.isDirectory()) &&
      mended(join(dir, entry.name), entry.isDirectory() ? 0o700 : 0o600, what),
  );
  if (opened.length)
    said.push(
      `${what} ${dir} 里有 ${opened.length} 项别人也能读（${opened
        .slice(0, 3)
        .map((entry) => entry.name)
        .join("、")}），已改为只有本账号可读。`,
    );
  return said;
}

function mended(path: string, mode: number, what: string): boolean {
  try {
    if ((statSync(path).mode & OPEN) === 0) return false;
  } catch {
    return false; // gone meanwhile: a temporary file
  }
  shut(path, mode, what);
  return true;
}

function shut(path: string, mode: number, what: string): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    throw new Error(
      `${what} ${path} 别人也能读，权限又改不了（${(error as NodeJS.ErrnoException).code}），没有启动。请改成只有运行安鼎的账号可读，或者换一个目录。`,
      { cause: error },
    );
  }
  if (statSync(path).mode & OPEN)
    throw new Error(
      `${what} ${path} 所在的磁盘不记权限（改成 ${words(mode)} 没有生效），没有启动。请换一个记权限的文件系统。`,
    );
}

/** Before SQLite opens a file: made with 600 when it is not there, shut when it stands open. Its log takes after it. */
export function makePrivateFile(path: string): void {
  closeSync(openSync(path, "a", 0o600));
  if (process.platform !== "win32" && statSync(path).mode & OPEN) chmodSync(path, 0o600);
}
