import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { MOST_SHEET_ROWS } from "~/certificate/external/sheet.server";
import { MOST_ITEMS } from "~/exam/bank/item-sheet.server";
import { ALLOWANCES } from "~/people/allowance.server";
import { MOST_BYTES, MOST_ROWS } from "~/people/roster/read-file.server";
import { XLSX_BOUNDS } from "~/people/roster/zip-bounds.server";

// What docs/security says of inputs, files, limits and connections is held against the code: the places it names are
// there, the figures are the code's. The places that the how-tos for developing name are there too.

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const words = (n: number): string => n.toLocaleString("en");
const rowsOf = (path: string): string[][] =>
  read(path)
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) =>
      line
        .slice(2, -2)
        .split(" | ")
        .map((cell) => cell.trim()),
    );

describe("the rules for what comes in", () => {
  it.each([
    "docs/security/inputs.md",
    "docs/security/files.md",
    "docs/security/connections.md",
    "docs/security/limits.md",
    ...readdirSync(join(root, "docs/how-to/develop")).map((name) => `docs/how-to/develop/${name}`),
  ])("%s names files that there are", (path) => {
    const named = [...read(path).matchAll(/`((?:app|content|scenes|tests|scripts|prisma|docs)\/[^`\s›]+)`/g)]
      .map((match) => match[1]!)
      .filter((one) => !/[<*…$]|NAME/.test(one)); // a pattern, no file
    expect(named.filter((one) => !existsSync(join(root, one)))).toEqual([]);
    expect(
      [...read(path).matchAll(/\]\(([^)#]+)\)/g)]
        .map((match) => match[1]!)
        .filter((one) => !existsSync(join(root, dirname(path), one))),
    ).toEqual([]);
  });

  it("say of each item and of each pair of items where it is checked", () => {
    const rows = rowsOf("docs/security/inputs.md");
    expect(rows.length).toBeGreaterThan(20);
    expect(
      rows.filter((row) => row.length !== 3 || (!/在哪里核对|---/.test(row[2]!) && !/`app\/|`content\//.test(row[2]!))),
    ).toEqual([]);
  });
});

describe("the limits of files", () => {
  const text = read("docs/security/files.md");
  const unpacked = `展开后 ${XLSX_BOUNDS.bytes / 2 ** 20} MB、${words(XLSX_BOUNDS.parts)} 个部件`;
  it("are the code's, packed and unpacked, for each door", () => {
    const rows = rowsOf("docs/security/files.md");
    const of = (path: string) => rows.find((row) => row[0]!.includes(path))!;
    expect(of("/watch/import").slice(3)).toEqual([
      `${MOST_BYTES / 2 ** 20} MB；${unpacked}`,
      `${words(MOST_ROWS)} 行，64 列`,
    ]);
    for (const [path, route, most] of [
      ["/watch/certificates/import", "watch.certificates.import", `${MOST_SHEET_ROWS} 行`],
      ["/centre/bank/import", "centre.bank.import", `${MOST_ITEMS} 道`],
    ] as const) {
      const megabytes = Number(/const MOST_BYTES = (\d+) \* 2 \*\* 20;/.exec(read(`app/routes/${route}.tsx`))![1]);
      expect(of(path).slice(3), path).toEqual([`${megabytes} MB；${unpacked}`, most]);
    }
    expect(text).toContain("只有三处收文件");
  });
});

describe("the limits of business", () => {
  const rows = rowsOf("docs/security/limits.md");
  const places = rows.flatMap((row) =>
    [...row.at(-1)!.matchAll(/`([^`]+)` › `([^`]+)`/g)].map((match) => ({
      row: row[0]!,
      file: match[1]!,
      text: match[2]!,
    })),
  );

  it("stand in the code just so", () => {
    expect(places.length).toBeGreaterThan(15);
    expect(places.filter(({ file, text }) => !read(file).replace(/\s+/g, " ").includes(text))).toEqual([]);
  });

  it("of an account are the figures of its allowance", () => {
    for (const { limit, seconds } of Object.values(ALLOWANCES))
      expect(read("docs/security/limits.md")).toContain(`${words(limit)} 次 / ${seconds / 60} 分钟`);
  });
});

describe("the connections", () => {
  it("are set by variables that there are", () => {
    const variables = new Set(
      [...read("docs/security/connections.md").matchAll(/`([A-Z][A-Z_]+)(?:\/[\w.]+)?`/g)].map((match) => match[1]!),
    );
    expect(variables.size).toBeGreaterThan(4);
    const known = read("app/platform/env.server.ts");
    expect([...variables].filter((name) => !new RegExp(`\\b${name}:`).test(known))).toEqual([]);
  });
});
