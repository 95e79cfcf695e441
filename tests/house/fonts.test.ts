import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildFonts, makeFont } from "../../scripts/build-fonts.mjs";
import { mergeFonts, readCharacters } from "../../scripts/font-merge.mjs";

const codes = (text: string) => [...text].map((character) => character.codePointAt(0));

describe("the shipped face", () => {
  it("joins characters from many slices into one font", async () => {
    const text = "安鼎 1234Aé：交卷、心肺复苏，越城区";
    const font: Buffer = await makeFont([...new Set(text)], { format: "truetype" });
    expect(new Set(readCharacters(font).keys())).toEqual(new Set(codes(text)));
    expect(font.includes("gvar")).toBe(true);
  });

  it("keeps each glyph's own outline and weight when slices are joined", async () => {
    const one: Buffer = await makeFont(["鼎"], { format: "truetype", weight: 700 });
    const among: Buffer = await makeFont([..."安鼎é交卷越"], { format: "truetype", weight: 700 });
    const light: Buffer = await makeFont(["鼎"], { format: "truetype", weight: 400 });
    const alone = glyphBytes(one, "鼎");
    expect(alone.length).toBeGreaterThan(50);
    expect(glyphBytes(among, "鼎").equals(alone)).toBe(true);
    expect(glyphBytes(light, "鼎").equals(alone)).toBe(false);
  });

  it("puts each character into the first file that needs it, and builds again only when characters change", async () => {
    const out = mkdtempSync(join(tmpdir(), "anding-fonts-"));
    const sets = [
      { name: "front", paths: ["public/favicon.svg"] },
      { name: "rest-of-it", paths: ["content/rules/campaigns.json"] },
    ];
    expect(await buildFonts({ out, sets })).toBe(true);
    expect(await buildFonts({ out, sets })).toBe(false);
    const css = readFileSync(join(out, "shipped.css"), "utf8");
    const [front = "", other = ""] = css.split("\n").map((face) => face.slice(face.indexOf("unicode-range")));
    expect(front).toContain("U+20-7e");
    expect(other).not.toContain("U+20-7e");
    for (const [, file] of css.matchAll(/url\(\/fonts\/([^)]+)\)/g)) expect(readdirSync(out)).toContain(file);
    writeFileSync(join(out, "built-from.txt"), "something else");
    expect(await buildFonts({ out, sets })).toBe(true);
  });

  it("refuses to join nothing", () => {
    expect(() => mergeFonts([])).toThrow("Nothing to merge");
  });
});

/** The outline of one character, found through cmap and loca of a small TrueType file. */
function glyphBytes(font: Buffer, character: string): Buffer {
  const table = (name: string) => {
    for (let i = 0; i < font.readUInt16BE(4); i++) {
      const at = 12 + 16 * i;
      if (font.toString("latin1", at, at + 4) === name)
        return font.subarray(font.readUInt32BE(at + 8), font.readUInt32BE(at + 8) + font.readUInt32BE(at + 12));
    }
    throw new Error(`no table ${name}`);
  };
  const id = (readCharacters(font) as Map<number, number>).get(character.codePointAt(0) ?? 0) ?? 0;
  const [loca, long] = [table("loca"), table("head").readInt16BE(50) === 1];
  const at = (n: number) => (long ? loca.readUInt32BE(4 * n) : 2 * loca.readUInt16BE(2 * n));
  return table("glyf").subarray(at(id), at(id + 1));
}
