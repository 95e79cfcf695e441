import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCourses } from "#content/schema/read-pack.server";
import type { Rule } from "#content/schema/rule";
import { addMonths, daysBetween, dueDay } from "./due";
import { dutiesNeeded, dutyDictionary } from "./duties-needed";
import { coverageLevel, coverageLevels, retentionDays } from "./levels";
import { loadRules } from "./load.server";
import { hoursOwed, resolveRequirement, type PostFacts } from "./requirement";
import { requireRule, ruleFor, specificity } from "./rules";

const rows = loadRules();
const on = "2026-11-21";
const company: PostFacts = {
  dutyClass: "worker",
  duty: "worker.staff",
  region: "330602003",
  organisation: "company",
  industry: "trade",
  headcount: 80,
  employment: "正式",
};

describe("the rule that binds", () => {
  it("a principal of a chemical works owes more hours than one of a shop", () => {
    const shop = resolveRequirement(rows, { ...company, duty: "worker.principal", industry: "other" }, on);
    const works = resolveRequirement(rows, { ...company, duty: "worker.principal", industry: "dangerous-goods" }, on);
    expect(shop.hours?.value).toEqual({ initial: 32, annual: 12 });
    expect(works.hours?.value).toEqual({ initial: 48, annual: 16 });
    expect(works.hours?.rule).toMatchObject({ clause: "第九条", certainty: "confirmed" });
  });

  it("a new worker owes 24 hours, 72 in a mine; for an ordinary trade the nation sets no yearly number", () => {
    const ordinary = resolveRequirement(rows, company, on);
    expect([hoursOwed(ordinary, false), hoursOwed(ordinary, true)]).toEqual([24, 0]);
    const miner = resolveRequirement(rows, { ...company, industry: "mine" }, on);
    expect([hoursOwed(miner, false), hoursOwed(miner, true)]).toEqual([72, 20]);
  });

  it("who goes into confined spaces is bound by the 13th order: the course, before work, every 12 months, then our exam and our certificate", () => {
    const requirement = resolveRequirement(rows, { ...company, duty: "worker.confined-space-worker" }, on);
    expect(requirement.courses?.value.courses).toEqual(["confined-space"]);
    expect(requirement.due?.value).toEqual({ initialDays: null, again: { type: "every-months", months: 12 } });
    expect(requirement.exam?.value).toMatchObject({ subject: "confined-space", passMark: 80, items: 30 });
    expect(requirement.blueprint?.rule.id).toBe("blueprint-confined-space");
    expect(requirement.certificate?.value.title).toContain("内部考核");
    expect(requirement.lessonTime.value.minutesPerHour).toBe(45);
  });

  it("before the 13th order came into force it binds nobody", () => {
    expect(
      resolveRequirement(rows, { ...company, duty: "worker.confined-space-worker" }, "2023-12-31").courses,
    ).toBeNull();
  });

  it("after six months away Zhejiang trains again, elsewhere after twelve", () => {
    expect(ruleFor(rows, "absence", { on, dutyClass: "worker", region: "330602" })?.value.months).toBe(6);
    expect(ruleFor(rows, "absence", { on, dutyClass: "worker", region: "360100" })?.value.months).toBe(12);
  });

  it("a city’s own row wins over the province’s, the later over the earlier, and only while it holds", () => {
    const row = (
      id: string,
      region: string | undefined,
      from: string,
      months: number,
      until: string | null = null,
    ): Rule => ({
      id,
      kind: "absence",
      where: region ? { region } : {},
      value: { months, levels: ["班组"] },
      from,
      until,
      source: "试",
      clause: "一",
      certainty: "own-default",
    });
    const own = [
      row("nation", undefined, "2020-01-01", 12),
      row("province", "33", "2020-01-01", 6),
      row("city", "3306", "2025-01-01", 3, "2026-01-01"),
      row("city-new", "3306", "2026-01-01", 4),
    ];
    const months = (region: string, day: string) => ruleFor(own, "absence", { on: day, region })?.value.months;
    expect([
      months("330602", "2024-12-31"),
      months("330602", "2025-12-31"),
      months("330602", "2026-01-01"),
      months("330500", "2026-01-01"),
      months("110000", "2026-01-01"),
    ]).toEqual([6, 3, 4, 6, 12]);
  });

  it("ends with the day before its last: on the day `until` names, nobody follows it any more, whoever comes after", () => {
    const held = (from: string, until: string | null): Rule => ({
      id: "until",
      kind: "absence",
      where: {},
      value: { months: 3, levels: ["班组"] },
      from,
      until,
      source: "试",
      clause: "一",
      certainty: "own-default",
    });
    const holds = (rule: Rule, day: string) => ruleFor([rule], "absence", { on: day }) !== null;
    const days = ["2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"];
    expect(days.map((day) => holds(held("2025-01-01", "2026-01-01"), day))).toEqual([false, true, true, false]);
    expect(days.map((day) => holds(held("2025-01-01", null), day))).toEqual([false, true, true, true]);
  });

  it("says plainly when no row holds", () => {
    expect(() => requireRule([], "marking", { on })).toThrow("marking");
  });
});

describe("what an organisation must have", () => {
  const duties = (kind: "company" | "village", industry?: "trade" | "other" | "construction", headcount?: number) =>
    dutiesNeeded(rows, { kind, region: "330602003", industry, headcount }, on);

  it("a village has the twelve flood duties of the dictionary", () => {
    const found = duties("village");
    expect(found).toHaveLength(12);
    expect(found.map(({ title }) => title)).toContain("避灾场所管理员");
    expect(new Set(found.map(({ dutyClass }) => dutyClass))).toEqual(new Set(["flood"]));
  });

  it("100 people may have a part-time safety manager, 101 need a full-time one, builders always", () => {
    const title = (industry: "other" | "construction", headcount: number) =>
      duties("company", industry, headcount).find(({ duty }) => duty === "worker.safety-manager")?.title;
    expect(title("other", 100)).toBe("专职或者兼职安全生产管理人员");
    expect(title("other", 101)).toBe("专职安全生产管理人员");
    expect(title("construction", 12)).toBe("专职安全生产管理人员");
  });

  it("confined-space posts are demanded in 工贸 alone", () => {
    expect(duties("company", "trade", 50).map(({ duty }) => duty)).toContain("worker.confined-space-attendant");
    expect(duties("company", "other", 50).map(({ duty }) => duty)).not.toContain("worker.confined-space-attendant");
  });

  it("every duty demanded has a due rule, hours, and a certificate", () => {
    for (const { duty, dutyClass } of dutyDictionary(rows, on)) {
      const requirement = resolveRequirement(
        rows,
        { dutyClass, duty, region: "330602", organisation: "company", industry: "trade", headcount: 50 },
        on,
      );
      for (const part of ["due", "hours", "certificate"] as const)
        expect(requirement[part], `${duty} ${part}`).not.toBeNull();
    }
  });
});

describe("what a post demands can be met with what is shipped", () => {
  const seconds = new Map(
    readCourses(join(import.meta.dirname, "../../content")).map((course) => [
      course.slug,
      course.lessons.reduce((sum, lesson) => sum + lesson.minimumSeconds, 0),
    ]),
  );

  it.each(dutyDictionary(rows, on).map((one) => [one.title, one] as const))(
    "%s: each demanded course exists, and together they hold the hours demanded",
    (_title, { duty, dutyClass }) => {
      const requirement = resolveRequirement(
        rows,
        { dutyClass, duty, region: "330602", organisation: "company", industry: "trade", headcount: 50 },
        on,
      );
      const courses = requirement.courses?.value.courses ?? [];
      for (const course of courses) expect(seconds.has(course), course).toBe(true);
      if (courses.length === 0) return; // hours of face-to-face classes
      const held = courses.reduce((sum, course) => sum + (seconds.get(course) ?? 0), 0);
      for (const before of [false, true])
        expect(held).toBeGreaterThanOrEqual(
          hoursOwed(requirement, before) * requirement.lessonTime.value.minutesPerHour * 60,
        );
    },
  );
});

describe("by when", () => {
  const flood = requireRule(rows, "due", { on, dutyClass: "flood" }).value;

  it("a flood duty-holder: within 30 days of taking over, then each year before 15 April", () => {
    expect(dueDay(flood, { since: "2026-03-01", lastDone: null })).toBe("2026-03-31");
    expect(dueDay(flood, { since: "2025-03-01", lastDone: "2026-03-20" })).toBe("2027-04-15");
    expect(dueDay(flood, { since: "2025-03-01", lastDone: "2026-07-01" })).toBe("2027-04-15");
  });

  it("training of the winter counts for the coming season", () => {
    expect(dueDay(flood, { since: "2020-03-01", lastDone: "2026-11-01" })).toBe("2028-04-15");
    expect(dueDay(flood, { since: "2020-03-01", lastDone: "2026-10-15" })).toBe("2027-04-15");
  });

  it("before work means on the first day", () => {
    const due = requireRule(rows, "due", { on, duty: "worker.confined-space-worker", dutyClass: "worker" }).value;
    expect(dueDay(due, { since: "2026-05-06", lastDone: null })).toBe("2026-05-06");
    expect(dueDay(due, { since: "2024-05-06", lastDone: "2026-02-28" })).toBe("2027-02-28");
  });

  it("months end where the month ends", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2024-02-29", 12)).toBe("2025-02-28");
    expect(addMonths("2026-08-31", 6)).toBe("2027-02-28");
    expect(daysBetween("2026-02-27", "2026-03-01")).toBe(2);
  });
});

describe("levels and keeping", () => {
  it("names a share by the four colours, at the line the better one", () => {
    const levels = coverageLevels(rows, { on });
    expect([0, 0.5999, 0.6, 0.8, 0.95, 1].map((share) => coverageLevel(levels, share)?.word)).toEqual([
      "红",
      "红",
      "橙",
      "黄",
      "蓝",
      "蓝",
    ]);
    expect(coverageLevel(levels, 0.6)?.rank).toBe(2);
    expect(coverageLevel(levels, null)).toBeNull();
  });

  it("keeps exam events three years, logs half a year", () => {
    expect(retentionDays(rows, "exam-events", { on })).toBeGreaterThanOrEqual(3 * 365);
    expect(retentionDays(rows, "network-log", { on })).toBeGreaterThanOrEqual(180);
    expect(() => retentionDays([], "exam-events", { on })).toThrow("exam-events");
  });
});

describe("the shipped rows", () => {
  it("have ids of their own", () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it("never tie: two rows of a kind for the same people differ in time", () => {
    for (const [at, a] of rows.entries()) {
      for (const b of rows.slice(at + 1)) {
        if (a.kind !== b.kind || ["duties-needed", "retention", "external-certificate"].includes(a.kind)) continue;
        if (JSON.stringify(a.where) !== JSON.stringify(b.where) || specificity(a).join() !== specificity(b).join())
          continue;
        const apart = (a.until !== null && a.until <= b.from) || (b.until !== null && b.until <= a.from);
        expect(apart, `${a.id} and ${b.id}`).toBe(true);
      }
    }
  });

  it("do not present our own choices as law", () => {
    for (const row of rows) if (row.source === "安鼎默认设置") expect(row.certainty, row.id).toBe("own-default");
  });

  it("make papers whose cells add up to the exam’s items and marks", () => {
    for (const row of rows) {
      if (row.kind !== "exam") continue;
      const blueprint = requireRule(rows, "blueprint", { on, subject: row.value.subject }).value;
      expect(blueprint.cells.reduce((sum, cell) => sum + cell.count, 0)).toBe(row.value.items);
      expect(blueprint.cells.reduce((sum, cell) => sum + cell.count * cell.mark, 0)).toBe(row.value.totalMark);
    }
  });
});
