// Other versions of Node, to hold the rules on them: taken from the registry's own packages (those that the package
// `node` chooses from), each into a folder of its own below node_modules/.anding, without running any script of theirs.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./run.mjs";

/** The versions on which the rules are held; the README names them. */
export const KEPT = ["20", "22", "24", "26"];

/** The package that carries Node for a machine, and the program's place in it. */
export function runtimePackage(platform = process.platform, arch = process.arch) {
  const system = platform === "win32" ? "win" : platform;
  const chip = platform === "win32" && arch === "ia32" ? "x86" : arch;
  const prefix = platform === "darwin" && arch === "arm64" ? "node-bin" : "node";
  return { name: `${prefix}-${system}-${chip}`, program: platform === "win32" ? "bin/node.exe" : "bin/node" };
}

const versionOf = (path) => {
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 60_000 });
  return status === 0 ? stdout.trim().replace(/^v/, "") : "";
};

/** Node of that version (a major, or one in full): its path and exact version, or the reason why there is none. */
export function findRuntime(wanted, home = join(root, "node_modules", ".anding", "runtimes")) {
  const fits = (version) => version === wanted || version.startsWith(`${wanted}.`);
  if (fits(process.versions.node)) return { path: process.execPath, version: process.versions.node };
  const { name, program } = runtimePackage();
  const folder = join(home, wanted);
  const path = join(folder, "node_modules", name, program);
  if (!existsSync(path) || !fits(versionOf(path))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{"private":true}');
    const windows = process.platform === "win32";
    const { status, stderr } = spawnSync(
      windows ? "npm.cmd" : "npm",
      [
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-package-lock",
        "--loglevel=error",
        `${name}@${wanted}`,
      ],
      { cwd: folder, encoding: "utf8", shell: windows, timeout: 600_000 },
    );
    if (status !== 0)
      return {
        reason: `${name}@${wanted}: ${(stderr ?? "").split("\n").find((line) => line.includes("code")) ?? "npm gave none"}`,
      };
  }
  const version = versionOf(path);
  return fits(version) ? { path, version } : { reason: `${dirname(path)} holds no Node ${wanted} that runs` };
}
