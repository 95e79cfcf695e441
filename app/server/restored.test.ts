import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { audit, verifyAudit } from "~/platform/audit.server";
import { keptChain } from "~/platform/chain-head.server";
import { keepHeads } from "~/record/check-chains.server";
import { verifyRecord } from "~/record/query.server";
import { KeyRing } from "~/platform/keys.server";
import { strangeMark } from "~/platform/restore-mark.server";
import { signed } from "../../scripts/signed-files.mjs";
import { freshDatabase } from "../../tests/support/database";
import { noteRestored, refusalOfRehearsal, setAsideAfterRestore } from "./restored.server";

const now = new Date("2026-12-01T02:00:00Z");

describe("the first start after a restore", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  let keyDir: string;
  const later = new Date(now.getTime() + 60_000);
  const plain = (more: object = {}) => ({
    format: "anding-restored-2",
    id: "0123456789abcdef",
    backup: "b",
    from: now.toISOString(),
    restoredAt: later.toISOString(),
    erasedAgain: ["p-1"],
    rehearsal: false,
    closed: 0,
    heads: [],
    headsSigned: true,
    ...more,
  });
  const put = (text: string) => writeFileSync(join(t.dir, "restored.json"), text);
  /** As the script signs it, with the installation's key or another's. */
  const leave = (more: object = {}, dir = keyDir) =>
    put(JSON.stringify(signed("anding-restored", plain(more), readFileSync(join(dir, "sign.key")))));
  const moved = () =>
    readdirSync(keyDir)
      .filter((name) => name.startsWith("before-restore-"))
      .sort();
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
    setAsideAfterRestore(t.keys, t.dir, later);
    expect(moved()).toEqual(
      ["chain-audit.json", "chain-audit.trail", "chain-record.trail", "journal-anchor.json"].map(
        (name) => `before-restore-${later.getTime()}-${name}`,
      ),
    );
    writeFileSync(join(keyDir, "journal-anchor.json"), "{}");
    setAsideAfterRestore(t.keys, t.dir, new Date(later.getTime() + 1));
    expect(existsSync(join(keyDir, "journal-anchor.json"))).toBe(true);
  });

  it("moves nothing when nothing was restored", () => {
    setAsideAfterRestore(t.keys, t.dir, later);
    expect(existsSync(join(keyDir, "journal-anchor.json"))).toBe(true);
    expect(keptChain(t.keys, "audit").length).toBe(1);
  });

  it("writes the restore and each erasing done again into audit and record, once; the chains go on", async () => {
    leave();
    setAsideAfterRestore(t.keys, t.dir, later);
    await noteRestored(t.db, later, t.dir);
    await noteRestored(t.db, later, t.dir);
    const rows = await t.db.for("platform").auditRow.findMany({ orderBy: { rowNumber: "asc" }, skip: 1 });
    expect(rows.map((row) => [row.act, row.object, row.reason])).toEqual([
      ["backup.restored", "", ""],
      ["person.erase", "p-1", "after-restore"],
    ]);
    expect(await t.db.for("record").recordRow.findMany({ select: { personId: true, kind: true } })).toEqual([
      { personId: "p-1", kind: "erased" },
    ]);
    expect(await keepHeads(t.db, now)).toEqual([]);
    expect([
      await verifyAudit(t.db, keptChain(t.keys, "audit")),
      await verifyRecord(t.db, keptChain(t.keys, "record")),
    ]).toEqual([null, null]);
    expect(existsSync(join(t.dir, "restored.json"))).toBe(false);
  });

  it.each<[string, RegExp, (dir: string) => void]>([
    ["one written by hand", /不是本系统签的/, () => put(JSON.stringify(plain()))],
    [
      "one of the version before",
      /不是本系统签的/,
      () =>
        put(
          JSON.stringify({
            format: "anding-restored-1",
            backup: "b",
            from: "x",
            restoredAt: "x",
            erasedAgain: [],
            rehearsal: false,
            closed: 0,
          }),
        ),
    ],
    [
      "one that another key signed",
      /不是本系统签的/,
      (dir) => {
        const other = new KeyRing(join(dir, "other"));
        other.signing();
        other.close();
        leave({}, join(dir, "other"));
      },
    ],
    [
      "one that was changed after it was signed",
      /不是本系统签的/,
      () => {
        leave();
        put(readFileSync(join(t.dir, "restored.json"), "utf8").replace('"closed":0', '"closed":1'));
      },
    ],
    ["one that lacks a field", /缺了内容/, () => leave({ closed: undefined })],
    ["half a file", /坏了/, () => put('{"format":')],
    [
      "one from before what KEY_DIR has seen since",
      /以前那一次/,
      () => leave({ restoredAt: new Date(now.getTime() - 1).toISOString() }),
    ],
    ["one of the future", /日期在将来/, () => leave({ restoredAt: "2027-06-01T00:00:00.000Z" })],
  ])("does not obey %s: it is told, and what is remembered stays", async (_name, why, drop) => {
    drop(t.dir);
    expect(setAsideAfterRestore(t.keys, t.dir, later)).toMatch(why);
    expect(moved()).toEqual([]);
    await noteRestored(t.db, later, t.dir);
    expect(await t.db.for("platform").auditRow.count()).toBe(1);
    expect(strangeMark(t.keys, t.dir, later)).toMatch(why);
  });

  it("does not obey a mark a second time when it was put there again", async () => {
    leave();
    const text = readFileSync(join(t.dir, "restored.json"), "utf8");
    setAsideAfterRestore(t.keys, t.dir, later);
    await noteRestored(t.db, later, t.dir);
    await keepHeads(t.db, later);
    put(text);
    expect(setAsideAfterRestore(t.keys, t.dir, later)).toContain("用过了");
    // Where KEY_DIR lost its list, the head that was signed since tells.
    await audit(t.db, later, { actorId: "a", act: "test", outcome: "done" });
    await keepHeads(t.db, new Date(later.getTime() + 1));
    rmSync(join(keyDir, "chain-restores.json"));
    expect(setAsideAfterRestore(t.keys, t.dir, later)).toContain("以前那一次");
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
      if (start === 0) setAsideAfterRestore(t.keys, t.dir, later);
      if (start === 0) await noteRestored(t.db, later, t.dir);
    }
    expect(JSON.parse(readFileSync(join(t.dir, "rehearsal.json"), "utf8"))).toMatchObject({ rehearsal: true });
  });
});
