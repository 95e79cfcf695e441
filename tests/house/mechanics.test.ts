import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// A mechanic lives in two folders and is named in three registries. Held twice: no other source names one, and the
// how-to for adding one, followed word for word, touches nothing else, leaves types that check and an engine that runs.
//
// Not looked at: tests, verification cases (they are tests), examples, content and seeds, which are data and may name
// the mechanic that they are for; and the sim, whose verbs and props are what any mechanic builds on.

const root = join(import.meta.dirname, "../..");
const REGISTRIES = [
  "scenes/mechanics/registry.ts",
  "scenes/stage/mechanics/registry.ts",
  "app/drill/mechanics.server.ts",
];
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

describe("a mechanic's name", () => {
  const files = sourcesIn("app", "scenes", "content", "scripts").filter(outside);

  it.each(names)("stands in its two folders and the three registries alone: %s", (name) => {
    for (const folder of ["scenes/mechanics", "scenes/stage/mechanics"])
      expect(existsSync(join(root, folder, name)), `${folder}/${name}`).toBe(true);
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

describe("a mechanic's own words", () => {
  // signs and furniture of a building show an AED whatever is tested there
  const PLACE = /^scenes\/stage\/(place|shade)\//;
  const WORDS = /\bCareView\b|\bcare[A-Z]\w*|\b(view|now|session|v)\.care\b|\bAED\b|["']aed["']|按压|电极片|胸口|心肺/;

  it("are spoken neither by the stage nor by a drill's pages", () => {
    const files = [
      ...sourcesIn("scenes/stage", "app/drill"),
      ...sourcesIn("app/routes").filter((file) => file.includes("/drill.")),
    ].filter((file) => outside(file) && !PLACE.test(file));
    expect(files.length).toBeGreaterThan(60);
    expect(files.filter((file) => WORDS.test(read(file)))).toEqual([]);
  });
});

const HOW_TO = "docs/how-to/develop/add-a-mechanic.md";
const NAME = "juggle";

/** The how-to's blocks by path: whole files, and changes to files that are there. */
function followed(without?: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const [, kind, path, body] of read(HOW_TO).matchAll(/^```(ts|diff) (\S+)\n([\s\S]*?)^```$/gm)) {
    if (path === without) continue;
    if (kind === "ts") files.set(path!, body!);
    else files.set(path!, changed(files.get(path!) ?? read(path!), body!, path!));
  }
  return files;
}

function changed(text: string, diff: string, path: string): string {
  const lines = diff.trimEnd().split("\n");
  const side = (sign: string) =>
    lines
      .filter((line) => line[0] === " " || line[0] === sign)
      .map((line) => `${line.slice(1)}\n`)
      .join("");
  expect(text.split(side("-")).length, `${path} has these lines once:\n${side("-")}`).toBe(2);
  return text.replace(side("-"), () => side("+"));
}

/** What the types say of the files that were touched. */
function typeErrors(files: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost({ ...options, noEmit: true, incremental: false });
  const laid = new Map([...files].map(([path, text]) => [join(root, path), text]));
  const folders = new Set([...laid.keys()].map((path) => dirname(path)));
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => laid.has(path) || fileExists.call(host, path);
  host.readFile = (path) => laid.get(path) ?? readFile.call(host, path);
  host.directoryExists = (path) => folders.has(path) || ts.sys.directoryExists(path);
  host.getSourceFile = (path, language, ...rest) =>
    laid.has(path)
      ? ts.createSourceFile(path, laid.get(path)!, language)
      : getSourceFile.call(host, path, language, ...rest);
  const roots = [...new Set([...laid.keys(), ...REGISTRIES.map((file) => join(root, file))])];
  const program = ts.createProgram(
    [...roots, join(root, "env.d.ts")],
    { ...options, noEmit: true, incremental: false },
    host,
  );
  return roots.flatMap((path) => {
    const source = program.getSourceFile(path)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      (d) => `${relative(root, path)}: ${ts.flattenDiagnosticMessageText(d.messageText, " ")}`,
    );
  });
}

describe("the how-to of adding a mechanic, followed", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sixth-mechanic-"));
    for (const part of ["scenes", "app/drill"]) cpSync(join(root, part), join(folder, part), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("touches two folders and three registries", () => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "core.autocrlf=false", ...args], {
        cwd: folder,
        encoding: "utf8",
      });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "before");
    for (const [path, text] of followed()) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git("add", "-A");
    const touched = git("diff", "--cached", "--stat=200", "--name-only").trim().split("\n");
    expect(touched.sort()).toEqual(
      [...REGISTRIES, `scenes/mechanics/${NAME}/${NAME}.ts`, `scenes/stage/mechanics/${NAME}/face.ts`].sort(),
    );
  });

  it("gives an engine that plays it to its end", async () => {
    const outfile = join(folder, "engine.mjs");
    const options = { bundle: true, format: "esm", platform: "neutral", logLevel: "silent" } as const;
    await build({ ...options, entryPoints: [join(folder, "scenes/mechanics/engine.ts")], outfile });
    const said = spawnSync(process.execPath, [
      "--input-type=module",
      "-e",
      `import { createRun, idle } from ${JSON.stringify(pathToFileURL(outfile).href)};
       import { readFileSync } from "node:fs";
       const scene = JSON.parse(readFileSync("content/scenes/office-storey.json", "utf8"));
       const run = createRun({ ...scene, meta: { ...scene.meta, mechanic: "${NAME}", seconds: 2 } }, "5eed00000000a11d");
       while (!run.done) run.step(idle());
       console.log(run.verdict().outcome, run.tick, run.view().part);`,
    ]);
    expect(String(said.stdout), String(said.stderr)).toBe("timeout 40 null\n");
  });

  it("leaves types that check", () => {
    expect(typeErrors(followed())).toEqual([]);
  }, 120_000);

  it.each(REGISTRIES)(
    "is a type error where its row is left out of %s",
    (registry) => {
      expect(typeErrors(followed(registry)).join("\n")).toContain(NAME);
    },
    120_000,
  );
});
