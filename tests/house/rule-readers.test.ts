import { beforeAll, describe, expect, it } from "vitest";
import { loadRules } from "~/rules/load.server";
import { NOT_APPLIED, notAppliedSentence } from "~/rules/not-applied";
import { ruleFieldReaders } from "./rule-readers";

// A rule row is a promise of the product (law L4): what it says is done, or the page that shows it says that it is not.

/** Files that only say what a row says. */
const TELLERS = new Set(["app/rules/words.ts", "app/rules/history.ts", "app/rules/not-applied.ts"]);
/** Fields that ask for nothing, or are handed on whole where the type checker sees no name looked up. */
const NAMES: Record<string, string> = {
  "external-certificate.title": "what the kind is called",
  "certificate-needed.kind": "which kind the jobs beside it are of; the jobs decide",
  "campaign-target.campaign": "which campaign the target is of",
  "campaign-days.campaigns.source": "where the day is written",
  "campaign-days.campaigns.certainty": "how sure the source is",
  "blueprint.cells.subject": "a cell is handed on whole (exam-rules.ts, proposedCells)",
  "blueprint.cells.kind": "a cell is handed on whole (exam-rules.ts, proposedCells)",
  "blueprint.cells.count": "a cell is handed on whole (exam-rules.ts, proposedCells)",
};

describe("what a rule row says", () => {
  let readers: Map<string, string[]>;
  beforeAll(() => {
    readers = ruleFieldReaders();
  });
  const actedOn = (path: string) => readers.get(path)!.some((file) => !TELLERS.has(file));

  it("is gone by somewhere, or stands among what is not applied yet, field by field of every kind", () => {
    expect(readers.size).toBeGreaterThan(70);
    const unread = [...readers.keys()].filter((path) => !actedOn(path) && !(path in NAMES));
    const told = Object.entries(NOT_APPLIED).flatMap(([kind, fields]) =>
      Object.keys(fields).map((field) => `${kind}.${field}`),
    );
    expect(unread.sort()).toEqual(told.sort());
  });

  it("has no excuse that is no longer one", () => {
    for (const path of Object.keys(NAMES)) {
      expect(readers.has(path), `${path} is no field`).toBe(true);
      expect(actedOn(path), `${path} is read: it needs no excuse`).toBe(false);
    }
  });

  it("is seen where it is read: the proof knows the pass mark's reader, a nested name's and one taken apart", () => {
    expect(readers.get("exam.passMark")).toContain("app/exam/plan/plan.server.ts");
    expect(readers.get("external-certificate.longReview.months")).toContain("app/certificate/external/state.ts");
    expect(readers.get("external-certificate.reviewMonths")).toContain("app/certificate/external/state.ts");
    expect(readers.get("due.again.monthDay")).toContain("app/rules/due.ts");
  });
});

describe("a row that is not gone by, or in part", () => {
  const sentence = (id: string) => notAppliedSentence(loadRules().find((rule) => rule.id === id)!);

  it("says so beside what it says, and the others say nothing", () => {
    expect(sentence("resit-2026")).toBe("这一条目前只登记，系统还没有按它办事。");
    expect(sentence("drill-cycle-company")).toBe("这一条目前只登记，系统还没有按它办事。");
    expect(sentence("exam-day-default")).toBe("其中“开考后多久可离场”目前只登记，系统还没有按它办事。");
    expect(sentence("exam-confined-space")).toBeNull();
  });

  it("says it of a certificate for what that certificate asks, no more", () => {
    const certificate = loadRules().find((rule) => rule.kind === "certificate")!;
    const told = (reviewMonths: number | null, remindDays: number[]) =>
      notAppliedSentence({
        ...certificate,
        value: { ...certificate.value, reviewMonths, remindDays },
      } as typeof certificate);
    expect(told(null, [])).toBeNull();
    expect(told(null, [30])).toBe("其中“提前提醒”目前只登记，系统还没有按它办事。");
    expect(told(36, [30])).toBe("其中“复审”“提前提醒”目前只登记，系统还没有按它办事。");
  });

  it("is told whole where nothing of it is gone by", () => {
    for (const rule of loadRules()) {
      const all = Object.keys(rule.value).every((field) => field in (NOT_APPLIED[rule.kind] ?? {}));
      expect(notAppliedSentence(rule)?.startsWith("这一条") ?? false, rule.id).toBe(all);
    }
  });
});
