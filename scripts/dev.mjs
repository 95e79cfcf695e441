// Development: migrates and seeds an empty DATA_DIR, then serves pages through Vite, with the front before them.
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { bin, generate, migrate, root, seedDemonstration, start } from "./run.mjs";

const port = Number(process.env.PORT ?? 3000);
const dataDir = resolve(process.env.DATA_DIR ?? join(root, "data"));
const env = {
  ...process.env,
  NODE_ENV: "development",
  DEMO: process.env.DEMO ?? "1",
  PORT: String(port),
  APP_PORT: process.env.APP_PORT ?? String(port + 1),
  INTERNAL_PORT: process.env.INTERNAL_PORT ?? String(port + 2),
  HMR_PORT: String(port + 3),
  INTERNAL_TOKEN: randomBytes(16).toString("hex"),
  DATA_DIR: dataDir,
  KEY_DIR: resolve(process.env.KEY_DIR ?? join(root, "keys")),
};
await generate();
if (!existsSync(join(dataDir, "anding.db"))) await seedDemonstration(env, console.log);
await migrate(env);
const tsx = bin("tsx", "dist/cli.mjs");
const children = [start(process.execPath, [tsx, "app/server/dev.ts"], { env })];
if (existsSync(join(root, "app/server/front.ts")))
  children.push(start(process.execPath, [tsx, "app/server/front.ts"], { env }));
console.log(`http://localhost:${port}`);
const stop = () => children.forEach((child) => child.kill("SIGTERM"));
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
