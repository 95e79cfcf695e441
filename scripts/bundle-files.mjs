// What a bundle knows of itself: for which machine it was made, and the hash of each of its files.
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderFault, makeFolder } from "./folder-faults.mjs";

const SELF = new Set(["checksums.txt"]);

async function hashOf(path) {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest("hex");
}

function* filesBelow(dir, prefix = "") {
  for (const entry of readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) yield* filesBelow(join(dir, entry.name), `${prefix}${entry.name}/`);
    else if (!SELF.has(prefix + entry.name)) yield prefix + entry.name;
  }
}

/** One line a file, as `sha256sum -c` reads it. */
export async function checksumLines(dir) {
  const lines = [];
  for (const name of filesBelow(dir)) lines.push(`${await hashOf(join(dir, name))}  ${name}\n`);
  return lines.join("");
}

/** The bundle this folder is, or null when it is a source tree. */
export function readBundle(root) {
  const path = join(root, "bundle.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

/**
 * Ends the process with a sentence when the bundle is for another machine or lost a file on its way; looked at once for
 * each bundle.
 */
export async function requireWhole(bundle, root, dataDir) {
  const [os, cpu] = bundle.platform.split("-");
  if (os !== process.platform || cpu !== process.arch)
    stop(
      `这个包是给 ${bundle.platform} 的，本机是 ${process.platform}-${process.arch}。请在联网的机器上用 npm run bundle -- --platform ${process.platform}-${process.arch} 重做。`,
    );
  const list = readFileSync(join(root, "checksums.txt"), "utf8");
  const stamp = createHash("sha256").update(list).digest("hex");
  const seen = join(dataDir, ".bundle-checked");
  if (existsSync(seen) && readFileSync(seen, "utf8") === stamp) return;
  for (const line of list.split("\n").filter(Boolean)) {
    const [sum, name] = [line.slice(0, 64), line.slice(66)];
    if (!existsSync(join(root, name))) stop(`包里缺少文件 ${name}：请重新解开，或重新拷贝。`);
    if ((await hashOf(join(root, name))) !== sum) stop(`文件 ${name} 与做包时不同，可能拷贝时坏了：请重新拷贝并解开。`);
  }
  try {
    makeFolder(dataDir);
    writeFileSync(seen, stamp);
  } catch (error) {
    stop(folderFault(error, [{ what: "数据目录", dir: dataDir, setting: "DATA_DIR" }]) ?? error.message);
  }
}

function stop(sentence) {
  console.error(`安鼎没有启动：${sentence}`);
  process.exit(1);
}
