import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, expect, it } from "vitest";

// From the version before to this one, as an operator does it: the product stopped, the new version in place, one
// command.

const root = join(import.meta.dirname, "../..");
const shipped = join(root, "prisma/migrations");
/** What the version before had. */
const BEFORE = "0004_post_change";
const names = readdirSync(shipped, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

let home: string;
let file: string;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "anding-upgrade-test-"));
  file = join(home, "data/anding.db");
  mkdirSync(join(home, "data"), { mode: 0o755 });
  mkdirSync(join(home, "keys"), { mode: 0o755 });
  writeFileSync(join(home, "keys/master.key"), randomBytes(32), { mode: 0o600 });
  mkdirSync(join(home, "migrations"));
  for (const name of names.slice(0, names.indexOf(BEFORE) + 1))
    cpSync(join(shipped, name), join(home, "migrations", name), { recursive: true });
  const { applyMigrations } = (await import("../../scripts/migration-files.mjs" as string)) as {
    applyMigrations: (file: string, folder: string) => string[];
  };
  applyMigrations(file, join(home, "migrations"));
  const db = new Database(file);
  db.exec(`INSERT INTO "Account" ("id", "kind", "login", "passwordHash", "createdAt") VALUES ('a1', 'staff', 'old.hand', 'hash', '2026-01-05T01:00:00.000+00:00');
    INSERT INTO "Session" ("id", "accountId", "expiresAt", "absoluteEndsAt", "userAgent", "secondFactor") VALUES ('s1', 'a1', '2026-01-05T02:00:00.000+00:00', '2026-01-05T09:00:00.000+00:00', 'Firefox', true);
    INSERT INTO "ActivationSlip" ("id", "personId", "codeHash", "tokenHash", "expiresAt", "printedBy", "createdAt") VALUES ('living', 'p1', 'code-1', 'token-1', '2099-01-01T00:00:00.000+00:00', 'a1', '2026-01-05T01:00:00.000+00:00');
    INSERT INTO "ActivationSlip" ("id", "personId", "codeHash", "tokenHash", "expiresAt", "usedAt", "printedBy", "createdAt") VALUES ('spent', 'p2', 'code-2', 'token-2', '2099-01-01T00:00:00.000+00:00', '2026-01-06T00:00:00.000+00:00', 'a1', '2026-01-05T01:00:00.000+00:00');`);
  db.close();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const upgrade = () =>
  spawnSync(process.execPath, ["scripts/upgrade.mjs"], {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      DATA_DIR: join(home, "data"),
      KEY_DIR: join(home, "keys"),
      BACKUP_DIR: join(home, "backups"),
    },
  });
function ask<T>(path: string, sql: string): T[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
}

it("brings the data to the new version row by row, after a backup of the old one, and shuts the folders", () => {
  const done = upgrade();
  expect(done.stdout + done.stderr).toContain("升级完成");
  expect(done.status).toBe(0);
  expect(
    ask<{ name: string }>(
      file,
      "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY name",
    ).map(({ name }) => name),
  ).toEqual(names);
  expect(ask(file, `SELECT "login", "passwordHash", "passwordAt" FROM "Account"`)).toEqual([
    { login: "old.hand", passwordHash: "hash", passwordAt: null },
  ]);
  expect(ask(file, `SELECT "id", "userAgent", "secondFactor" FROM "Session"`)).toEqual([
    { id: "s1", userAgent: "Firefox", secondFactor: 1 },
  ]);
  // A living slip still opens by its eight digits; a spent one gives them free.
  expect(ask(file, `SELECT "id", "codeHash", "tokenHash" FROM "ActivationSlip" ORDER BY "id"`)).toEqual([
    { id: "living", codeHash: "code-1", tokenHash: "token-1" },
    { id: "spent", codeHash: null, tokenHash: "token-2" },
  ]);
  const [backup] = readdirSync(join(home, "backups"));
  expect(
    ask<{ n: number }>(join(home, "backups", backup!, "anding.db"), `SELECT count(*) AS n FROM _prisma_migrations`),
  ).toEqual([{ n: names.indexOf(BEFORE) + 1 }]);
  if (process.platform !== "win32")
    for (const folder of ["data", "keys"]) expect(statSync(join(home, folder)).mode & 0o077, folder).toBe(0);
  expect(upgrade().stdout, "a second time there is nothing left to do").toContain("升级完成");
}, 120_000);

it("while the product runs is refused, and touches nothing", async () => {
  const { claim } = (await import("../../scripts/folders.mjs" as string)) as {
    claim: (path: string) => { release(): void } | null;
  };
  const running = claim(join(home, "data/anding"));
  expect(running).not.toBeNull();
  const done = upgrade();
  running!.release();
  expect([done.status, done.stderr]).toEqual([1, expect.stringContaining("没有升级：产品还在运行")]);
  expect(ask(file, "SELECT count(*) AS n FROM _prisma_migrations")).toEqual([{ n: names.indexOf(BEFORE) + 1 }]);
}, 60_000);
