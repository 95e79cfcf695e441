import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    templateDatabase: string;
  }
}

/** Applies the shipped migrations to one file that each test copies. */
export default function setup(project: TestProject): () => void {
  const dir = mkdtempSync(join(tmpdir(), "anding-template-"));
  const file = join(dir, "template.db");
  const db = new Database(file);
  const migrations = join(import.meta.dirname, "../../prisma/migrations");
  for (const name of readdirSync(migrations)
    .filter((n) => !n.includes("."))
    .sort())
    db.exec(readFileSync(join(migrations, name, "migration.sql"), "utf8"));
  db.close();
  project.provide("templateDatabase", file);
  return () => rmSync(dir, { recursive: true, force: true });
}
