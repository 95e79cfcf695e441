import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

// These commands begin where nothing (or an older version's packages) is installed yet: what they load at once is
// Node's own and theirs. What needs a package is loaded by `await import(…)` after the install.

const scripts = join(import.meta.dirname, "../../scripts");

/** What a script names in its static imports, and what those name in turn; packages as `file → package`. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  expect(existsSync(file), file).toBe(true);
  const named = [...readFileSync(file, "utf8").matchAll(/^(?:import|export)\b[^"';]*?["']([^"']+)["'];?$/gm)].map(
    (found) => found[1]!,
  );
  return named.flatMap((name) =>
    name.startsWith(".")
      ? packagesOf(join(dirname(file), name), seen)
      : isBuiltin(name)
        ? []
        : [`${file.slice(scripts.length + 1)} → ${name}`],
  );
}

it.each(["start.mjs", "test.mjs", "upgrade.mjs"])("%s loads no package before it has installed them", (name) => {
  expect(packagesOf(join(scripts, name))).toEqual([]);
});

it("a package that is named two files away is seen", () => {
  expect(packagesOf(join(scripts, "audit-deps.mjs"))).toContain("advisories.mjs → zod");
});
