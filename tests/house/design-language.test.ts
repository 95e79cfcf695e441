import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LIGHT } from "~/ui/tokens";

// The looks and words every page keeps. The theme has no colours but the tokens, so a class of Tailwind's own palette
// would silently draw nothing: it is found here.

const TOKENS = new Set([...Object.keys(LIGHT), "transparent", "current", "inherit"]);
const COLOURED =
  /(?<![\w-])(?:bg|text|border(?:-[trblxy])?|stroke|fill|decoration|accent|divide|outline|ring|caret|placeholder|shadow|from|to|via)-([a-z]+(?:-[a-z]+)*(?:-\d{1,3})?)(?:\/\d+)?(?![\w-])/g;
const PALETTE =
  /^(?:slate|gray|grey|zinc|neutral|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple|fuchsia|pink|rose|black|white)(?:-\d+)?$/;

const sources = ["app", "scenes"].flatMap(files).filter((path) => path.endsWith(".tsx") && !path.includes(".test."));

describe("looks", () => {
  it("finds the pages at all", () => expect(sources.length).toBeGreaterThan(40));

  it("uses the product's own colours only", () => {
    const foreign = each(
      COLOURED,
      ([, name = ""]) =>
        PALETTE.test(name) ||
        (/^(paper|card|sunk|ink|muted|line|edge|bronze|focus|forbid|warn|must|safe|sign|level)(-|$)/.test(name) &&
          !TOKENS.has(name)),
    );
    expect(foreign).toEqual([]);
  });

  it("moves for 150 ms at most", () => {
    expect(each(/\bduration-\[?(\d+)/g, ([, ms]) => Number(ms) > 150)).toEqual([]);
  });

  it("has no gradient and no glass", () => {
    expect(each(/\b(?:bg-gradient-to-\w+|backdrop-blur\S*)/g, () => true)).toEqual([]);
  });

  it("never takes the focus ring away", () => {
    expect(each(/(?<![\w-])(?:focus(?:-visible)?:)?outline-none\b/g, () => true)).toEqual([]);
  });
});

describe("words", () => {
  it("has no exclamation mark", () => {
    expect(each(/[\u4e00-\u9fff][！!](?!=)/g, () => true)).toEqual([]);
  });

  it("asks no one to press 确定", () => {
    expect(each(/>\s*(?:确定|确认|提交|OK)\s*</g, () => true)).toEqual([]);
  });
});

/** Every match that counts as a fault, with its file and line. */
function each(pattern: RegExp, isFault: (match: RegExpMatchArray) => boolean): string[] {
  return sources.flatMap((path) =>
    readFileSync(path, "utf8")
      .split("\n")
      .flatMap((line, at) =>
        [...line.matchAll(pattern)].filter(isFault).map((match) => `${path}:${at + 1} ${match[0].trim()}`),
      ),
  );
}

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}
