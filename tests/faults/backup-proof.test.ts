import { spawnSync } from "node:child_process";
import { createHash, createHmac, sign } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openJournal } from "~/exam/journal/journal.server";
import { audit, auditHash, GENESIS } from "~/platform/audit.server";
import { canonicalJson as ofProduct } from "~/platform/canonical";
import { keepRestore } from "~/platform/chain-restores.server";
import { fingerprintEnd } from "~/platform/custody";
import { confirmCustodian, enterCustodian } from "~/platform/custody.server";
import { openDb } from "~/platform/db.server";
import { writeErasureList } from "~/platform/erasure-list.server";
import { KeyRing } from "~/platform/keys.server";
import { createPersons } from "~/people/person.server";
import { appendRecord } from "~/record/append.server";
import { keepHeads } from "~/record/check-chains.server";
import { backup } from "../../scripts/backup-files.mjs";
import { proofOf } from "../../scripts/backup-proof.mjs";
import { makeCustodian, writeCustodian } from "../../scripts/custodian-files.mjs";
import { canonicalJson as ofScripts, publicKeysOf } from "../../scripts/signed-files.mjs";
import { freshDatabase } from "../support/database";
import { handClock, running } from "../support/journal";

// A backup is proven before a byte of it is put back: what was altered or cut is refused and named, what can't be told
// is said.

const root = join(import.meta.dirname, "../..");
const now = new Date("2026-12-01T02:00:00Z");
const WORDS = "correct horse battery";
type Manifest = {
  at: string;
  seal?: { kid: string };
  heads: { chain: string; seq: number }[];
  files: Record<string, string>;
  databases: Record<string, { counts: Record<string, number>; heads: Record<string, string | null> }>;
};
type Proof = { refused: string[]; unproven: string[]; counts: Record<string, number> };
let custodian: Awaited<ReturnType<typeof makeCustodian>>;
let second: typeof custodian;
beforeAll(async () => {
  [custodian, second] = await Promise.all([makeCustodian("王保管", WORDS), makeCustodian("李保管", WORDS)]);
});

describe("a backup", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  let out: string;
  const keyDir = () => join(t.dir, "keys");
  const closed = () => (t.db as ReturnType<typeof openDb>).close();
  beforeEach(async () => {
    t = await freshDatabase();
    out = mkdtempSync(join(tmpdir(), "anding-proof-"));
    await createPersons(t.db, now, [
      { name: "学员", idNumber: "339900199001011001", phone: "", districtCode: "330602", organisationId: null },
    ]);
    for (let n = 1; n <= 6; n++)
      await audit(t.db, now, {
        actorId: n % 2 ? "a" : null,
        act: "test",
        object: `o${n}`,
        outcome: "done",
        facts: { n, deep: { b: [n], a: null } },
      });
    await appendRecord(
      t.db,
      now,
      Array.from({ length: 5 }, (_, n) => ({
        personId: "p",
        kind: "hours" as const,
        subject: "s",
        from: now,
        to: new Date(now.getTime() + n),
        amount: n,
        taughtBy: ["x"],
        proofClass: "server-measured" as const,
        source: `s${n}`,
        facts: { n },
      })),
    );
    const { privateKey } = t.keys.signing();
    const journal = await openJournal(t.dir, {
      clock: handClock(),
      writer: "inline",
      personKey: (id) => createHmac("sha256", "t").update(id).digest(),
      sign: (bytes) => sign(null, bytes, privateKey).toString("base64url"),
    });
    for (const n of [1, 2, 3]) await running(journal, n);
    await journal.checkpoint("exam-1");
    await journal.close();
  });
  afterEach(async () => {
    await t.close();
    rmSync(out, { recursive: true, force: true });
  });

  const take = async (name = "b") => {
    await backup(t.dir, join(out, name), { now, keyDir: keyDir() });
    return join(out, name);
  };
  const manifestOf = (at: string) => JSON.parse(readFileSync(join(at, "manifest.json"), "utf8")) as Manifest;
  const proven = (at: string, { keys = keyDir(), kept = null as string | null } = {}) =>
    proofOf({ source: at, manifest: manifestOf(at), publicKeys: publicKeysOf(keys), keyDir: kept }) as Proof;

  /**
   * As whoever can write the backup and has no key: rows by hand, past the triggers, and every hash of the manifest
   * made anew.
   */
  function forge(
    at: string,
    file: string,
    change: (sql: Database.Database) => void,
    { unseal = true, then = (_: Manifest): void => undefined } = {},
  ) {
    const sql = new Database(join(at, file));
    for (const { name } of sql.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as {
      name: string;
    }[])
      sql.exec(`DROP TRIGGER "${name}"`);
    change(sql);
    const manifest = manifestOf(at);
    const tables = Object.keys(manifest.databases[file]!.counts);
    manifest.databases[file]!.counts = Object.fromEntries(
      tables.map((name) => [name, (sql.prepare(`SELECT count(*) AS n FROM "${name}"`).all() as { n: number }[])[0]!.n]),
    );
    for (const [chain, table, order] of [
      ["audit", "AuditRow", "seq"],
      ["record", "RecordRow", "seq"],
      ["journal", "journal_event", "position"],
    ] as const) {
      if (tables.includes(table))
        manifest.databases[file]!.heads[chain] = (
          sql.prepare(`SELECT hash FROM "${table}" ORDER BY "${order}" DESC LIMIT 1`).all() as { hash: string }[]
        )[0]!.hash;
    }
    sql.close();
    manifest.files[file] = createHash("sha256")
      .update(readFileSync(join(at, file)))
      .digest("hex");
    if (unseal) delete manifest.seal;
    then(manifest);
    writeFileSync(join(at, "manifest.json"), JSON.stringify(manifest));
    return at;
  }
  /** One audit row edited and all after it hashed anew: whole in itself. */
  async function rewriteAudit(file: string, at: number) {
    const db = openDb(file);
    const rows = await db.for("platform").auditRow.findMany({ orderBy: { rowNumber: "asc" } });
    await db.close();
    const sql = new Database(file);
    for (const { name } of sql.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as {
      name: string;
    }[])
      sql.exec(`DROP TRIGGER "${name}"`);
    let prevHash = GENESIS;
    for (const { id, hash: _hash, ...row } of rows) {
      const changed = { ...row, prevHash, ...(row.rowNumber === at && { object: "somebody else" }) };
      prevHash = auditHash(changed);
      sql
        .prepare(`UPDATE "AuditRow" SET "object" = ?, "prevHash" = ?, "hash" = ? WHERE "id" = ?`)
        .run(changed.object, changed.prevHash, prevHash, id);
    }
    sql.close();
  }
  const NO_SEAL = expect.stringContaining("没有整份签名") as string;

  it("that nobody touched is proven whole: its seal, each row of three chains, the checkpoint", async () => {
    const at = await take();
    const { refused, unproven, counts } = proven(at);
    const { counts: rows } = manifestOf(at).databases["anding.db"]!;
    expect({ refused, unproven }).toEqual({ refused: [], unproven: [] });
    expect(counts).toEqual({ audit: rows.AuditRow, record: 5, journal: 9 });
  });

  it("is refused by its seal for any other change, which no chain knows; without the seal that can't be told", async () => {
    const other = (sql: Database.Database) => void sql.exec(`UPDATE "Person" SET "districtCode" = '110101'`);
    expect(proven(forge(await take("a"), "anding.db", other, { unseal: false })).refused).toEqual([
      expect.stringContaining("整份签名与内容不符"),
    ]);
    expect(proven(forge(await take("b"), "anding.db", other))).toMatchObject({ refused: [], unproven: [NO_SEAL] });
  });

  it.each<[string, string, (sql: Database.Database) => void, string[]]>([
    [
      "an audit row with other words",
      "anding.db",
      (sql) => sql.exec(`UPDATE "AuditRow" SET "object" = 'x' WHERE "seq" = 4`),
      ["审计第 4 行的内容被改过"],
    ],
    [
      "a record row with another day",
      "anding.db",
      (sql) => sql.exec(`UPDATE "RecordRow" SET "from" = '2020-01-01T00:00:00.000+00:00' WHERE "seq" = 2`),
      ["学习记录第 2 行的内容被改过"],
    ],
    [
      "a record row with a day that is none",
      "anding.db",
      (sql) => sql.exec(`UPDATE "RecordRow" SET "from" = 'x' WHERE "seq" = 2`),
      ["学习记录第 2 行的内容被改过"],
    ],
    [
      "a record without its last three rows",
      "anding.db",
      (sql) => sql.exec(`DELETE FROM "RecordRow" WHERE "seq" > 2`),
      ["学习记录只到第 2 行，签名的链头在第 5 行：少了 3 行"],
    ],
    [
      "a record without a row in the middle",
      "anding.db",
      (sql) => sql.exec(`DELETE FROM "RecordRow" WHERE "seq" = 3`),
      ["学习记录第 3 行不见了"],
    ],
    [
      "a journal with another answer",
      "journal.db",
      (sql) => sql.exec(`UPDATE journal_event SET at = '2026-11-21T01:00:01.000Z' WHERE position = 5`),
      ["考试日志第 5 行的内容被改过"],
    ],
    [
      "a journal without its last four",
      "journal.db",
      (sql) => sql.exec("DELETE FROM journal_event WHERE position > 5"),
      ["考试日志只到第 5 行，签名的链头在第 9 行：少了 4 行", "考试 exam-1 在第 9 条的检查点与考试日志不符"],
    ],
    [
      "a checkpoint of another root",
      "journal.db",
      (sql) => sql.exec(`UPDATE journal_checkpoint SET root = '${"0".repeat(64)}'`),
      ["考试 exam-1 在第 9 条的检查点与考试日志不符"],
    ],
  ])("with %s is refused, and named", async (_name, file, change, refused) => {
    expect(proven(forge(await take(), file, change)).refused).toEqual(refused);
  });

  it("whose chain was written anew as a whole is refused by its signed head; without heads, with strange ones or strange keys that can't be told", async () => {
    const anew = await take("anew");
    await rewriteAudit(join(anew, "anding.db"), 2);
    forge(anew, "anding.db", () => undefined);
    expect(proven(anew).refused).toEqual([expect.stringMatching(/^审计与签名的链头不同：第 \d+ 行以前被整段改写过$/)]);
    const bare = forge(await take("bare"), "anding.db", () => undefined, {
      then: (manifest) => void (manifest.heads = []),
    });
    expect(proven(bare)).toMatchObject({
      refused: [],
      unproven: [
        NO_SEAL,
        "学习记录没有签名的链头：有没有整段改写或截断，证明不了",
        expect.stringContaining("审计没有签名的链头"),
        expect.stringContaining("考试日志没有签名的链头"),
      ],
    });
    const moved = forge(await take("moved"), "anding.db", () => undefined, {
      then: (manifest) => void (manifest.heads.find(({ chain }) => chain === "record")!.seq = 4),
    });
    expect(proven(moved).refused).toEqual(["学习记录的链头被改过，签名不对"]);
    const stranger = new KeyRing(join(out, "strange"));
    stranger.signing();
    const { refused, unproven } = proven(await take("plain"), { keys: stranger.dir });
    stranger.close();
    expect(refused).toEqual([]);
    expect(unproven.filter((one) => one.includes("公钥不在手上"))).toHaveLength(1); // said once for the seal and three heads
    expect(proven(join(out, "plain"), { keys: join(out, "none") }).refused).toEqual([]);
  });

  it("made after the living chain was written anew is refused by what the keys in use remember, up to where a later restore began another branch", async () => {
    expect(await keepHeads(t.db, now)).toEqual([]);
    const before = await take("before");
    expect(proven(before, { kept: keyDir() })).toMatchObject({ refused: [], unproven: [] });
    await closed();
    await rewriteAudit(t.file, 3);
    const after = await take("after");
    expect(proven(after)).toMatchObject({ refused: [], unproven: [] }); // the keys of the backup alone can't know
    expect(proven(after, { kept: keyDir() }).refused).toEqual([
      "审计从第 3 行起与密钥目录里记下的不同",
      expect.stringMatching(/^审计第 \d+ 行与密钥目录里签名的链头不同$/),
    ]);
    keepRestore(t.keys, {
      id: "r",
      at: new Date(now.getTime() + 1).toISOString(),
      from: now.toISOString(),
      stamp: 1,
      noted: true,
      headsSigned: true,
      points: [{ chain: "audit", seq: 2, hash: "" }],
    });
    expect(proven(after, { kept: keyDir() }).refused).toEqual([]);
  });

  it("that was altered is put back by no command, and writes nothing; what can't be proven asks for a word", async () => {
    for (const one of [custodian, second]) {
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
    writeCustodian(join(out, "0.json"), custodian);
    mkdirSync(join(out, "backups"));
    writeErasureList(t.keys, join(out, "backups"), new Date(now.getTime() + 1));
    const good = await take("backups/good");
    const [cut, old] = ["cut", "old"].map((name) => join(out, "backups", name)) as [string, string];
    for (const one of [cut, old]) cpSync(good, one, { recursive: true });
    forge(cut, "anding.db", (sql) => sql.exec(`DELETE FROM "RecordRow" WHERE "seq" > 2`));
    forge(old, "anding.db", () => undefined);
    await closed();
    t.keys.close();
    const fresh = { DATA_DIR: join(out, "x", "data"), KEY_DIR: join(out, "x", "keys") };
    const run = (args: string[], env: Record<string, string> = {}) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/restore.mjs", ...args], {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, ...fresh, BACKUP_DIR: join(out, "backups"), CUSTODIAN_PASSPHRASE: WORDS, ...env },
      });
      return { status, said: stdout + stderr };
    };
    const withKeys = ["--custodian-key", join(out, "0.json")];
    const nothing = () =>
      expect([existsSync(fresh.DATA_DIR), existsSync(fresh.KEY_DIR), existsSync(`${fresh.KEY_DIR}.restoring`)]).toEqual(
        [false, false, false],
      );
    for (const args of [withKeys, [...withKeys, "--rehearse"], [...withKeys, "--unproven"]]) {
      expect(run([cut, ...args])).toEqual({
        status: 1,
        said: expect.stringMatching(/没有恢复，什么都没有写：学习记录只到第 2 行，签名的链头在第 5 行：少了 3 行/),
      });
      nothing();
    }
    expect(run([cut], { KEY_DIR: keyDir() })).toEqual({ status: 1, said: expect.stringContaining("少了 3 行") });
    nothing();
    expect(run([old, ...withKeys, "--rehearse"])).toEqual({
      status: 1,
      said: expect.stringMatching(/有证明不了的地方，没有恢复，什么都没有写：没有整份签名.*加 --unproven 再做一次/),
    });
    nothing();
    expect(run([old, ...withKeys, "--rehearse", "--unproven"])).toEqual({
      status: 3,
      said: expect.stringContaining("按 --unproven 恢复了证明不了的备份：没有整份签名"),
    });
    const whole = run([good, ...withKeys], { DATA_DIR: join(out, "y", "data"), KEY_DIR: join(out, "y", "keys") });
    expect([whole.status, whole.said]).toEqual([
      0,
      expect.stringMatching(
        /写入前核对过：整份签名和每条链都对得上（学习记录 5 行、审计 \d+ 行、考试日志 9 行），签名的密钥编号 [0-9a-f]{16}。密钥也出自这份备份/,
      ),
    ]);
  }, 60_000);

  it("whose list names a file outside itself, or can't be read, is not put back", async () => {
    const at = await take();
    const manifest = manifestOf(at);
    const run = () =>
      spawnSync(process.execPath, ["scripts/restore.mjs", at, "--unproven"], {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, DATA_DIR: join(out, "d"), KEY_DIR: keyDir() },
      });
    writeFileSync(join(out, "outside"), "x");
    writeFileSync(
      join(at, "manifest.json"),
      JSON.stringify({
        ...manifest,
        files: { ...manifest.files, "../outside": createHash("sha256").update("x").digest("hex") },
      }),
    );
    expect([run().status, run().stderr]).toEqual([1, expect.stringContaining("清单里的文件 ../outside 在备份以外")]);
    writeFileSync(join(at, "manifest.json"), "{");
    expect([run().status, run().stderr]).toEqual([1, expect.stringContaining("manifest.json 坏了，读不出来")]);
    expect(existsSync(join(out, "d"))).toBe(false);
  });
});

it("the product and the scripts write the same canonical text", () => {
  for (const value of [{ b: 1, a: [{ d: null, c: "文" }], e: undefined }, [], {}, "x", 1.5, now, null, { at: now }])
    expect(ofScripts(value)).toBe(ofProduct(value));
});
