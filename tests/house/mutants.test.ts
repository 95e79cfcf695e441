import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MUTANTS } from "../mutants/list.mjs";

// The kept mutants can be tried again (`npm run mutants`): each place still stands in its file, once. Whether the
// stories notice them is that command's to say.

const root = join(import.meta.dirname, "../..");

describe("a kept mutant", () => {
  it.each(MUTANTS)("$name: changes one place that is still there, and names stories that are", (mutant) => {
    const { file, from, to, tests } = mutant;
    expect(readFileSync(join(root, file), "utf8").split(from).length - 1, `${file}: ${from}`).toBe(1);
    expect(to).not.toBe(from);
    for (const test of tests) expect(existsSync(join(root, test)), test).toBe(true);
  });

  it("has a name of its own", () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });
});
