// `npm run setup-links [-- DUTY…] [--lost | --another]`: one-time links by which the three administrators' duties get
// their holders, for whoever stands at the machine. Works beside the running product and without it.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { root, start } from "./run.mjs";

const command = join(root, "build/server/setup-links.js");
if (!existsSync(command)) {
  console.error("还没有构建。请先在这里运行一次 npm start（正式安装：DEMO=0 npm start），它会显示第一批链接。");
  process.exit(1);
}
const port = Number(process.env.PORT ?? 3000);
const env = {
  ...process.env,
  NODE_ENV: "production",
  DEMO: process.env.DEMO ?? "0",
  PORT: String(port),
  HTTPS_PORT: process.env.HTTPS_PORT ?? String(port + 443),
  DATA_DIR: resolve(process.env.DATA_DIR ?? join(root, "data")),
  KEY_DIR: resolve(process.env.KEY_DIR ?? join(root, "keys")),
};
const database = join(env.DATA_DIR, "anding.db");
if (existsSync(database)) {
  const [{ sentenceOf }, { wrongVersion }] = await Promise.all([
    import("./folder-faults.mjs"),
    import("./migration-files.mjs"),
  ]);
  try {
    const wrong = wrongVersion(database, join(root, "prisma/migrations"));
    if (wrong) throw new Error(wrong);
  } catch (error) {
    console.error(sentenceOf(error, [{ what: "数据目录", dir: env.DATA_DIR, setting: "DATA_DIR" }]));
    process.exit(1);
  }
}
start(process.execPath, [command, ...process.argv.slice(2)], { env }).on("exit", (code) => process.exit(code ?? 1));
