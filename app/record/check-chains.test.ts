import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { audit, auditHash, GENESIS, verifyAudit } from "~/platform/audit.server";
import { lastChainCheck } from "~/platform/chain-check.server";
import { keptChain, setAsideHeads } from "~/platform/chain-head.server";
import { keepRestore } from "~/platform/chain-restores.server";
import { openDb, type Db } from "~/platform/db.server";
import { KeyRing } from "~/platform/keys.server";
import { freshDatabase } from "../../tests/support/database";
import { backup } from "../../scripts/backup-files.mjs";
import { appendRecord } from "./append.server";
import { checkChains, followAndTell, keepHeads } from "./check-chains.server";
import { rowHash } from "./chain.server";
import { verifyRecord } from "./query.server";

const now = new Date("2026-12-01T02:00:00Z");
const ROWS = 150;

describe("what KEY_DIR remembers of audit and record", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  beforeEach(async () => {
    t = await freshDatabase();
    await t.db.transaction(async (tx) => {
      for (let n = 1; n <= ROWS; n++)
        await audit(tx, now, { actorId: "a", act: "test", object: `o${n}`, outcome: "done" });
      await appendRecord(
        tx,
        now,
        Array.from({ length: ROWS }, (_, n) => ({
          personId: "p",
          kind: "hours" as const,
          subject: "s",
          from: now,
          to: now,
          amount: n,
          proofClass: "server-measured" as const,
          source: `s${n}`,
        })),
      );
    });
    expect(await keepHeads(t.db, now)).toEqual([]);
  });
  afterEach(() => t.close());

  /** The same database with something done to it by hand, past the triggers. */
  async function forged<T>(
    change: (sql: Database.Database, db: Db) => Promise<void> | void,
    look: (db: Db) => Promise<T>,
  ): Promise<T> {
    const file = join(t.dir, "forged.db");
    await t.db.raw("PRAGMA wal_checkpoint(TRUNCATE)");
    copyFileSync(t.file, file);
    const db = openDb(file);
    try {
      await db.raw("SELECT 1");
      const sql = new Database(file, { timeout: 2_000 });
      for (const { name } of sql.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as {
        name: string;
      }[])
        sql.exec(`DROP TRIGGER "${name}"`);
      await change(sql, db);
      sql.close();
      return await look(db);
    } finally {
      await db.close();
    }
  }
  const kept = (chain: "audit" | "record", more?: string) => keptChain(t.keys, chain, more);

  /** Edits one row and makes every hash after it anew, so that the chain is whole in itself. */
  async function editAudit(sql: Database.Database, db: Db, at: number) {
    const rows = await db.for("platform").auditRow.findMany({ orderBy: { rowNumber: "asc" } });
    let prevHash = GENESIS;
    for (const { id, hash: _hash, ...row } of rows) {
      const changed = { ...row, prevHash, ...(row.rowNumber === at && { object: "somebody else" }) };
      prevHash = auditHash(changed);
      sql
        .prepare(`UPDATE "AuditRow" SET "object" = ?, "prevHash" = ?, "hash" = ? WHERE "id" = ?`)
        .run(changed.object, changed.prevHash, prevHash, id);
    }
  }
  async function editRecord(sql: Database.Database, db: Db, at: number) {
    const rows = await db.for("record").recordRow.findMany({ orderBy: { rowNumber: "asc" } });
    let prevHash = GENESIS;
    for (const { hash: _hash, ...row } of rows) {
      const changed = { ...row, prevHash, ...(row.rowNumber === at && { amount: 9_999 }) };
      prevHash = rowHash(changed);
      sql
        .prepare(`UPDATE "RecordRow" SET "amount" = ?, "prevHash" = ?, "hash" = ? WHERE "id" = ?`)
        .run(changed.amount, changed.prevHash, prevHash, row.id);
    }
  }

  it("fits chains that nobody touched, also after they grew", async () => {
    await audit(t.db, now, { actorId: "a", act: "later", outcome: "done" });
    expect([await verifyAudit(t.db, kept("audit")), await verifyRecord(t.db, kept("record"))]).toEqual([null, null]);
    expect(await keepHeads(t.db, now)).toEqual([]);
    expect(kept("audit")).toMatchObject({
      length: ROWS + 1,
      forged: false,
      head: { chain: "audit", seq: ROWS + 1, alg: "EdDSA" },
    });
  });

  it.each([1, 77, ROWS])(
    "names row %i when it was edited and all after it hashed anew, which the chain alone can't tell",
    async (at) => {
      await forged(
        (sql, db) => editAudit(sql, db, at),
        async (db) => {
          expect(await verifyAudit(db)).toBeNull();
          expect(await verifyAudit(db, kept("audit"))).toEqual({ seq: at, wrong: "differs from what was kept" });
        },
      );
      await forged(
        (sql, db) => editRecord(sql, db, at),
        async (db) => {
          expect(await verifyRecord(db)).toBeNull();
          expect(await verifyRecord(db, kept("record"))).toEqual({ seq: at, wrong: "differs from what was kept" });
        },
      );
    },
  );

  it("names the first lost row when the last 100 were cut, also when the chain grew again since", async () => {
    const cut = (sql: Database.Database) =>
      void sql.exec(`DELETE FROM "AuditRow" WHERE "seq" > 50; DELETE FROM "RecordRow" WHERE "seq" > 50`);
    await forged(cut, async (db) => {
      expect([await verifyAudit(db), await verifyRecord(db)]).toEqual([null, null]);
      expect(await verifyAudit(db, kept("audit"))).toEqual({ seq: 51, wrong: "lost" });
      expect(await verifyRecord(db, kept("record"))).toEqual({ seq: 51, wrong: "lost" });
      for (let n = 0; n < 120; n++) await audit(db, now, { actorId: "b", act: "cover", outcome: "done" });
      expect(await verifyAudit(db, kept("audit"))).toEqual({ seq: 51, wrong: "differs from what was kept" });
      // What is remembered is not led along by a chain that does not fit it.
      expect(await keepHeads(db, now)).toEqual(["audit", "record"]);
      expect(kept("audit").length).toBe(ROWS);
    });
  });

  it("is helped by the signed heads of backups when its own trail is lost; a head that we did not sign counts for nothing", async () => {
    await backup(t.dir, join(t.dir, "backups", "b"), { now, keyDir: join(t.dir, "keys") });
    t.keys.makePersonKeys([]);
    await backup(t.dir, join(t.dir, "backups", "c"), { now, keyDir: join(t.dir, "keys") });
    const bare = { ...kept("audit", join(t.dir, "backups")), length: 0, at: () => null };
    expect(bare.heads.size).toBe(1);
    await forged(
      (sql, db) => editAudit(sql, db, 9),
      async (db) => expect(await verifyAudit(db, bare)).toEqual({ seq: ROWS, wrong: "differs from what was kept" }),
    );
    const stranger = new KeyRing(join(t.dir, "stranger"));
    expect(keptChain(stranger, "audit", join(t.dir, "backups")).heads.size).toBe(0);
    stranger.close();
    const file = join(t.dir, "keys", "chain-audit.json");
    writeFileSync(file, readFileSync(file, "utf8").replace(`"seq":${ROWS}`, `"seq":${ROWS - 1}`));
    expect(await verifyAudit(t.db, kept("audit"))).toEqual({ seq: ROWS, wrong: "kept head forged" });
  });

  const minutes = (n: number) => new Date(now.getTime() + n * 60_000);

  it("tells at once what a start finds, with the first bad row, over whatever a check said before; it lies in KEY_DIR, signed", async () => {
    await checkChains(t.db, now, null);
    await keepHeads(t.db, now);
    expect(lastChainCheck(t.keys, now)).toMatchObject({
      audit: { fault: null, upTo: ROWS },
      record: { fault: null, upTo: ROWS },
    });
    await forged(
      (sql, db) => editAudit(sql, db, 77),
      async (db) => {
        await db.for("platform").setting.create({
          data: {
            key: "chains.checked",
            value: JSON.stringify({ at: "2027-01-01T00:00:00.000Z" }),
            updatedAt: now,
            updatedBy: "",
          },
        });
        expect(await followAndTell(db, minutes(1), [])).toEqual(["audit"]);
        expect(lastChainCheck(t.keys, minutes(1))).toMatchObject({
          at: minutes(1).toISOString(),
          audit: { upTo: 76, fault: { seq: 77, wrong: "differs from what was kept" } },
          record: { fault: null },
        });
        const walks = () => db.for("platform").auditRow.count({ where: { act: "audit.verify" } });
        const before = await walks();
        expect(await followAndTell(db, minutes(2), ["audit"])).toEqual(["audit"]);
        expect(await walks()).toBe(before); // not walked again every ten seconds
      },
    );
  });

  it("believes no result that we did not sign, and none of the future", async () => {
    const file = join(t.dir, "keys", "chain-check.json");
    await checkChains(t.db, minutes(60 * 24 * 400), null);
    expect(lastChainCheck(t.keys, now)).toBeNull();
    await checkChains(t.db, now, null);
    expect(lastChainCheck(t.keys, now)).not.toBeNull();
    writeFileSync(file, readFileSync(file, "utf8").replace(`"upTo":${ROWS}`, `"upTo":${ROWS + 1}`));
    expect(lastChainCheck(t.keys, now)).toBeNull();
  });

  it("can't prove rows older than the first head it kept, and says so: after an upgrade, and when its memory was taken away", async () => {
    const unproven = { from: 1, to: ROWS, at: now.toISOString() };
    const check = await checkChains(t.db, now, null);
    expect([check.audit.unproven, check.record.unproven]).toEqual([unproven, unproven]);
    await forged(
      (sql, db) => editAudit(sql, db, 9),
      async (db) => {
        for (const name of ["chain-audit.json", "chain-audit.trail"]) rmSync(join(t.dir, "keys", name));
        expect(await checkChains(db, minutes(1), null)).toMatchObject({
          audit: { fault: null, keptUpTo: 0, unproven: { from: 1 } },
        });
        expect(await keepHeads(db, minutes(2))).toEqual([]);
        expect((await checkChains(db, minutes(3), null)).audit.unproven).toEqual({
          from: 1,
          to: expect.any(Number) as number,
          at: minutes(2).toISOString(),
        });
      },
    );
  });

  it("has nothing unproven where it kept heads from the first row on", async () => {
    await forged(
      (sql) => void sql.exec(`DELETE FROM "AuditRow"; DELETE FROM "RecordRow"`),
      async (db) => {
        for (const name of readdirSync(join(t.dir, "keys")).filter((one) => one.startsWith("chain-")))
          rmSync(join(t.dir, "keys", name));
        await keepHeads(db, now);
        await audit(db, now, { actorId: "a", act: "first", outcome: "done" });
        await keepHeads(db, minutes(1));
        expect(await checkChains(db, minutes(2), null)).toMatchObject({
          audit: { fault: null, unproven: null, upTo: 1 },
          record: { fault: null, unproven: null },
        });
      },
    );
  });

  it("does not begin anew where the trail alone was taken away and the chain lost the row of the head", async () => {
    rmSync(join(t.dir, "keys", "chain-audit.trail"));
    await forged(
      (sql) => void sql.exec(`DELETE FROM "AuditRow" WHERE "seq" > 50`),
      async (db) => {
        expect(await keepHeads(db, minutes(1))).toEqual(["audit"]);
        expect(await verifyAudit(db, kept("audit"))).toEqual({ seq: 51, wrong: "lost" });
      },
    );
    expect(await keepHeads(t.db, minutes(1))).toEqual([]);
    expect(kept("audit").length).toBe(ROWS);
  });

  it("after a restore compares what was brought back with the trail that was set aside, and no longer asks for what came after it", async () => {
    const [last] = await t.db.for("platform").auditRow.findMany({ where: { rowNumber: 50 } });
    const [lastRecord] = await t.db.for("record").recordRow.findMany({ where: { rowNumber: 50 } });
    await backup(t.dir, join(t.dir, "backups", "later"), { now, keyDir: join(t.dir, "keys") });
    const cut = (sql: Database.Database) =>
      void sql.exec(`DELETE FROM "AuditRow" WHERE "seq" > 50; DELETE FROM "RecordRow" WHERE "seq" > 50`);
    keepRestore(t.keys, {
      id: "r",
      at: minutes(1).toISOString(),
      from: now.toISOString(),
      stamp: 7,
      noted: true,
      headsSigned: true,
      points: [
        { chain: "audit", seq: 50, hash: last!.hash },
        { chain: "record", seq: 50, hash: lastRecord!.hash },
      ],
    });
    setAsideHeads(join(t.dir, "keys"), 7);
    await forged(cut, async (db) => {
      expect(await keepHeads(db, minutes(2))).toEqual([]);
      for (let n = 0; n < 120; n++) await audit(db, minutes(3), { actorId: "b", act: "after", outcome: "done" });
      expect(await verifyAudit(db, kept("audit", join(t.dir, "backups")))).toBeNull();
      expect(kept("audit").restored).toEqual({ at: minutes(1).toISOString(), from: now.toISOString(), upTo: 50 });
      expect(kept("audit").unproven).toEqual(kept("record").unproven);
    });
    for (const name of ["chain-audit.json", "chain-audit.trail"]) rmSync(join(t.dir, "keys", name));
    await forged(
      async (sql, db) => {
        await editAudit(sql, db, 20);
        cut(sql);
      },
      async (db) =>
        expect(await verifyAudit(db, kept("audit"))).toEqual({ seq: 20, wrong: "differs from what was kept" }),
    );
  });
});
