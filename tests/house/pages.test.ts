import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PAGES } from "../shots/pages";
import { ROLES } from "~/people/roles";

// The table of pages that `npm run shots` and the accessibility story walk: no page may be missing from it.

const folder = join(import.meta.dirname, "../../app/routes");
const files = readdirSync(folder).filter((name) => name.endsWith(".tsx") && !name.includes(".test."));
/** A route that draws something of its own and is no mere frame around others. */
const drawn = files
  .filter((name) => /export default function/.test(readFileSync(join(folder, name), "utf8")))
  .map((name) => name.slice(0, -4));
const frames = new Set(
  drawn.filter(
    (name) =>
      drawn.some((other) => other.startsWith(`${name}.`)) &&
      /<Outlet/.test(readFileSync(join(folder, `${name}.tsx`), "utf8")),
  ),
);

describe("the table of pages", () => {
  it.each(drawn.filter((name) => !frames.has(name)))("%s is looked at", (name) => {
    const rows = PAGES.filter(({ route }) => route === name);
    expect(rows.length, `app/routes/${name}.tsx has no row in tests/shots/pages-*.ts`).toBeGreaterThan(0);
  });

  it("names no route that is gone", () => {
    expect(
      PAGES.filter(({ route }) => route !== null && !drawn.includes(route)).map((row) => `${row.by} · ${row.name}`),
    ).toEqual([]);
  });

  it("gives each picture a name of its own", () => {
    const names = PAGES.map((row) => `${row.by}/${row.name}`);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it("opens the entrance of every role", () => {
    const visitors = new Set(PAGES.map((row) => row.by));
    expect(Object.keys(ROLES).filter((role) => role !== "learner" && !visitors.has(role))).toEqual([]);
  });
});
