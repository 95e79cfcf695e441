// Finds a Chromium for the tests and prints its path: PLAYWRIGHT_CHROMIUM, the system's, Playwright's own, the one in
// the package @sparticuz/chromium, else the system's package manager. Nothing comes from outside a package registry.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./run.mjs";

const cache = join(root, "node_modules", ".anding", "chromium-path");
const NAMES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

const works = (path) =>
  Boolean(path) &&
  existsSync(path) &&
  (process.platform !== "linux" || spawnSync(path, ["--version", "--no-sandbox"], { timeout: 20_000 }).status === 0);

function fromPlaywright() {
  const base =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    join(homedir(), process.platform === "darwin" ? "Library/Caches/ms-playwright" : ".cache/ms-playwright");
  if (!existsSync(base)) return null;
  for (const name of readdirSync(base)
    .filter((n) => n.startsWith("chromium-"))
    .sort()
    .reverse()) {
    const path = join(base, name, "chrome-linux", "chrome");
    if (works(path)) return path;
  }
  return null;
}

function fromSystemPackages() {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return null;
  const options = {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    timeout: 600_000,
  };
  spawnSync("apt-get", ["update", "-qq"], options);
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"], options);
  return works("/usr/bin/chromium") ? "/usr/bin/chromium" : null;
}

async function fromPackage() {
  const home = join(root, "node_modules", ".anding", "chromium");
  const entry = join(home, "node_modules/@sparticuz/chromium/build/esm/index.js");
  if (!existsSync(entry)) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "package.json"), '{"private":true}');
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    spawnSync(npm, ["install", "--no-audit", "--no-fund", "--loglevel=error", "@sparticuz/chromium@153.0.0"], {
      cwd: home,
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
  }
  if (!existsSync(entry)) return null;
  const { default: chromium } = await import(pathToFileURL(entry).href);
  const path = await chromium.executablePath();
  return works(path) ? path : null;
}

export async function findBrowser() {
  if (process.env.PLAYWRIGHT_CHROMIUM) {
    if (!works(process.env.PLAYWRIGHT_CHROMIUM))
      throw new Error(`PLAYWRIGHT_CHROMIUM=${process.env.PLAYWRIGHT_CHROMIUM} does not run`);
    return process.env.PLAYWRIGHT_CHROMIUM;
  }
  if (existsSync(cache) && works(readFileSync(cache, "utf8"))) return readFileSync(cache, "utf8");
  const found = NAMES.find(works) ?? fromPlaywright() ?? fromSystemPackages() ?? (await fromPackage());
  if (!found) throw new Error("No Chromium found or installed. Set PLAYWRIGHT_CHROMIUM to the path of one.");
  mkdirSync(join(root, "node_modules", ".anding"), { recursive: true });
  writeFileSync(cache, found);
  return found;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(await findBrowser());
