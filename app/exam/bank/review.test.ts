import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "~/platform/db.server";
import { freshDatabase } from "../../../tests/support/database";
import { csvOf, itemSheet } from "../../../tests/support/item-sheet";
import { livePool, openItem, reviseItem } from "./bank.server";
import { bringItems } from "./item-sheet.server";
import { bankNeeds } from "./need.server";
import { nextToReview, readyToGoLive, stepMany, type Judgement } from "./review.server";

// A bank filled by a sheet and reviewed by the page, as a real installation does it: nobody judges their own words.

const NOW = new Date("2026-11-30T02:00:00Z");
const writer = { accountId: "writer", personId: "p-writer" };
const reviewer = { accountId: "reviewer", personId: "p-reviewer" };
/** The writer under an account of another name. */
const twin = { accountId: "second-account", personId: "p-writer" };

describe("review of many", () => {
  let db: Db;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ db, close } = await freshDatabase());
    const { heads, own } = await itemSheet();
    await bringItems(db, NOW, writer, { bytes: csvOf([heads, ...own]), demonstration: false, write: true });
  });
  afterAll(() => close());

  const waiting = async (who = reviewer) => (await nextToReview(db, NOW, who, { take: 20 })).items;
  const judge = (judgements: Judgement[], who = reviewer) => stepMany(db, NOW, who, judgements);

  it("shows whole items to another person alone, and each is written down as opened", async () => {
    expect((await nextToReview(db, NOW, writer, { take: 20 })).total).toBe(0);
    expect((await nextToReview(db, NOW, twin, { take: 20 })).total).toBe(0);
    const { items, total } = await nextToReview(db, NOW, reviewer, { take: 4 });
    expect([items.length, total, items[0]!.question.stem]).toEqual([4, 6, "车间里，进入有限空间以前，先做什么？"]);
    const opened = await db.for("platform").auditRow.findMany({ where: { act: "bank.open", actorId: "reviewer" } });
    expect(opened.map((row) => row.object).sort()).toEqual(items.map((item) => item.versionId).sort());
    expect((await nextToReview(db, NOW, reviewer, { take: 4, subject: "home-fire" })).total).toBe(0);
  });

  it("approves several, returns one with its reason, and leaves the rest", async () => {
    const [first, second, third] = await waiting();
    expect(
      await judge([
        { versionId: first!.versionId, step: "approve" },
        { versionId: second!.versionId, step: "return", note: "干扰项太明显" },
      ]),
    ).toEqual({ done: 2, refused: [] });
    expect((await openItem(db, NOW, writer, second!.versionId)).note).toBe("干扰项太明显");
    expect((await judge([{ versionId: third!.versionId, step: "return" }])).refused).toEqual(["退回要写明哪里要改。"]);
    expect((await waiting()).map(({ code }) => code)).toEqual(["cs-103", "cs-104", "cs-105", "cs-106"]);
    await expect(judge([])).rejects.toThrow(/一道也没有选/);
  });

  it("takes no version of another item through an item's page", async () => {
    const [first, second] = await waiting();
    const { stepItem } = await import("./bank.server");
    await expect(
      stepItem(db, NOW, reviewer, { versionId: first!.versionId, itemId: second!.itemId, step: "approve" }),
    ).rejects.toMatchObject({ code: "not-found" });
    expect((await waiting()).map(({ code }) => code)).toContain(first!.code);
  });

  it("what two reviewers judged at once is told and stops no other", async () => {
    const [first, second] = await waiting();
    const answer = await judge([
      { versionId: first!.versionId, step: "approve" },
      { versionId: first!.versionId, step: "approve" },
      { versionId: second!.versionId, step: "approve" },
    ]);
    expect(answer).toEqual({ done: 2, refused: [expect.stringContaining("已审")] });
  });

  it("only what was approved goes live, never by its writer; the need of the bank falls by it", async () => {
    const before = await bankNeeds(db, NOW, { demonstration: false });
    const single = (needs: typeof before) =>
      needs.find((need) => need.subject === "confined-space" && /有限空间.*单选/.test(need.cell))!;
    expect(single(before)).toMatchObject({ wants: 36, live: 0, coming: 1, missing: 36 });
    const ready = await readyToGoLive(db, reviewer);
    expect(ready.map(({ code }) => code)).toEqual(["cs-101", "cs-103", "cs-104"]);
    expect(await readyToGoLive(db, twin)).toEqual([]);
    expect((await judge([{ versionId: ready[0]!.versionId, step: "live" }], twin)).done).toBe(0);
    const [draft] = await waiting();
    expect((await judge([{ versionId: draft!.versionId, step: "live" }])).refused).toEqual([
      expect.stringContaining("待审"),
    ]);
    expect((await judge(ready.map(({ versionId }) => ({ versionId, step: "live" as const })))).done).toBe(3);
    expect(await livePool(db, ["confined-space"], { demonstration: false })).toHaveLength(3);
    expect(single(await bankNeeds(db, NOW, { demonstration: false }))).toMatchObject({
      live: 1,
      coming: 0,
      missing: 35,
    });
  });

  it("a new version of a live item waits for review, and takes the old one's place when it goes live", async () => {
    const item = await db
      .for("exam")
      .bankItem.findUniqueOrThrow({ where: { code: "cs-103" }, include: { versions: true } });
    const { question } = await openItem(db, NOW, writer, item.versions[0]!.id);
    const versionId = await reviseItem(db, NOW, writer, item.id, {
      question: { ...question, difficulty: 2 },
      figures: {},
    });
    expect(
      (await bankNeeds(db, NOW, { demonstration: false })).every((need) => need.coming <= 1),
      "it is one item, not two",
    ).toBe(true);
    await judge([{ versionId, step: "approve" }]);
    await judge([{ versionId, step: "live" }]);
    const versions = await db
      .for("exam")
      .bankItemVersion.findMany({ where: { itemId: item.id }, orderBy: { version: "asc" } });
    expect(versions.map(({ status }) => status)).toEqual(["retired", "live"]);
  });
});
