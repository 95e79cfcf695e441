// The signed list of the erased beside the backups, as the product keeps it (app/platform/erasure-list.server.ts): a
// backup writes it too, so that a restore right after knows that nobody was erased up to it.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ERASED, erasedIn } from "./backup-files.mjs";
import { isSigned, publicKeysOf, signed } from "./signed-files.mjs";

/** Writes it into `folder`; a newer one of ours stays. Nothing where there is no key to sign it, and in a rehearsal. */
export function keepErasureList(keyDir, folder) {
  if (!existsSync(join(keyDir, "sign.key")) || existsSync(join(keyDir, "rehearsal.json"))) return;
  const file = join(folder, "erased.json");
  // Somebody may be erased while it is being written, and the product's own newer list be written over: then once more.
  for (let tries = 0; tries < 5; tries += 1) {
    const at = new Date().toISOString();
    const persons = erasedIn(keyDir);
    const there = readList(file);
    if (there && there.at > at && isSigned(ERASED, there, publicKeysOf(keyDir))) return;
    writeFileSync(
      `${file}.new`,
      JSON.stringify(signed(ERASED, { at, persons }, readFileSync(join(keyDir, "sign.key")))),
      { mode: 0o600 },
    );
    renameSync(`${file}.new`, file);
    if (erasedIn(keyDir).length === persons.length) return;
  }
}

export function readList(path) {
  try {
    const list = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(list.persons) && !Number.isNaN(Date.parse(list.at)) ? list : null;
  } catch {
    return null;
  }
}
