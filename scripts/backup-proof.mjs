// What proves that a backup is as it was made: its seal over everything in it, the signed heads of its chains, the
// checkpoints of exams, and, where the data goes onto keys that are in use, what those remember of the chains. Nothing
// is written here.
import { verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DATABASES, HEAD } from "./backup-files.mjs";
import { isSealed } from "./backup-seal.mjs";
import { checkpointsIn, WALKS } from "./chain-files.mjs";
import { openReadOnly } from "./folders.mjs";
import { isSigned } from "./signed-files.mjs";

const NAMES = { record: "学习记录", audit: "审计", journal: "考试日志" };
const STEP = 8;
const notAtHand = (kid) => `签它的密钥 ${kid} 的公钥不在手上，签名核对不了`;

/**
 * `refused`: what was altered or cut, in sentences; such a backup is not put back. `unproven`: what can't be told.
 * `counts`: rows walked of each chain. `keyDir`: keys in use onto which the data would go; null when they came out of
 * this backup.
 */
export function proofOf({ source, manifest, publicKeys, keyDir }) {
  const proof = { refused: [], unproven: [], counts: {}, kid: manifest.seal?.kid ?? null };
  const known = (kid) => publicKeys.has(kid);
  proveSeal(manifest, publicKeys, proof);
  const heads = (manifest.heads ?? []).filter((head) => {
    if (!known(head.kid)) proof.unproven.push(notAtHand(head.kid));
    else if (!isSigned(HEAD, head, publicKeys))
      proof.refused.push(`${NAMES[head.chain] ?? head.chain}的链头被改过，签名不对`);
    return known(head.kid) && isSigned(HEAD, head, publicKeys);
  });
  for (const { file, chains } of DATABASES) {
    const names = Object.keys(chains);
    if (manifest.databases[file])
      proveDatabase(join(source, file), { chains, heads, keyDir, manifest, publicKeys }, proof);
    else if (heads.some(({ chain }) => names.includes(chain))) proof.refused.push(`缺少 ${file}，签名的链头却有它的`);
  }
  return { ...proof, unproven: [...new Set(proof.unproven)] };
}

function proveSeal(manifest, publicKeys, { refused, unproven }) {
  const { seal } = manifest;
  if (!seal)
    unproven.push(
      "没有整份签名（旧版本做的，或者签名被拿掉了）：账号、题库、名册这些不在链上的内容有没有改过，证明不了",
    );
  else if (!publicKeys.has(seal.kid)) unproven.push(notAtHand(seal.kid));
  else if (!isSealed(manifest, publicKeys)) refused.push("整份签名与内容不符：备份做好以后被改过");
}

function proveDatabase(path, { chains, heads, keyDir, manifest, publicKeys }, proof) {
  const db = openReadOnly(path);
  try {
    for (const [chain, [table, order]] of Object.entries(chains)) {
      if (db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").all(table).length === 0) continue;
      const { upTo, fault } = WALKS[chain](db);
      proof.counts[chain] = upTo;
      if (fault) proof.refused.push(`${NAMES[chain]}第 ${fault.seq} 行${fault.why}`);
      const hashAt = (seq) => db.prepare(`SELECT hash FROM "${table}" WHERE "${order}" = ?`).all(seq)[0]?.hash ?? null;
      if (!fault) proveEnd({ chain, upTo, hashAt, heads, manifest }, proof);
      if (!fault && keyDir) proveAgainstKept({ chain, upTo, hashAt, keyDir, manifest, publicKeys }, proof);
    }
    if (chains.journal) proveCheckpoints(db, publicKeys, proof);
  } finally {
    db.close();
  }
}

/** The chain ends where the signed head says. */
function proveEnd({ chain, upTo, hashAt, heads, manifest }, { refused, unproven }) {
  const name = NAMES[chain];
  if (upTo > 0 && !(manifest.heads ?? []).some((head) => head.chain === chain))
    unproven.push(`${name}没有签名的链头：有没有整段改写或截断，证明不了`);
  for (const head of heads.filter((one) => one.chain === chain)) {
    if (upTo < head.seq)
      refused.push(`${name}只到第 ${upTo} 行，签名的链头在第 ${head.seq} 行：少了 ${head.seq - upTo} 行`);
    else if (hashAt(head.seq) !== head.hash) refused.push(`${name}与签名的链头不同：第 ${head.seq} 行以前被整段改写过`);
    else if (upTo > head.seq) refused.push(`${name}比签名的链头多出 ${upTo - head.seq} 行`);
  }
}

/** Up to which row what KEY_DIR remembers still speaks of this backup: a restore after it began another branch. */
function reachOf(keyDir, { chain, manifest, publicKeys }) {
  const found = readJson(join(keyDir, "chain-restores.json"));
  if (!found) return existsSync(join(keyDir, "chain-restores.json")) ? 0 : Infinity;
  if (!isSigned("anding-chain-restores", found, publicKeys)) return 0;
  const later = found.restores.filter(({ at }) => Date.parse(at) >= Date.parse(manifest.at));
  return Math.min(Infinity, ...later.map(({ points }) => points.find((one) => one.chain === chain)?.seq ?? 0));
}

function proveAgainstKept({ chain, upTo, hashAt, keyDir, manifest, publicKeys }, { refused }) {
  const reach = Math.min(upTo, reachOf(keyDir, { chain, manifest, publicKeys }));
  const trail = join(keyDir, `chain-${chain}.trail`);
  const steps = existsSync(trail) ? readFileSync(trail) : Buffer.alloc(0);
  const end = Math.min(reach, Math.floor(steps.length / STEP));
  // Each row's hash covers those before it, so that the last common row speaks for all; which was the first is looked
  // for only then.
  const differs = (seq) =>
    hashAt(seq)?.slice(0, STEP * 2) !== steps.subarray((seq - 1) * STEP, seq * STEP).toString("hex");
  if (end > 0 && differs(end)) {
    let first = 1;
    while (!differs(first)) first += 1;
    refused.push(`${NAMES[chain]}从第 ${first} 行起与密钥目录里记下的不同`);
  }
  const head = readJson(join(keyDir, `chain-${chain}.json`)) ?? anchorHead(keyDir, chain);
  if (head && isSigned(HEAD, head, publicKeys) && head.seq <= reach && hashAt(head.seq) !== head.hash)
    refused.push(`${NAMES[chain]}第 ${head.seq} 行与密钥目录里签名的链头不同`);
}

const anchorHead = (keyDir, chain) =>
  chain === "journal" ? (readJson(join(keyDir, "journal-anchor.json"))?.head ?? null) : null;

function proveCheckpoints(db, publicKeys, { refused, unproven }) {
  if (db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'journal_checkpoint'").all().length === 0) return;
  for (const { examId, position, signature, bytes, fits } of checkpointsIn(db)) {
    const ours = [...publicKeys.values()].some((key) => verify(null, bytes, key, Buffer.from(signature, "base64url")));
    if (!fits) refused.push(`考试 ${examId} 在第 ${position} 条的检查点与考试日志不符`);
    else if (!ours) unproven.push(`考试 ${examId} 在第 ${position} 条的检查点不是手上的密钥签的`);
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
