import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";

// No character that is no letter stands in what is written or shown: not as itself in a source, and not as an escape in
// a sentence with Chinese in it.

const root = join(import.meta.dirname, "../..");
const TEXT = /\.(tsx?|mjs|js|json|md|css|sql|prisma|ya?ml|txt|svg|html|sh)$/;
function filesBelow(dir: string): string[] {
  return readdirSync(dir).flatMap((name) =>
    statSync(join(dir, name)).isDirectory() ? filesBelow(join(dir, name)) : [join(dir, name)],
  );
}
const files = ["app", "content", "docs", "prisma/schema", "scenes", "scripts"]
  .flatMap((folder) => filesBelow(join(root, folder)))
  .filter((path) => TEXT.test(path));
const isControl = (code: number): boolean =>
  (code < 32 && code !== 9 && code !== 10 && code !== 13) ||
  (code >= 127 && code < 160) ||
  code === 0x200b ||
  code === 0xfeff ||
  code === 0xfffd;
const controlIn = (text: string): boolean => Array.from(text).some((letter) => isControl(letter.codePointAt(0)!));
/** A quoted text on one line that has both a Chinese letter and a written control character. */
const ESCAPED = /(["'`])(?=(?:(?!\1).)*\p{Script=Han})(?:(?!\1).)*\\(?:x[01][0-9a-f]|u00[01][0-9a-f]|0(?!\d))/iu;

it("stands in no source", () => {
  expect(files.length).toBeGreaterThan(900);
  expect(
    files
      .filter((path) => controlIn(readFileSync(path, "utf8").replace(/^\ufeff/, "")))
      .map((path) => relative(root, path)),
  ).toEqual([]);
});

it("stands in no sentence, written as an escape", () => {
  expect(ESCAPED.test('x = "没有\\x00发过"')).toBe(true);
  const source = files.filter((path) => /\.(tsx?|mjs|json)$/.test(path) && !/\.test\.tsx?$/.test(path));
  expect(
    source
      .filter((path) =>
        readFileSync(path, "utf8")
          .split("\n")
          .some((line) => ESCAPED.test(line)),
      )
      .map((path) => relative(root, path)),
  ).toEqual([]);
});
