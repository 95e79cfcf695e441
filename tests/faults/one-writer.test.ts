import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KeyRing } from "~/platform/keys.server";
import { openReadOnly } from "~/platform/read-only-database.server";
import { buildFront, freePort, startFront, type FrontProcess } from "../support/front-process";
import { asked, openBody } from "../support/journal";

// SQLite 3.7.0 to 3.51.2 can lose acknowledged commits when two connections of one WAL file commit or checkpoint at the
// same moment. So each file has one connection that can: what else opens it opens it for reading, in SQLite's own
// terms.

const root = join(import.meta.dirname, "../..");

describe("who opens a database", () => {
  /** The one place for each kind of connection that can write; everything else goes through openReadOnly. */
  const WRITERS = [
    "app/exam/journal/store.server.ts",
    "app/platform/claim.server.ts",
    "app/platform/person-keys.server.ts",
    "app/platform/read-only-database.server.ts",
    "app/platform/sqlite-client.server.ts",
    "scripts/folders.mjs",
    "scripts/migration-files.mjs",
    "scripts/key-files.mjs",
    "scripts/restore-files.mjs",
  ];
  const filesBelow = (dir: string): string[] =>
    readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(dir, entry.name)) : [join(dir, entry.name)],
    );
  const sources = ["app", "scripts", "prisma/seed"]
    .flatMap((folder) => filesBelow(join(root, folder)))
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !/\.test\.|scripts\/bench/.test(path));

  it("is on the list", () => {
    const opening = sources
      .filter((path) => /new (Database|DatabaseSync)\(/.test(readFileSync(path, "utf8")))
      .map((path) => path.slice(root.length + 1).replaceAll("\\", "/"));
    expect(opening.filter((path) => !WRITERS.includes(path))).toEqual([]);
    expect(opening.length).toBeGreaterThan(4);
  });
});

describe("a connection for reading", () => {
  let dir: string;
  beforeAll(() => (dir = mkdtempSync(join(tmpdir(), "anding-reader-"))));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it("neither writes nor checkpoints, also as the last to close, in a folder with a space in its name", () => {
    mkdirSync(join(dir, "a 数据"));
    const file = join(dir, "a 数据", "x.db");
    // The writer dies without closing, so that its log is left for whoever comes.
    const writing = `const D = require("libsql"); const d = new D(${JSON.stringify(file)}); d.exec("PRAGMA journal_mode=WAL; CREATE TABLE t(a); INSERT INTO t VALUES(1)"); process.kill(process.pid, "SIGKILL")`;
    expect(spawnSync(process.execPath, ["-e", writing], { cwd: root }).signal).toBe("SIGKILL");
    const log = readFileSync(`${file}-wal`);
    expect(log.length).toBeGreaterThan(0);
    const main = readFileSync(file);
    const reader = openReadOnly(file);
    expect(reader.prepare("SELECT count(*) AS n FROM t").get()).toMatchObject({ n: 1 });
    expect(() => reader.exec("INSERT INTO t VALUES (2)")).toThrow(/readonly/);
    try {
      reader.pragma("wal_checkpoint(TRUNCATE)");
    } catch {
      // refused in words or in silence: what counts is below
    }
    reader.close();
    expect(readFileSync(file).equals(main)).toBe(true);
    expect(readFileSync(`${file}-wal`).equals(log)).toBe(true);
    const writer = new Database(file);
    expect(writer.prepare("SELECT count(*) AS n FROM t").get()).toMatchObject({ n: 1 });
    writer.close();
  });

  it("makes no file where there is none", () => {
    expect(() => openReadOnly(join(dir, "none.db"))).toThrow(/no database at/);
    expect(existsSync(join(dir, "none.db"))).toBe(false);
  });
});

describe.skipIf(!existsSync("/proc/self/fdinfo"))("the running product", () => {
  let dir: string;
  let front: FrontProcess;
  let keys: KeyRing;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "anding-writers-"));
    keys = new KeyRing(join(dir, "keys"));
    keys.makePersonKeys(["person-1"]);
    front = await startFront({
      dir,
      entry: await buildFront(),
      port: await freePort(),
      internalPort: await freePort(),
    });
    await front.journal.append({ events: [asked("open", "sitting-1", openBody(1))], mode: "all" });
  }, 60_000);
  afterAll(async () => {
    await front.kill("SIGTERM");
    keys.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** Files that a process holds open, and whether it may write them. */
  const openFiles = (pid: number | string) =>
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        const flags = Number.parseInt(/flags:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8"))![1]!, 8);
        return [{ path: readlinkSync(`/proc/${pid}/fd/${fd}`), writes: (flags & 3) !== 0 }];
      } catch {
        return [];
      }
    });
  const writersOf = (pid: number | string, name: string) =>
    openFiles(pid).filter((file) => file.path === join(dir, name) && file.writes).length;

  it("has one connection that can write journal.db, in the front, and none that can write people.db there", () => {
    expect(writersOf(front.pid, "data/journal.db")).toBe(1);
    expect(writersOf(front.pid, "keys/people.db")).toBe(0);
    expect(writersOf("self", "keys/people.db")).toBe(1);
  });

  it("refuses a second writer of people.db", () => {
    const second = new KeyRing(join(dir, "keys"));
    expect(() => second.makePersonKeys(["person-2"])).toThrow(/in use by another process/);
    expect(second.personKey("person-1")).toEqual(keys.personKey("person-1"));
    second.close();
  }, 20_000);

  it("leaves files that nobody else may read, whatever the umask", () => {
    for (const name of [
      ...readdirSync(join(dir, "data")).map((one) => join("data", one)),
      ...readdirSync(join(dir, "keys")).map((one) => join("keys", one)),
    ]) {
      expect([name, (statSync(join(dir, name)).mode & 0o077).toString(8)]).toEqual([name, "0"]);
    }
  });
});
