import { describe, expect, it } from "vitest";
import { foldSitting } from "../journal/fold";
import type { JournalEvent } from "../journal/event";
import { holdsOf, holdsPrint, holdWords, holdWordsToCandidate, HOLD_CODES, type HoldFacts } from "./holds";
import { standingOf } from "./ruling";

const T = (minute: number) => new Date(Date.parse("2026-11-21T01:00:00.000Z") + minute * 60_000).toISOString();

/** A sitting's events, in order: opened, seated, started, then what the test says. */
function sitting(...then: { kind: string; body: object }[]): JournalEvent[] {
  const open = {
    candidate: "c",
    paper: "p",
    seat: "s1",
    room: "r1",
    latestEntry: T(15),
    durationMs: 3_600_000,
    personalEnd: null,
  };
  return [
    { kind: "open", body: open },
    { kind: "lease", body: { epoch: 1, tokenHash: "t", seat: "s1", device: "d" } },
    { kind: "start", body: { by: "i" } },
    ...then,
  ].map(
    (event, n) =>
      ({
        id: `e${n + 1}`,
        sittingId: "sit",
        examId: "x",
        at: T(n),
        position: n + 1,
        eventNumber: n + 1,
        prevHash: "",
        hash: `h${n + 1}`,
        ...event,
      }) as unknown as JournalEvent,
  );
}
const facts = (events: JournalEvent[], more: Partial<HoldFacts> = {}): HoldFacts => ({
  checkedIn: true,
  absent: false,
  seated: true,
  elsewhere: false,
  events,
  state: events.length ? foldSitting(events) : null,
  ...more,
});
const by = "i";
const stop = (reason: string) => ({ kind: "stop", body: { reason, by } });
const submit = { kind: "submit", body: { epoch: 1 } };
const answer = (seq: number, item: number) => ({
  item,
  seq,
  value: 1,
  input: "pointer",
  clientAt: null,
  tick: 0,
  epoch: 1,
});
const codes = (events: JournalEvent[], more: Partial<HoldFacts> = {}) =>
  holdsOf(facts(events, more)).map(({ code }) => code);

describe("what holds a result", () => {
  it.each([
    ["candidate.talk", "stopped-misconduct"],
    ["candidate.device", "stopped-misconduct"],
    ["candidate.notes", "stopped-misconduct"],
    ["candidate.impersonation", "stopped-misconduct"],
    ["candidate.ill", "stopped-ill"],
    ["technical.machine", "stopped-by-office"],
    ["technical.power", "stopped-by-office"],
    ["environment.alarm", "stopped-by-office"],
  ])("a stop for %s: %s, by its event", (reason, code) => {
    expect(holdsOf(facts(sitting(stop(reason))))).toEqual([{ code, reason, events: [4] }]);
  });

  it("nothing holds who handed in, asked to end, was absent, or was warned once", () => {
    expect(codes(sitting(submit))).toEqual([]);
    expect(codes(sitting(stop("candidate.leave")))).toEqual([]);
    expect(codes([], { checkedIn: false, absent: true })).toEqual([]);
    expect(codes(sitting({ kind: "warn", body: { code: "candidate.talk", by } }, submit))).toEqual([]);
  });

  it("two warnings hold", () => {
    const warn = { kind: "warn", body: { code: "candidate.talk", by } };
    expect(holdsOf(facts(sitting(warn, warn, submit)))).toEqual([
      { code: "warned-repeatedly", count: 2, events: [4, 5] },
    ]);
  });

  it("an incident without an end holds until one with its end is recorded", () => {
    const open = { kind: "incident", body: { code: "technical.network", by, from: T(3) } };
    const ended = { kind: "incident", body: { code: "technical.network", by, from: T(3), to: T(9) } };
    expect(codes(sitting(open, submit))).toEqual(["incident-open"]);
    expect(codes(sitting(open, submit, ended))).toEqual([]);
    expect(codes(sitting(ended, submit))).toEqual([]);
  });

  it("a late answer holds until it is admitted, and names its question", () => {
    const late = { kind: "late", body: { ...answer(1, 19), after: "time" } };
    const admit = { kind: "admit", body: { incident: "e4", seqs: [1], by: ["a", "b"], reason: "technical.network" } };
    const [hold] = holdsOf(facts(sitting(submit, late)));
    expect(hold).toMatchObject({ code: "late-answers", items: [19], events: [5] });
    expect(holdWords(hold!, String)).toBe("第 20 题在结束以后才送到，没有计入");
    expect(codes(sitting(submit, late, admit))).toEqual([]);
  });

  it("a refused change holds unless a newer answer to the question counts; a number nobody sent holds", () => {
    const refuse = { kind: "refuse", body: { seq: 1, item: 2, code: "device-lost", epoch: 1 } };
    expect(codes(sitting(refuse, submit))).toEqual(["refused-changes"]);
    expect(codes(sitting(refuse, { kind: "answer", body: answer(2, 2) }, submit))).toEqual([]);
    expect(codes(sitting({ kind: "answer", body: answer(3, 2) }, submit))).toEqual(["missing-changes"]);
  });

  it("an end in a pause holds; a pause that was over does not", () => {
    const pause = { kind: "pause", body: { reason: "technical.power", by, scope: "seat" } };
    const resume = { kind: "resume", body: { reason: "invigilator.resume", by } };
    expect(codes(sitting(pause, { kind: "end", body: { reason: "time" } }))).toEqual(["ended-paused"]);
    expect(codes(sitting(pause, resume, submit))).toEqual([]);
  });

  it("rows that contradict the sitting hold", () => {
    const sat = sitting(submit);
    expect(codes(sat, { checkedIn: false })).toEqual(["not-checked-in"]);
    expect(codes(sat, { absent: true })).toEqual(["absent-and-sat"]);
    expect(codes(sat, { seated: false })).toEqual(["no-seat"]);
    expect(codes(sat, { elsewhere: true })).toEqual(["two-exams"]);
    expect(codes([], { checkedIn: true })).toEqual(["checked-in-not-started"]);
    expect(codes([], { checkedIn: false })).toEqual(["not-accounted-for"]);
  });

  it("a ruling stands for its own holds alone, and each hold has its words", () => {
    const held = holdsOf(facts(sitting(stop("candidate.talk"))));
    const print = holdsPrint(held);
    expect(standingOf(held, print, null)).toBe("held");
    expect(standingOf(held, print, { print, ruling: "void" })).toBe("void");
    const more = holdsOf(facts(sitting(stop("candidate.talk")), { elsewhere: true }));
    expect(standingOf(more, holdsPrint(more), { print, ruling: "valid" })).toBe("held");
    expect(standingOf([], "", { print, ruling: "void" })).toBe("void");
    expect(standingOf([], "", null)).toBe("counts");
    for (const code of HOLD_CODES) {
      expect(holdWords({ code, events: [] }, String)).not.toBe("");
      expect(holdWordsToCandidate({ code, events: [] }, String)).not.toMatch(/作弊|违纪/);
    }
  });
});
