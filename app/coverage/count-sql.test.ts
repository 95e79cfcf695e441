import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase } from "../../tests/support/database";
import type { ReachOf } from "~/people/reach";
import { countRows, countsByClass, listRows, personsValid, putRows, whereFor } from "./count-sql.server";
import type { CoverageData } from "./row";

// The sums by themselves, over eight rows whose answers are counted by hand.

const TODAY = "2026-11-21";
const everything: ReachOf = { all: true, districtPaths: [], organisationIds: [] };
const row = (postId: string, more: Partial<CoverageData> = {}): CoverageData => ({
  postId,
  dutyClass: "flood",
  dutyCode: "flood.evacuation-lead",
  title: "转移负责人",
  organisationId: "o1",
  districtCode: "330602003",
  districtPath: "33/3306/330602/330602003",
  personId: `person-${postId}`,
  due: 1,
  started: 0,
  trained: 0,
  certified: 0,
  valid: 0,
  reason: "not-started",
  detail: "{}",
  dueOn: "",
  expiresOn: "",
  recheckOn: "9999-12-31",
  ...more,
});
const done = { started: 1, trained: 1, certified: 1, valid: 1, reason: "" };

let at: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  at = await freshDatabase();
  await putRows(at.db, [
    row("yesterday", { dueOn: "2026-11-20" }),
    row("today", { dueOn: TODAY }),
    row("no-day"),
    row("done-late", { ...done, dueOn: "2026-10-01", personId: "li" }),
    row("same-person", { ...done, personId: "li", organisationId: "o2" }),
    row("village-below", {
      districtPath: "33/3306/330602/330602003/330602003201",
      districtCode: "330602003201",
      dueOn: "2027-04-15",
    }),
    row("neighbour", { districtPath: "33/3306/330602/3306020031", districtCode: "3306020031", organisationId: "o3" }),
    row("asks-nothing", { due: 0, reason: "" }),
  ]);
});
afterAll(() => at.close());

const posts = async (...[reach, filter]: Parameters<typeof whereFor>) =>
  (await listRows(at.db, whereFor(reach, filter), { order: "place", skip: 0, take: 100 }))
    .map(({ postId }) => postId)
    .sort();

describe("the sums of coverage", () => {
  it("count what is due, and no post of which nothing is asked", async () => {
    expect(await countRows(at.db, whereFor(everything, {}))).toBe(7);
    expect(await countsByClass(at.db, whereFor(everything, {}))).toEqual({
      flood: { due: 7, started: 2, trained: 2, certified: 2, valid: 2 },
    });
  });

  it("take a place with all below it, and not a neighbour whose code begins with the same digits", async () => {
    const path = "33/3306/330602/330602003";
    const own = ["done-late", "no-day", "same-person", "today", "village-below", "yesterday"];
    expect(await posts(everything, { path })).toEqual(own);
    expect(await posts({ all: false, districtPaths: [path], organisationIds: [] }, {})).toEqual(own);
    expect(await posts({ all: false, districtPaths: [`${path}/330602003201`], organisationIds: ["o3"] }, {})).toEqual([
      "neighbour",
      "village-below",
    ]);
  });

  it("call late whose day has passed: not who is due today, has no day, or has done it", async () => {
    expect(await posts(everything, { late: true, today: TODAY })).toEqual(["yesterday"]);
    expect(await posts(everything, { late: true, today: "2026-11-22" })).toEqual(["today", "yesterday"]);
  });

  it("find who has reached a stage, and who lacks it", async () => {
    expect(await posts(everything, { stage: "trained" })).toEqual(["done-late", "same-person"]);
    expect(await posts(everything, { lacks: "trained", organisation: "o1" })).toEqual([
      "no-day",
      "today",
      "village-below",
      "yesterday",
    ]);
  });

  it("count a person once towards a target, however many posts they hold", async () => {
    expect(await personsValid(at.db, whereFor(everything, {}))).toEqual({ flood: 1 });
  });

  it("list what is due first at the top, and what has no day at the end", async () => {
    const listed = await listRows(at.db, whereFor(everything, { path: "33/3306/330602/330602003" }), {
      order: "due",
      skip: 0,
      take: 100,
    });
    expect(listed.map(({ postId }) => postId)).toEqual([
      "done-late",
      "yesterday",
      "today",
      "village-below",
      "no-day",
      "same-person",
    ]);
    expect(listed.map(({ stage }) => stage)).toEqual(["valid", "due", "due", "due", "due", "valid"]);
  });
});
