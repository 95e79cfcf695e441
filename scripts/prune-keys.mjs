// Key backups have a term (content/rules, retention of `key-backup`): past it their sealed keys are destroyed, so that
// an erased person's key does not live on in an old copy. The data beside them stays. The newest one that is whole is
// never taken.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";
import { SEALED_FILES } from "./key-files.mjs";

const DAY_MS = 86_400_000;

/** Days that a key backup is kept by the rule row that holds on this day; null when none does. */
export function keyBackupDays(now) {
  const day = now.toISOString().slice(0, 10);
  const { rules } = JSON.parse(readFileSync(join(root, "content/rules/keeping.json"), "utf8"));
  const holding = rules.filter(
    (row) =>
      row.value.what === "key-backup" &&
      row.from <= day &&
      (row.until === null || day < row.until) &&
      Object.keys(row.where).length === 0,
  );
  return holding.sort((a, b) => (a.from < b.from ? 1 : -1))[0]?.value.days ?? null;
}

export const ageInDays = (at, now) => Math.floor((now.getTime() - new Date(at).getTime()) / DAY_MS);

/** A manifest that can't be read says no age: nothing is destroyed by it. */
function readManifest(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return { at: "", keys: null };
  }
}

/** Destroys the sealed keys past their term below `backupDir`; gives what was destroyed. */
export function pruneKeys(backupDir, days, now) {
  const all = readdirSync(backupDir)
    .flatMap((name) => {
      const path = join(backupDir, name, "manifest.json");
      if (!existsSync(path) || !existsSync(join(backupDir, name, SEALED_FILES[0]))) return [];
      const { at, keys } = readManifest(path);
      return keys ? [{ name, at }] : [];
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  const over = all.slice(1).filter(({ at }) => ageInDays(at, now) > days);
  const expired = JSON.stringify({ at: now.toISOString(), days });
  for (const { name } of over) {
    writeFileSync(join(backupDir, name, "keys-expired.json"), expired, { mode: 0o600 });
    for (const file of SEALED_FILES) rmSync(join(backupDir, name, file), { force: true });
  }
  return over.map(({ name, at }) => ({ name, age: ageInDays(at, now) }));
}
