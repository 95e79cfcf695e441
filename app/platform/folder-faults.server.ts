import { accessSync, constants, existsSync, mkdirSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";

// Making a folder, and saying in one sentence why a folder can't be used: which one, why, and what to do. Equal to
// scripts/folder-faults.mjs.

type SystemError = { code?: string; path?: string; dest?: string };
export type NamedFolder = { what: string; dir: string; setting: string };

/** Makes what is missing, one folder after the other: under /proc the recursive way of Node tries for ever. */
export function makeFolder(dir: string): void {
  const missing: string[] = [];
  for (let at = resolve(dir); !existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const path of missing) {
    try {
      mkdirSync(path, { mode: 0o700 });
    } catch (error) {
      const made = (error as SystemError).code === "EEXIST" && statSync(path, { throwIfNoEntry: false })?.isDirectory();
      if (!made) throw error; // else made by another at the same moment
    }
  }
  if (!statSync(dir).isDirectory())
    throw Object.assign(new Error(`${dir} is not a folder`), { code: "ENOTDIR", path: resolve(dir) });
}

const WHY: readonly (readonly [codes: readonly string[], why: string, todo: string])[] = [
  [
    ["ENOENT", "ELOOP", "ENAMETOOLONG"],
    "没有，那里也建不了文件夹：盘没有挂上，或者路径写错了",
    "请挂上盘，或把 SETTING 指到一块能写的盘上的文件夹",
  ],
  [
    ["ENOTDIR", "EEXIST"],
    "不是文件夹：那里，或者上面一级，是一个文件",
    "请移走那个文件，或把 SETTING 指到另一个文件夹",
  ],
  [
    ["ENOSPC", "EDQUOT", "SQLITE_FULL"],
    "所在的盘满了",
    "请腾出空间（旧备份先拷到别处再删），或把 SETTING 指到另一块盘",
  ],
  [["EROFS", "SQLITE_READONLY"], "所在的盘是只读的", "请改成能写，或把 SETTING 指到另一块盘"],
  [["EACCES", "EPERM"], "运行安鼎的账号不能用", "请把它交给这个账号（chown -R），或把 SETTING 指到另一个文件夹"],
  [
    ["EIO", "ENXIO", "ENODEV", "ESTALE", "SQLITE_IOERR", "SQLITE_CANTOPEN"],
    "读写出错",
    "请检查它的盘和连接，或把 SETTING 指到另一块盘",
  ],
];

/**
 * The sentence for an error of a folder; null when it is of another kind. The folder the error names is told, without a
 * name the first.
 */
export function folderFault(error: unknown, folders: readonly [NamedFolder, ...NamedFolder[]]): string | null {
  const { code, path, dest } = (error ?? {}) as SystemError;
  const line = WHY.find(([codes]) => codes.some((one) => code === one || code?.startsWith(`${one}_`)));
  if (!line) return null;
  const named = [dest, path].filter((one) => typeof one === "string").map((one) => resolve(one));
  const folder =
    folders.find(({ dir }) =>
      named.some(
        (one) => one === resolve(dir) || one.startsWith(resolve(dir) + sep) || resolve(dir).startsWith(one + sep),
      ),
    ) ?? folders[0];
  return `${folder.what} ${folder.dir} ${line[1]}（${code}）。${line[2].replace("SETTING", folder.setting)}。`;
}

/** Why the first folder can't be used beside the others: one would lie in the other. Null when it can. */
export function nestedFault(folder: NamedFolder, others: readonly NamedFolder[]): string | null {
  const own = truePath(folder.dir);
  const other = others.find(({ dir }) =>
    [
      [own, truePath(dir)],
      [truePath(dir), own],
    ].some(([inner, outer]) => inner === outer || inner!.startsWith(outer!.endsWith(sep) ? outer! : outer! + sep)),
  );
  return other
    ? `${folder.what} ${folder.dir} 和${other.what} ${other.dir} 不能一个在另一个里面，也不能是同一个。请把 ${folder.setting} 指到另一块盘上的文件夹。`
    : null;
}

/** Links followed, as far as the path is there. */
function truePath(dir: string): string {
  const path = resolve(dir);
  return existsSync(path) || dirname(path) === path
    ? realpathSync(path)
    : join(truePath(dirname(path)), basename(path));
}

/** What lies in a folder; nothing when it isn't there, is no folder or can't be read. */
export function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

/** Why a folder can't be written now; null when it can, as far as one can tell without writing. */
export function whyNotWritable(folder: NamedFolder): string | null {
  try {
    if (!statSync(folder.dir).isDirectory()) throw Object.assign(new Error("no folder"), { code: "ENOTDIR" });
    accessSync(folder.dir, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return folderFault(error, [folder]) ?? `${folder.what} ${folder.dir} 用不了。`;
  }
}
