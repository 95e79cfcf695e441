import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

// Each script that writes data, keys or backups begins with scripts/folders.mjs, which sets the umask.

const dir = join(import.meta.dirname, "../../scripts");
const read = (name: string) => readFileSync(join(dir, name), "utf8");
const importsOf = (name: string): string[] =>
  [...read(name).matchAll(/(?:from|import)\s*\(?\s*"\.\/([\w-]+\.mjs)"/g)].map((match) => match[1]!);
function reaches(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const next of importsOf(name)) reaches(next, seen);
  return seen;
}

it.each(["start.mjs", "backup.mjs", "restore.mjs", "custodian.mjs", "upgrade.mjs", "dev.mjs"])(
  "%s lets nobody else read what it writes",
  (name) => {
    expect([...reaches(name)]).toContain("folders.mjs");
  },
);

it("and all of them are in the bundle", () => {
  const taken = read("bundle.mjs");
  for (const name of ["start.mjs", "backup.mjs", "restore.mjs", "custodian.mjs", "upgrade.mjs"])
    for (const one of reaches(name)) expect(taken).toContain(`"${one.slice(0, -4)}"`);
});

it("the umask is set where the module is read", () => expect(read("folders.mjs")).toContain("\nprocess.umask(0o077);"));
