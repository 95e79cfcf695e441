// `npm run restore -- FOLDER [--custodian-key FILE] [--erased FILE]… [--unproven] [--rehearse]`: puts a backup into an
// empty DATA_DIR, its keys into an empty KEY_DIR, and says what can be opened. Ends with 3 when it was put back and not
// all of it opens. What it may never do, at whatever hour: touch the keys of a running product, write over keys or data
// that are there.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeFolder, sentenceOf } from "./folder-faults.mjs";
import { claim, holderWords, keepPrivate } from "./folders.mjs";
import { root } from "./run.mjs";
import { dataIn, faultsOf, restore } from "./backup-files.mjs";
import { proofOf } from "./backup-proof.mjs";
import { openCustodian, readCustodian } from "./custodian-files.mjs";
import { RESTORING } from "./installation.mjs";
import { masterCheck, openKeys, SEALED_FILES } from "./key-files.mjs";
import { versionOf } from "./migration-files.mjs";
import { askPassphrase } from "./passphrase.mjs";
import { ageInDays, keyBackupDays } from "./prune-keys.mjs";
import { publicKeysOf } from "./signed-files.mjs";
import {
  countClosed,
  dateKeys,
  endSignIns,
  eraseAgainInData,
  eraseAgainInKeys,
  erasedEverywhere,
  faultOfNamedList,
  noteRestore,
} from "./restore-files.mjs";

const USAGE = `用法：npm run restore -- 备份目录 [--custodian-key 保管人文件] [--erased 名单]… [--unproven] [--rehearse]
  数据写到 DATA_DIR（要空），密钥写到 KEY_DIR（要空）。不给 --custodian-key 就只恢复数据，用 KEY_DIR 里现有的密钥，并且不动它。
  --unproven：备份有证明不了的地方（旧版本做的，或者签它的密钥不在手上），知道原因，仍要恢复。被改过的不行。
  --rehearse：恢复演练，DATA_DIR 和 KEY_DIR 都要另给一个，正在运行的产品不受影响。`;

const { values, positionals } = readArguments();
const source = resolve(positionals[0]);
const dataDir = resolve(process.env.DATA_DIR ?? join(root, "data"));
const keyDir = resolve(process.env.KEY_DIR ?? join(root, "keys"));
// What a restore left half done is its own to do again.
const isEmpty = (dir) => !existsSync(dir) || dataIn(dir).length === 0 || existsSync(join(dir, RESTORING));
let proof = null;
try {
  const custodian = values["custodian-key"] ? readCustodian(values["custodian-key"]) : null;
  await requireOrder(custodian);
  const { manifest, sealedKeys } = readManifest();
  if (custodian && !sealedKeys)
    throw new Error(
      existsSync(join(source, "keys-expired.json"))
        ? "这份备份的密钥已过保存期限，销毁了，没有恢复。请用更新的备份。"
        : `这份备份里没有密钥（${manifest.keysWhy ?? "它是旧版本做的"}），没有恢复。`,
    );
  const liveBefore = stateOf(keyDir);
  const files = (values.erased ?? []).map((path) => resolve(path));
  const requireAll = (keys) => {
    requireLists(files, keys);
    proof = requireProof({ source, manifest, publicKeys: publicKeysOf(keys), keyDir: custodian ? null : keyDir });
  };
  if (!custodian) requireAll(keyDir);
  if (custodian)
    await openKeys({
      source,
      keyDir,
      privateJwk: await openCustodian(custodian, await askPassphrase(`${custodian.name} 的口令：`)),
      fingerprint: custodian.fingerprint,
      check: requireAll,
    });
  beginData();
  await restore(source, dataDir);
  const { hashes, lists, strangers, reach, covers } = erasedEverywhere({
    source,
    backupAt: manifest.at,
    keyDir,
    liveKeys: !custodian,
    files,
    backupDir: resolve(process.env.BACKUP_DIR ?? join(dataDir, "..", "backups")),
  });
  const { erased, again } = eraseAgainInData(dataDir, hashes);
  const destroyed = custodian ? eraseAgainInKeys(keyDir, erased, hashes) : 0;
  const signIns = endSignIns(dataDir);
  const closed = countClosed(dataDir, keyDir);
  const unproven = noteRestore(dataDir, {
    source,
    manifest,
    keyDir,
    again,
    rehearsal: Boolean(values.rehearse),
    closed: closed.persons.closed,
  });
  if (values.rehearse)
    writeFileSync(join(keyDir, "rehearsal.json"), JSON.stringify({ backup: manifest.at }), { mode: 0o600 });
  if (!custodian && stateOf(keyDir) !== liveBefore)
    throw new Error(`${keyDir} 在恢复时变了：请确认产品已经停下，再做一次`);
  keepPrivate(dataDir, "数据目录");
  for (const dir of [dataDir, ...(custodian ? [keyDir] : [])]) rmSync(join(dir, RESTORING), { force: true });
  if (custodian) dateKeys(keyDir, reach ?? manifest.at);
  reportProof(proof);
  report({ manifest, custodian, again, destroyed, lists, strangers, reach, covers, closed, signIns });
  if (unproven) console.error(unproven);
} catch (error) {
  const [read, ...written] = [
    { what: "备份", dir: source, setting: "备份目录" },
    { what: "数据目录", dir: dataDir, setting: "DATA_DIR" },
    { what: "密钥目录", dir: keyDir, setting: "KEY_DIR" },
  ];
  // An error that names no file came from reading until all was proven, then from writing.
  console.error(sentenceOf(error, proof ? [...written, read] : [read, ...written]));
  process.exit(1);
}

function readArguments() {
  try {
    const parsed = parseArgs({
      allowPositionals: true,
      options: {
        "custodian-key": { type: "string" },
        erased: { type: "string", multiple: true },
        unproven: { type: "boolean" },
        rehearse: { type: "boolean" },
      },
    });
    if (parsed.positionals.length === 1) return parsed;
  } catch {
    // an option that there is not: the usage says which there are
  }
  console.error(USAGE);
  process.exit(2);
}

/**
 * The mark comes first and goes last: a start beside it refuses, and the next restore begins anew in the same folder.
 */
function beginData() {
  makeFolder(dataDir);
  writeFileSync(join(dataDir, RESTORING), "", { mode: 0o600 });
  for (const name of readdirSync(dataDir))
    if (name !== RESTORING && name !== "lost+found") rmSync(join(dataDir, name), { recursive: true });
}

/** A list that the operator named is used or the restore is refused: he relies on it. */
function requireLists(files, keys) {
  const faults = files.map((path) => faultOfNamedList(path, keys)).filter(Boolean);
  if (faults.length) throw new Error(`${faults.join("；")}。没有恢复，什么都没有写。`);
}

/** What was altered is never put back; what can't be proven only when the operator says so. */
function requireProof(what) {
  const proof = proofOf(what);
  if (proof.refused.length)
    throw new Error(
      `备份被改过，或者不完整，没有恢复，什么都没有写：${proof.refused.join("；")}。请保全这份备份，用带走的另一份或更早的一份。`,
    );
  if (proof.unproven.length && !values.unproven)
    throw new Error(
      `备份有证明不了的地方，没有恢复，什么都没有写：${proof.unproven.join("；")}。知道原因，仍要恢复，加 --unproven 再做一次。`,
    );
  return proof;
}

function reportProof({ unproven, counts, kid }) {
  const walked = Object.entries({ record: "学习记录", audit: "审计", journal: "考试日志" })
    .filter(([chain]) => chain in counts)
    .map(([chain, name]) => `${name} ${counts[chain]} 行`)
    .join("、");
  if (unproven.length === 0)
    return console.log(
      `写入前核对过：整份签名和每条链都对得上（${walked}），签名的密钥编号 ${kid}${values["custodian-key"] ? "。密钥也出自这份备份：请与另外记下的编号（/verify/keys）对一下" : ""}。`,
    );
  console.error(`按 --unproven 恢复了证明不了的备份：${unproven.join("；")}。每行都与前后接得上（${walked}）。`);
  process.exitCode = 3;
}

/** A list from before the backup can't know who was erased after it. */
function reportReach(covers, reach) {
  if (covers) return console.log(`最新的删除名单到 ${reach} 为止：那以后才删除的人不在里面。`);
  console.error(
    `最新的删除名单${reach ? `只到 ${reach}` : "没有找到"}，不比备份新：备份以后删除的人，这次会被带回来。请找更新的名单（原来 BACKUP_DIR 里的 erased.json，或更新的备份里的），用 --erased 文件 重做一次。`,
  );
  process.exitCode = 3;
}

/** All that speaks against it, before a byte is written. */
async function requireOrder(custodian) {
  const faults = await faultsOf(source);
  if (faults.length) throw new Error(`备份不完整，没有恢复：${faults.join("；")}`);
  if (!existsSync(join(source, "anding.db")))
    throw new Error(`${source} 里没有 anding.db，不是一份完整的备份，没有恢复。`);
  const { newer } = versionOf(join(source, "anding.db"), join(root, "prisma/migrations"));
  if (newer)
    throw new Error(
      `这份备份来自更新的版本（迁移 ${newer} 这个版本没有），没有恢复，什么都没有写。请用那个版本，或更新的版本恢复。`,
    );
  if (!isEmpty(dataDir))
    throw new Error(`${dataDir} 里已有数据，没有恢复。请先停机，把它移走（不要删）；演练请另给一个 DATA_DIR。`);
  if (custodian && !isEmpty(keyDir))
    throw new Error(
      `${keyDir} 里已有密钥，没有恢复，那些密钥没有动。请另给一个空的 KEY_DIR；真要换掉，先停机把它移走（不要删）。`,
    );
  if (values.rehearse && !custodian)
    throw new Error("恢复演练要连密钥一起演：请加 --custodian-key，并另给一个空的 KEY_DIR。");
  if (!custodian && inUse(keyDir))
    throw new Error(
      `${keyDir} 正由运行中的安鼎${holderWords(join(keyDir, inUse(keyDir)))}使用，没有恢复，密钥没有动。真要恢复，先停机；演练请加 --rehearse，另给 DATA_DIR 和 KEY_DIR。`,
    );
}

/** By the launcher, or by the process that writes people.db: whose claim is held. */
function inUse(dir) {
  return ["anding", "people.db"].find((name) => {
    if (!existsSync(join(dir, `${name}-owner`))) return false;
    const claimed = claim(join(dir, name));
    claimed?.release();
    return claimed === null;
  });
}

function readManifest() {
  const manifest = JSON.parse(readFileSync(join(source, "manifest.json"), "utf8"));
  return {
    manifest,
    sealedKeys: Boolean(manifest.keys) && SEALED_FILES.every((name) => existsSync(join(source, name))),
  };
}

/** The secrets of a key folder as one text, to see that they were left alone. */
function stateOf(dir) {
  return ["master.key", "sign.key", "people.db", "journal-anchor.json"]
    .map((name) => (existsSync(join(dir, name)) ? readFileSync(join(dir, name)).toString("base64") : "-"))
    .join();
}

function report({ manifest, custodian, again, destroyed, lists, strangers, reach, covers, closed, signIns }) {
  console.log(`已恢复到 ${dataDir}，备份时间 ${manifest.at}。行数和链头与备份时一致。`);
  if (custodian) console.log(`密钥已恢复到 ${keyDir}，与数据同一时刻：${manifest.keys.persons} 人的密钥。`);
  console.log(
    `所有人要重新登录：备份里的登录（${signIns} 个）都已结束。备份以后（${manifest.at} 起）改的密码、动态码、角色和停用都回到了备份时的样子，请再做一次。`,
  );
  const age = ageInDays(manifest.at, new Date());
  const days = keyBackupDays(new Date());
  if (custodian && days !== null && age > days)
    console.error(`这份密钥备份已有 ${age} 天，超过保存期限 ${days} 天，早该销毁：恢复以后请马上重做一份，并销毁它。`);
  console.log(
    `删除名单：核对了 ${lists} 份；恢复出来又按名单重新删除 ${again.length} 人${custodian ? `，销毁他们的密钥 ${destroyed} 把` : ""}。`,
  );
  reportReach(covers, reach);
  for (const path of strangers) console.error(`删除名单 ${path} 不是本系统签的，或者坏了，没有用。`);
  if (
    !custodian &&
    manifest.keys &&
    (!existsSync(join(keyDir, "master.key")) ||
      masterCheck(readFileSync(join(keyDir, "master.key"))) !== manifest.keys.masterCheck)
  )
    console.error(
      `KEY_DIR 里的主密钥不是备份时的那一把：查找证件号、题库和动态码会打不开。请用同一份备份里的密钥（--custodian-key）。`,
    );
  const lines = [
    ["人", "的姓名和证件号", closed.persons],
    ["道题", "", closed.questions],
    ["个工作人员", "的动态码", closed.secondFactors],
  ].filter(([, , { closed: n }]) => n > 0);
  for (const [unit, what, { closed: n, of }] of lines) console.error(`打不开：${n} ${unit}${what}（共 ${of} ${unit}）`);
  if (lines.length === 0)
    console.log(
      `逐个试过：${closed.persons.of} 人、${closed.questions.of} 道题、${closed.secondFactors.of} 个动态码都打得开。`,
    );
  else {
    console.error("数据恢复了，但上面这些缺密钥，恢复得不完整。请找登记他们以后做的密钥备份。");
    process.exitCode = 3;
  }
}
