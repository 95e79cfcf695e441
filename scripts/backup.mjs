// `npm run backup [-- FOLDER]`: a backup of data and keys beside the running product, then a check of what was written.
// Ends with 3 when the data was copied and the keys were not: then who enrols from now on is in no copy that can be
// opened.
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { root } from "./run.mjs";
import { folderFault, makeFolder } from "./folder-faults.mjs";
import { keepPrivate } from "./folders.mjs";
import { backup, requireApart, requireData, requireKeys } from "./backup-files.mjs";
import { keepErasureList } from "./erasure-list.mjs";
import { hasTables, journalGap } from "./installation.mjs";
import { keyBackupDays, pruneKeys } from "./prune-keys.mjs";

const now = new Date();
const dataDir = resolve(process.env.DATA_DIR ?? join(root, "data"));
const keyDir = resolve(process.env.KEY_DIR ?? join(root, "keys"));
const backupDir = resolve(process.env.BACKUP_DIR ?? join(dataDir, "..", "backups"));
// Told on the health page until one succeeds; it lies with the data, since the backup folder is what may be at fault.
const failed = join(dataDir, "backup-failed.json");
const target = resolve(process.argv[2] ?? join(backupDir, now.toISOString().replace(/[:.]/g, "-")));
try {
  requireData(dataDir, keyDir);
  requireApart(process.argv[2] ? target : backupDir, dataDir, keyDir);
  requireKeys(dataDir, keyDir, "没有备份");
  if (!process.argv[2]) shutBackupDir();
  const gap = journalGap(dataDir, keyDir);
  const manifest = await backup(dataDir, target, { now, keyDir });
  rmSync(failed, { force: true });
  console.log(`数据备份完成：${target}`);
  for (const [file, { counts, heads }] of Object.entries(manifest.databases))
    console.log(
      `  ${file}  ${Object.values(counts).reduce((a, b) => a + b, 0)} 行  ${Object.entries(heads)
        .map(([name, head]) => `${name} ${head?.slice(0, 16) ?? "空"}`)
        .join("  ")}`,
    );
  if (manifest.keys) {
    console.log(
      `密钥备份完成：${manifest.keys.persons} 人的密钥，封给 ${manifest.keys.custodians.map(({ name }) => name).join("、")}，任何一位都能打开。`,
    );
    if (manifest.keys.missing) {
      console.error(
        `但是有 ${manifest.keys.missing} 人在 KEY_DIR 里已经没有密钥：他们的姓名和证件号打不开，用这份备份也打不开。`,
      );
      process.exitCode = 3;
    }
    prune();
  } else {
    console.error(
      `没有做密钥备份：${manifest.keysWhy}。\n上一次人工复制密钥以后登记的人，磁盘坏了就再也打不开。请在“密钥保管”页登记两位保管人（docs/how-to/keys.md）。`,
    );
    process.exitCode = 3;
  }
  if (dirname(target) === backupDir) keepList();
  if (gap) {
    console.error(
      `${gap}：这份备份里没有考试日志，或者不全。请保全数据盘，找出原来的 journal.db，或从更早的备份恢复。`,
    );
    process.exitCode = 3;
  }
} catch (error) {
  console.error(`备份没有做成：${error.message}`);
  noteFailure(error.message);
  process.exit(1);
}

function shutBackupDir() {
  try {
    makeFolder(backupDir);
    keepPrivate(backupDir, "备份目录");
  } catch (error) {
    throw new Error(
      folderFault(error, [{ what: "备份目录", dir: backupDir, setting: "BACKUP_DIR" }]) ?? error.message,
      { cause: error },
    );
  }
}

/** The backup is made by then: what can't be destroyed is said, and does not undo it. */
function prune() {
  try {
    const days = keyBackupDays(now);
    for (const { name, age } of days === null ? [] : pruneKeys(dirname(target), days, now))
      console.log(`已销毁过期的密钥备份：${name}（${age} 天前，规则是最多 ${days} 天；旁边的数据还在）`);
  } catch (error) {
    console.error(`这份备份做好了，但过期的密钥备份没有销毁完：${error.message}`);
    process.exitCode = 3;
  }
}

function keepList() {
  try {
    keepErasureList(keyDir, backupDir);
  } catch (error) {
    console.error(`这份备份做好了，但删除名单没有写进 ${backupDir}：${error.message}`);
    process.exitCode = 3;
  }
}

function noteFailure(why) {
  if (!hasTables(join(dataDir, "anding.db"))) return; // no installation whose health page could tell it
  try {
    writeFileSync(failed, JSON.stringify({ at: now.toISOString(), why }), { mode: 0o600 });
  } catch {
    // there is no data folder, or it can't be written: the console said it
  }
}
