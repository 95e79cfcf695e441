// A backup: anding.db first and the journal last, each a whole, consistent copy made while the product runs; then
// media; then the keys to the same moment, sealed to the custodians (./key-files). `manifest.json` says counts, chain
// heads, signed, and each file's hash. No key lies in it in clear.
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { makeFolder, nestedFault, sentenceOf } from "./folder-faults.mjs";
import { claim, openReadOnly } from "./folders.mjs";
import { halfRestored, hasTables, withoutKeys } from "./installation.mjs";
import { CUSTODIANS_NEEDED, custodiansIn, readSmallFiles, SEALED_FILES, sealKeys } from "./key-files.mjs";
import { signed } from "./signed-files.mjs";
import { sealOf } from "./backup-seal.mjs";
import { beginMaking, MAKING, removed, removeLeftovers } from "./unfinished-backup.mjs";

export const ERASED = "anding-erased";
export const HEAD = "anding-chain-head";
export const DATABASES = [
  { file: "anding.db", chains: { record: ["RecordRow", "seq"], audit: ["AuditRow", "seq"] } },
  { file: "journal.db", chains: { journal: ["journal_event", "position"] } },
];
const FOLDERS = ["media", "engines"];

async function hashOf(path) {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest("hex");
}

const tables = (db) =>
  db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    .all()
    .map((row) => row.name);

/** Rows in each table, and the head of each chain: what must be equal after a restore. */
export function describe(path, chains) {
  const db = openReadOnly(path);
  try {
    const [check] = db.prepare("PRAGMA integrity_check").all();
    if (Object.values(check)[0] !== "ok")
      throw new Error(`${path} 坏了（integrity_check：${Object.values(check)[0]}）。请保全它，从最近的备份恢复。`);
    const names = tables(db);
    const counts = Object.fromEntries(
      names.map((name) => [name, Number(db.prepare(`SELECT count(*) AS n FROM "${name}"`).get().n)]),
    );
    const heads = Object.fromEntries(
      Object.entries(chains)
        .filter(([, [table]]) => names.includes(table))
        .map(([name, [table, order]]) => [
          name,
          db.prepare(`SELECT hash FROM "${table}" ORDER BY "${order}" DESC LIMIT 1`).get()?.hash ?? null,
        ]),
    );
    return { counts, heads };
  } finally {
    db.close();
  }
}

function filesBelow(dir, prefix = "") {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .sort()
    .flatMap((name) => {
      const path = join(dir, name);
      return statSync(path).isDirectory() ? filesBelow(path, `${prefix}${name}/`) : [`${prefix}${name}`];
    });
}

/** There is an installation to back up: whole data, and the keys that go with it. */
export function requireData(dataDir, keyDir = null) {
  const half = halfRestored(dataDir, keyDir);
  if (half.length)
    throw new Error(
      `上次恢复没有做完（${half.join("、")}），没有备份。请再做一次 npm run restore，它会接着用这些文件夹。`,
    );
  const file = join(dataDir, "anding.db");
  if (!hasTables(file))
    throw new Error(
      `数据目录 ${dataDir} 里${existsSync(file) ? "的 anding.db 是空的" : "没有 anding.db"}，没有可备份的。请用和服务相同的 DATA_DIR 和 KEY_DIR 运行。`,
    );
}

/** The keys that go with the data are where KEY_DIR says; `what` was not done else. */
export function requireKeys(dataDir, keyDir, what) {
  const closed = withoutKeys(dataDir, keyDir);
  if (closed)
    throw new Error(`${closed}，${what}。请用和服务相同的 DATA_DIR 和 KEY_DIR 运行；密钥盘没有挂上的，先挂上。`);
}

/** No backup inside what it is a backup of, nor the other way round. */
export function requireApart(backupDir, dataDir, keyDir) {
  const nested = nestedFault({ what: "备份目录", dir: backupDir, setting: "BACKUP_DIR" }, [
    { what: "数据目录", dir: dataDir },
    { what: "密钥目录", dir: keyDir },
  ]);
  if (nested) throw new Error(nested);
}

/**
 * What stands in a folder where no product ran: notes of commands, claims that nobody holds, what a file system keeps.
 */
const NO_DATA = /^(restoring|backup-failed\.json|[a-z.]+-owner(-journal)?|lost\+found)$/;
export const dataIn = (dir) => readdirSync(dir).filter((name) => !NO_DATA.test(name));

/**
 * Writes a backup of `dataDir` into the new folder `target`, and checks what was written; gives its manifest. With
 * `keyDir` the keys go along, when there are custodians to seal them to: `manifest.keys` is null when not, and
 * `manifest.keysWhy` says why. One at a time of one data folder. Throws a sentence when it can't be made: then what can
 * be removed of it is.
 * @param {string} dataDir @param {string} target @param {{ now?: Date, keyDir?: string | null }} options
 */
export async function backup(dataDir, target, { now = new Date(), keyDir = null } = {}) {
  if (existsSync(target)) throw new Error(`${target} 已经有了：备份不写到别的备份上面。`);
  requireData(dataDir, keyDir);
  const folders = [
    { what: "备份目录", dir: dirname(resolve(target)), setting: "BACKUP_DIR" },
    { what: "数据目录", dir: dataDir, setting: "DATA_DIR" },
    ...(keyDir ? [{ what: "密钥目录", dir: keyDir, setting: "KEY_DIR" }] : []),
  ];
  const making = `${resolve(target)}.making`;
  let claimed = null;
  let begun = false;
  try {
    claimed = claim(join(dataDir, "backup"));
    if (!claimed) throw new Error(`数据目录 ${dataDir} 的另一份备份正在做，没有再做一份。`);
    makeFolder(dirname(making));
    beginMaking(making, dataDir);
    begun = true;
    const manifest = await write(making, { dataDir, keyDir, now });
    renameSync(making, target);
    begun = false;
    removeLeftovers(dirname(making), dataDir);
    return manifest;
  } catch (error) {
    const left = begun && !removed(making) ? `留下了半份 ${making}，请删掉它。` : "";
    throw new Error(`${sentenceOf(error, folders)}${left}`, { cause: error });
  } finally {
    claimed?.release();
  }
}

async function write(making, { dataDir, keyDir, now }) {
  const manifest = {
    format: "anding-backup-1",
    at: now.toISOString(),
    databases: {},
    heads: [],
    keys: null,
    keysWhy: null,
    files: {},
  };
  const before = keyDir && existsSync(join(keyDir, "people.db")) ? readSmallFiles(keyDir) : null;
  for (const { file, chains } of DATABASES) {
    if (!existsSync(join(dataDir, file))) continue;
    const db = openReadOnly(join(dataDir, file));
    try {
      db.exec(`VACUUM INTO '${join(making, file).replaceAll("'", "''")}'`);
    } finally {
      db.close();
    }
    manifest.databases[file] = describe(join(making, file), chains);
  }
  for (const folder of FOLDERS)
    if (existsSync(join(dataDir, folder))) cpSync(join(dataDir, folder), join(making, folder), { recursive: true });
  if (before) await addKeys(making, manifest, { keyDir, before, now });
  else if (keyDir) manifest.keysWhy = `${keyDir} 里没有密钥`;
  for (const folder of [making, ...foldersBelow(making)]) chmodSync(folder, 0o700);
  for (const name of filesBelow(making)) chmodSync(join(making, name), 0o600);
  for (const name of filesBelow(making).filter((one) => one !== MAKING))
    manifest.files[name] = await hashOf(join(making, name));
  const pem = before?.find(({ name }) => name === "sign.key")?.bytes;
  if (pem) manifest.seal = sealOf(manifest, pem);
  writeFileSync(join(making, "manifest.json"), JSON.stringify(manifest, null, 2), { mode: 0o600 });
  const faults = await faultsOf(making);
  if (faults.length) throw new Error(`写下的与数据不同：${faults.join("；")}`);
  // Read by the health page: a backup that nobody checked is not yet one.
  writeFileSync(join(making, "check.json"), JSON.stringify({ at: new Date().toISOString(), faults }), { mode: 0o600 });
  rmSync(join(making, MAKING));
  return manifest;
}

/** The signed heads and list of the erased always; the sealed keys when enough custodians are in office. */
async function addKeys(making, manifest, { keyDir, before, now }) {
  const pem = before.find(({ name }) => name === "sign.key")?.bytes;
  if (pem) {
    const at = now.toISOString();
    for (const { file, chains } of DATABASES)
      if (manifest.databases[file])
        manifest.heads.push(...headsOf(join(making, file), chains).map((head) => signed(HEAD, { ...head, at }, pem)));
    const erased = signed(ERASED, { at, persons: erasedIn(keyDir) }, pem);
    writeFileSync(join(making, "erased.json"), JSON.stringify(erased), { mode: 0o600 });
  }
  const copy = openReadOnly(join(making, "anding.db"));
  const custodians = custodiansIn(copy);
  copy.close();
  if (custodians.length < CUSTODIANS_NEEDED)
    manifest.keysWhy = `在任的密钥保管人只有 ${custodians.length} 位，至少要 ${CUSTODIANS_NEEDED} 位`;
  else manifest.keys = await sealKeys({ keyDir, target: making, custodians, before, now });
}

function headsOf(path, chains) {
  const db = openReadOnly(path);
  try {
    return Object.entries(chains).flatMap(([chain, [table, order]]) => {
      if (!tables(db).includes(table)) return [];
      const last = db.prepare(`SELECT "${order}" AS seq, hash FROM "${table}" ORDER BY "${order}" DESC LIMIT 1`).get();
      return last ? [{ chain, seq: Number(last.seq), hash: last.hash }] : [];
    });
  } finally {
    db.close();
  }
}

/** Hashes of the persons whose keys were destroyed here. */
export function erasedIn(keyDir) {
  if (!existsSync(join(keyDir, "people.db"))) return [];
  const db = openReadOnly(join(keyDir, "people.db"));
  try {
    return tables(db).includes("erased_person")
      ? db
          .prepare("SELECT hash FROM erased_person ORDER BY hash")
          .all()
          .map((row) => row.hash)
      : [];
  } finally {
    db.close();
  }
}

const foldersBelow = (dir) =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [join(dir, entry.name), ...foldersBelow(join(dir, entry.name))] : [],
  );

function readManifest(path) {
  try {
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    return [manifest.files, manifest.databases].every((one) => one && typeof one === "object") ||
      manifest.format !== "anding-backup-1"
      ? manifest
      : null;
  } catch {
    return null;
  }
}

/** What is wrong with a backup, in sentences; empty when it is whole. */
export async function faultsOf(source) {
  const path = join(source, "manifest.json");
  if (!existsSync(path)) return [`${source} 里没有 manifest.json，不是一份完整的备份`];
  const manifest = readManifest(path);
  if (!manifest) return [`${path} 坏了，读不出来`];
  if (manifest.format !== "anding-backup-1") return [`备份格式是 ${manifest.format}，这个版本只认 anding-backup-1`];
  const faults = [];
  const expired = existsSync(join(source, "keys-expired.json"));
  for (const [name, hash] of Object.entries(manifest.files)) {
    if (isAbsolute(name) || name.split(/[\\/]/).includes("..")) faults.push(`清单里的文件 ${name} 在备份以外`);
    if (expired && SEALED_FILES.includes(name)) continue;
    if (!existsSync(join(source, name))) faults.push(`缺少文件 ${name}`);
    else if ((await hashOf(join(source, name))) !== hash) faults.push(`文件 ${name} 的内容与备份时不同`);
  }
  return faults;
}

/**
 * Puts a checked backup into an empty `dataDir` and compares counts and chain heads; throws before anything is written
 * when it is not whole.
 */
export async function restore(source, dataDir) {
  const faults = await faultsOf(source);
  if (faults.length) throw new Error(`备份不完整，没有恢复：${faults.join("；")}`);
  if (existsSync(dataDir) && dataIn(dataDir).length) throw new Error(`${dataDir} 里已有数据：请先停机，把它移走再恢复`);
  const manifest = JSON.parse(readFileSync(join(source, "manifest.json"), "utf8"));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const names = Object.keys(manifest.files).filter((name) => !SEALED_FILES.includes(name) && name !== "erased.json");
  for (const name of names) {
    cpSync(join(source, name), join(dataDir, name), { recursive: true });
    chmodSync(join(dataDir, name), 0o600);
  }
  for (const { file, chains } of DATABASES) {
    if (!manifest.databases[file]) continue;
    const found = JSON.stringify(describe(join(dataDir, file), chains));
    const wanted = JSON.stringify(manifest.databases[file]);
    if (found !== wanted) throw new Error(`${file} 恢复后与备份时不同：${found} ≠ ${wanted}`);
  }
  return manifest;
}
