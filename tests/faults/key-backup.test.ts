import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { claim } from "~/platform/claim.server";
import { confirmCustodian, enterCustodian, retireCustodian } from "~/platform/custody.server";
import { fingerprintEnd } from "~/platform/custody";
import { openDb } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { ERASURE_LIST, unlistedErasures, writeErasureList } from "~/platform/erasure-list.server";
import { KeyRing, useKeyRing } from "~/platform/keys.server";
import { readMark } from "~/platform/restore-mark.server";
import { createPersons, findByIdNumber, personSecret } from "~/people/person.server";
import { erasePerson } from "~/record/erase.server";
import { refusalOfStart } from "~/server/start-order.server";
import { makeCustodian, writeCustodian } from "../../scripts/custodian-files.mjs";
import { backup } from "../../scripts/backup-files.mjs";
import { pruneKeys } from "../../scripts/prune-keys.mjs";
import { freshDatabase } from "../support/database";

// Fault 14b: the disk is lost and the backup put back: data and keys to the same point, and a sentence on who can't be
// opened.

const root = join(import.meta.dirname, "../..");
const now = new Date("2026-12-01T02:00:00Z");
const WORDS = "correct horse battery";
type Custodian = Awaited<ReturnType<typeof makeCustodian>>;
type Keys = { persons: number; missing: number; custodians: { name: string }[]; masterCheck: string };
type Manifest = {
  keys: Keys | null;
  keysWhy: string | null;
  heads: { chain: string; seq: number; alg: string }[];
  files: Record<string, string>;
};
let custodians: Custodian[];
beforeAll(async () => {
  custodians = await Promise.all(["王保管", "李保管", "生人"].map((name) => makeCustodian(name, WORDS)));
});

describe("a backup of the keys", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  let out: string;
  let ids: string[];
  beforeEach(async () => {
    t = await freshDatabase();
    out = mkdtempSync(join(tmpdir(), "anding-key-backup-"));
    mkdirSync(join(out, "backups"));
    backupsIn("backups");
    custodians.forEach((one, n) => writeCustodian(join(out, `${n}.json`), one));
    ids = await enrol(3, 1);
    t.keys.signing();
  });
  afterEach(async () => {
    delete process.env.BACKUP_DIR;
    Object.assign(env(), { BACKUP_DIR: undefined });
    useKeyRing(t.keys);
    await t.close();
    rmSync(out, { recursive: true, force: true });
  });

  const idNumber = (n: number) => `33990019900101${String(1000 + n)}`;
  const enrol = (count: number, from: number) =>
    createPersons(
      t.db,
      now,
      Array.from({ length: count }, (_, n) => ({
        name: `学员${from + n}`,
        idNumber: idNumber(from + n),
        phone: "",
        districtCode: "330602",
        organisationId: null,
      })),
    );
  async function appoint(...list: Custodian[]) {
    for (const one of list) {
      const { id, fingerprint } = await enterCustodian(t.db, now, "system", {
        name: one.name,
        publicKey: JSON.stringify(one.publicKey),
      });
      await confirmCustodian(t.db, now, "security", {
        id,
        ending: fingerprintEnd(fingerprint),
        requireSecond: () => Promise.resolve(),
      });
    }
  }
  /** As an operator does it, with the product's own connections open beside it. */
  const run = (script: string, args: string[], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "scripts", script), ...args], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, DATA_DIR: t.dir, KEY_DIR: join(t.dir, "keys"), CUSTODIAN_PASSPHRASE: WORDS, ...env },
    });
    return { status, said: `${stdout}\n${stderr}` };
  };
  const takeBackup = (name: string) => ({
    ...run("backup.mjs", [join(out, "backups", name)]),
    at: join(out, "backups", name),
  });
  /** For the scripts and for the product in this process. */
  const backupsIn = (name: string) => {
    process.env.BACKUP_DIR = join(out, name);
    Object.assign(env(), { BACKUP_DIR: join(out, name) });
  };
  /** As the product does once an hour: nobody was erased up to now. */
  const keepList = () => writeErasureList(t.keys, join(out, "backups"), new Date());
  const manifestOf = (path: string) => JSON.parse(readFileSync(join(path, "manifest.json"), "utf8")) as Manifest;
  const restored = (name: string) => ({ DATA_DIR: join(out, name, "data"), KEY_DIR: join(out, name, "keys") });
  const restore = (from: string, name: string, args: string[] = ["--custodian-key", join(out, "0.json")], env = {}) =>
    run("restore.mjs", [from, ...args], { ...restored(name), ...env });
  /** What the product reads of a person in a restored installation. */
  async function reading<T>(name: string, work: (db: ReturnType<typeof openDb>) => Promise<T>): Promise<T> {
    const keys = new KeyRing(restored(name).KEY_DIR);
    const db = openDb(join(restored(name).DATA_DIR, "anding.db"));
    useKeyRing(keys);
    try {
      return await work(db);
    } finally {
      await db.close();
      keys.close();
      useKeyRing(t.keys);
    }
  }
  const bytesBelow = (dir: string): Buffer[] =>
    readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? bytesBelow(join(dir, entry.name)) : [readFileSync(join(dir, entry.name))],
    );
  // A claim's file is left out: reading it here would let go of the lock that this very process holds on it.
  const stateOf = (dir: string) =>
    readdirSync(dir)
      .filter((name) => !/-(shm|owner|owner-journal)$/.test(name))
      .sort()
      .map(
        (name) =>
          `${name} ${createHash("sha256")
            .update(readFileSync(join(dir, name)))
            .digest("hex")}`,
      );

  it("is taken beside the product, holds no key in clear, and either custodian alone opens it to the same moment", async () => {
    await appoint(custodians[0]!, custodians[1]!);
    const { status, said, at } = takeBackup("b");
    expect([status, said]).toEqual([0, expect.stringContaining("3 人的密钥，封给 王保管、李保管，任何一位都能打开")]);
    const { keys, heads } = manifestOf(at);
    expect(keys).toMatchObject({ persons: 3, missing: 0, masterCheck: t.keys.master.check });
    expect(heads.map((head) => [head.chain, head.alg])).toEqual([["audit", "EdDSA"]]);
    const secrets = [
      readFileSync(join(t.dir, "keys", "master.key")),
      readFileSync(join(t.dir, "keys", "sign.key")),
      ...ids.map((id) => t.keys.personKey(id)!),
    ];
    for (const bytes of bytesBelow(at)) for (const secret of secrets) expect(bytes.includes(secret)).toBe(false);
    for (const name of readdirSync(at))
      expect([name, (statSync(join(at, name)).mode & 0o077).toString(8)]).toEqual([name, "0"]);
    expect(readdirSync(join(t.dir, "keys")).filter((name) => name.startsWith(".key-backup"))).toEqual([]);

    keepList();
    for (const [n, name] of [
      [0, "first"],
      [1, "second"],
    ] as const) {
      const back = restore(at, name, ["--custodian-key", join(out, `${n}.json`)]);
      expect([back.status, back.said]).toEqual([0, expect.stringContaining("3 人、0 道题、0 个动态码都打得开")]);
      await reading(name, async (db) => {
        for (const [n, id] of ids.entries()) {
          expect((await personSecret(db, id))?.name).toBe(`学员${n + 1}`);
          expect(await findByIdNumber(db, idNumber(n + 1))).toBe(id);
        }
      });
      expect((statSync(restored(name).KEY_DIR).mode & 0o777).toString(8)).toBe("700");
    }
  }, 60_000);

  it("opens to nobody else: not to a stranger, not with a wrong passphrase, not when a byte was changed; and writes nothing then", async () => {
    await appoint(custodians[0]!, custodians[1]!);
    const { at } = takeBackup("b");
    expect(restore(at, "x", ["--custodian-key", join(out, "2.json")])).toEqual({
      status: 1,
      said: expect.stringContaining("没有封给这位保管人"),
    });
    expect(restore(at, "x", undefined, { CUSTODIAN_PASSPHRASE: "guess" })).toEqual({
      status: 1,
      said: expect.stringContaining("口令打不开 王保管 的保管人文件"),
    });
    const forged = join(out, "backups", "forged");
    cpSync(at, forged, { recursive: true });
    const bytes = readFileSync(join(forged, "keys.sealed"));
    bytes[40] = bytes[40]! ^ 1;
    writeFileSync(join(forged, "keys.sealed"), bytes);
    const manifest = manifestOf(forged);
    manifest.files["keys.sealed"] = createHash("sha256").update(bytes).digest("hex");
    writeFileSync(join(forged, "manifest.json"), JSON.stringify(manifest));
    expect(restore(forged, "x")).toEqual({ status: 1, said: expect.stringContaining("第 1 块被改过") });
    writeFileSync(join(forged, "keys.sealed"), bytes.subarray(0, bytes.length - 5));
    manifest.files["keys.sealed"] = createHash("sha256")
      .update(bytes.subarray(0, bytes.length - 5))
      .digest("hex");
    writeFileSync(join(forged, "manifest.json"), JSON.stringify(manifest));
    expect(restore(forged, "x").said).toContain("被截断");
    expect([existsSync(restored("x").DATA_DIR), existsSync(restored("x").KEY_DIR)]).toEqual([false, false]);
  }, 60_000);

  it("is not made with one custodian in office; that is said, and the data is copied all the same", async () => {
    await appoint(custodians[0]!, custodians[1]!);
    const [row] = await t.db.for("platform").custodian.findMany();
    await retireCustodian(t.db, now, "security", row!.id);
    const { status, said, at } = takeBackup("b");
    expect(status).toBe(3);
    expect(said).toContain("数据备份完成");
    expect(said).toContain("没有做密钥备份：在任的密钥保管人只有 1 位，至少要 2 位");
    expect(manifestOf(at).keys).toBeNull();
    expect(restore(at, "x")).toEqual({ status: 1, said: expect.stringContaining("这份备份里没有密钥") });
  }, 60_000);

  it("older than the data: who enrolled since can't be opened, and restore counts them instead of saying that all is well", async () => {
    await appoint(custodians[0]!, custodians[1]!);
    const early = takeBackup("early").at;
    keepList();
    expect(restore(early, "keys-of-early").status).toBe(0);
    await enrol(2, 4);
    const late = takeBackup("late").at;
    const back = run("restore.mjs", [late], {
      DATA_DIR: join(out, "mixed"),
      KEY_DIR: restored("keys-of-early").KEY_DIR,
    });
    expect(back.status).toBe(3);
    expect(back.said).toContain("打不开：2 人的姓名和证件号（共 5 人）");
    expect(back.said).not.toContain("都打得开");
    const none = run("restore.mjs", [late, "--unproven"], {
      DATA_DIR: join(out, "bare"),
      KEY_DIR: join(out, "no-such-keys"),
    });
    expect(none).toEqual({ status: 3, said: expect.stringContaining("打不开：5 人的姓名和证件号（共 5 人）") });
  }, 60_000);

  it("does not bring back whom somebody erased since: no key, no name, no way to find them", async () => {
    await appoint(custodians[0]!, custodians[1]!);
    const key = t.keys.personKey(ids[1]!)!;
    const before = takeBackup("1-before").at;
    await erasePerson(t.db, now, { personId: ids[1]!, region: "330602", actorId: "clerk" });
    expect(t.keys.personKey(ids[1]!)).toBeNull();
    takeBackup("2-after"); // the older one now has a neighbour that knows
    const back = restore(before, "x");
    expect([back.status, back.said]).toEqual([0, expect.stringContaining("重新删除 1 人，销毁他们的密钥 1 把")]);
    await reading("x", async (db) => {
      expect(await personSecret(db, ids[1]!)).toBeNull();
      expect(await findByIdNumber(db, idNumber(2))).toBeNull();
      expect((await personSecret(db, ids[0]!))?.name).toBe("学员1");
      expect((await db.for("people").person.findUnique({ where: { id: ids[1]! } }))!.erasedAt).toBeInstanceOf(Date);
    });
    expect(bytesBelow(restored("x").KEY_DIR).some((bytes) => bytes.includes(key))).toBe(false);

    // Alone, the old backup can't know, and that is said; the operator names a newer list.
    const alone = join(out, "alone", "b");
    mkdirSync(join(out, "alone"));
    cpSync(before, alone, { recursive: true });
    const elsewhere = { BACKUP_DIR: join(out, "alone") };
    const blind = restore(alone, "blind", undefined, elsewhere);
    expect([blind.status, blind.said]).toEqual([
      3,
      expect.stringContaining("不比备份新：备份以后删除的人，这次会被带回来"),
    ]);
    const list = join(out, "backups", "2-after", ERASURE_LIST);
    const named = (name: string, path: string) =>
      restore(alone, name, ["--custodian-key", join(out, "0.json"), "--erased", path], elsewhere);
    expect(named("y", list)).toEqual({ status: 0, said: expect.stringContaining("重新删除 1 人") });

    // A list that the operator relies on and that can't be used refuses the restore, before anything is written.
    const forged = join(out, "forged.json");
    writeFileSync(forged, JSON.stringify({ ...(JSON.parse(readFileSync(list, "utf8")) as object), persons: [] }));
    writeFileSync(join(out, "broken.json"), "{");
    for (const [path, sentence] of [
      [forged, "不是本系统签的，或者被改过"],
      [join(out, "broken.json"), "坏了，读不出来"],
      [join(out, "none.json"), "没有删除名单"],
    ] as const) {
      expect(named("z", path)).toEqual({ status: 1, said: expect.stringContaining(sentence) });
      expect(
        run("restore.mjs", [alone, "--erased", path], {
          DATA_DIR: restored("z").DATA_DIR,
          KEY_DIR: restored("y").KEY_DIR,
        }),
      ).toEqual({ status: 1, said: expect.stringContaining(sentence) });
      expect([
        existsSync(restored("z").DATA_DIR),
        existsSync(restored("z").KEY_DIR),
        existsSync(`${restored("z").KEY_DIR}.restoring`),
      ]).toEqual([false, false, false]);
    }
  }, 90_000);

  it("does not bring back whom somebody erased before any newer backup: the list is beside the backups at once, and health says when it is not", async () => {
    await appoint(custodians[0]!, custodians[1]!);
    const { at } = takeBackup("b");
    await erasePerson(t.db, new Date(), { personId: ids[1]!, region: "330602", actorId: "clerk" });
    expect(unlistedErasures()).toBe(0);
    expect((statSync(join(out, "backups", ERASURE_LIST)).mode & 0o077).toString(8)).toBe("0");
    const back = restore(at, "x");
    expect([back.status, back.said]).toEqual([0, expect.stringContaining("重新删除 1 人，销毁他们的密钥 1 把")]);
    await reading("x", async (db) => expect(await personSecret(db, ids[1]!)).toBeNull());

    backupsIn("not-mounted");
    await erasePerson(t.db, new Date(), { personId: ids[2]!, region: "330602", actorId: "clerk" });
    expect([unlistedErasures(), existsSync(join(out, "not-mounted"))]).toEqual([2, false]);
    backupsIn("backups");
    expect(unlistedErasures()).toBe(1);
    takeBackup("c");
    expect(unlistedErasures()).toBe(0);
  }, 60_000);

  it("is put back beside a running product without touching its keys; what would touch them is refused", async () => {
    await appoint(custodians[0]!, custodians[1]!);
    const { at } = takeBackup("b");
    keepList();
    writeFileSync(
      join(t.dir, "keys", "journal-anchor.json"),
      JSON.stringify({ position: 1, hash: "h", at: now.toISOString() }),
    );
    t.keys.close();
    const running = claim(join(t.dir, "keys", "anding"));
    const live = stateOf(join(t.dir, "keys"));
    try {
      expect(restore(at, "r", [], { KEY_DIR: join(t.dir, "keys") })).toEqual({
        status: 1,
        said: expect.stringMatching(/正由运行中的安鼎(（进程 \d+）)?使用，没有恢复，密钥没有动/),
      });
      expect(restore(at, "r", undefined, { KEY_DIR: join(t.dir, "keys") })).toEqual({
        status: 1,
        said: expect.stringContaining("已有密钥，没有恢复，那些密钥没有动"),
      });
      expect(restore(at, "r", ["--rehearse"], { KEY_DIR: join(out, "own") })).toEqual({
        status: 1,
        said: expect.stringContaining("请加 --custodian-key"),
      });
      expect(restore(at, "r", ["--rehearse", "--custodian-key", join(out, "1.json")]).status).toBe(0);
    } finally {
      running.release();
    }
    expect(stateOf(join(t.dir, "keys"))).toEqual(live);
    t.keys.close();
    // Stopped, the live keys serve the restored data, and still nothing in their folder moves.
    expect(restore(at, "again", [], { KEY_DIR: join(t.dir, "keys") }).status).toBe(0);
    expect(stateOf(join(t.dir, "keys"))).toEqual(live);
    // The mark it leaves is one that these keys signed, and tells where the backup's own signed heads end.
    const keys = new KeyRing(join(t.dir, "keys"));
    expect(readMark(keys, restored("again").DATA_DIR, new Date())).toMatchObject({
      mark: { rehearsal: false, headsSigned: true, heads: [{ chain: "audit" }] },
    });
    keys.close();
  }, 60_000);

  it("left half done is no installation: a start refuses, and the same command does it whole; keys without their data refuse too", async () => {
    await appoint(custodians[0]!, custodians[1]!);
    const { at } = takeBackup("b");
    keepList();
    const { DATA_DIR, KEY_DIR } = restored("x");
    expect(refusalOfStart(DATA_DIR, KEY_DIR)).toBeNull();
    expect(restore(at, "x").status).toBe(0);
    expect(refusalOfStart(DATA_DIR, KEY_DIR)).toBeNull();
    for (const half of [[DATA_DIR, KEY_DIR], [KEY_DIR]]) {
      for (const dir of half) writeFileSync(join(dir, "restoring"), "");
      if (half.length === 1) rmSync(DATA_DIR, { recursive: true });
      expect(refusalOfStart(DATA_DIR, KEY_DIR)).toContain("上次恢复没有做完");
      expect(restore(at, "x").status).toBe(0);
      expect(refusalOfStart(DATA_DIR, KEY_DIR)).toBeNull();
    }
    rmSync(DATA_DIR, { recursive: true });
    mkdirSync(DATA_DIR);
    expect(refusalOfStart(DATA_DIR, KEY_DIR)).toContain("密钥里有 3 人");
    expect(refusalOfStart(DATA_DIR, join(out, "new-keys"))).toBeNull();
  }, 60_000);

  it("has a term: past it the sealed keys are destroyed and the data stays; the newest is never taken", async () => {
    await appoint(custodians[0]!, custodians[1]!);
    const day = (n: number) => new Date(now.getTime() + n * 86_400_000);
    for (const n of [0, 50, 100])
      await backup(t.dir, join(out, "kept", `day-${n}`), { now: day(n), keyDir: join(t.dir, "keys") });
    expect(pruneKeys(join(out, "kept"), 90, day(100))).toEqual([{ name: "day-0", age: 100 }]);
    expect(pruneKeys(join(out, "kept"), 90, day(100))).toEqual([]);
    expect(pruneKeys(join(out, "kept"), 90, day(900))).toEqual([{ name: "day-50", age: 850 }]);
    expect(existsSync(join(out, "kept", "day-100", "keys.sealed"))).toBe(true);
    expect(restore(join(out, "kept", "day-0"), "x")).toEqual({
      status: 1,
      said: expect.stringContaining("已过保存期限，销毁了"),
    });
    t.keys.close();
    expect(
      run("restore.mjs", [join(out, "kept", "day-0")], {
        DATA_DIR: join(out, "only-data"),
        KEY_DIR: join(t.dir, "keys"),
      }).status,
    ).toBe(0);
  }, 60_000);
});
