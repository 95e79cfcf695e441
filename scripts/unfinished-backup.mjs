// The folder of a backup that is being made, `NAME.making`, and what a backup that was killed left of it.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";

/** Stands in it while it is being made: of which data folder, on which machine. */
export const MAKING = "making.json";
const ownerOf = (dataDir) => JSON.stringify({ host: hostname(), data: resolve(dataDir) });
const NAME = /^(before-upgrade-)?\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.making$/;

/** Begins one, under the claim of the data folder's backups; throws when something else stands there. */
export function beginMaking(making, dataDir) {
  if (existsSync(making) && !isOurs(making, dataDir))
    throw new Error(`${making} 已经有了，不是这里没做完的备份，没有动它。请移走它，或换一个名字。`);
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  try {
    writeFileSync(join(making, MAKING), ownerOf(dataDir), { mode: 0o600 });
  } catch (error) {
    removed(making);
    throw error;
  }
}

/** Removes a folder where that is possible; whether it is gone. */
export function removed(dir) {
  try {
    rmSync(dir, { recursive: true, force: true });
  } catch {
    // the disk is gone: the next backup that succeeds removes it
  }
  return !existsSync(dir);
}

/**
 * What a backup of this data that was killed left behind; under the claim none of them is still being made. Others' are
 * left alone.
 */
export function removeLeftovers(backupDir, dataDir) {
  for (const name of readdirSync(backupDir))
    if (NAME.test(name) && isOurs(join(backupDir, name), dataDir)) removed(join(backupDir, name));
}

function isOurs(making, dataDir) {
  try {
    return readFileSync(join(making, MAKING), "utf8") === ownerOf(dataDir);
  } catch {
    return false;
  }
}
