import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asked, entry, iso, running, T0, testJournal, type TestJournal } from "../../../tests/support/journal";
import { headIsUnder } from "./checkpoint";
import type { RawEntry } from "./event-schema";
import { MAX_DEVICE_EVENTS, MAX_REFUSED } from "./legality";
import { leaseTokenHash, makeLeaseToken } from "./lease";
import { missingUpTo, takeIn } from "./seat-intake";
import { SeatPort } from "./seat-port.server";
import { ENTRY_BYTES, REQUEST_LIMIT } from "./seat-wire";

const MINUTE = 60_000;
let t: TestJournal;
beforeEach(async () => {
  t = await testJournal();
});
afterEach(() => t.close());
const seatPort = () => new SeatPort(t.journal);
const state = () => t.journal.book.get("sitting-1")!;
const bad = (seq: number, item: number, more: object): RawEntry => ({ ...entry(seq, item, "a"), ...more });
const kinds = async () => (await t.journal.events(3, 100)).map((event) => event.kind);

describe("one bad entry of a batch", () => {
  test("is set aside by its number and named with its reason; the rest is saved", async () => {
    const seat = await running(t.journal, 1);
    const reply = await seatPort().answers(seat, [
      entry(1, 0, "a"),
      bad(2, 1, { score: 100 }),
      bad(3, 2, { text: { b1: "长".repeat(4_001) } }),
      bad(4, 3, { value: Array.from({ length: 64 }, () => Array.from({ length: 64 }, () => "abcdef")) }),
      bad(5, 4_000, {}),
      { seq: 6 },
      entry(7, 5, "b"),
    ]);
    expect(reply).toMatchObject({
      acknowledged: [1, 7],
      clash: [],
      refused: [
        { seq: 2, code: "invalid" },
        { seq: 3, code: "too-large" },
        { seq: 4, code: "too-large" },
        { seq: 5, code: "invalid" },
        { seq: 6, code: "invalid" },
      ],
    });
    expect(state().refused.map(({ seq, item, code }) => [seq, item, code])).toEqual([
      [2, 1, "invalid"],
      [3, 2, "too-large"],
      [4, 3, "too-large"],
      [5, null, "invalid"],
      [6, null, "invalid"],
    ]);
    expect((await t.journal.sittings("exam-1"))[0]).toMatchObject({ answered: 2, refused: 5 });
    expect(seatPort().resume(seat).refused).toHaveLength(5);
  });

  test("sent again is refused again and adds nothing, also with other content and after a restart", async () => {
    const seat = await running(t.journal, 1);
    await seatPort().answers(seat, [bad(1, 0, { kind: "robot" })]);
    const before = t.journal.reader.last()!.position;
    await t.reopen();
    for (const again of [bad(1, 0, { kind: "robot" }), entry(1, 0, "b")])
      expect(await seatPort().answers(seat, [again, again])).toMatchObject({
        acknowledged: [],
        clash: [],
        refused: [
          { seq: 1, code: "invalid" },
          { seq: 1, code: "invalid" },
        ],
      });
    expect(t.journal.reader.last()!.position).toBe(before);
  });

  test("a device that says year 10265, 1969 or nothing at all is heard like any other", async () => {
    const seat = await running(t.journal, 1);
    const clocks = [
      "+010265-07-01T00:00:00.000Z",
      "1969-12-31T23:59:59.000Z",
      "-000001-01-01T00:00:00.000Z",
      "",
      7,
      {},
    ];
    const batch = clocks.map((clientAt, n) => bad(n + 1, n, { clientAt }));
    expect(await seatPort().answers(seat, batch)).toMatchObject({ acknowledged: [1, 2, 3, 4, 5, 6], refused: [] });
    const events = (await t.journal.events(3, 100)) as unknown as { body: { clientAt: unknown } }[];
    expect(events.map(({ body }) => body.clientAt)).toEqual([clocks[0], clocks[1], clocks[2], null, null, null]);
  });

  test("words of a person whose key was destroyed are refused, choices are not", async () => {
    const seat = await running(t.journal, 1);
    await t.reopen({ personKey: () => null });
    expect(
      await seatPort().answers(seat, [bad(1, 0, { value: null, text: { b1: "通风" } }), entry(2, 1, "a")]),
    ).toMatchObject({ acknowledged: [2], refused: [{ seq: 1, code: "no-key" }] });
  });

  test("no entry that can be taken is longer than a request may be", () => {
    const text = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`${"f".repeat(60)}${n}`, "\u0001".repeat(4_000)]),
    );
    const longest = JSON.stringify({ ...entry(1_000_000_000, 999, null), text });
    expect(Buffer.byteLength(longest) + 16_384 + 1_000).toBeLessThan(ENTRY_BYTES);
    expect(ENTRY_BYTES + 1_000).toBeLessThan(REQUEST_LIMIT);
  });

  test("beyond the limits a change is refused by number; refusals themselves fill no disk", async () => {
    await running(t.journal, 1);
    const context = { now: T0, hashText: (text: string) => text };
    for (let seq = 1; seq < MAX_DEVICE_EVENTS; seq += 1) state().seen.set(seq, "x");
    const batch = [0, 1, 2].map((n) => entry(MAX_DEVICE_EVENTS + n, n, "a"));
    const full = takeIn(state(), batch, context);
    expect([full.refusal, full.saved, full.refused, full.refuse.length]).toEqual([
      null,
      [MAX_DEVICE_EVENTS],
      [1, 2].map((n) => ({ seq: MAX_DEVICE_EVENTS + n, code: "too-many" })),
      2,
    ]);
    for (let n = 0; n < MAX_REFUSED - 1; n += 1)
      state().refused.push({ seq: 30_000 + n, item: 0, code: "invalid", epoch: 1, at: T0, eventNumber: 4 + n });
    const flooded = takeIn(
      state(),
      [40_000, 40_001].map((seq) => bad(seq, 0, { kind: "robot" })),
      context,
    );
    expect([flooded.refused.length, flooded.refuse.length]).toEqual([2, 1]);
  });
});

describe("handing in", () => {
  test("is refused while a change is on its way, with its number; taken once everything is held", async () => {
    const seat = await running(t.journal, 1);
    await seatPort().answers(seat, [entry(1, 0, "a"), entry(3, 2, "c")]);
    await expect(seatPort().submit(seat, 4)).rejects.toMatchObject({ code: "answers-missing", missing: [2, 4] });
    expect(state().status).toBe("running");
    await seatPort().answers(seat, [entry(2, 1, "b"), entry(4, 3, "d")]);
    const { receipt, since, status } = await seatPort().submit(seat, 4);
    expect({ receipt, since, status }).toMatchObject({
      status: "ended",
      receipt: { answered: 4, endedBy: "submit", setAside: [] },
      since: { late: [], refused: [], reopened: false },
    });
    expect((await t.journal.events(7, 1))[0]!.body).toEqual({ epoch: 1, lastSeq: 4 });
  });

  test("goes past what was refused or given up by the device, and the receipt names each", async () => {
    const seat = await running(t.journal, 1);
    await seatPort().answers(seat, [entry(1, 0, "a"), bad(2, 1, { kind: "robot" }), bad(3, 2, { kind: "robot" })]);
    await expect(seatPort().submit(seat, 5)).rejects.toMatchObject({ missing: [4, 5] });
    const lost = [
      { seq: 1, lost: "device-lost" },
      { seq: 4, lost: "device-lost" },
      { seq: 5, item: 7, lost: "unsendable" },
    ];
    expect(await seatPort().answers(seat, lost)).toMatchObject({
      // What the server holds cannot be declared lost.
      acknowledged: [1],
      refused: [
        { seq: 4, code: "device-lost" },
        { seq: 5, code: "unsendable" },
      ],
    });
    // What the candidate chose again after a refusal counts, and is not named.
    await seatPort().answers(seat, [entry(6, 2, "c")]);
    const { receipt } = await seatPort().submit(seat, 6);
    expect([receipt.answered, receipt.setAside]).toEqual([
      2,
      [
        { seq: 2, item: 1, code: "invalid" },
        { seq: 4, item: null, code: "device-lost" },
        { seq: 5, item: 7, code: "unsendable" },
      ],
    ]);
  });

  test("a moved seat answers for its own lease alone", async () => {
    const old = await running(t.journal, 1);
    await seatPort().answers(old, [entry(1, 0, "a"), entry(4, 1, "b")]);
    const token = makeLeaseToken();
    await t.journal.append({
      events: [
        asked("lease", "sitting-1", { epoch: 2, tokenHash: leaseTokenHash(token), seat: "B1", device: "dev-2" }),
      ],
    });
    const seat = { sittingId: "sitting-1", epoch: 2, token };
    await expect(seatPort().submit(seat, 6)).rejects.toMatchObject({ missing: [5, 6] });
    await seatPort().answers(seat, [entry(5, 2, "c"), entry(6, 3, "d")]);
    expect((await seatPort().submit(seat, 6)).receipt.answered).toBe(4);
  });

  test("what the old seat still had is taken under the new lease and overwrites nothing that was done there", async () => {
    const old = await running(t.journal, 1);
    await seatPort().answers(old, [entry(1, 0, "a")]);
    // Without a network the old seat numbered 2 (question 0) and 3 (question 1); then the candidate moved.
    const held = [entry(2, 0, "old"), entry(3, 1, "old")].map((one) => ({ ...one, lease: 1 }));
    const next = async (epoch: number) => {
      const token = makeLeaseToken();
      const body = { epoch, tokenHash: leaseTokenHash(token), seat: `B${epoch}`, device: "dev-2" };
      await t.journal.append({ events: [asked("lease", "sitting-1", body)] });
      return { sittingId: "sitting-1", epoch, token };
    };
    const there = await next(2);
    await seatPort().answers(there, [entry(2, 0, "new")]);
    const back = await next(3);
    expect(await seatPort().answers(back, held)).toMatchObject({ acknowledged: [3], clash: [2] });
    // The clashing one comes again under a number of its own.
    expect(await seatPort().answers(back, [{ ...held[0]!, seq: 4 }])).toMatchObject({ acknowledged: [4] });
    expect([...state().answers].map(([item, { value }]) => [item, value])).toEqual([
      [0, "new"],
      [1, "old"],
    ]);
    await t.reopen();
    expect(state().answers.get(0)?.value).toBe("new");
    // Nobody claims a lease that was never taken.
    await seatPort().answers(back, [{ ...entry(5, 0, "mine"), lease: 9 }]);
    expect(state().answers.get(0)).toMatchObject({ value: "mine", epoch: 3 });
  });

  test("with a number out of all proportion names a bounded list", async () => {
    await running(t.journal, 1);
    expect(missingUpTo(state(), 1_000_000_000)).toHaveLength(500);
  });
});

describe("the receipt", () => {
  test("never changes: what comes later stands beside it, and its own head stays provable", async () => {
    const seat = await running(t.journal, 1);
    await running(t.journal, 2);
    await seatPort().answers(seat, [entry(1, 0, "a")]);
    const { receipt } = await seatPort().submit(seat, 1);
    await seatPort().answers(seat, [
      entry(2, 1, "b"),
      bad(3, 2, { kind: "robot" }),
      { seq: 4, item: 0, flag: true, clientAt: iso(T0) },
    ]);
    // Asked for the first time after the late answer: no checkpoint was signed at the end.
    const later = (await t.journal.receipt("sitting-1"))!;
    expect(later.receipt).toEqual(receipt);
    expect(later.since).toEqual({
      late: [{ seq: 2, item: 1, admitted: false }],
      refused: [{ seq: 3, item: 2, code: "invalid" }],
      reopened: false,
    });
    expect(headIsUnder({ sittingId: "sitting-1", ...receipt.head }, later.proof)).toBe(true);
    expect(later.proof.root).toBe(later.checkpoint.root);
    expect((await seatPort().submit(seat, 4)).receipt).toEqual(receipt);
    await t.reopen();
    expect((await t.journal.receipt("sitting-1"))!.receipt).toEqual(receipt);
    expect((await t.journal.receipt("sitting-1"))!.checkpoint).toEqual(later.checkpoint);
    expect((await t.journal.verify()).ok).toBe(true);
  });

  test("an answer admitted afterwards counts, and the receipt still says what stood at the end", async () => {
    const seat = await running(t.journal, 1);
    t.clock.at = T0 + 61 * MINUTE;
    await seatPort().answers(seat, [entry(1, 0, "a")]);
    const receipt = (await t.journal.receipt("sitting-1"))!.receipt;
    expect(receipt).toMatchObject({ endedBy: "time", answered: 0, setAside: [] });
    const incident = asked("incident", "sitting-1", {
      code: "power",
      by: "u1",
      from: iso(T0 + 50 * MINUTE),
      to: iso(T0 + 70 * MINUTE),
    });
    await t.journal.append({ events: [incident] });
    const admit = asked("admit", "sitting-1", { incident: incident.id, seqs: [1], by: ["u1", "u2"], reason: "power" });
    expect((await t.journal.append({ events: [admit] })).written).toBe(true);
    const after = (await t.journal.receipt("sitting-1"))!;
    expect(after.receipt).toEqual(receipt);
    expect(after.since.late).toEqual([{ seq: 1, item: 0, admitted: true }]);
    expect(state().answers.get(0)?.value).toBe("a");
    expect(await kinds()).toEqual(["end", "late", "incident", "admit"]);
  });
});
