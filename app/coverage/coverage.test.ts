import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { activateForTest, seedPeople, type SeededPeople } from "../../prisma/seed/people";
import { freshDatabase } from "../../tests/support/database";
import { closePost, vacatePost } from "~/people/posts.server";
import type { ReachOf } from "~/people/reach";
import { touchPeople } from "~/people/touch.server";
import { appendRecord } from "~/record/append.server";
import type { NewRecordRow } from "~/record/row";
import { endOfDay } from "~/platform/day";
import { NO_COUNTS, whereFor, countsByClass } from "./count-sql.server";
import { readFilter, STAGE_CODES, writeFilter, type CoverageFilter } from "./filter";
import { coverageOverview } from "./overview.server";
import { countDue, listDue } from "./people-due.server";
import { gapSentence } from "./gap-reasons";
import { refreshCoverage } from "./refresh.server";

const now = new Date("2026-11-21T02:00:00Z");
const day = (n: number) => new Date(now.getTime() + n * 86_400_000);
const everything: ReachOf = { all: true, districtPaths: [], organisationIds: [] };
const yuecheng: ReachOf = { all: false, districtPaths: ["33/3306/330602"], organisationIds: [] };

let at: Awaited<ReturnType<typeof freshDatabase>>;
let seeded: SeededPeople;
beforeAll(async () => {
  at = await freshDatabase();
  process.env.DATA_DIR = at.dir;
  seeded = await seedPeople({ db: at.db, now });
  await refreshCoverage(at.db, now);
});
afterAll(() => at.close());

let serial = 0;
const row = (personId: string, more: Partial<NewRecordRow>): NewRecordRow => ({
  personId,
  kind: "hours",
  subject: "confined-space",
  from: day(-2),
  to: day(-1),
  proofClass: "server-measured",
  source: `t:${(serial += 1)}`,
  ...more,
});
const stageOf = async (personId: string) =>
  (await listDue(at.db, now, everything, {}, { order: "place", skip: 0, take: 5000 })).find(
    (one) => one.personId === personId,
  )!;
const totals = async (filter: CoverageFilter = {}) => (await coverageOverview(at.db, now, everything, filter)).total;

describe("one confined-space worker's way", () => {
  it("moves from stage to stage, with the reason that then stands in the way, and the page follows each time", async () => {
    const person = seeded.demoLearner.personId;
    const before = await totals({ dutyClass: "worker" });
    expect(await stageOf(person)).toMatchObject({ stage: "应训", reason: "未激活，还没有用过激活单" });

    await activateForTest(at.db, now, person);
    expect((await refreshCoverage(at.db, now)).whole).toBe(false);
    expect((await stageOf(person)).reason).toBe("已激活，还没有开始学");

    const course = { facts: { course: "confined-space" } };
    await appendRecord(at.db, now, [row(person, { ...course, amount: 20 * 60 })]);
    await refreshCoverage(at.db, now);
    expect(await stageOf(person)).toMatchObject({
      stage: "已开始",
      reason: "学时不足，还差 0.6 学时（已有 0.4，应有 1）",
    });

    await appendRecord(at.db, now, [row(person, { ...course, amount: 30 * 60 })]);
    await refreshCoverage(at.db, now);
    expect((await stageOf(person)).reason).toBe("课程没有学完");

    await appendRecord(at.db, now, [row(person, { ...course, kind: "course", outcome: "completed" })]);
    await refreshCoverage(at.db, now);
    expect(await stageOf(person)).toMatchObject({ stage: "已培训", reason: "培训已完成，考试还没有安排" });

    await appendRecord(at.db, now, [row(person, { kind: "milestone", outcome: "seated", facts: {} })]);
    await refreshCoverage(at.db, now);
    expect((await stageOf(person)).reason).toBe("已排考，等待考试");

    const [result] = await appendRecord(at.db, now, [
      row(person, { kind: "result", outcome: "passed", amount: 8600, facts: {} }),
    ]);
    await refreshCoverage(at.db, now);
    expect((await stageOf(person)).reason).toBe("考试已通过，证书还没有发");

    await appendRecord(at.db, now, [
      row(person, {
        kind: "certificate",
        objectVersion: "c1",
        from: now,
        to: endOfDay("2027-11-20"),
        outcome: "valid",
        facts: { result },
      }),
    ]);
    await refreshCoverage(at.db, now);
    expect(await stageOf(person)).toMatchObject({ stage: "今日有效", reason: "", expiresOn: "2027-11-20" });
    const after = await totals({ dutyClass: "worker" });
    expect(after).toEqual({
      due: before.due,
      started: before.started + 1,
      trained: before.trained + 1,
      certified: before.certified + 1,
      valid: before.valid + 1,
    });
  });

  it("falls back by itself when the certificate's last day has passed, although nothing was written", async () => {
    const later = new Date("2027-11-21T02:00:00Z");
    await refreshCoverage(at.db, later);
    expect((await coverageOverview(at.db, later, everything, { dutyClass: "worker" })).total.valid).toBe(0);
    await at.db.for("coverage").coverageMark.deleteMany({});
    await refreshCoverage(at.db, now);
    expect((await totals({ dutyClass: "worker" })).valid).toBe(1);
  });
});

describe("the five counts", () => {
  it("nest, in every place and class, whatever the record holds", async () => {
    const people = seeded.learners.confinedSpace.filter((id) => id !== seeded.demoLearner.personId);
    const kinds = [
      { amount: 3600, facts: { course: "confined-space" } },
      { kind: "course", outcome: "completed", facts: { course: "confined-space" } },
      { kind: "result", outcome: "passed", amount: 9000 },
      { kind: "result", outcome: "failed", amount: 4000 },
      { kind: "certificate", outcome: "valid", to: day(200), objectVersion: "x" },
      { kind: "certificate", outcome: "revoked", to: day(200), objectVersion: "y" },
      { kind: "certificate", outcome: "valid", from: day(-300), to: day(-5), objectVersion: "z" },
      { amount: 4000, from: day(-500), to: day(-499), facts: { course: "confined-space" } },
    ] as Partial<NewRecordRow>[];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(people.length - 1), fc.nat(kinds.length - 1)), { maxLength: 12 }),
        async (events) => {
          await appendRecord(
            at.db,
            now,
            events.map(([who, kind]) => row(people[who]!, kinds[kind]!)),
          );
          await refreshCoverage(at.db, now);
          const { total, classes, places } = await coverageOverview(at.db, now, everything, {});
          for (const counts of [total, ...classes.map((one) => one.counts), ...places.map((one) => one.counts)])
            for (const [i, stage] of STAGE_CODES.entries())
              if (i > 0) expect(counts[stage]).toBeLessThanOrEqual(counts[STAGE_CODES[i - 1]!]);
        },
      ),
      { numRuns: 12 },
    );
  });

  it("are the same whether followed row by row or made anew", async () => {
    const followed = await at.db.for("coverage").coverageRow.findMany({ orderBy: { postId: "asc" } });
    await at.db.for("coverage").coverageMark.deleteMany({});
    expect((await refreshCoverage(at.db, now)).whole).toBe(true);
    expect(await at.db.for("coverage").coverageRow.findMany({ orderBy: { postId: "asc" } })).toEqual(followed);
  });

  it("of a place are the sum of those below it, down to the organisation", async () => {
    const zhejiang = await coverageOverview(at.db, now, everything, { district: "33" });
    const sum = (list: { counts: { due: number } }[]) => list.reduce((all, one) => all + one.counts.due, 0);
    expect(sum(zhejiang.places)).toBe(zhejiang.total.due);
    const county = await coverageOverview(at.db, now, everything, { district: "330602" });
    expect(sum(county.places)).toBe(county.total.due);
    const township = await coverageOverview(at.db, now, everything, { district: "330602108" });
    expect(township.places.every((place) => place.kind === "organisation")).toBe(true);
    expect(sum(township.places)).toBe(township.total.due);
    expect(township.places.some((place) => place.name === "下灶坞村")).toBe(true);
  });

  it("open exactly as many people as they say", async () => {
    const { classes } = await coverageOverview(at.db, now, yuecheng, {});
    for (const one of classes)
      for (const stage of STAGE_CODES)
        expect(await countDue(at.db, now, yuecheng, { dutyClass: one.dutyClass, stage })).toBe(one.counts[stage]);
  });

  it("have a level by the rule row, and a target where the place set itself one", async () => {
    const { classes } = await coverageOverview(at.db, now, everything, { district: "330602" });
    expect(classes.map((one) => one.target?.persons)).toEqual([100, 1000, 10000]);
    for (const district of ["33", "330602108"])
      expect((await coverageOverview(at.db, now, everything, { district })).classes.map((one) => one.target)).toEqual([
        null,
        null,
        null,
      ]);
    expect(classes[0]?.level).toEqual({ code: "red", word: "红", rank: 1, of: 4 });
  });
});

describe("posts that change", () => {
  it("a vacant post is due and says so; a closed one is not", async () => {
    const [first, second] = await at.db
      .for("people")
      .post.findMany({ where: { dutyCode: "flood.geohazard-watcher", holdings: { some: { to: null } } } });
    const due = async () => (await totals({ dutyClass: "flood" })).due;
    const before = await due();
    await vacatePost(at.db, now, first!.id);
    await closePost(at.db, now, second!.id);
    await refreshCoverage(at.db, now);
    expect(await due()).toBe(before - 1);
    const vacant = await listDue(at.db, now, everything, { reason: "vacant" }, { order: "place", skip: 0, take: 1000 });
    expect(vacant.find((one) => one.postId === first!.id)).toMatchObject({
      name: "（空缺）",
      reason: "岗位空缺，还没有人",
    });
  });
});

it("a post whose holder was erased is vacant again", async () => {
  const person = seeded.learners.cadre[0]!;
  const { postId } = await stageOf(person);
  await at.db.for("people").person.update({ where: { id: person }, data: { erasedAt: now } });
  await touchPeople(at.db, now, { personIds: [person] });
  await refreshCoverage(at.db, now);
  const vacant = await listDue(at.db, now, everything, { reason: "vacant" }, { order: "place", skip: 0, take: 1000 });
  expect(vacant.some((one) => one.postId === postId)).toBe(true);
});

describe("scope", () => {
  it("shows a district's people to its supervisor and an organisation's to its officer, no more", async () => {
    const huzhou: ReachOf = { all: false, districtPaths: ["33/3305"], organisationIds: [] };
    const officer: ReachOf = { all: false, districtPaths: [], organisationIds: [seeded.organisations.companies[0]!] };
    const all = await countDue(at.db, now, everything, {});
    expect((await countDue(at.db, now, huzhou, {})) + (await countDue(at.db, now, yuecheng, {}))).toBe(all);
    const listed = await listDue(at.db, now, officer, {}, { order: "place", skip: 0, take: 1000 });
    expect(new Set(listed.map((one) => one.organisationId))).toEqual(new Set([seeded.organisations.companies[0]]));
    expect(await countDue(at.db, now, officer, { district: "3305" })).toBe(0);
    expect(await countsByClass(at.db, whereFor({ all: false, districtPaths: [], organisationIds: [] }, {}))).toEqual(
      {},
    );
  });
});

it("keeps a view in the address", () => {
  const filter: CoverageFilter = {
    district: "330602",
    dutyClass: "flood",
    lacks: "valid",
    reason: "vacant",
    late: true,
  };
  expect(readFilter(new URLSearchParams(writeFilter(filter)))).toMatchObject(filter);
  expect(readFilter(new URLSearchParams("class=x&stage=due;drop&reason=1&district=a"))).toEqual({});
  expect(gapSentence("drill", { done: 0, owed: 1 })).toBe("演练未做，还差 1 次");
  expect(NO_COUNTS.due).toBe(0);
});
