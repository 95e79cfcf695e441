// `npm run upgrade`, with the product stopped and the new version in place: backs up, tries the new migrations on a
// copy, then applies them and builds. The old data stands in the backup until someone deletes it.
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readBundle, requireWhole } from "./bundle-files.mjs";
import { build, generate, install, migrate, root } from "./run.mjs";

const dataDir = resolve(process.env.DATA_DIR ?? join(root, "data"));
const bundle = readBundle(root);
if (bundle) await requireWhole(bundle, root, dataDir);
else {
  await install();
  await generate();
}
// From here on the new version's packages are there.
const { sentenceOf } = await import("./folder-faults.mjs");
const { claim, holderWords, keepPrivate } = await import("./folders.mjs");
const { backup, requireApart, requireData, requireKeys } = await import("./backup-files.mjs");
const { keepErasureList } = await import("./erasure-list.mjs");
const { versionOf } = await import("./migration-files.mjs");
const backupDir = resolve(process.env.BACKUP_DIR ?? join(dataDir, "..", "backups"));
const target = join(backupDir, `before-upgrade-${new Date().toISOString().replace(/[:.]/g, "-")}`);
const keyDir = resolve(process.env.KEY_DIR ?? join(root, "keys"));
try {
  requireStopped();
  keepPrivate(dataDir, "数据目录");
  keepPrivate(keyDir, "密钥目录");
  const { keys, keysWhy } = await backup(dataDir, target, { keyDir });
  keepErasureList(keyDir, backupDir);
  console.log(`升级前的备份：${target}`);
  if (!keys)
    console.error(
      `里面没有密钥：${keysWhy}。升级不动 KEY_DIR；登记两位保管人以后，备份才带密钥（docs/how-to/keys.md）。`,
    );
  await tryOnCopy();
  await migrate({ DATA_DIR: dataDir });
} catch (error) {
  console.error(
    `没有升级：${sentenceOf(error, [
      { what: "数据目录", dir: dataDir, setting: "DATA_DIR" },
      { what: "密钥目录", dir: keyDir, setting: "KEY_DIR" },
      { what: "备份目录", dir: backupDir, setting: "BACKUP_DIR" },
    ])}`,
  );
  process.exit(1);
}
if (!bundle) await build();
console.log("升级完成，用 npm start 启动。");

/** There is something to upgrade, of no newer version, and nobody uses it. */
function requireStopped() {
  const database = join(dataDir, "anding.db");
  if (!existsSync(database))
    throw new Error(
      `数据目录 ${dataDir} 里没有 anding.db。请用和服务相同的 DATA_DIR 和 KEY_DIR 运行；新安装不用升级，直接 npm start。`,
    );
  requireData(dataDir, keyDir);
  requireApart(backupDir, dataDir, keyDir);
  requireKeys(dataDir, keyDir, "什么都没有动");
  const claimed = claim(join(dataDir, "anding"));
  if (!claimed) throw new Error(`产品还在运行。请先停机${holderWords(join(dataDir, "anding"))}。`);
  claimed.release();
  const { newer } = versionOf(database, join(root, "prisma/migrations"));
  if (newer)
    throw new Error(`数据来自更新的版本（迁移 ${newer} 这个版本没有），什么都没有动。请装那个版本，或更新的版本。`);
}

async function tryOnCopy() {
  const trial = mkdtempSync(join(tmpdir(), "anding-upgrade-"));
  try {
    cpSync(join(target, "anding.db"), join(trial, "anding.db"));
    await migrate({ DATA_DIR: trial });
  } catch (error) {
    throw new Error(`新版本的数据库迁移在副本上没有成功，正式数据没有动：${error.message}`, { cause: error });
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}
