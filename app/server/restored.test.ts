import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { audit, verifyAudit } from "~/platform/audit.server";
import { keptChain } from "~/platform/chain-head.server";
import { keepHeads } from "~/record/check-chains.server";
import { verifyRecord } from "~/record/query.server";
import { freshDatabase } from "../../tests/support/database";
import { noteRestored, refusalOfRehearsal, setAsideAfterRestore } from "./restored.server";

const now = new Date("2026-12-01T02:00:00Z");

describe("the first start after a restore", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  let keyDir: string;
  const leave = (more: object = {}) => writeFileSync(join(t.dir, "restored.json"), JSON.stringify({ format: "anding-restored-1", backup: "b", from: now.toISOString(), restoredAt: now.toISOString(), erasedAgain: ["p-1"], rehearsal: false, closed: 0, ...more }));
  beforeEach(async () => {
    t = await freshDatabase();
    keyDir = join(t.dir, "keys");
    await audit(t.db, now, { actorId: "a", act: "test", outcome: "done" });
    await keepHeads(t.db, now);
    writeFileSync(join(keyDir, "journal-anchor.json"), "{}");
  });
  afterEach(() => t.close());

  it("sets what KEY_DIR remembers of the data before aside, once, and keeps it as evidence", () => {
    leave();
    setAsideAfterRestore(t.dir, keyDir, now);
    expect(readdirSync(keyDir).filter((name) => name.startsWith("before-restore-")).sort()).toEqual(["chain-audit.json", "chain-audit.trail", "journal-anchor.json"].map((name) => `before-restore-${now.getTime()}-${name}`));
    writeFileSync(join(keyDir, "journal-anchor.json"), "{}");
    setAsideAfterRestore(t.dir, keyDir, new Date(now.getTime() + 1));
    expect(existsSync(join(keyDir, "journal-anchor.json"))).toBe(true);
  });

  it("moves nothing when nothing was restored", () => {
    setAsideAfterRestore(t.dir, keyDir, now);
    expect(existsSync(join(keyDir, "journal-anchor.json"))).toBe(true);
    expect(keptChain(t.keys, "audit").length).toBe(1);
  });

  it("writes the restore and each erasing done again into audit and record, once; the chains go on", async () => {
    leave();
    setAsideAfterRestore(t.dir, keyDir, now);
    await noteRestored(t.db, now, t.dir);
    await noteRestored(t.db, now, t.dir);
    const rows = await t.db.for("platform").auditRow.findMany({ orderBy: { seq: "asc" }, skip: 1 });
    expect(rows.map((row) => [row.act, row.object, row.reason])).toEqual([["backup.restored", "", ""], ["person.erase", "p-1", "after-restore"]]);
    expect(await t.db.for("record").recordRow.findMany({ select: { personId: true, kind: true } })).toEqual([{ personId: "p-1", kind: "erased" }]);
    expect(await keepHeads(t.db, now)).toEqual([]);
    expect([await verifyAudit(t.db, keptChain(t.keys, "audit")), await verifyRecord(t.db, keptChain(t.keys, "record"))]).toEqual([null, null]);
    expect(existsSync(join(t.dir, "restored.json"))).toBe(false);
  });

  it("lets a rehearsal meet its own keys alone, before and after it took note", async () => {
    const own = join(t.dir, "own-keys");
    mkdirSync(own);
    writeFileSync(join(own, "rehearsal.json"), "{}");
    expect(refusalOfRehearsal(t.dir, keyDir)).toBeNull();
    expect(refusalOfRehearsal(t.dir, own)).toContain("是恢复演练的，数据目录");
    leave({ rehearsal: true });
    for (let start = 0; start < 2; start += 1) {
      expect(refusalOfRehearsal(t.dir, keyDir)).toContain("密钥没有动");
      expect(refusalOfRehearsal(t.dir, own)).toBeNull();
      if (start === 0) await noteRestored(t.db, now, t.dir);
    }
    expect(JSON.parse(readFileSync(join(t.dir, "rehearsal.json"), "utf8"))).toMatchObject({ rehearsal: true });
  });
});
