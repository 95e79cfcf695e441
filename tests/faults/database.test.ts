import { readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freshDatabase } from "../support/database";

// Two faults of the stock libsql adapter for Prisma that ours must not have (docs/decisions/002-one-connection.md).

const openFiles = () => (process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0);

describe("the database handle", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  beforeEach(async () => void (t = await freshDatabase()));
  afterEach(() => t.close());

  const put = (db: typeof t.db, key: string) =>
    db.for("platform").setting.create({ data: { key, value: "", updatedAt: new Date(0) } });

  it("opens no more files over 2,000 transactions", async () => {
    await t.db.transaction((tx) => put(tx, "warm"));
    const before = openFiles();
    for (let i = 0; i < 2_000; i++) await t.db.transaction((tx) => tx.for("platform").setting.count());
    expect(openFiles() - before).toBeLessThanOrEqual(2);
  }, 120_000);

  it("keeps every acknowledged write that ran beside a rolled-back transaction", async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 50; round++) {
      const doomed = t.db.transaction(async (tx) => {
        await put(tx, `doomed-${round}`);
        await tx.for("platform").setting.count();
        throw new Error("rolled back on purpose");
      });
      const plain = put(t.db, `plain-${round}`).then(() => acknowledged.push(`plain-${round}`));
      await Promise.allSettled([doomed, plain]);
    }
    const stored = (await t.db.for("platform").setting.findMany()).map((row) => row.key);
    expect(acknowledged).toHaveLength(50);
    expect(stored.sort()).toEqual([...acknowledged].sort());
  }, 120_000);

  it("commits with synchronous=FULL, in WAL, with foreign keys", async () => {
    const value = async (pragma: string) =>
      Object.values((await t.db.raw<Record<string, unknown>>(`PRAGMA ${pragma}`))[0]!)[0];
    expect(Number(await value("synchronous"))).toBe(2);
    expect(await value("journal_mode")).toBe("wal");
    expect(Number(await value("foreign_keys"))).toBe(1);
  });

  it("shows a room its own models alone", () => {
    expect(() => (t.db.for("platform") as unknown as { recordRow: unknown }).recordRow).toThrow(
      /Room platform has no model recordRow/,
    );
  });
});
