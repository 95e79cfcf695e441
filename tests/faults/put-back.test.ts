import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPersons } from "~/people/person.server";
import { writeErasureList } from "~/platform/erasure-list.server";
import { freshDatabase } from "../support/database";

// What an operator meets when a backup is made and put back: what it may not bring to life again, and moments that are
// wrong.

const root = join(import.meta.dirname, "../..");
const now = new Date("2026-12-01T02:00:00Z");

describe("a backup and a restore", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  let out: string;
  const at = (name: string) => join(out, name);
  const keysOf = () => join(t.dir, "keys");
  beforeEach(async () => {
    t = await freshDatabase();
    out = mkdtempSync(join(tmpdir(), "anding-put-back-"));
    await createPersons(t.db, now, [
      { name: "学员", idNumber: "339900199001011001", phone: "", districtCode: "330602", organisationId: null },
    ]);
    t.keys.signing();
  });
  afterEach(async () => {
    await t.close();
    rmSync(out, { recursive: true, force: true });
  });
  const run = (script: string, args: string[] = [], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join("scripts", script), ...args], {
      cwd: root,
      encoding: "utf8",
      timeout: 60_000,
      input: "",
      env: { ...process.env, DATA_DIR: t.dir, KEY_DIR: keysOf(), BACKUP_DIR: at("backups"), ...env },
    });
    expect(stdout + stderr).not.toMatch(/\n\s+at /);
    return { status, said: stdout + stderr };
  };
  /** Into BACKUP_DIR, as the timer does it; gives its folder. */
  const takeBackup = () => {
    expect(run("backup.mjs").status).toBe(3); // no custodians
    return at(
      join(
        "backups",
        readdirSync(at("backups"))
          .filter((name) => /^\d{4}-/.test(name))
          .sort()
          .at(-1)!,
      ),
    );
  };
  /** The data alone, beside the keys as they are. */
  const putBack = (from: string, into = "new") => {
    t.keys.close();
    return run("restore.mjs", [from], { DATA_DIR: at(into) });
  };

  it("ends every sign-in that it would bring back, says so, and leaves the browsers that are known", async () => {
    const account = await t.db
      .for("people")
      .account.create({ data: { id: "zhao", kind: "staff", login: "zhao", createdAt: now } });
    await t.db.for("people").knownBrowser.create({
      data: {
        id: "b",
        accountId: account.id,
        tokenHash: "h",
        createdAt: now,
        lastUsedAt: now,
        expiresAt: new Date("2027-12-01"),
      },
    });
    const session = {
      accountId: account.id,
      expiresAt: new Date("2027-01-01"),
      absoluteEndsAt: new Date("2027-01-01"),
    };
    await t.db.for("platform").session.createMany({
      data: [
        { id: "one", ...session },
        { id: "two", ...session },
      ],
    });
    const made = takeBackup();
    const { status, said } = putBack(made);
    expect([status, said]).toEqual([0, expect.stringContaining("所有人要重新登录：备份里的登录（2 个）都已结束")]);
    expect(said).toMatch(/备份以后（.+起）改的密码、动态码、角色和停用都回到了备份时的样子，请再做一次/);
    const db = new Database(join(at("new"), "anding.db"));
    expect([
      db.prepare(`SELECT count(*) AS n FROM "Session"`).get(),
      db.prepare(`SELECT count(*) AS n FROM "KnownBrowser"`).get(),
    ]).toMatchObject([{ n: 0 }, { n: 1 }]);
    db.close();
  }, 60_000);

  it("right after the backup, with the list beside it, is whole; the product's own newer list is not written over", () => {
    const made = takeBackup();
    const list = at("backups/erased.json");
    const { at: made1 } = JSON.parse(readFileSync(join(made, "manifest.json"), "utf8")) as { at: string };
    const kept = JSON.parse(readFileSync(list, "utf8")) as { at: string; persons: string[] };
    expect([kept.at >= made1, kept.persons]).toEqual([true, []]);
    const later = new Date(Date.now() + 3_600_000);
    writeErasureList(t.keys, at("backups"), later);
    takeBackup();
    expect(JSON.parse(readFileSync(list, "utf8"))).toMatchObject({ at: later.toISOString() });
    // One from before the backup does not speak for the time up to it.
    writeErasureList(t.keys, at("backups"), now);
    expect(run("backup.mjs", [at("elsewhere")]).status).toBe(3);
    expect(JSON.parse(readFileSync(list, "utf8"))).toMatchObject({ at: now.toISOString() });
    rmSync(list);
    takeBackup();
    expect(putBack(takeBackup())).toEqual({ status: 0, said: expect.stringContaining("最新的删除名单到") });
  }, 90_000);

  it("goes into a folder where only a failed backup left its note, and never over data", () => {
    const made = takeBackup();
    mkdirSync(at("new"));
    expect(run("backup.mjs", [], { DATA_DIR: at("new") })).toEqual({
      status: 1,
      said: expect.stringContaining("里没有 anding.db"),
    });
    expect(readdirSync(at("new"))).toEqual([]);
    for (const name of ["backup-failed.json", "backup-owner", "anding-owner"]) writeFileSync(join(at("new"), name), "");
    expect(putBack(made).status).toBe(0);
    expect(existsSync(join(at("new"), "backup-failed.json"))).toBe(false);
    mkdirSync(at("other"));
    writeFileSync(join(at("other"), "journal.db"), "x");
    expect(putBack(made, "other")).toEqual({ status: 1, said: expect.stringContaining("里已有数据，没有恢复") });
  }, 90_000);

  it("on a folder that a restore left half done, a backup says that", () => {
    for (const dir of [t.dir, keysOf()]) {
      writeFileSync(join(dir, "restoring"), "");
      expect(run("backup.mjs")).toEqual({
        status: 1,
        said: expect.stringContaining(`上次恢复没有做完（${dir}），没有备份。请再做一次 npm run restore`),
      });
      rmSync(join(dir, "restoring"));
    }
  }, 60_000);

  it("with a custodian's file and no passphrase says that none was given", () => {
    const file = at("c.json");
    expect(run("custodian.mjs", ["王", file]).said).toContain("没有给口令");
    expect(run("custodian.mjs", ["王", file], { CUSTODIAN_PASSPHRASE: "correct horse battery" }).status).toBe(0);
    expect(run("custodian.mjs", ["王", at("no/c.json")], { CUSTODIAN_PASSPHRASE: "correct horse battery" })).toEqual({
      status: 1,
      said: `没有文件夹 ${at("no")}，没有生成。请先建好它，或换一个位置。\n`,
    });
  }, 60_000);

  it("into a folder inside the data or the keys, or one that holds them, is refused before anything is written", () => {
    symlinkSync(t.dir, at("link"));
    cpSync(keysOf(), at("keys"), { recursive: true });
    for (const [dir, of] of [
      [join(t.dir, "backups"), "数据目录"],
      [t.dir, "数据目录"],
      [at("keys/b"), "密钥目录"],
      [join(t.dir, ".."), "数据目录"],
      [at("link/b"), "数据目录"],
    ] as const) {
      for (const script of ["backup.mjs", "upgrade.mjs"]) {
        const { status, said } = run(script, [], { BACKUP_DIR: dir, KEY_DIR: at("keys") });
        expect([dir, status, said]).toEqual([
          dir,
          1,
          expect.stringMatching(new RegExp(`备份目录 ${dir} 和${of} .+ 不能一个在另一个里面，也不能是同一个`)),
        ]);
      }
    }
    expect(run("backup.mjs", [join(t.dir, "media", "b")])).toEqual({
      status: 1,
      said: expect.stringContaining("不能一个在另一个里面"),
    });
    expect(existsSync(join(t.dir, "media"))).toBe(false);
  }, 120_000);

  it("without the keys of the data is refused, and makes none", () => {
    for (const script of ["backup.mjs", "upgrade.mjs"]) {
      const { status, said } = run(script, [], { KEY_DIR: at("mistyped") });
      expect([script, status, said]).toEqual([
        script,
        1,
        expect.stringMatching(`数据目录 ${t.dir} 里有 1 人，密钥目录 ${at("mistyped")} 里却没有主密钥（master.key）`),
      ]);
      expect([script, existsSync(at("mistyped"))]).toEqual([script, false]);
    }
  }, 60_000);

  it("of data whose exam journal is gone ends with 3 and says so", () => {
    writeFileSync(
      join(keysOf(), "journal-anchor.json"),
      JSON.stringify({ position: 7, hash: "h", at: now.toISOString() }),
    );
    expect(run("backup.mjs")).toEqual({
      status: 3,
      said: expect.stringContaining("没有 journal.db，密钥目录记得考试日志写到过第 7 条：这份备份里没有考试日志"),
    });
  }, 60_000);
});
