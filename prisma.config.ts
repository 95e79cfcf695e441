import { defineConfig } from "prisma/config";
import { PrismaLibSQL } from "@prisma/adapter-libsql";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const dataDir = process.env.DATA_DIR ?? "data";
mkdirSync(dataDir, { recursive: true, mode: 0o700 });

export default defineConfig({
  experimental: { adapter: true },
  engine: "js",
  schema: join("prisma", "schema"),
  migrations: { path: join("prisma", "migrations") },
  adapter: async () => new PrismaLibSQL({ url: `file:${join(dataDir, "anding.db")}` }),
});
