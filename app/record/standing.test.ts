import { describe, expect, it } from "vitest";
import { loadRules } from "~/rules/load.server";
import { resolveRequirement, type PostFacts } from "~/rules/requirement";
import type { RecordRow } from "./row";
import { STAGES, standingOf } from "./standing";

const today = "2026-11-22";
const worker: PostFacts = {
  dutyClass: "worker",
  duty: "worker.confined-space-worker",
  region: "330602003",
  organisation: "company",
  industry: "trade",
  headcount: 60,
};
const flood: PostFacts = {
  dutyClass: "flood",
  duty: "flood.evacuation-lead",
  region: "330602003",
  organisation: "village",
};
const at = (day: string) => new Date(`${day}T04:00:00Z`);
let rowNumber = 0;
const row = (kind: RecordRow["kind"], day: string, more: Partial<RecordRow> = {}): RecordRow => ({
  id: `r${++rowNumber}`,
  rowNumber,
  personId: "p",
  kind,
  subject: "confined-space",
  objectKind: "",
  objectVersion: "",
  from: at(day),
  to: at(day),
  amount: 0,
  outcome: "",
  proofClass: "server-measured",
  provider: "",
  taughtBy: [],
  managedBy: [],
  source: `s${rowNumber}`,
  corrects: null,
  facts: { course: "confined-space" },
  at: at(day),
  hash: "",
  ...more,
});
const standing = (post: PostFacts, rows: RecordRow[], since = "2026-01-10") =>
  standingOf(resolveRequirement(loadRules(), post, today), { rows, since, today });
const hours = (day: string) => row("hours", day, { amount: 45 * 60 });
const course = (day: string) => row("course", day, { outcome: "completed" });
const passed = (day: string) => row("result", day, { outcome: "passed", amount: 9000, facts: {} });
const certificate = (until: string, outcome = "valid") =>
  row("certificate", "2026-05-01", { to: at(until), outcome, facts: {}, objectVersion: "c1" });

describe("how far a holder of a post is", () => {
  it("goes stage by stage, and each stage names what is missing next", () => {
    const ways: [RecordRow[], string, string | undefined][] = [
      [[], "due", "hours"],
      [[row("milestone", "2026-05-01", { outcome: "enrolled" })], "started", "hours"],
      [[hours("2026-05-01")], "started", "course"],
      [[hours("2026-05-01"), course("2026-05-01")], "trained", "exam-not-sat"],
      [
        [
          hours("2026-05-01"),
          course("2026-05-01"),
          row("result", "2026-05-02", { outcome: "failed", amount: 6000, facts: {} }),
        ],
        "trained",
        "exam-failed",
      ],
      [[hours("2026-05-01"), course("2026-05-01"), passed("2026-05-02")], "trained", "certificate-missing"],
      [
        [hours("2026-05-01"), course("2026-05-01"), passed("2026-05-02"), certificate("2027-05-01")],
        "valid",
        undefined,
      ],
    ];
    for (const [rows, stage, gap] of ways)
      expect([standing(worker, rows).stage, standing(worker, rows).gaps[0]?.code]).toEqual([stage, gap]);
  });

  it("drops from valid when the certificate ends, is suspended or revoked", () => {
    const done = [hours("2026-05-01"), course("2026-05-01"), passed("2026-05-02")];
    expect(standing(worker, [...done, certificate("2026-11-21")])).toMatchObject({
      stage: "certified",
      gaps: [{ code: "certificate-expired", day: "2026-11-21" }],
    });
    expect(standing(worker, [...done, certificate("2026-11-22")]).stage).toBe("valid");
    expect(standing(worker, [...done, certificate("2027-05-01", "revoked")])).toMatchObject({
      stage: "trained",
      gaps: [{ code: "certificate-revoked" }],
    });
    expect(standing(worker, [...done, certificate("2027-05-01", "suspended")])).toMatchObject({
      stage: "trained",
      gaps: [{ code: "certificate-suspended" }],
    });
  });

  it("lets training grow too old", () => {
    const old = [hours("2025-05-01"), course("2025-05-01"), passed("2025-05-02"), certificate("2027-05-01")];
    expect(standing(worker, old)).toMatchObject({ stage: "due", overdue: true });
  });

  it("counts a flood duty-holder's training for the season it was given for", () => {
    const spring = [
      row("hours", "2026-03-20", { subject: "flood-duty", amount: 45 * 60, facts: { course: "flood-duty" } }),
      row("course", "2026-03-20", { subject: "flood-duty", outcome: "completed", facts: { course: "flood-duty" } }),
    ];
    expect(standing(flood, spring)).toMatchObject({ stage: "trained", dueDay: "2027-04-15" });
    const held = row("certificate", "2026-03-20", {
      subject: "flood-duty",
      to: at("2027-05-19"),
      outcome: "valid",
      facts: { title: "防汛防台责任人培训合格证明" },
    });
    expect(standing(flood, [...spring, held]).stage).toBe("valid");
  });

  it("knows no stage beyond the five", () => {
    expect(STAGES).toEqual(["due", "started", "trained", "certified", "valid"]);
  });
});
