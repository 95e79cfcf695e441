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

  it("asks of who was trained in an earlier season the hours of each further year, not the first ones again", () => {
    const requirement = resolveRequirement(loadRules(), worker, today);
    const two = { ...requirement, hours: { ...requirement.hours!, value: { initial: 2, annual: 1 } } };
    const owed = (rows: RecordRow[]) => standingOf(two, { rows, since: "2024-01-10", today }).hours.owed / 60 / 45;
    expect(owed([])).toBe(2);
    expect(owed([course("2026-05-01")])).toBe(2);
    expect(owed([course("2025-05-01")])).toBe(1);
    expect(owed([row("course", "2025-05-01", { outcome: "completed", facts: { course: "home-fire" } })])).toBe(2);
  });

  it("is overdue from the day after the due day, and never once the training is done", () => {
    const overdue = (rows: RecordRow[], today: string) =>
      standingOf(resolveRequirement(loadRules(), flood, today), { rows, since: "2026-11-01", today });
    // thirty days from taking the post over: 1 December
    expect(
      ["2026-11-30", "2026-12-01", "2026-12-02"].map((day) => {
        const { dueDay, overdue: late } = overdue([], day);
        return [dueDay, late];
      }),
    ).toEqual([
      ["2026-12-01", false],
      ["2026-12-01", false],
      ["2026-12-01", true],
    ]);
    const done = [
      row("hours", "2026-11-20", { amount: 45 * 60, facts: { course: "flood-duty" } }),
      row("course", "2026-11-20", { outcome: "completed", facts: { course: "flood-duty" } }),
    ];
    expect(overdue(done, "2026-12-02")).toMatchObject({ overdue: false, stage: "trained" });
    // confined space: before the first day of work, and each hour counts for twelve months
    expect(standing(worker, [], "2026-11-22").overdue).toBe(false);
    expect(standing(worker, [], "2026-11-21").overdue).toBe(true);
    const half = [row("hours", "2025-11-20", { amount: 45 * 60 }), course("2026-05-01")];
    expect(standing(worker, half)).toMatchObject({ stage: "started", hours: { done: 0 } });
  });

  it("is not overdue in a post that asks for drills alone once they are done, whenever the post was taken over", () => {
    const drills = { value: { drills: ["lobby"], perYear: 1 } } as unknown as ReturnType<
      typeof resolveRequirement
    >["drills"];
    const asked = { ...resolveRequirement(loadRules(), flood, today), hours: null, courses: null, drills };
    const on = (rows: RecordRow[]) => standingOf(asked, { rows, since: "2026-01-10", today });
    expect(on([])).toMatchObject({ overdue: true, stage: "due" });
    const run = row("run", "2026-11-02", { outcome: "passed", facts: { scene: "lobby" } });
    expect(on([run])).toMatchObject({ overdue: false, stage: "trained" });
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
