import { expect, test } from "vitest";
import type { Rule } from "#content/schema/rule";
import { ruleHistory, versionCounts } from "./history";
import { loadRules } from "./load.server";

const resit = (id: string, from: string, until: string | null, times: number, more: Partial<Rule> = {}): Rule =>
  ({
    id,
    kind: "resit",
    where: {},
    from,
    until,
    source: "甲",
    clause: "第一条",
    certainty: "confirmed",
    value: { times, passedPartMonths: 12 },
    ...more,
  }) as Rule;

test("a rule is told with its versions, the newest first, and what each changed", () => {
  const rows = [
    resit("resit-2", "2026-06-01", null, 2, { source: "乙" }),
    resit("resit-1", "2010-01-01", "2026-06-01", 1),
    resit("resit-z", "2012-01-01", null, 5, { where: { region: "3306" } }),
  ];
  const [now, first] = ruleHistory(rows, "resit-1")!;
  expect([now!.rule.id, first!.rule.id]).toEqual(["resit-2", "resit-1"]);
  expect(first!.changes).toEqual([]);
  expect(now!.changes.map((change) => change.what)).toEqual(["内容", "出处"]);
  expect(now!.changes[0]).toMatchObject({
    before: expect.stringContaining("补考 1 次"),
    after: expect.stringContaining("补考 2 次"),
  });
  expect(ruleHistory(rows, "resit-z")).toHaveLength(1);
  expect(ruleHistory(rows, "nothing")).toBeNull();
  expect(versionCounts(rows).get("resit-1")).toBe(2);
});

test("a gap between two versions, and an old one that was never ended, are said", () => {
  expect(
    ruleHistory([resit("a", "2010-01-01", "2020-01-01", 1), resit("b", "2021-01-01", null, 1)], "a")![0]!.changes,
  ).toEqual([{ what: "衔接", before: "2020-01-01 止", after: "2020-01-01 至 2021-01-01 之间没有规则" }]);
  expect(
    ruleHistory([resit("a", "2010-01-01", null, 1), resit("b", "2021-01-01", null, 1)], "a")![0]!.changes[0]!.after,
  ).toContain("由新的一版接替");
});

test("the shipped resit rule has a history", () => {
  expect(ruleHistory(loadRules(), "resit-2026")!.map((version) => version.rule.id)).toEqual([
    "resit-2026",
    "resit-own",
  ]);
});
