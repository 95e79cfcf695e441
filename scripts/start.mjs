// `npm start`: from a fresh clone to the product on http://localhost:3000 and https://localhost:3443. Needs Node alone;
// each step is skipped when nothing that it depends on changed.
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { readBundle, requireWhole } from "./bundle-files.mjs";
import { build, generate, install, migrate, root, seedDemonstration, start } from "./run.mjs";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 12)) {
  console.error(`Node ${process.versions.node} 太旧：需要 20.12 或更新的版本。`);
  process.exit(1);
}

const port = Number(process.env.PORT ?? 3000);
const env = {
  ...process.env,
  NODE_ENV: "production",
  // Without a word from the operator this is a demonstration: made-up people, reachable from this machine alone.
  DEMO: process.env.DEMO ?? "1",
  PORT: String(port),
  // 3443 beside 3000; HTTPS_PORT=0 serves none.
  HTTPS_PORT: process.env.HTTPS_PORT ?? String(await freeOrNone(port + 443)),
  DATA_DIR: resolve(process.env.DATA_DIR ?? join(root, "data")),
  KEY_DIR: resolve(process.env.KEY_DIR ?? join(root, "keys")),
};

/** The usual https port when nobody has it; a port asked for by name is not given up so easily. */
async function freeOrNone(wanted) {
  const free =
    wanted < 65_536 &&
    (await new Promise((resolve) => {
      const probe = createServer().once("error", () => resolve(false));
      probe.listen(wanted, () => probe.close(() => resolve(true)));
    }));
  if (!free) console.log(`安鼎 · 端口 ${wanted} 被占用，这次不开 https；要开，设 HTTPS_PORT`);
  return free ? wanted : 0;
}

const step = (words) => console.log(`安鼎 · ${words}`);
const bundle = readBundle(root);
if (bundle) await requireWhole(bundle, root, env.DATA_DIR);
else await prepare();
// Before anything is written into them (the installed packages are there by now).
const { folderFault, makeFolder } = await import("./folder-faults.mjs");
const { keepPrivate } = await import("./folders.mjs");
// The launcher asks it too; here it comes before anything is migrated or seeded.
const { refusalOfStart } = await import("../build/server/start-order.js");
try {
  const refused = refusalOfStart(env.DATA_DIR, env.KEY_DIR);
  if (refused) throw new Error(refused);
  makeFolder(env.KEY_DIR);
  makeFolder(env.DATA_DIR);
  keepPrivate(env.KEY_DIR, "密钥目录");
  keepPrivate(env.DATA_DIR, "数据目录");
} catch (error) {
  const fault = folderFault(error, [
    { what: "数据目录", dir: env.DATA_DIR, setting: "DATA_DIR" },
    { what: "密钥目录", dir: env.KEY_DIR, setting: "KEY_DIR" },
  ]);
  console.error(fault ? `${fault}没有启动。` : error.message);
  process.exit(1);
}
if (env.DEMO !== "0" && !existsSync(join(env.DATA_DIR, "anding.db"))) await seedDemonstration(env, step);
try {
  await migrate(env);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

/** A source tree is installed and built; a bundle is both already. */
async function prepare() {
  if (!existsSync(join(root, "node_modules/prisma"))) step("安装依赖（第一次约一分钟）");
  await install();
  await generate();
  if (!existsSync(join(root, "build/server/launcher.js"))) step("构建（第一次约一分钟）");
  await build();
}

const launcher = start(process.execPath, ["build/server/launcher.js"], { env });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => launcher.kill(signal));
launcher.on("exit", (code) => process.exit(code ?? 0));
