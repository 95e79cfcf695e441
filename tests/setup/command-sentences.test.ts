import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claim } from "../../scripts/folders.mjs";
import { applyMigrations } from "../../scripts/migration-files.mjs";

// Each command of the operator's, at a wrong moment: a sentence with what to do and an exit code, and never a stack.

const root = join(import.meta.dirname, "../..");
const shipped = join(root, "prisma/migrations");
const names = readdirSync(shipped, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const last = names.at(-1)!;

let home: string;
const data = () => join(home, "data");
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "anding-commands-"));
  for (const name of ["data", "keys"]) mkdirSync(join(home, name), { mode: 0o700 });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function migrated(upTo: readonly string[]): void {
  for (const name of upTo) cpSync(join(shipped, name), join(home, "migrations", name), { recursive: true });
  applyMigrations(join(data(), "anding.db"), join(home, "migrations"));
}
function ofLater(): void {
  migrated(names);
  const db = new Database(join(data(), "anding.db"));
  db.exec(
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name") VALUES ('x', 'x', '2027-01-01', '9999_later')`,
  );
  db.close();
}
function run(
  command: string,
  args: string[] = [],
  more: Record<string, string> = {},
): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join("scripts", `${command}.mjs`), ...args], {
    cwd: root,
    encoding: "utf8",
    timeout: 60_000,
    env: {
      ...process.env,
      DATA_DIR: data(),
      KEY_DIR: join(home, "keys"),
      BACKUP_DIR: join(home, "backups"),
      DEMO: "0",
      CUSTODIAN_PASSPHRASE: "correct horse battery",
      ...more,
    },
  });
  const said = stdout + stderr;
  expect(said, `${command}: a stack`).not.toMatch(/\n\s+at |node:internal|Error:/);
  return { status, said };
}

describe.each(["setup-links", "backup", "upgrade"])("%s", (command) => {
  it("without data says which folder, and makes none", () => {
    expect(run(command)).toEqual({ status: 1, said: expect.stringContaining(data()) });
    expect(readdirSync(data()).filter((name) => name.startsWith("anding.db"))).toEqual([]);
    const none = run(command, [], { DATA_DIR: join(home, "none") });
    expect([none.status, none.said]).toEqual([1, expect.stringContaining(join(home, "none"))]);
    expect(existsSync(join(home, "backups"))).toBe(false);
  }, 60_000);

  it("on a file that is no database says so", () => {
    writeFileSync(join(data(), "anding.db"), "not a database at all, but long enough to be looked at by it".repeat(20));
    expect(run(command)).toEqual({
      status: 1,
      said: expect.stringMatching(/数据库文件坏了，或者不是数据库（SQLITE_NOTADB）。请保全它/),
    });
  }, 60_000);

  it("where a file stands in place of the data folder says so", () => {
    writeFileSync(join(home, "file"), "");
    expect(run(command, [], { DATA_DIR: join(home, "file") })).toEqual({
      status: 1,
      said: expect.stringMatching(/数据目录|数据文件夹/),
    });
  }, 60_000);
});

it("setup-links on a database that lacks the newest migration names the command that mends it, and changes nothing", () => {
  migrated(names.slice(0, -1));
  expect(run("setup-links")).toEqual({
    status: 1,
    said: expect.stringMatching(
      new RegExp(`还没有升到这个版本（缺迁移 ${last}），什么都没有做。请停机，运行 npm run upgrade`),
    ),
  });
  expect(run("upgrade").status).toBe(0);
  expect(run("setup-links")).toEqual({ status: 0, said: expect.stringContaining("http") });
}, 180_000);

it("setup-links and upgrade on data of a later version say to install that one; a backup of it is made, and not put back by this version", () => {
  ofLater();
  for (const command of ["setup-links", "upgrade"])
    expect(run(command)).toEqual({
      status: 1,
      said: expect.stringContaining("数据来自更新的版本（迁移 9999_later 这个版本没有）"),
    });
  const made = join(home, "backups", "b");
  expect(run("backup", [made]).status).toBe(3); // no keys beside it
  expect(run("restore", [made, "--unproven"], { DATA_DIR: join(home, "new") })).toEqual({
    status: 1,
    said: expect.stringContaining("这份备份来自更新的版本（迁移 9999_later 这个版本没有），没有恢复，什么都没有写"),
  });
  expect(existsSync(join(home, "new"))).toBe(false);
}, 120_000);

it("upgrade beside a running product, and onto a backup folder that can't be used, changes nothing", () => {
  migrated(names.slice(0, -1));
  const running = claim(join(data(), "anding"))!;
  expect(run("upgrade")).toEqual({ status: 1, said: expect.stringContaining("没有升级：产品还在运行。请先停机") });
  running.release();
  writeFileSync(join(home, "file"), "");
  expect(run("upgrade", [], { BACKUP_DIR: join(home, "file") })).toEqual({
    status: 1,
    said: expect.stringContaining(`没有升级：备份目录 ${join(home, "file")} 不是文件夹`),
  });
  expect(run("setup-links").said).toContain("缺迁移");
}, 120_000);

it("restore of what is no backup, and into folders that can't be made, says so; so does custodian", () => {
  expect(run("restore", [join(home, "none")])).toEqual({
    status: 1,
    said: expect.stringContaining("里没有 manifest.json，不是一份完整的备份"),
  });
  expect(run("restore")).toEqual({ status: 2, said: expect.stringContaining("用法") });
  migrated(names);
  const made = join(home, "backups", "b");
  run("backup", [made]);
  writeFileSync(join(home, "file"), "");
  const into = join(home, "file", "data");
  expect(run("restore", [made, "--unproven"], { DATA_DIR: into })).toEqual({
    status: 1,
    said: expect.stringContaining(`数据目录 ${into} 不是文件夹`),
  });
  if (process.platform === "linux")
    expect(run("restore", [made, "--unproven"], { DATA_DIR: "/proc/bk" })).toEqual({
      status: 1,
      said: expect.stringContaining("数据目录 /proc/bk 没有，那里也建不了文件夹"),
    });
  expect(run("custodian", ["王", join(home, "file", "c.json")])).toEqual({
    status: 1,
    said: expect.stringContaining("不是文件夹"),
  });
}, 120_000);
