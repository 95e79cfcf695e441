import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// The how-to for adding a mechanic, followed word for word: it touches two folders and three registries and nothing
// else, leaves types that check and an engine that runs, and can be followed again for the next one.

const root = join(import.meta.dirname, "../..");
const REGISTRIES = [
  "scenes/mechanics/registry.ts",
  "scenes/stage/mechanics/registry.ts",
  "app/drill/mechanics.server.ts",
];
const HOW_TO = "docs/how-to/develop/add-a-mechanic.md";
const NAME = "juggle";
const read = (file: string) => readFileSync(join(root, file), "utf8");
type Files = ReadonlyMap<string, string>;

/** The how-to's blocks by path, over `laid`: whole files, and changes to files that are there. */
function followed({
  without,
  name = NAME,
  laid = new Map(),
}: { without?: string; name?: string; laid?: Files } = {}): Map<string, string> {
  const files = new Map(laid);
  const guide = read(HOW_TO).replaceAll(NAME, name);
  for (const [, kind, path, body] of guide.matchAll(/^```(ts|diff) (\S+)\n([\s\S]*?)^```$/gm)) {
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
  expect(
    text.split(side("-")).length - 1,
    `${HOW_TO} puts a row after these lines of ${path}, which it no longer has (or has twice). Put right the how-to's ` +
      `diff, not the registry:\n${side("-")}`,
  ).toBe(1);
  return text.replace(side("-"), () => side("+"));
}

/** Every file that speaks of all mechanics at once: there too a row could be wanted. */
const speaking = ["app", "scenes", "content", "scripts", "tests/support"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => `${folder}/${file.split(sep).join("/")}`),
  )
  .filter((file) => /\bMechanicName\b/.test(read(file)));

/** What the types say of the files that were touched, and of those that speak of all mechanics. */
function typeErrors(files: Files, others: readonly string[] = speaking): string[] {
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
  const roots = [...new Set([...laid.keys(), ...[...REGISTRIES, ...others].map((file) => join(root, file))])];
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
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "core.autocrlf=false", ...args], {
      cwd: folder,
      encoding: "utf8",
    });
  /** Writes the files and gives what git says was touched. */
  function touchedBy(files: Files): string[] {
    git("add", "-A");
    git("commit", "-qm", "before", "--allow-empty");
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git("add", "-A");
    return git("diff", "--cached", "--stat=200", "--name-only").trim().split("\n").sort();
  }
  const itsFiles = (name: string) =>
    [...REGISTRIES, `scenes/mechanics/${name}/${name}.ts`, `scenes/stage/mechanics/${name}/face.ts`].sort();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sixth-mechanic-"));
    for (const part of ["scenes", "app/drill"]) cpSync(join(root, part), join(folder, part), { recursive: true });
    git("init", "-q");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("touches two folders and three registries, and so it does for the next mechanic", () => {
    const first = followed();
    expect(touchedBy(first)).toEqual(itsFiles(NAME));
    expect(touchedBy(followed({ name: "whistle", laid: first }))).toEqual(itsFiles("whistle"));
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

  it("leaves types that check, in every file that speaks of all mechanics", () => {
    expect(speaking.length).toBeGreaterThan(3);
    expect(typeErrors(followed())).toEqual([]);
  }, 120_000);

  it.each(REGISTRIES)(
    "is a type error where its row is left out of %s",
    (registry) => {
      expect(typeErrors(followed({ without: registry })).join("\n")).toContain(NAME);
    },
    120_000,
  );
});

describe("a face that does what a drawing must not", () => {
  const face = (body: string) =>
    new Map([
      [
        "scenes/stage/mechanics/observe/try.tsx",
        `import type { MarksProps, PanelProps } from "../mechanic-face";\n${body}\n`,
      ],
    ]);

  it.each([
    [
      "turns the player's head",
      "({ session }: MarksProps) => (session.intent.lookAt(0, 0), null)",
      "'intent' does not exist",
    ],
    ["turns it from the panel", "({ acts }: PanelProps) => (acts.lookAt(0, 0), null)", "'lookAt' does not exist"],
    ["lets time pass", "({ session }: PanelProps) => (session.tick(), null)", "'tick' does not exist"],
    ["moves somebody", "({ session }: MarksProps) => ((session.view.people.x[0] = 1), null)", "only permits reading"],
  ])(
    "is a type error: it %s",
    (_what, code, says) => {
      expect(typeErrors(face(`export const Try = ${code};`), []).join("\n")).toContain(says);
    },
    120_000,
  );
});
