import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { HOLDINGS, WALKS } from "~/server/key-change.server";

// No purpose of a named key is used that a change of the master key knows nothing of.

const root = join(import.meta.dirname, "../..");
const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(dir, entry.name)) : [join(dir, entry.name)],
  );
const sources = ["app", "prisma/seed"]
  .flatMap((folder) => filesBelow(join(root, folder)))
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|platform\/keys\.server/.test(path))
  .map((path) => ({ path: path.slice(root.length + 1), text: readFileSync(path, "utf8") }));
const CALL = /keys\(\)\s*\.(named|everyNamed|lookups?|seal|unseal|unsealBytes|reseal)\(\s*([^,)]+)/g;

const used = sources.flatMap(({ path, text }) =>
  [...text.matchAll(CALL)].map(([, verb, said]) => {
    const constant = /^[A-Z_]+$/.test(said!)
      ? sources.map((one) => new RegExp(`const ${said} = "([\\w-]+)"`).exec(one.text)?.[1]).find(Boolean)
      : undefined;
    const literal = /^"([\w-]+)"$/.exec(said!)?.[1] ?? constant ?? null;
    return { path, said, purpose: literal && (verb!.startsWith("lookup") ? `lookup:${literal}` : literal) };
  }),
);
// A walk is handed the purpose that its own table names.
const handed = ["purpose"];

describe("the purposes of named keys", () => {
  it("are written where they are used", () =>
    expect(used.filter((one) => one.purpose === null && !handed.includes(one.said!))).toEqual([]));
  it("are used by `keys()` where they stand: kept under another name, a use would not be seen here", () =>
    expect(sources.filter(({ text }) => /=\s*keys\(\)\s*[;,\n)]/.test(text)).map(({ path }) => path)).toEqual([]));
  it("all stand in a room's list, once", () => {
    const listed = HOLDINGS.map((one) => one.purpose);
    expect(
      used
        .filter(({ purpose }) => purpose !== null && !listed.includes(purpose))
        .map(({ path, purpose }) => `${path}: ${purpose}`),
    ).toEqual([]);
    expect(listed.filter((one, at) => listed.indexOf(one) !== at)).toEqual([]);
    expect(used.length).toBeGreaterThan(20);
  });
  it("name no walk that there is not, and none is listed that nobody uses", () => {
    const names = WALKS.map((walk) => walk.name);
    expect(HOLDINGS.flatMap((one) => (one.becomes === "anew" && !names.includes(one.walk) ? [one.walk] : []))).toEqual(
      [],
    );
    expect(
      HOLDINGS.map((one) => one.purpose).filter((purpose) => !used.some((one) => one.purpose === purpose)),
    ).toEqual([]);
  });
});
