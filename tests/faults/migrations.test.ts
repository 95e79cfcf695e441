import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, expect, test } from "vitest";

// Migrations without Prisma's command line (fault 13): each whole or not at all, and either tool goes on from the
// other's.

let dir: string;
let file: string;
let folder: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "anding-migrations-"));
  [file, folder] = [join(dir, "data", "anding.db"), join(dir, "migrations")];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const { applyMigrations } = (await import("../../scripts/migration-files.mjs" as string)) as {
  applyMigrations: (file: string, folder: string) => string[];
};
const lay = (name: string, sql: string) => {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
};
function ask<T>(sql: string): T[] {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
}

test("the shipped migrations apply to an empty folder, once, and are noted as Prisma notes them", () => {
  const shipped = join(import.meta.dirname, "../../prisma/migrations");
  const names = readdirSync(shipped, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  expect(applyMigrations(file, shipped)).toEqual(names);
  expect(applyMigrations(file, shipped)).toEqual([]);
  const rows = ask<{ migration_name: string; checksum: string; finished_at: string; rolled_back_at: null }>(
    "SELECT * FROM _prisma_migrations ORDER BY migration_name",
  );
  expect(rows.map((row) => row.migration_name)).toEqual(names);
  for (const row of rows)
    expect(row).toMatchObject({
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      rolled_back_at: null,
      finished_at: expect.stringMatching(/^\d{4}-/),
    });
  expect(ask("PRAGMA journal_mode")).toEqual([{ journal_mode: "wal" }]);
});

test("the shipped migrations give just what the schema files say: tables, columns, references and indexes", () => {
  const root = join(import.meta.dirname, "../..");
  applyMigrations(file, join(root, "prisma/migrations"));
  const sql = execFileSync(
    process.execPath,
    [
      join(root, "node_modules/prisma/build/index.js"),
      "migrate",
      "diff",
      "--from-empty",
      "--to-schema-datamodel",
      "prisma/schema",
      "--script",
    ],
    { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, DATA_DIR: dir } },
  );
  const whole = new Database(":memory:");
  whole.exec(sql);
  const [migrated, wanted] = [shapeOf(new Database(file)), shapeOf(whole)];
  expect(Object.keys(wanted).length).toBeGreaterThan(40);
  expect(migrated).toEqual(wanted);
}, 60_000);

type Row = Record<string, unknown>;
/** What each table is, whatever the order in which it came about. */
function shapeOf(db: Database.Database): Record<string, unknown> {
  const tables = (
    db
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_prisma_migrations' ORDER BY name",
      )
      .all() as { name: string }[]
  ).map(({ name }) => name);
  const ask = (pragma: string) => db.prepare(`PRAGMA ${pragma}`).all() as Row[];
  const shape = Object.fromEntries(
    tables.map((table) => [
      table,
      {
        columns: ask(`table_info("${table}")`)
          .map(({ cid: _, ...column }) => column)
          .sort(byName),
        references: ask(`foreign_key_list("${table}")`)
          .map(({ id: _, ...reference }) => JSON.stringify(reference))
          .sort(),
        indexes: ask(`index_list("${table}")`)
          .map(({ name, unique }) => ({
            name: String(name),
            unique,
            columns: ask(`index_info("${name}")`).map((column) => column.name),
          }))
          .sort(byName),
      },
    ]),
  );
  db.close();
  return shape;
}
const byName = (a: Row, b: Row) => (String(a.name) < String(b.name) ? -1 : 1);

test("one that fails half-way leaves nothing of itself and keeps what came before", () => {
  lay("0001_a", "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);");
  lay("0002_b", "CREATE TABLE b (y INTEGER); INSERT INTO a VALUES (2); INSERT INTO nowhere VALUES (3);");
  expect(() => applyMigrations(file, folder)).toThrow(/数据库迁移 0002_b 没有成功，数据没有改动：.*nowhere/);
  expect(ask("SELECT x FROM a")).toEqual([{ x: 1 }]);
  expect(ask("SELECT name FROM sqlite_master WHERE name = 'b'")).toEqual([]);
  lay("0002_b", "CREATE TABLE b (y INTEGER);");
  expect(applyMigrations(file, folder)).toEqual(["0002_b"]);
});

test("a table may be rebuilt under its references, but a reference left hanging is refused", () => {
  lay(
    "0001_a",
    "CREATE TABLE p (id TEXT PRIMARY KEY); CREATE TABLE c (p TEXT REFERENCES p(id)); INSERT INTO p VALUES ('1'); INSERT INTO c VALUES ('1');",
  );
  lay(
    "0002_rebuild",
    "CREATE TABLE n (id TEXT PRIMARY KEY, more TEXT); INSERT INTO n (id) SELECT id FROM p; DROP TABLE p; ALTER TABLE n RENAME TO p;",
  );
  expect(applyMigrations(file, folder)).toEqual(["0001_a", "0002_rebuild"]);
  lay("0003_lose", "DELETE FROM p;");
  expect(() => applyMigrations(file, folder)).toThrow(/0003_lose.*refers to a row of p/);
  expect(ask("SELECT id FROM p")).toEqual([{ id: "1" }]);
});

test("data of a newer version is not touched by an older one", () => {
  lay("0001_a", "CREATE TABLE a (x INTEGER);");
  lay("0002_b", "CREATE TABLE b (x INTEGER);");
  applyMigrations(file, folder);
  rmSync(join(folder, "0002_b"), { recursive: true });
  expect(() => applyMigrations(file, folder)).toThrow(/数据来自更新的版本（迁移 0002_b/);
});

test("what was done under an exam's duties before it was kept is taken from the audit, earlier markers too", () => {
  const shipped = join(import.meta.dirname, "../../prisma/migrations");
  const at = "2026-11-21T01:00:00.000Z";
  cpSync(shipped, folder, { recursive: true, filter: (path) => !path.includes("0012_duty_use") });
  rmSync(join(folder, "migration_lock.toml"), { force: true });
  for (const name of readdirSync(folder).filter((one) => one > "0012")) rmSync(join(folder, name), { recursive: true });
  applyMigrations(file, folder);
  const db = new Database(file);
  const insert = (table: string, row: Row) =>
    db
      .prepare(
        `INSERT INTO "${table}" (${Object.keys(row).map((name) => `"${name}"`)}) VALUES (${Object.keys(row).map(() => "?")})`,
      )
      .run(...Object.values(row));
  const audits: [act: string, object: string, actorId: string, facts?: object, outcome?: string][] = [
    ["exam.plan", "exam-1", "officer"],
    ["paper.seal", "exam-1", "officer"],
    ["paper.open", "exam-1", "opener-1", { openers: ["duty-a", "duty-b"] }],
    ["room.check-in", "candidate-1", "watcher"],
    ["room.check-in", "candidate-1", "watcher", {}, "refused"],
    ["room.start", "exam-1", "watcher", { room: "room-1", started: 6 }],
    ["room.grant", "exam-1", "watcher", { room: "room-1", done: 0 }],
    ["result.mark", "exam-1", "marker-1"],
    ["result.mark", "exam-1", "marker-2"],
    ["result.release", "exam-1", "releaser"],
    ["exam.close", "exam-1", "officer"],
  ];
  insert("Exam", {
    id: "exam-1",
    title: "t",
    subject: "s",
    blueprintHash: "b",
    centreId: "c",
    status: "marked",
    startsAt: at,
    latestEntryAt: at,
    minutes: 60,
    totalMark: 100,
    passMark: 80,
    rules: "{}",
    createdBy: "officer",
    createdAt: at,
  });
  insert("Account", { id: "marker-1", personId: "person-m", kind: "staff", createdAt: at });
  for (const [n, [act, object, actorId, facts = {}, outcome = "done"]] of audits.entries())
    insert("AuditRow", {
      id: `audit-${n}`,
      seq: n + 1,
      at,
      actorId,
      act,
      object,
      outcome,
      facts: JSON.stringify(facts),
      prevHash: "",
      hash: "",
    });
  for (const id of ["duty-a", "duty-b"])
    insert("ExamDuty", {
      id,
      examId: "exam-1",
      kind: "open",
      personId: `person-${id}`,
      accountId: `account-${id}`,
      assignedBy: "officer",
      assignedAt: at,
    });
  insert("ExamCandidate", { id: "candidate-1", examId: "exam-1", personId: "p", slipNumber: "1", createdAt: at });
  db.close();
  cpSync(join(shipped, "0012_duty_use"), join(folder, "0012_duty_use"), { recursive: true });
  applyMigrations(file, folder);
  const uses = ask<Row>(
    `SELECT "kind", "accountId", "personId", "act", "count" FROM "DutyUse" WHERE "examId" = 'exam-1'`,
  );
  expect(uses.map((row) => Object.values(row).join(" ")).sort()).toEqual([
    "assess marker-1 person-m mark 1",
    "assess marker-2  mark 1",
    "invigilate watcher  check-in 1",
    "invigilate watcher  start 6",
    "open account-duty-a person-duty-a open 1",
    "open account-duty-b person-duty-b open 1",
    "release releaser  release 1",
    "set officer  plan 1",
    "set officer  seal 1",
  ]);
});
