// Making a folder, and saying in one sentence why a folder can't be used: which one, why, and what to do. Needs Node
// alone. Equal to app/platform/folder-faults.server.ts.
import { existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";

/** Makes what is missing, one folder after the other: under /proc the recursive way of Node tries for ever. */
export function makeFolder(dir) {
  const missing = [];
  for (let at = resolve(dir); !existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const path of missing) {
    try {
      mkdirSync(path, { mode: 0o700 });
    } catch (error) {
      // made by another at the same moment
      if (error.code !== "EEXIST" || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
    }
  }
  if (!statSync(dir).isDirectory())
    throw Object.assign(new Error(`${dir} is not a folder`), { code: "ENOTDIR", path: resolve(dir) });
}

const WHY = [
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

/** Why the first folder can't be used beside the others: one would lie in the other. Null when it can. */
export function nestedFault(folder, others) {
  const own = truePath(folder.dir);
  const other = others.find(({ dir }) =>
    [
      [own, truePath(dir)],
      [truePath(dir), own],
    ].some(([inner, outer]) => inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep)),
  );
  return other
    ? `${folder.what} ${folder.dir} 和${other.what} ${other.dir} 不能一个在另一个里面，也不能是同一个。请把 ${folder.setting} 指到另一块盘上的文件夹。`
    : null;
}

/** Links followed, as far as the path is there. */
function truePath(dir) {
  const path = resolve(dir);
  return existsSync(path) || dirname(path) === path
    ? realpathSync(path)
    : join(truePath(dirname(path)), basename(path));
}

/** What a command says of an error, in one sentence: of a folder, of a database file, else the error's own words. */
export function sentenceOf(error, folders) {
  const broken = /^SQLITE_(NOTADB|CORRUPT)/.test(error?.code ?? "");
  return (
    folderFault(error, folders) ??
    (broken ? `数据库文件坏了，或者不是数据库（${error.code}）。请保全它，从最近的备份恢复。` : error.message)
  );
}

/**
 * The sentence for an error of a folder; null when it is of another kind. `folders`: what each is called, where it lies
 * and which setting moves it; the one the error names is told, without a name the first.
 */
export function folderFault(error, folders) {
  const line = WHY.find(([codes]) => codes.some((code) => error?.code === code || error?.code?.startsWith(`${code}_`)));
  if (!line) return null;
  const named = [error.dest, error.path].filter((path) => typeof path === "string").map((path) => resolve(path));
  const folder =
    folders.find(({ dir }) =>
      named.some(
        (path) => path === resolve(dir) || path.startsWith(resolve(dir) + sep) || resolve(dir).startsWith(path + sep),
      ),
    ) ?? folders[0];
  return `${folder.what} ${folder.dir} ${line[1]}（${error.code}）。${line[2].replace("SETTING", folder.setting)}。`;
}
