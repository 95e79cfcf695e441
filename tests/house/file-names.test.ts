import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

// The product is unpacked and run on Windows and macOS too: names that their file systems refuse or confuse, and calls
// that only one system knows.

const root = join(import.meta.dirname, "../..");
const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);

describe("names of files", () => {
  it("are possible on Windows", () => {
    const bad = tracked.filter((path) =>
      path
        .split("/")
        .some(
          (part) =>
            /[<>:"|?*\\\u0000-\u001f]/.test(part) ||
            /[. ]$/.test(part) ||
            /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part),
        ),
    );
    expect(bad).toEqual([]);
  });
  it("do not differ by case alone", () => {
    const seen = new Map<string, string>();
    const twins = tracked.filter((path) => {
      const other = seen.get(path.toLowerCase());
      seen.set(path.toLowerCase(), path);
      return other !== undefined;
    });
    expect(twins).toEqual([]);
  });
  it("leave room below the 260 characters of a Windows path", () => {
    expect(tracked.filter((path) => path.length > 140)).toEqual([]);
  });
});

describe("code", () => {
  const sources = [...filesBelow(join(root, "app")), ...filesBelow(join(root, "scripts"))].filter(
    (path) => /\.(ts|tsx|mjs)$/.test(path) && !/\.test\./.test(path),
  );
  const lines = sources.flatMap((path) =>
    readFileSync(path, "utf8")
      .split("\n")
      .map((text, at) => ({ place: `${path.slice(root.length + 1)}:${at + 1}`, text })),
  );
  const at = (pattern: RegExp) =>
    lines.filter(({ text }) => pattern.test(text)).map(({ place, text }) => `${place} ${text.trim()}`);

  it("puts no colon of a time into a file's name", () => {
    const stamps = at(/(join|resolve|`[^`]*\/).*toISOString\(\)/).filter(
      (line) => !/replace\(|slice\(0, 10\)|\bat: [\w. ()]*toISOString/.test(line),
    );
    expect(stamps).toEqual([]);
  });
  it("makes no symbolic link, which Windows allows administrators alone", () =>
    expect(at(/\bsymlink(Sync)?\(/)).toEqual([]));
  it("takes a path from a module's address by fileURLToPath, never by .pathname", () =>
    expect(at(/import\.meta\.url\)\.pathname/)).toEqual([]));
});

function filesBelow(dir: string): string[] {
  return readdirSync(dir).flatMap((name) =>
    statSync(join(dir, name)).isDirectory() ? filesBelow(join(dir, name)) : [join(dir, name)],
  );
}
