import { execFile } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDb } from "~/platform/db.server";
import { appendRecord } from "~/record/append.server";
import { recordHead, verifyRecord } from "~/record/query.server";
import { audit, verifyAudit } from "~/platform/audit.server";
import { freshDatabase } from "../support/database";
import { backup, faultsOf, restore } from "../../scripts/backup-files.mjs";

type Manifest = { databases: Record<string, { counts: Record<string, number>; heads: Record<string, string> }> };
const root = join(import.meta.dirname, "../..");

/**
 * As an operator does it: a process of its own beside the one that writes. It ends with 3, since there are no
 * custodians to seal keys to.
 */
const runBackup = (dataDir: string, target: string) =>
  promisify(execFile)(process.execPath, ["scripts/backup.mjs", target], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, KEY_DIR: join(dataDir, "keys") },
    timeout: 30_000,
  }).catch((error: { code: number }) => {
    if (error.code !== 3) throw error as never;
  });

const now = new Date("2026-11-22T02:00:00Z");

describe("a backup", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  let out: string;
  beforeEach(async () => {
    t = await freshDatabase();
    out = mkdtempSync(join(tmpdir(), "anding-backup-"));
    for (let i = 0; i < 20; i++)
      await appendRecord(t.db, now, [
        {
          personId: "p",
          kind: "hours",
          subject: "s",
          from: now,
          to: now,
          amount: i,
          proofClass: "server-measured",
          source: `s${i}`,
        },
      ]);
    await audit(t.db, now, { actorId: "a", act: "test", outcome: "done" });
  });
  afterEach(async () => {
    await t.close();
    rmSync(out, { recursive: true, force: true });
  });

  it("taken beside a writer restores to the same counts and chain heads, and goes on from there", async () => {
    let writing = true;
    const writer = (async () => {
      for (let i = 0; writing; i++) {
        await appendRecord(t.db, now, [
          {
            personId: "q",
            kind: "hours",
            subject: "s",
            from: now,
            to: now,
            amount: 1,
            proofClass: "server-measured",
            source: `w${i}`,
          },
        ]);
        // the database answers at once, so a bare loop would never let the child report
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await runBackup(t.dir, join(out, "b")).finally(() => (writing = false));
    await writer;
    const manifest = JSON.parse(readFileSync(join(out, "b", "manifest.json"), "utf8")) as Manifest;
    await restore(join(out, "b"), join(out, "restored"));
    const restored = openDb(join(out, "restored", "anding.db"));
    try {
      const head = await recordHead(restored);
      expect(head.count).toBe(manifest.databases["anding.db"]!.counts.RecordRow);
      expect(head.head).toBe(manifest.databases["anding.db"]!.heads.record);
      expect(head.count).toBeGreaterThanOrEqual(20);
      expect(await verifyRecord(restored)).toBeNull();
      expect(await verifyAudit(restored)).toBeNull();
      await appendRecord(restored, now, [
        {
          personId: "p",
          kind: "hours",
          subject: "s",
          from: now,
          to: now,
          amount: 1,
          proofClass: "server-measured",
          source: "after",
        },
      ]);
      expect((await recordHead(restored)).count).toBe(head.count + 1);
    } finally {
      await restored.close();
    }
  });

  it("holds no key", async () => {
    await backup(t.dir, join(out, "b"));
    expect(readdirSync(join(out, "b")).sort()).toEqual(["anding.db", "check.json", "manifest.json"]);
  });

  it("with one byte more is not restored, and nothing is written", async () => {
    await backup(t.dir, join(out, "b"));
    appendFileSync(join(out, "b", "anding.db"), "x");
    expect(await faultsOf(join(out, "b"))).toEqual(["文件 anding.db 的内容与备份时不同"]);
    await expect(restore(join(out, "b"), join(out, "restored"))).rejects.toThrow(/备份不完整/);
    expect(existsSync(join(out, "restored"))).toBe(false);
  });

  it("never writes over data that is there", async () => {
    await backup(t.dir, join(out, "b"));
    await expect(restore(join(out, "b"), t.dir)).rejects.toThrow(/已有数据/);
    await expect(backup(t.dir, join(out, "b"))).rejects.toThrow(/已经有了/);
  });
});
