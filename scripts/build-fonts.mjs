// Makes public/fonts from the packaged slices of Noto Sans SC: the characters of the shipped interface and content in
// three files (head, interface, content), weights 400–700; every other character stays in its slice. No network.
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import subsetFont from "subset-font";
import { mergeFonts } from "./font-merge.mjs";
import { root } from "./run.mjs";

const SOURCE = join(root, "node_modules/@fontsource-variable/noto-sans-sc");
const OUT = join(root, "public/fonts");
const FAMILY = "Anding Sans";
const REST_FAMILY = "Anding Rest";
const WEIGHTS = { min: 400, max: 700 };
const ASCII = Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n)).join("");

/** What is read for characters, the earlier set first: a character lives in the first file that needs it. */
const SETS = [
  // The name at the top of every page and the front page's headline: all that public and learning pages show in this
  // face.
  { name: "head", paths: ["app/ui/mark.tsx", "content/voices/portal.json"] },
  { name: "interface", paths: ["app", "scenes"] },
  { name: "content", paths: ["content", "prisma/seed"] },
];

/** Builds what is not there yet; true when something was built. `out` is a folder of its own in tests. */
export async function buildFonts({ out = OUT, sets = SETS } = {}) {
  const slices = readSlices();
  const wanted = takeApart(sets.map(({ name, paths }) => ({ name, characters: readCharactersOf(paths) })));
  const key = hash([
    readFileSync(join(SOURCE, "package.json")),
    readFileSync(new URL(import.meta.url)),
    ...wanted.map((set) => set.characters.join("")),
  ]);
  const stamp = join(out, "built-from.txt");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === key) return false;
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const faces = [];
  for (const set of wanted) faces.push(await buildSet(set, slices, out));
  writeFileSync(join(out, "shipped.css"), faces.filter(Boolean).join("\n"));
  writeFileSync(join(out, "rest.css"), slices.map((slice) => copySlice(slice, out)).join("\n"));
  copyFileSync(join(SOURCE, "LICENSE"), join(out, "LICENSE.txt"));
  writeFileSync(stamp, key);
  return true;
}

/**
 * One font of the given characters, as far as Noto Sans SC has them. format: 'woff2', or 'truetype' for documents.
 * @param {Iterable<string>} characters
 * @param {{ format?: string, weight?: number | { min: number, max: number }, slices?: any[] }} [options]
 */
export async function makeFont(characters, { format = "woff2", weight = WEIGHTS, slices = readSlices() } = {}) {
  const options = {
    targetFormat: "truetype",
    keepFeatures: [],
    variationAxes: { wght: WEIGHTS },
    dropTables: ["BASE", "GDEF", "GPOS", "GSUB", "HVAR", "VVAR", "STAT", "MVAR", "gasp", "prep", "vhea", "vmtx"],
  };
  const parts = [];
  for (const slice of slices) {
    const mine = characters.filter((character) => slice.has(character.codePointAt(0)));
    if (mine.length > 0) parts.push(await subsetFont(readFileSync(slice.file), mine.join(""), options));
  }
  return subsetFont(mergeFonts(parts), characters.join(""), {
    targetFormat: format,
    keepFeatures: [],
    variationAxes: { wght: weight },
  });
}

async function buildSet({ name, characters }, slices, out) {
  const drawable = characters.filter((character) => slices.some((slice) => slice.has(character.codePointAt(0))));
  if (drawable.length === 0) return null;
  const font = await makeFont(drawable, { slices });
  const file = `${name}-${hash([font]).slice(0, 12)}.woff2`;
  writeFileSync(join(out, file), font);
  console.log(`fonts: ${file}, ${drawable.length} characters, ${Math.round(font.length / 1024)} kB`);
  return face(FAMILY, file, toRanges(drawable.map((character) => character.codePointAt(0))));
}

function copySlice(slice, out) {
  const file = `slice-${slice.name}.woff2`;
  copyFileSync(slice.file, join(out, file));
  return face(REST_FAMILY, file, slice.ranges);
}

function face(family, file, ranges) {
  return `@font-face{font-family:"${family}";font-weight:${WEIGHTS.min} ${WEIGHTS.max};font-display:swap;src:url(/fonts/${file}) format("woff2");unicode-range:${ranges}}`;
}

/** The packaged slices with their unicode-range. */
function readSlices() {
  const css = readFileSync(join(SOURCE, "index.css"), "utf8");
  return [
    ...css.matchAll(/url\(\.\/files\/noto-sans-sc-([\w-]+)-wght-normal\.woff2\)[^;]*;\s*unicode-range: ([^;]+);/g),
  ].map(([, name, ranges]) => {
    const spans = ranges.split(",").map((range) =>
      range
        .trim()
        .slice(2)
        .split("-")
        .map((code) => Number.parseInt(code, 16)),
    );
    return {
      name,
      ranges: ranges.trim(),
      file: join(SOURCE, `files/noto-sans-sc-${name}-wght-normal.woff2`),
      has: (code) => spans.some(([from, to = from]) => from <= code && code <= to),
    };
  });
}

/** All characters but control codes in the source below these paths, tests left out; ASCII always. */
function readCharactersOf(paths) {
  const found = new Set(ASCII);
  const visit = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory())
      return readdirSync(path)
        .sort()
        .forEach((name) => visit(join(path, name)));
    if (/\.(tsx?|json|svg|md)$/.test(path) && !/\.test\.tsx?$/.test(path))
      for (const character of readFileSync(path, "utf8")) if (character > "\u001f") found.add(character);
  };
  paths.forEach((path) => visit(join(root, path)));
  return found;
}

/** Each character once: in the first set that has it. */
function takeApart(sets) {
  const taken = new Set();
  return sets.map(({ name, characters }) => {
    const mine = [...characters]
      .filter((character) => !taken.has(character))
      .sort((a, b) => a.codePointAt(0) - b.codePointAt(0));
    mine.forEach((character) => taken.add(character));
    return { name, characters: mine };
  });
}

/** Sorted code points → 'U+20-7e,U+4e00'. */
function toRanges(codes) {
  const spans = [];
  for (const code of codes) {
    const last = spans.at(-1);
    if (last && last[1] === code - 1) last[1] = code;
    else spans.push([code, code]);
  }
  return spans.map(([from, to]) => `U+${from.toString(16)}${to > from ? `-${to.toString(16)}` : ""}`).join(",");
}

function hash(parts) {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part);
  return sum.digest("hex");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildFonts();
