import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ASVS_EXCEPTIONS } from "~/platform/asvs-exceptions";
import { ASVS_IDS } from "./asvs-ids";

// docs/asvs.md says of each requirement whether it is met, and by what. What it names must be there.

const STATES = ["test", "code", "n/a", "exception"] as const;
const TESTED_AT_LEAST = 150;

const root = join(import.meta.dirname, "../..");
interface Row {
  chapter: string;
  id: string;
  state: string;
  shownBy: string;
}

const rows: Row[] = [];
let chapter = "";
for (const line of readFileSync(join(root, "docs/asvs.md"), "utf8").split("\n")) {
  chapter = /^## (V\d+)/.exec(line)?.[1] ?? chapter;
  const cells = /^\| (\d+\.\d+\.\d+) \| (\S+) \|(.*)\|$/.exec(line);
  if (cells) rows.push({ chapter, id: cells[1]!, state: cells[2]!, shownBy: cells[3]!.trim() });
}
const of = (state: (typeof STATES)[number]) => rows.filter((row) => row.state === state);

/** The places a row names: `file` › a test's title, or `file` › `a text that stands in it` and words of our own. */
const placesOf = (row: Row) =>
  row.shownBy.split("<br>").map((part) => {
    const found = /^`([^`]+)` › (.+)$/.exec(part.trim());
    return found ? { file: found[1]!, title: found[2]!.trim(), text: /^`([^`]+)`/.exec(found[2]!)?.[1] } : null;
  });

const sources = new Map<string, string>();
function sourceOf(file: string): string {
  const known = sources.get(file);
  if (known !== undefined) return known;
  const source = existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "";
  sources.set(file, source);
  return source;
}

/** The titles of a file's tests, as they are written: `it("…"`, `test(`…`, `it.each(…)("…"`. */
function titlesOf(file: string): string[] {
  return [
    ...sourceOf(file).matchAll(
      /(?:\b(?:it|test)(?:\.(?!describe)\w+)*\(|\]\)\(|\)\)\(|[A-Za-z]\)\()\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/g,
    ),
  ].map((match) => match[1]!.slice(1, -1).replaceAll('\\"', '"'));
}

describe("the table of ASVS", () => {
  it("has exactly the 217 requirements in scope, each in its chapter, once", () => {
    expect(Object.values(ASVS_IDS).flat()).toHaveLength(217);
    for (const [name, ids] of Object.entries(ASVS_IDS))
      expect(
        rows.filter((row) => row.chapter === name).map((row) => row.id),
        name,
      ).toEqual(ids);
    expect(rows).toHaveLength(217);
    expect(rows.filter((row) => !(STATES as readonly string[]).includes(row.state))).toEqual([]);
  });

  it("leaves none open, and shows at least 150 by a test", () => {
    expect(rows.filter(({ state, shownBy }) => state === "open" || shownBy === "")).toEqual([]);
    expect(of("test").length).toBeGreaterThanOrEqual(TESTED_AT_LEAST);
  });

  it("names tests that there are", () => {
    const missing = of("test").flatMap((row) =>
      placesOf(row).flatMap((place) =>
        place && /\.(test|spec)\.tsx?$/.test(place.file) && titlesOf(place.file).includes(place.title)
          ? []
          : [`${row.id}: ${row.shownBy}`],
      ),
    );
    expect(missing).toEqual([]);
  });

  it("names places in the code that there are", () => {
    const missing = of("code").filter((row) =>
      placesOf(row).some((place) => !place?.text || !sourceOf(place.file).includes(place.text)),
    );
    expect(missing.map((row) => `${row.id}: ${row.shownBy}`)).toEqual([]);
  });

  it("gives a reason wherever something does not apply", () => {
    expect(
      of("n/a")
        .filter((row) => row.shownBy.length < 5)
        .map((row) => row.id),
    ).toEqual([]);
  });

  it("accepts at most 12 exceptions, the same that are shown at installation", () => {
    expect(new Map(of("exception").map((row) => [row.id, row.shownBy]))).toEqual(
      new Map(ASVS_EXCEPTIONS.map(({ id, reason }) => [id, reason])),
    );
    expect(ASVS_EXCEPTIONS.length).toBeLessThanOrEqual(12);
    expect(ASVS_EXCEPTIONS.filter(({ title, reason }) => title.length < 5 || reason.length < 15)).toEqual([]);
  });
});
