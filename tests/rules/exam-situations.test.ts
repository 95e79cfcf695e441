import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SeatPort } from "~/exam/journal/seat-port.server";
import { endDue } from "~/exam/journal/timekeeper.server";
import { asked, entry, running, testJournal, T0, type TestJournal } from "../support/journal";

// Situations that people who run exams reported in public (docs/exam-situations.md), as far as no other story shows
// them: each at the journal, with its clock in the test's hand. A sitting has sixty minutes.

const MINUTE = 60_000;
const act = { reason: "technical", by: "invigilator-1" };
let t: TestJournal;
beforeEach(async () => void (t = await testJournal()));
afterEach(() => t.close());
const seats = () => new SeatPort(t.journal);

describe("minutes that were granted", () => {
  it("count: an answer in them is no late one, and the end is moved for that seat alone", async () => {
    const [one, other] = [await running(t.journal, 1), await running(t.journal, 2)];
    await t.journal.append({ events: [asked("grant", "sitting-1", { ...act, minutes: 10 })] });
    t.clock.at = T0 + 65 * MINUTE;
    expect(await seats().answers(one, [entry(1, 0, "a")])).toMatchObject({
      acknowledged: [1],
      late: [],
      status: "running",
    });
    expect(await seats().answers(other, [entry(1, 0, "a")])).toMatchObject({
      acknowledged: [],
      late: [1],
      status: "ended",
    });
  });

  it("open nothing that was handed in, and a page that stayed open with the old time ends nobody", async () => {
    const [done, old] = [await running(t.journal, 1), await running(t.journal, 2)];
    const { receipt } = await seats().submit(done, 0);
    const { outcomes } = await t.journal.append({
      events: [
        asked("grant", "sitting-1", { ...act, minutes: 10 }),
        asked("grant", "sitting-2", { ...act, minutes: 10 }),
      ],
      mode: "each",
    });
    expect(outcomes.map((one) => (one.ok ? "granted" : one.code))).toEqual(["ended", "granted"]);
    expect((await seats().submit(done, 0)).receipt).toEqual(receipt);
    t.clock.at = T0 + 61 * MINUTE;
    expect(await endDue(t.journal)).toBe(0);
    expect(seats().beat(old, {}, 0)).toMatchObject({ status: "running", remainingMs: 9 * MINUTE });
  });
});

describe("a seat that was cut off in the last minute", () => {
  it("keeps what was sent before; what comes after the end is named as not counted, on the receipt's side", async () => {
    const seat = await running(t.journal, 1);
    await seats().answers(seat, [entry(1, 0, "a")]);
    t.clock.at = T0 + 61 * MINUTE;
    await endDue(t.journal);
    expect(await seats().answers(seat, [entry(2, 0, "b"), entry(3, 1, "c")])).toMatchObject({ late: [2, 3] });
    const { receipt, since } = await seats().submit(seat, 3);
    expect(receipt).toMatchObject({ endedBy: "time", answered: 1, setAside: [] });
    expect(since.late.map(({ item }) => item)).toEqual([0, 1]);
  });
});

describe("the time that ran out while nobody was there", () => {
  it("ends the sitting, also when the server was away, and gives the same receipt whenever it is asked for", async () => {
    const seat = await running(t.journal, 1);
    await seats().answers(seat, [entry(1, 0, "a")]);
    await t.reopen();
    t.clock.at = T0 + 90 * MINUTE;
    const { receipt } = await seats().submit(seat, 1);
    expect(receipt).toMatchObject({ endedBy: "time", answered: 1, endedAt: new Date(T0 + 60 * MINUTE).toISOString() });
    await t.reopen();
    t.clock.at = T0 + 120 * MINUTE;
    expect((await t.journal.receipt(seat.sittingId))!.receipt).toEqual(receipt);
  });
});
