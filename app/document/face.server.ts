import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

// Noto Sans SC in full (30,890 characters, OFL 1.1), from its package. A document takes with it the characters it uses:
// HarfBuzz cuts them out, and pdf-lib embeds the cut face whole. (pdf-lib's own subsetting loses outlines of this face
// while the text still reads: the sheet is empty where the words should be.)

const FILES = { regular: "400Regular/NotoSansSC_400Regular.ttf", bold: "700Bold/NotoSansSC_700Bold.ttf" } as const;
export type FaceName = keyof typeof FILES;
/** Stands where the face has no outline for a character (GB 3102 and printers: a missing sort). */
export const MISSING = "〓";
// Outlines and the map from characters are enough: no layout tables, so that measuring here and drawing there agree.
const DROPPED = ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "STAT", "gasp", "prep", "vhea", "vmtx"];

export type Face = {
  has: (code: number) => boolean;
  widthOf: (text: string, size: number) => number;
  cut: (characters: string) => Promise<Buffer>;
};

const faces = new Map<FaceName, Promise<Face>>();

export function openFace(name: FaceName): Promise<Face> {
  let face = faces.get(name);
  if (!face) faces.set(name, (face = readFace(name)));
  return face;
}

async function readFace(name: FaceName): Promise<Face> {
  // Loaded with the first document: a house that prints none does not carry them in memory.
  const [{ default: fontkit }, { default: subsetFont }] = await Promise.all([
    import("@pdf-lib/fontkit"),
    import("subset-font"),
  ]);
  const bytes = await readFile(
    createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${FILES[name]}`),
  );
  const font = fontkit.create(bytes) as unknown as {
    unitsPerEm: number;
    hasGlyphForCodePoint(code: number): boolean;
    glyphForCodePoint(code: number): { advanceWidth: number };
  };
  const advances = new Map<number, number>();
  const advanceOf = (code: number): number => {
    let advance = advances.get(code);
    if (advance === undefined)
      advances.set(code, (advance = font.glyphForCodePoint(code).advanceWidth / font.unitsPerEm));
    return advance;
  };
  return {
    has: (code) => font.hasGlyphForCodePoint(code),
    widthOf: (text, size) => [...text].reduce((sum, character) => sum + advanceOf(character.codePointAt(0)!), 0) * size,
    cut: (characters) =>
      subsetFont(bytes, characters, { targetFormat: "truetype", keepFeatures: [], dropTables: DROPPED }),
  };
}

// Joiners, variation selectors, direction marks and control codes have no outline and no place on paper.
const UNPRINTED = /[\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/gu;

/** The text as the face can draw it, and the characters it has none for. */
export function toDrawable(text: string, { has }: Face): { text: string; missing: string[] } {
  const missing: string[] = [];
  const drawable = [...text.replace(/\t/g, " ").replace(UNPRINTED, (mark) => (mark === "\n" ? mark : ""))].map(
    (character) => {
      if (character === "\n" || has(character.codePointAt(0)!)) return character;
      missing.push(character);
      return MISSING;
    },
  );
  return { text: drawable.join(""), missing };
}
