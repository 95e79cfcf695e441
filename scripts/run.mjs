// What the plain-Node scripts share: running a step so that its output is seen, and knowing whether it is needed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampDir = join(root, "node_modules", ".anding");

/** Runs a program to its end; throws with its name when it fails. `npm` and `npx` work on Windows too. */
export function run(command, args, options = {}) {
  const windows = process.platform === "win32" && (command === "npm" || command === "npx");
  const result = spawnSync(windows ? `${command}.cmd` : command, args, {
    cwd: root,
    stdio: "inherit",
    shell: windows,
    ...options,
  });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${result.status ?? result.signal}`);
  return result;
}

/** Starts a program and gives the child; its end is the caller's matter. */
export const start = (command, args, options = {}) => spawn(command, args, { cwd: root, stdio: "inherit", ...options });

/** The JavaScript entry of an installed package's command, so that no shell wrapper is needed. */
export function bin(name, file) {
  return join(root, "node_modules", name, file);
}

/** SHA-256 over the names, sizes and bytes of files and folders below the root. */
export function fingerprint(paths) {
  const hash = createHash("sha256");
  const visit = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) if (!/\.test\.tsx?$/.test(name)) visit(join(path, name));
      return;
    }
    hash.update(path.slice(root.length).replaceAll("\\", "/")).update(readFileSync(path));
  };
  for (const path of paths) visit(join(root, path));
  return hash.digest("hex");
}

/** Does `work` when what it depends on changed since it last succeeded; true when it was done. */
export async function onceFor(name, paths, work, stillThere = () => true) {
  const stamp = join(stampDir, name);
  const wanted = fingerprint(paths);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && stillThere()) return false;
  await work();
  mkdirSync(stampDir, { recursive: true });
  writeFileSync(stamp, wanted);
  return true;
}

/** Installs the locked packages when they are not there or the lockfile changed. */
export async function install() {
  await onceFor(
    "install",
    ["package-lock.json"],
    () => run("npm", ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]),
    () => existsSync(bin("prisma", "build/index.js")),
  );
}

/** Makes the database client and the engine file that browser and replay worker both load. */
export async function generate() {
  await onceFor(
    "generate",
    ["prisma/schema", "package-lock.json"],
    () => run(process.execPath, [bin("prisma", "build/index.js"), "generate", "--no-hints"]),
    () => existsSync(join(root, "node_modules/.prisma/client/schema.prisma")),
  );
  await onceFor(
    "engine",
    ["scenes/sim", "scenes/mechanics", "scripts/build-engine.mjs"],
    () => run(process.execPath, ["scripts/build-engine.mjs"]),
    () => existsSync(join(root, "public/engine/current.json")),
  );
  await onceFor(
    "fonts",
    ["scripts/build-fonts.mjs", "app", "content", "scenes", "prisma/seed"],
    () => run(process.execPath, ["scripts/build-fonts.mjs"]),
    () => existsSync(join(root, "public/fonts")),
  );
}

/** Builds browser and server; nothing to do when no source changed. */
export async function build() {
  await onceFor(
    "build",
    [
      "app",
      "scenes",
      "content",
      "prisma",
      "public",
      "package-lock.json",
      "vite.config.ts",
      "remix.config.js",
      "tailwind.config.ts",
      "postcss.config.js",
      "aliases.ts",
    ],
    () =>
      run(process.execPath, [bin("@remix-run/dev", "dist/cli.js"), "vite:build"], {
        env: { ...process.env, NODE_ENV: "production" },
      }),
    () => existsSync(join(root, "build/server/launcher.js")),
  );
}

/**
 * Brings DATA_DIR/anding.db to the shipped migrations; the journal is not touched. Nothing to do when it has them all.
 */
export async function migrate(env) {
  const { applyMigrations } = await import("./migration-files.mjs");
  return applyMigrations(join(env.DATA_DIR, "anding.db"), join(root, "prisma/migrations"));
}

/**
 * Fills an empty DATA_DIR with the demonstration's made-up people, in a folder of its own that takes its place when
 * whole: a start that is broken off half-way leaves nothing half done. The built product is there by then.
 */
export async function seedDemonstration(env, say) {
  say("写入演示数据（第一次约半分钟）");
  const making = join(env.DATA_DIR, ".seeding");
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true, mode: 0o700 });
  await migrate({ ...env, DATA_DIR: making });
  run(process.execPath, ["build/server/seed.js"], { env: { ...process.env, ...env, DATA_DIR: making } });
  for (const name of readdirSync(making).sort((a, b) => Number(a === "anding.db") - Number(b === "anding.db")))
    renameSync(join(making, name), join(env.DATA_DIR, name));
  rmSync(making, { recursive: true, force: true });
}
