import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { DRILL_FACES } from "~/drill/mechanics.server";

// A mechanic lives in two folders and is named in three registries. Here: no other source names one or speaks its words,
// and what each must bring is there. That the how-to for adding one leads there: add-a-mechanic.test.ts.
//
// Not looked at: tests, verification cases (they are tests), examples, content and seeds, which are data and may name
// the mechanic that they are for; and the sim, whose verbs and props are what any mechanic builds on.

const root = join(import.meta.dirname, "../..");
const REGISTRIES = [
  "scenes/mechanics/registry.ts",
  "scenes/stage/mechanics/registry.ts",
  "app/drill/mechanics.server.ts",
];
const FOLDERS = ["scenes/mechanics", "scenes/stage/mechanics"];
const OWN = /^scenes\/(stage\/)?mechanics\/[^/]+\//;
const DATA = /\.test\.tsx?$|\/verification\/|^scenes\/examples\/|^app\/drill\/test-log\.ts$/;
const names = readdirSync(join(root, "scenes/mechanics"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const sourcesIn = (...folders: string[]) =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(tsx?|mjs)$/.test(file))
      .map((file) => `${folder}/${file.split(sep).join("/")}`),
  );
const outside = (file: string) => !OWN.test(file) && !REGISTRIES.includes(file) && !DATA.test(file);
const read = (file: string) => readFileSync(join(root, file), "utf8");
const bare = (code: string) => code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:])\/\/.*$/gm, "$1");
const ownSources = (name: string) =>
  sourcesIn(...FOLDERS.map((folder) => `${folder}/${name}`)).filter((file) => !DATA.test(file));

describe("a mechanic's name", () => {
  const files = sourcesIn("app", "scenes", "content", "scripts").filter(outside);

  it.each(names)("stands in its two folders and the three registries alone: %s", (name) => {
    for (const folder of FOLDERS) expect(existsSync(join(root, folder, name)), `${folder}/${name}`).toBe(true);
    for (const file of REGISTRIES) expect(read(file), file).toMatch(new RegExp(`\\b${name}\\b`));
    // as a string, a key or a part of a path; "observe" is a word of the language too
    const named = new RegExp(`(?<!\\[)["'\`/]${name}["'\`/]|(^|[{\\s])${name}: [\\[{"']`, "m");
    expect(files.filter((file) => named.test(read(file)))).toEqual([]);
  });

  it("is looked for in the whole house", () => {
    expect(files.length).toBeGreaterThan(600);
    expect(names.length).toBeGreaterThanOrEqual(3);
  });
});

/** Runs of so many Chinese characters, with how often each stands there. */
function runs(text: string, length: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const chinese of text.match(/[\u4e00-\u9fff]+/g) ?? [])
    for (let i = 0; i + length <= chinese.length; i++)
      found.set(chinese.slice(i, i + length), (found.get(chinese.slice(i, i + length)) ?? 0) + 1);
  return found;
}

describe("a mechanic's own words", () => {
  // signs and furniture of a building show an AED whatever is tested there
  const PLACE = /^scenes\/stage\/(place|shade)\//;
  const isDrill = (file: string) => file.startsWith("app/drill/") || /^app\/routes\/drill\./.test(file);
  const shared = sourcesIn("scenes/stage", "app/drill", "app/routes").filter(
    (file) => outside(file) && !PLACE.test(file) && (isDrill(file) || file.startsWith("scenes/stage/")),
  );
  const textOf = (files: readonly string[]) => files.map((file) => bare(read(file))).join("\n");
  const general = textOf(sourcesIn("app").filter((file) => !isDrill(file) && !DATA.test(file)));
  /** What any place has, and words that only look like one's own. Each was read where it stands. */
  const EVERYBODYS = /灭火|火器|手动报|动报警|报警按|警按钮|电梯|房间|的门|有烟|烟里|吸入的|从窗口|指着|样评|评判|停顿/;

  /** Said again and again in its own folders, and neither by another mechanic nor anywhere else on our pages. */
  function wordsOf(name: string): string[] {
    const own = textOf(ownSources(name));
    const others = textOf(names.filter((other) => other !== name).flatMap(ownSources));
    const spoken = ([length, often]: readonly [number, number]) => {
      const known = [runs(others, length), runs(general, length)];
      return [...runs(own, length)].flatMap(([word, times]) =>
        times >= often && !known.some((words) => words.has(word)) && !EVERYBODYS.test(word) ? [word] : [],
      );
    };
    return [[2, 4] as const, [3, 2] as const].flatMap(spoken);
  }
  /** Names that its files give out, and short ones of Latin capitals in what it says. */
  function namesIn(name: string): string[] {
    const given = ownSources(name).flatMap((file) =>
      [...read(file).matchAll(/^export (?:async )?(?:const|function|interface|type|class) (\w+)/gm)].map(
        ([, id]) => id!,
      ),
    );
    const capitals = [
      ...textOf(ownSources(name)).matchAll(/[\u4e00-\u9fff] ?([A-Z]{3,})\b|\b([A-Z]{3,}) ?(?=[\u4e00-\u9fff])/g),
    ].map(([, after, before]) => (after ?? before)!);
    return [
      ...new Set([
        ...given.filter((id) => /[a-z][A-Z]/.test(id)),
        ...capitals.filter((word) => !new RegExp(`\\b${word}\\b`).test(general)),
      ]),
    ];
  }

  it.each(names)("are spoken neither by the stage nor by a drill's pages: %s", (name) => {
    const words = [...wordsOf(name), ...namesIn(name)];
    const said = shared.flatMap((file) => {
      const text = bare(read(file));
      return words
        .filter((word) => (/^\w+$/.test(word) ? new RegExp(`\\b${word}\\b`).test(text) : text.includes(word)))
        .map((word) => `${file}: ${word}`);
    });
    expect(
      said,
      `of ${name}: they belong into its two folders; a word that any place has stands in EVERYBODYS of this test`,
    ).toEqual([]);
  });

  it("are found: of one mechanic many, and in a file that speaks them", () => {
    expect(shared.length).toBeGreaterThan(60);
    const words = wordsOf("resuscitate");
    expect(words.length).toBeGreaterThan(100);
    for (const said of ["把电极片贴好", "按着不放", "AED 到了", "CareView"]) {
      const own = [...words, ...namesIn("resuscitate")];
      expect(
        own.filter((word) => said.includes(word)),
        said,
      ).not.toEqual([]);
    }
  });
});

describe("what a mechanic brings", () => {
  const faces = new Map(DRILL_FACES);

  it.each(names)("%s: the words of its texts.ts are those of its row, in all three voices", async (name) => {
    const face = faces.get(name)!;
    const file = `scenes/mechanics/${name}/texts.ts`;
    const tables = existsSync(join(root, file))
      ? (Object.values((await import(/* @vite-ignore */ pathToFileURL(join(root, file)).href)) as object) as object[])
      : [{}];
    expect(tables, `${file} exports one table`).toHaveLength(1);
    expect(face.texts, `app/drill/mechanics.server.ts: \`texts\` of ${name} is the table of ${file}`).toEqual(
      tables[0],
    );
    if (Object.keys(face.texts).length || face.sentences)
      expect(face.voices, `app/drill/mechanics.server.ts: \`voices\` of ${name}`).not.toBeNull();
    if (existsSync(join(root, `content/voices/${name}.json`)))
      expect(face.voices, `content/voices/${name}.json is read by nobody`).not.toBeNull();
    if (Object.keys(face.texts).length)
      expect(face.sentences, "three sentences to take along, said before the drill").not.toBeNull();
  });

  it.each(names)("%s: each act, caption and end that its code names has words", (name) => {
    const { texts } = faces.get(name)!;
    const keys = ownSources(name)
      .filter((file) => !file.endsWith("/texts.ts"))
      .flatMap((file) =>
        [...bare(read(file)).matchAll(/"((?:act|caption|end)\.[a-z0-9.-]+)"/g)].map(([, key]) => key!),
      );
    expect(
      keys.filter((key) => !Object.hasOwn(texts, key)),
      `without a text in scenes/mechanics/${name}/texts.ts`,
    ).toEqual([]);
    const read_ = /^(act|caption|end|prompt|part)\.|\.(well|badly|better)$/;
    expect(
      Object.keys(texts).filter((key) => !read_.test(key)),
      "read by nobody: keys are act.… caption.… end.… and <point>.well .badly .better",
    ).toEqual([]);
  });

  it.each(names)("%s: stands in the glossary, and in the scene format with what a scene says of it", (name) => {
    expect(read("docs/glossary.md"), `docs/glossary.md: a row for ${name}`).toMatch(new RegExp(`\\b${name}\\b`));
    expect(read("docs/scene-format.md"), `docs/scene-format.md: a row for ${name}`).toContain(`| \`${name}\` |`);
  });

  it.each(names)("%s: its face asks for its own part of the view alone", (name) => {
    const asked = ownSources(name).flatMap((file) =>
      [...read(file).matchAll(/\bpartOf\([^)]*?,\s*"([\w-]+)"/g)].map(([, part]) => `${file}: ${part}`),
    );
    expect(asked.filter((line) => !line.endsWith(`: ${name}`))).toEqual([]);
  });
});

describe("the faces", () => {
  it("bring no three.js with them: a room comes by import() when it is drawn", async () => {
    const { metafile } = await build({
      entryPoints: [join(root, "scenes/stage/mechanics/registry.ts")],
      absWorkingDir: root,
      bundle: true,
      splitting: true,
      format: "esm",
      outdir: "out",
      write: false,
      metafile: true,
      jsx: "automatic",
      logLevel: "silent",
      external: ["react", "react/*", "lucide-react"],
    });
    const outputs = Object.entries(metafile.outputs);
    const inputsOf = (path: string): string[] => [
      ...Object.keys(metafile.outputs[path]!.inputs),
      ...metafile.outputs[path]!.imports.filter(
        ({ kind, external }) => kind === "import-statement" && !external,
      ).flatMap((one) => inputsOf(one.path)),
    ];
    const [entry] = outputs.find(([, output]) => output.entryPoint === "scenes/stage/mechanics/registry.ts")!;
    const loaded = inputsOf(entry);
    expect(outputs.some(([path]) => inputsOf(path).some((file) => file.includes("/three/")))).toBe(true);
    expect(
      loaded.filter((file) => file.includes("node_modules/three/") || /\/room\.client\.ts$/.test(file)),
      "a face imports its room by `room: async () => (await import(…)).create…`",
    ).toEqual([]);
  });
});
