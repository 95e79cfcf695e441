import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freshDatabase } from "../../tests/support/database";
import { appendRecord } from "./append.server";
import { recordHead, recordOf, verifyRecord } from "./query.server";
import type { NewRecordRow } from "./row";

const now = new Date("2026-11-22T02:00:00Z");
const hours = (source: string, amount: number, extra: Partial<NewRecordRow> = {}): NewRecordRow => ({
  personId: "p1",
  kind: "hours",
  subject: "confined-space",
  from: now,
  to: now,
  amount,
  proofClass: "server-measured",
  source,
  ...extra,
});

describe("the learning record", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  beforeEach(async () => void (t = await freshDatabase()));
  afterEach(() => t.close());

  it("writes a source once, however often it is told", async () => {
    const [first] = await appendRecord(t.db, now, [hours("a", 60)]);
    const [again] = await appendRecord(t.db, now, [hours("a", 999)]);
    expect(again).toBe(first);
    expect((await recordOf(t.db, "p1")).map((row) => row.amount)).toEqual([60]);
  });

  it("lets a correction take the place of the row it names", async () => {
    const [wrong] = await appendRecord(t.db, now, [hours("a", 600)]);
    await appendRecord(t.db, now, [hours("a-corrected", 60, { corrects: wrong })]);
    expect((await recordOf(t.db, "p1")).map((row) => row.amount)).toEqual([60]);
    await appendRecord(t.db, now, [hours("b", 30)]);
    expect((await recordHead(t.db)).count).toBe(3);
  });

  it("refuses to change or take away a row", async () => {
    await appendRecord(t.db, now, [hours("a", 60)]);
    await expect(t.db.for("record").recordRow.updateMany({ data: { amount: 1 } })).rejects.toThrow();
    await expect(t.db.for("record").recordRow.deleteMany()).rejects.toThrow();
  });

  it("names the first row that someone changed behind its back", async () => {
    await appendRecord(t.db, now, [hours("a", 1), hours("b", 2), hours("c", 3)]);
    expect(await verifyRecord(t.db)).toBeNull();
    await t.db.raw(`DROP TRIGGER "RecordRow_no_update"`);
    await t.db.raw(`UPDATE "RecordRow" SET "amount" = 3600 WHERE "seq" = 2 RETURNING "id"`);
    expect(await verifyRecord(t.db)).toEqual({ seq: 2, wrong: "content differs from its hash" });
  });

  it("writes nothing of a batch when one row is wrong", async () => {
    await expect(appendRecord(t.db, now, [hours("a", 1), hours("b", 2, { to: new Date(0) })])).rejects.toThrow(
      /before it begins/,
    );
    expect((await recordHead(t.db)).count).toBe(0);
  });
});
