import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GENESIS } from "./chain";
import type { Draft, JournalEvent } from "./event";
import { endsAt, foldSitting, remainingMs, statusAt } from "./fold";
import { refusalOf } from "./legality";

const T0 = Date.parse("2026-11-21T01:00:00.000Z");
const iso = (ms: number) => new Date(ms).toISOString();
const MINUTE = 60_000;

type Loose = { kind: Draft["kind"]; body: Record<string, unknown>; at?: number };
const envelope = { sittingId: "s1", examId: "x1" };

function story(...steps: Loose[]): JournalEvent[] {
  return steps.map(
    ({ kind, body, at = T0 }, i) =>
      ({
        ...envelope,
        id: `e${i + 1}`,
        kind,
        body,
        at: iso(at),
        position: i + 1,
        eventNumber: i + 1,
        prevHash: GENESIS,
        hash: `h${i + 1}`,
      }) as unknown as JournalEvent,
  );
}
const open: Loose = {
  kind: "open",
  body: {
    candidate: "p1",
    paper: "h",
    seat: "A1",
    latestEntry: iso(T0 + 30 * MINUTE),
    durationMs: 60 * MINUTE,
    personalEnd: null,
  },
};
const lease = (epoch = 1): Loose => ({
  kind: "lease",
  body: { epoch, tokenHash: `t${epoch}`, seat: `A${epoch}`, device: "d" },
});
const start: Loose = { kind: "start", body: { by: "p1" } };
const act = { reason: "technical", by: "u1" };
const answer = (item: number, seq: number, value: unknown, more: object = {}): Loose => ({
  kind: "answer",
  body: { item, seq, value, input: "key", clientAt: iso(T0), tick: 0, epoch: 1, ...more },
});
const draft = (kind: Draft["kind"], body: object): Draft =>
  ({ ...envelope, id: "new", kind, body }) as unknown as Draft;

describe("time", () => {
  test("a sitting has its minutes from its own start", () => {
    const s = foldSitting(story(open, lease(), { ...start, at: T0 + 5 * MINUTE }))!;
    expect(endsAt(s)).toBe(T0 + 65 * MINUTE);
    expect(remainingMs(s, T0 + 64 * MINUTE)).toBe(MINUTE);
    expect(statusAt(s, T0 + 65 * MINUTE - 1)).toBe("running");
    expect(statusAt(s, T0 + 65 * MINUTE)).toBe("ended");
  });

  test("a fixed end cuts a late comer short; granted minutes move it", () => {
    const fixed: Loose = { ...open, body: { ...open.body, personalEnd: iso(T0 + 60 * MINUTE) } };
    const late = story(fixed, lease(), { ...start, at: T0 + 20 * MINUTE });
    expect(remainingMs(foldSitting(late)!, T0 + 20 * MINUTE)).toBe(40 * MINUTE);
    const granted = story(
      fixed,
      lease(),
      { ...start, at: T0 + 20 * MINUTE },
      { kind: "grant", body: { ...act, minutes: 10 }, at: T0 + 30 * MINUTE },
    );
    expect(remainingMs(foldSitting(granted)!, T0 + 30 * MINUTE)).toBe(40 * MINUTE);
  });

  test("a pause stops the clock and gives its time back", () => {
    const pause: Loose = { kind: "pause", body: { ...act, scope: "room" }, at: T0 + 10 * MINUTE };
    const paused = foldSitting(story(open, lease(), start, pause))!;
    expect(statusAt(paused, T0 + 500 * MINUTE)).toBe("paused");
    expect(remainingMs(paused, T0 + 500 * MINUTE)).toBe(50 * MINUTE);
    const resumed = foldSitting(
      story(open, lease(), start, pause, { kind: "resume", body: act, at: T0 + 25 * MINUTE }),
    )!;
    expect(endsAt(resumed)).toBe(T0 + 75 * MINUTE);
  });

  test("an end written late still ended at the personal end", () => {
    const s = foldSitting(
      story(open, lease(), start, { kind: "end", body: { reason: "time" }, at: T0 + 61 * MINUTE }),
    )!;
    expect(s.endedAt).toBe(T0 + 60 * MINUTE);
  });
});

describe("answers", () => {
  test("whatever the order they arrive in, the highest sequence wins for each item", () => {
    const entries = fc.uniqueArray(
      fc.record({ seq: fc.integer({ min: 1, max: 400 }), item: fc.nat(5), value: fc.nat(3) }),
      {
        selector: (entry) => entry.seq,
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(
        entries.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const fold = (order: typeof list) =>
            foldSitting(story(open, lease(), start, ...order.map((e) => answer(e.item, e.seq, e.value))))!;
          const one = fold([...list].sort((a, b) => a.seq - b.seq));
          const other = fold(shuffled);
          expect(new Map([...other.answers].sort())).toEqual(new Map([...one.answers].sort()));
          expect(other.highestSeq).toBe(Math.max(...list.map((e) => e.seq)));
        },
      ),
    );
  });

  test("a late answer is kept apart, and counts once it is admitted, unless something newer stands", () => {
    const late = (item: number, seq: number): Loose => ({
      kind: "late",
      body: { ...answer(item, seq, "b").body, after: "time" },
      at: T0 + 62 * MINUTE,
    });
    const base = [
      open,
      lease(),
      start,
      answer(0, 1, "a"),
      answer(1, 5, "a"),
      { kind: "end", body: { reason: "time" }, at: T0 + 60 * MINUTE },
      late(0, 2),
      late(1, 4),
    ] as Loose[];
    const before = foldSitting(story(...base))!;
    expect(before.answers.get(0)?.value).toBe("a");
    expect(before.late).toHaveLength(2);
    const after = foldSitting(
      story(...base, {
        kind: "admit",
        body: { incident: "i", seqs: [2, 4], by: ["u1", "u2"], reason: "network" },
        at: T0 + 90 * MINUTE,
      }),
    )!;
    expect(after.answers.get(0)?.value).toBe("b");
    expect(after.answers.get(1)?.value).toBe("a");
  });
});

describe("what is refused", () => {
  const running = () => foldSitting(story(open, lease(), start))!;
  test("leases come one after another: of two for the same epoch one is refused", () => {
    const s = foldSitting(story(open, lease(1)))!;
    expect(refusalOf(s, draft("lease", { ...lease(2).body }), T0)).toBeNull();
    expect(refusalOf(s, draft("lease", { ...lease(1).body }), T0)).toBe("lease-conflict");
    expect(refusalOf(s, draft("lease", { ...lease(3).body }), T0)).toBe("lease-conflict");
  });

  test("no start without a seat, twice, or after the latest entry", () => {
    expect(refusalOf(foldSitting(story(open)), draft("start", start.body), T0)).toBe("no-lease");
    expect(refusalOf(running(), draft("start", start.body), T0)).toBe("already-started");
    expect(refusalOf(foldSitting(story(open, lease())), draft("start", start.body), T0 + 31 * MINUTE)).toBe(
      "entry-closed",
    );
  });

  test("nothing but late answers once time is over, whether or not the end was written", () => {
    const after = T0 + 60 * MINUTE;
    for (const [kind, body] of [
      ["answer", answer(0, 1, "a").body],
      ["grant", { ...act, minutes: 5 }],
      ["pause", { ...act, scope: "room" }],
      ["submit", {}],
      ["lease", lease(2).body],
    ] as const) {
      expect(refusalOf(running(), draft(kind, body), after)).toBe("ended");
    }
    expect(refusalOf(running(), draft("late", { ...answer(0, 1, "a").body, after: "time" }), after)).toBeNull();
    expect(refusalOf(running(), draft("late", { ...answer(0, 1, "a").body, after: "time" }), after - 1)).toBe(
      "not-ended",
    );
  });

  test("late answers count only under an incident that covers the end, with two signers", () => {
    const from = iso(T0 + 50 * MINUTE);
    const steps = (to: number): Loose[] => [
      open,
      lease(),
      start,
      { kind: "end", body: { reason: "time" }, at: T0 + 60 * MINUTE },
      { kind: "late", body: { ...answer(0, 7, "b").body, after: "time" }, at: T0 + 62 * MINUTE },
      { kind: "incident", body: { code: "network", by: "u1", from, to: iso(to) }, at: T0 + 70 * MINUTE },
    ];
    const admit = (more: object = {}) =>
      draft("admit", { incident: "e6", seqs: [7], by: ["u1", "u2"], reason: "network", ...more });
    const s = foldSitting(story(...steps(T0 + 65 * MINUTE)))!;
    expect(refusalOf(s, admit(), T0)).toBeNull();
    expect(refusalOf(s, admit({ by: ["u1", "u1"] }), T0)).toBe("one-signer");
    expect(refusalOf(s, admit({ incident: "e9" }), T0)).toBe("unknown-incident");
    expect(refusalOf(s, admit({ seqs: [8] }), T0)).toBe("no-such-late");
    expect(refusalOf(foldSitting(story(...steps(T0 + 59 * MINUTE))), admit(), T0)).toBe("incident-elsewhere");
    expect(refusalOf(foldSitting(story(...steps(T0 + 61 * MINUTE))), admit(), T0)).toBeNull();
    const long = steps(T0 + 61 * MINUTE);
    long[4] = { ...long[4]!, at: T0 + 72 * MINUTE };
    expect(refusalOf(foldSitting(story(...long)), admit(), T0)).toBe("no-such-late");
  });
});

describe("what came too late by the candidate's own doing", () => {
  // The network failed from minute 30 to minute 50; the sitting ended in the middle of it.
  const told = (end: Loose, after: string): Loose[] => [
    open,
    lease(),
    start,
    { ...end, at: T0 + 40 * MINUTE },
    { kind: "late", body: { ...answer(0, 7, "b").body, after }, at: T0 + 42 * MINUTE },
    {
      kind: "incident",
      body: { code: "network", by: "u1", from: iso(T0 + 30 * MINUTE), to: iso(T0 + 50 * MINUTE) },
      at: T0 + 55 * MINUTE,
    },
  ];
  const admit = draft("admit", { incident: "e6", seqs: [7], by: ["u1", "u2"], reason: "network" });
  const minutes40: Loose = { ...open, body: { ...open.body, durationMs: 40 * MINUTE } };

  test("an answer after handing in, or after being stopped, is never admitted, whatever incident covers it", () => {
    for (const [end, after] of [
      [{ kind: "submit", body: { epoch: 1 } }, "submit"],
      [{ kind: "stop", body: act }, "stop"],
    ] as [Loose, string][])
      expect(refusalOf(foldSitting(story(...told(end, after))), admit, T0 + 60 * MINUTE), after).toBe("no-such-late");
  });

  test("an answer after time, under the same incident, is admitted once and not again", () => {
    const [, ...rest] = told({ kind: "end", body: { reason: "time" } }, "time");
    const events = [minutes40, ...rest];
    expect(refusalOf(foldSitting(story(...events)), admit, T0 + 60 * MINUTE)).toBeNull();
    const admitted = foldSitting(
      story(...events, { kind: "admit", body: (admit as { body: object }).body as never, at: T0 + 60 * MINUTE }),
    );
    expect(refusalOf(admitted, admit, T0 + 61 * MINUTE)).toBe("no-such-late");
  });
});

test("a history with a hole or without an open is a bug, not a state", () => {
  const events = story(open, lease(), start);
  expect(() => foldSitting(events.slice(1))).toThrow(/begins with lease/);
  expect(() => foldSitting([events[0]!, events[2]!])).toThrow(/event 3 follows 1/);
});
