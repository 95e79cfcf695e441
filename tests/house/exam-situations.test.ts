import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

// Each situation of docs/exam-situations.md has a test that shows its verdict, by file and name.

const root = join(import.meta.dirname, "../..");
const rows = readFileSync(join(root, "docs/exam-situations.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| (?!出处)[^-|]/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));

describe("a situation that was reported in public", () => {
  it("is one of eighteen, each with its source", () => {
    expect(rows.length).toBe(18);
    for (const [, source] of rows) expect(source).toMatch(/#\d+/);
  });

  it.each(rows.map(([, source, , , tests]) => [source!, tests!]))("%s has a test that is there", (_, tests) => {
    const named = [...tests.matchAll(/`([^`]+)` · “([^”]+)”/g)];
    expect(named.length, tests).toBeGreaterThan(0);
    for (const [, file, name] of named) {
      expect(existsSync(join(root, file!)), file).toBe(true);
      expect(readFileSync(join(root, file!), "utf8"), file).toContain(name!);
    }
  });
});
