import { describe, expect, it } from "vitest";
import { loadRules } from "~/rules/load.server";
import {
  certificatesNeeded,
  externalJob,
  externalJobs,
  externalTerms,
  findExternalJob,
} from "~/rules/certificate-jobs";
import { maskNumber, normaliseNumber, numberFault } from "./number";
import { checkedNow, externalValidity, type ExternalFacts } from "./state";

const terms = externalTerms(loadRules(), externalJob("1.2")!, "2023-06-01")!.value;
const held = (facts: Partial<ExternalFacts> = {}): ExternalFacts => ({
  validFrom: "2023-06-01",
  printedUntil: null,
  reviewedOn: null,
  long: false,
  ended: null,
  ...facts,
});
const on = (today: string, facts: Partial<ExternalFacts> = {}) => externalValidity(held(facts), terms, today);

describe("a certificate that others issued, day by day", () => {
  it("is reviewed after three years and ends after six, the named day still in time", () => {
    expect(on("2023-06-01")).toMatchObject({
      state: "valid",
      reviewDue: "2026-06-01",
      expires: "2029-06-01",
      next: { what: "review", daysLeft: 1096 },
      reminder: null,
    });
    expect(on("2026-03-02").state).toBe("valid");
    expect(on("2026-03-03").state).toBe("review-due");
    expect(on("2026-06-01")).toMatchObject({ state: "review-due", next: { daysLeft: 0 } });
    expect(on("2026-06-02")).toMatchObject({ state: "review-overdue", next: null });
  });
  it("goes on to its end once reviewed, then waits for renewal, then is over", () => {
    const reviewedOn = "2026-05-20";
    expect(on("2026-06-02", { reviewedOn })).toMatchObject({
      state: "valid",
      next: { what: "renewal", day: "2029-06-01" },
    });
    expect(on("2029-03-03", { reviewedOn }).state).toBe("review-due");
    expect(on("2029-06-01", { reviewedOn }).state).toBe("review-due");
    expect(on("2029-06-02", { reviewedOn }).state).toBe("expired");
  });
  it("has no review in between after ten years' work with the authority's consent", () => {
    expect(on("2026-06-02", { long: true })).toMatchObject({
      state: "valid",
      reviewDue: null,
      next: { what: "renewal" },
    });
  });
  it("does not count a review of an earlier period", () => {
    expect(on("2026-06-02", { reviewedOn: "2022-01-01" }).state).toBe("review-overdue");
    expect(on("2026-06-02", { reviewedOn: "2023-05-31" }).state).toBe("review-overdue");
    expect(on("2026-06-02", { reviewedOn: "2023-06-01" }).state, "the period's first day is of it").toBe("valid");
  });
  it("counts from 29 February to the last day of February", () => {
    expect(on("2024-02-29", { validFrom: "2024-02-29" })).toMatchObject({
      reviewDue: "2027-02-28",
      expires: "2030-02-28",
    });
    expect(on("2027-02-28", { validFrom: "2024-02-29" }).state).toBe("review-due");
    expect(on("2027-03-01", { validFrom: "2024-02-29" }).state).toBe("review-overdue");
  });
  it("stays revoked or cancelled, whatever the day", () => {
    expect(on("2024-01-01", { ended: "revoked" }).state).toBe("revoked");
    expect(on("2040-01-01", { ended: "cancelled" }).state).toBe("cancelled");
  });
  it("ends on the day printed on it, where that differs", () => {
    expect(on("2029-06-01", { reviewedOn: "2026-05-20", printedUntil: "2029-05-31" }).state).toBe("expired");
  });
  it.each([
    ["2026-01-31", null],
    ["2026-02-01", 120],
    ["2026-03-03", 90],
    ["2026-04-02", 60],
    ["2026-05-02", 30],
    ["2026-05-25", 7],
    ["2026-06-01", 7],
  ])("on %s reminds of %s days before", (day, days) => {
    expect(on(day).reminder).toBe(days);
  });
  it("reads unchecked again after a correction", () => {
    expect(checkedNow([{ kind: "entered" }])).toBeNull();
    expect(checkedNow([{ kind: "entered" }, { kind: "checked" }])).toBe(true);
    expect(checkedNow([{ kind: "entered" }, { kind: "checked" }, { kind: "corrected" }])).toBeNull();
    expect(checkedNow([{ kind: "entered" }, { kind: "refused" }])).toBe(false);
    expect(checkedNow([{ kind: "entered" }, { kind: "checked" }, { kind: "revoked" }])).toBe(true);
  });
});

describe("its number", () => {
  const own = "339900199001010011";
  const fault = (number: string, kind = "special-operation") =>
    numberFault(normaliseNumber(number), { kind, own, today: "2026-11-25" });
  it("is T and the holder's own ID number", () => {
    expect(fault(" t339900 19900101 0011")).toBeNull();
    expect(fault(own)).toMatch(/没有 T/);
    expect(fault("T33990019900101001")).toMatch(/少一位/);
    expect(fault("T339900198506150023")).toMatch(/不一致/);
    expect(fault("")).toBe("没有填证书编号");
  });
  it("is any number where the kind has its own, but no other person's ID number", () => {
    expect(fault("ZJ2024000123", "lead")).toBeNull();
    expect(fault("A339900198506150023", "lead")).toMatch(/不一致/);
  });
  it("is shown masked", () => expect(maskNumber(`T${own}`)).toBe("T339***********0011"));
});

describe("the catalogue", () => {
  it("has the 51 jobs of 2010 and names each once; every one has terms", () => {
    const special = externalJobs().filter((one) => one.kind === "special-operation");
    expect(special).toHaveLength(51);
    expect(new Set(externalJobs().map((one) => one.job)).size).toBe(externalJobs().length);
    for (const job of externalJobs()) expect(externalTerms(loadRules(), job, "2026-11-25"), job.job).not.toBeNull();
  });
  it("finds a job by number or by its name", () => {
    expect(findExternalJob("1.2")?.title).toBe("低压电工作业");
    expect(findExternalJob("低压电工")?.job).toBe("1.2");
    expect(findExternalJob("开飞机")).toBeNull();
  });
  it("says who must hold one", () => {
    const post = {
      dutyClass: "worker" as const,
      duty: "worker.staff",
      region: "330602003",
      organisation: "company" as const,
      industry: "trade" as const,
      headcount: 60,
      job: "电工",
    };
    expect(certificatesNeeded(loadRules(), post, "2026-11-25").map((rule) => rule.id)).toEqual(["needed-electrician"]);
    expect(certificatesNeeded(loadRules(), { ...post, job: "保洁" }, "2026-11-25")).toEqual([]);
    expect(
      certificatesNeeded(
        loadRules(),
        { ...post, job: undefined, duty: "worker.principal", industry: "dangerous-goods" },
        "2026-11-25",
      )[0]!.value.jobs,
    ).toEqual(["principal.dangerous-goods"]);
  });
});
