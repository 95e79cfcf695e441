import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { seedDistricts } from "../../prisma/seed/districts";
import { freshDatabase } from "../../tests/support/database";
import { createOrganisation } from "~/people/directory.server";
import { idCheckCharacter } from "~/people/id-number";
import { proposeMerge, refuseMerge, sayDifferent } from "~/people/merge/decide.server";
import { likeness } from "~/people/merge/likeness";
import { pairKey, pairView, pairsWithin } from "~/people/merge/pairs.server";
import { createPersons } from "~/people/person.server";
import { fillPosts, STAFF_DUTY } from "~/people/posts.server";
import type { ReachOf } from "~/people/reach";
import { appendRecord } from "./append.server";
import { confirmMerge, undoMerge } from "./merge-persons.server";
import { recordOf, rowsNaming, verifyRecord } from "./query.server";

const now = new Date("2026-11-21T02:00:00Z");
const later = new Date("2026-11-22T02:00:00Z");
const reach: ReachOf = { all: false, districtPaths: ["33/3306/330602"], organisationIds: [] };
const id = (serial: string, day = "19900101") => {
  const first = `339900${day}${serial}`;
  return first + idCheckCharacter(first);
};

let at: Awaited<ReturnType<typeof freshDatabase>>;
let right: string, wrong: string, key: string, company: string;
beforeEach(async () => {
  at = await freshDatabase();
  await seedDistricts(at.db);
  company = (
    await createOrganisation(at.db, now, {
      name: "鉴溪印染",
      uscc: null,
      kind: "company",
      districtCode: "330602014",
      industry: "trade",
      headcount: 80,
    })
  ).id;
  const facts = { name: "章示例", districtCode: "330602014", organisationId: company };
  [right, wrong] = (await createPersons(at.db, now, [
    { ...facts, idNumber: id("101"), phone: "19900001111" },
    { ...facts, idNumber: id("107"), phone: "19900002222" },
  ])) as [string, string];
  key = pairKey(right, wrong);
  await fillPosts(at.db, now, [
    {
      personId: wrong,
      duty: STAFF_DUTY,
      organisationId: company,
      districtCode: "330602014",
      from: "2026-11-21",
      source: "test",
    },
  ]);
  await appendRecord(at.db, now, [
    {
      personId: wrong,
      kind: "hours",
      subject: "confined-space",
      from: now,
      to: now,
      amount: 3600,
      proofClass: "server-measured",
      source: "h1",
    },
    {
      personId: right,
      kind: "class",
      subject: "confined-space",
      objectVersion: "class-1",
      from: now,
      to: now,
      amount: 2700,
      proofClass: "signed-paper",
      source: "c-right",
    },
    {
      personId: wrong,
      kind: "class",
      subject: "confined-space",
      objectVersion: "class-1",
      from: now,
      to: now,
      amount: 2700,
      proofClass: "signed-paper",
      source: "c-wrong",
    },
    {
      personId: "candidate",
      kind: "class",
      subject: "electricity",
      from: now,
      to: now,
      amount: 2700,
      taughtBy: [wrong],
      proofClass: "signed-paper",
      source: "taught",
    },
  ]);
});
afterEach(() => at.close());
const word = (actorId: string, reason = "核对了身份证原件") => ({
  key,
  actorId,
  ownId: null as string | null,
  reach,
  reason,
});
const seconds = async (personId: string) => (await recordOf(at.db, personId)).reduce((sum, row) => sum + row.amount, 0);
const merge = async (days = 0) => {
  const on = (date: Date) => new Date(date.getTime() + days * 86_400_000);
  await proposeMerge(at.db, on(now), { ...word("clerk"), intoId: right });
  await confirmMerge(at.db, on(later), word("supervisor"));
};

describe("what makes two registrations look like one person", () => {
  const base = { idNumber: id("101"), phone: "", organisationId: null };
  it("is a number copied wrong, the same phone, or birth day and organisation together; a name alone is nothing", () => {
    expect(likeness(base, { ...base, idNumber: id("107") })).toEqual(["id-one", "birth"]);
    expect(likeness(base, { ...base, idNumber: id("292") })).toEqual([]);
    expect(likeness({ ...base, idNumber: id("123") }, { ...base, idNumber: id("132") })).toContain("id-swapped");
    expect(likeness(base, { idNumber: id("555", "19850615"), phone: "", organisationId: null })).toEqual([]);
    expect(
      likeness({ ...base, phone: "199" }, { idNumber: id("555", "19850615"), phone: "199", organisationId: null }),
    ).toEqual(["phone"]);
    expect(likeness({ ...base, organisationId: "o" }, { idNumber: id("555"), phone: "", organisationId: "o" })).toEqual(
      ["birth", "organisation"],
    );
  });
});

describe("merging", () => {
  it("is suggested, proposed by one and confirmed by another", async () => {
    expect((await pairsWithin(at.db, reach, "open")).map((line) => line.key)).toEqual([key]);
    await proposeMerge(at.db, now, { ...word("clerk"), intoId: right });
    expect(await pairsWithin(at.db, reach, "open")).toEqual([]);
    await expect(confirmMerge(at.db, now, word("clerk"))).rejects.toThrow("提出的人不能自己核对");
    expect(
      await at.db
        .for("platform")
        .auditRow.count({ where: { act: "people.merge", outcome: "refused", reason: "own-proposal" } }),
    ).toBe(1);
    await confirmMerge(at.db, later, word("supervisor"));
    expect((await pairsWithin(at.db, reach, "merged")).map((line) => line.key)).toEqual([key]);
  });
  it("wants a reason, and stays within the clerk's district", async () => {
    await expect(proposeMerge(at.db, now, { ...word("clerk", "是"), intoId: right })).rejects.toThrow("写一句依据");
    const elsewhere: ReachOf = { all: false, districtPaths: ["33/3306/330603"], organisationIds: [] };
    await expect(proposeMerge(at.db, now, { ...word("clerk"), reach: elsewhere, intoId: right })).rejects.toThrow(
      "没有这一对",
    );
    expect(await pairsWithin(at.db, elsewhere, "open")).toEqual([]);
  });
  it("is said of pairs on a list alone: two who share neither name nor mark are no pair, and nothing of them is shown", async () => {
    const [stranger, namesake] = await createPersons(at.db, now, [
      { name: "钱示例", idNumber: id("555"), phone: "19900003333", districtCode: "330602014", organisationId: null },
      { name: "章示例", idNumber: id("555", "19850615"), phone: "", districtCode: "330602014", organisationId: null },
    ]);
    for (const other of [stranger!, namesake!]) {
      const typed = { ...word("clerk"), key: pairKey(right, other) };
      await expect(pairView(at.db, reach, typed.key)).rejects.toThrow("没有这一对");
      await expect(proposeMerge(at.db, now, { ...typed, intoId: right })).rejects.toThrow("没有这一对");
      await expect(sayDifferent(at.db, now, typed)).rejects.toThrow("没有这一对");
    }
    expect(await at.db.for("people").personMerge.count()).toBe(0);
  });
  it("is never said of one's own entry: neither proposed nor confirmed nor taken back", async () => {
    const own = { ...word("clerk"), ownId: wrong };
    await expect(proposeMerge(at.db, now, { ...own, intoId: right })).rejects.toThrow("其中一条是您自己的登记");
    await expect(sayDifferent(at.db, now, own)).rejects.toThrow("其中一条是您自己的登记");
    await proposeMerge(at.db, now, { ...word("clerk"), intoId: right });
    const second = { ...word("supervisor"), ownId: right };
    await expect(confirmMerge(at.db, later, second)).rejects.toThrow("其中一条是您自己的登记");
    await confirmMerge(at.db, later, word("supervisor"));
    await expect(undoMerge(at.db, later, second)).rejects.toThrow("其中一条是您自己的登记");
  });
  it("brings post and record to the one that goes on, each event once, and knows the teacher under the new name", async () => {
    await merge();
    expect(await seconds(right)).toBe(3600 + 2700);
    const held = await at.db.for("people").postHolding.findMany({ where: { to: null } });
    expect(held.map((one) => one.personId)).toEqual([right]);
    expect((await rowsNaming(at.db, right)).map((row) => row.personId)).toEqual(["candidate"]);
    expect((await recordOf(at.db, "candidate")).map((row) => row.taughtBy)).toEqual([[right]]);
    expect(await verifyRecord(at.db)).toBeNull();
    expect(await at.db.for("record").recordRow.count()).toBe(4 + 2); // nothing was changed or removed
  });
  it("is taken back, and can be done again", async () => {
    await merge();
    await undoMerge(at.db, later, word("supervisor", "原来是双胞胎"));
    expect([await seconds(right), await seconds(wrong)]).toEqual([2700, 3600 + 2700]);
    expect((await recordOf(at.db, "candidate")).map((row) => row.taughtBy)).toEqual([[wrong]]);
    expect(
      (await at.db.for("people").postHolding.findMany({ where: { to: null } })).map((one) => one.personId),
    ).toEqual([wrong]);
    await merge(2);
    expect(await seconds(right)).toBe(3600 + 2700);
    expect(await verifyRecord(at.db)).toBeNull();
  });
  it("waits for an exam that is under way", async () => {
    await appendRecord(at.db, now, [
      {
        personId: wrong,
        kind: "milestone",
        subject: "confined-space",
        objectKind: "exam",
        objectVersion: "exam-1",
        from: now,
        to: now,
        outcome: "seated",
        proofClass: "server-measured",
        source: "seat",
      },
    ]);
    await proposeMerge(at.db, now, { ...word("clerk"), intoId: right });
    await expect(confirmMerge(at.db, later, word("supervisor"))).rejects.toThrow("排在一场考试里");
    expect(await at.db.for("people").person.count({ where: { mergedInto: { not: null } } })).toBe(0);
  });
  it("may be refused, and a pair said to be two people is not shown again", async () => {
    await proposeMerge(at.db, now, { ...word("clerk"), intoId: right });
    await refuseMerge(at.db, later, word("supervisor", "照片不是同一人"));
    expect((await pairsWithin(at.db, reach, "open")).length).toBe(1);
    await sayDifferent(at.db, later, word("supervisor", "照片不是同一人"));
    expect(await pairsWithin(at.db, reach, "open")).toEqual([]);
  });
});
