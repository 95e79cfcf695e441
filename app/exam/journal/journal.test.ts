import { verify as verifySignature } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  asked,
  entry,
  iso,
  openBody,
  running,
  T0,
  testJournal,
  type TestJournal,
} from "../../../tests/support/journal";
import { checkpointBytes, headIsUnder } from "./checkpoint";
import { leaseTokenHash, makeLeaseToken } from "./lease";
import { SeatPort } from "./seat-port.server";
import { endDue, takeUp } from "./timekeeper.server";

const MINUTE = 60_000;
let t: TestJournal;
beforeEach(async () => {
  t = await testJournal();
});
afterEach(() => t.close());
const seatPort = () => new SeatPort(t.journal);
const takeLease = async (sittingId: string, epoch: number) => {
  const token = makeLeaseToken();
  const result = await t.journal.append({
    events: [asked("lease", sittingId, { epoch, tokenHash: leaseTokenHash(token), seat: "B1", device: "dev-2" })],
  });
  return { result, credential: { sittingId, epoch, token } };
};

describe("events that are asked for", () => {
  test("one call is written whole or not at all; `each` writes what may be", async () => {
    await running(t.journal, 1);
    const grant = (id: string) => asked("grant", id, { minutes: 5, reason: "technical", by: "u1" });
    const whole = await t.journal.append({ events: [grant("sitting-1"), grant("sitting-9")] });
    expect(whole.written).toBe(false);
    expect(whole.outcomes[1]).toMatchObject({ ok: false, code: "unknown-sitting" });
    expect(t.journal.book.get("sitting-1")!.grantedMs).toBe(0);
    const each = await t.journal.append({ events: [grant("sitting-1"), grant("sitting-9")], mode: "each" });
    expect(each.written).toBe(true);
    expect(t.journal.book.get("sitting-1")!.grantedMs).toBe(5 * MINUTE);
  });

  test("the same event asked for twice is written once", async () => {
    await running(t.journal, 1);
    const event = asked("grant", "sitting-1", { minutes: 5, reason: "technical", by: "u1" });
    const [first, again] = [await t.journal.append({ events: [event] }), await t.journal.append({ events: [event] })];
    expect(first.outcomes[0]).toMatchObject({ ok: true, eventNumber: 4, repeated: false });
    expect(again.outcomes[0]).toMatchObject({ ok: true, eventNumber: 4, repeated: true });
    await t.reopen();
    expect((await t.journal.append({ events: [event] })).outcomes[0]).toMatchObject({
      ok: true,
      eventNumber: 4,
      repeated: true,
    });
    expect(t.journal.book.get("sitting-1")!.grants).toHaveLength(1);
  });

  test("of 1,000 races for one sitting's next lease, one is won", async () => {
    await running(t.journal, 1);
    const races = await Promise.all(Array.from({ length: 1_000 }, () => takeLease("sitting-1", 2)));
    expect(races.filter(({ result }) => result.written)).toHaveLength(1);
    expect(t.journal.book.get("sitting-1")!.epoch).toBe(2);
  });

  test("an event with a field too many, a seat's own kind, or an ID number is refused at the edge", async () => {
    const extra = { ...asked("start", "sitting-1", { by: "p" }), endsAt: iso(T0) };
    await expect(t.journal.append({ events: [extra as never] })).rejects.toThrow(/endsAt/);
    await expect(
      t.journal.append({ events: [{ ...extra, kind: "submit", body: { epoch: 1 } } as never] }),
    ).rejects.toThrow();
    await expect(
      t.journal.append({ events: [asked("open", "sitting-1", openBody(1, { candidate: "339900199001011234" }))] }),
    ).rejects.toThrow(/ID number/);
  });
});

describe("a seat", () => {
  test("what it sends is acknowledged, repeated without doubling, and there after a restart", async () => {
    const seat = await running(t.journal, 1);
    const batch = [entry(1, 0, "a"), entry(2, 1, "b"), entry(3, 0, "c")];
    expect(await seatPort().answers(seat, batch)).toMatchObject({
      acknowledged: [1, 2, 3],
      late: [],
      clash: [],
      durable: 3,
      status: "running",
      remainingMs: 60 * MINUTE,
    });
    const before = t.journal.reader.last()!.position;
    expect(await seatPort().answers(seat, [...batch, entry(3, 0, "c")])).toMatchObject({ acknowledged: [1, 2, 3, 3] });
    expect(t.journal.reader.last()!.position).toBe(before);
    await t.reopen();
    expect(seatPort().resume(seat).answers).toEqual([
      { item: 0, seq: 3, epoch: 1, value: "c", input: "key" },
      { item: 1, seq: 2, epoch: 1, value: "b", input: "key" },
    ]);
  });

  test("a sequence used for something else is a clash, and never called saved", async () => {
    const seat = await running(t.journal, 1);
    await seatPort().answers(seat, [entry(1, 0, "a")]);
    expect(await seatPort().answers(seat, [entry(1, 0, "b"), entry(2, 0, "c")])).toMatchObject({
      acknowledged: [2],
      clash: [1],
    });
    expect(t.journal.book.get("sitting-1")!.answers.get(0)?.value).toBe("c");
  });

  test("duplicated, reordered and split batches end in the same answers", async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ item: fc.nat(3), value: fc.constantFrom("a", "b", "c") }), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.infiniteStream(fc.nat(1_000)),
        async (typed, dice) => {
          const seat = await running(t.journal, `p${++n}`);
          const sent = typed.map(({ item, value }, i) => entry(i + 1, item, value));
          const roll = () => dice.next().value as number;
          const posts = [...sent, ...sent.filter(() => roll() % 2 === 0)]
            .map((one) => ({ one, key: roll() }))
            .sort((a, b) => a.key - b.key);
          await Promise.all(posts.map(({ one }) => seatPort().answers(seat, [one])));
          const wanted = new Map<number, unknown>();
          for (const { item, value } of typed) wanted.set(item, value);
          const state = t.journal.book.get(seat.sittingId)!;
          expect(new Map([...state.answers].map(([item, answer]) => [item, answer.value]).sort() as never)).toEqual(
            new Map([...wanted].sort() as never),
          );
          expect(state.seen.size).toBe(typed.length);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("an older lease is fenced, a wrong token and a foreign sitting are unknown", async () => {
    const old = await running(t.journal, 1);
    const other = await running(t.journal, 2);
    const { credential: fresh } = await takeLease("sitting-1", 2);
    await expect(seatPort().answers(old, [entry(1, 0, "a")])).rejects.toMatchObject({ code: "lease-lost" });
    await expect(seatPort().answers({ ...fresh, token: makeLeaseToken() }, [entry(1, 0, "a")])).rejects.toMatchObject({
      code: "unknown",
    });
    await expect(seatPort().answers({ ...fresh, sittingId: "sitting-2" }, [entry(1, 0, "a")])).rejects.toMatchObject({
      code: "unknown",
    });
    await expect(seatPort().answers({ ...other, epoch: 2 }, [entry(1, 0, "a")])).rejects.toMatchObject({
      code: "unknown",
    });
    expect(t.journal.book.get("sitting-1")!.seen.size).toBe(0);
    expect(await seatPort().answers(fresh, [entry(1, 0, "a")])).toMatchObject({ acknowledged: [1] });
  });

  test("a save that waits while the lease is taken away is not taken", async () => {
    const old = await running(t.journal, 1);
    const lease = takeLease("sitting-1", 2);
    const save = seatPort().answers(old, [entry(1, 0, "a")]);
    await lease;
    await expect(save).rejects.toMatchObject({ code: "lease-lost" });
  });

  test("before the start nothing is taken; after the personal end it is kept as late", async () => {
    await t.journal.append({ events: [asked("open", "sitting-1", openBody(1))] });
    const { credential } = await takeLease("sitting-1", 1);
    await expect(seatPort().answers(credential, [entry(1, 0, "a")])).rejects.toMatchObject({ code: "not-started" });
    await t.journal.append({ events: [asked("start", "sitting-1", { by: "p" })] });
    t.clock.at = T0 + 60 * MINUTE - 1;
    expect(await seatPort().answers(credential, [entry(1, 0, "a")])).toMatchObject({ acknowledged: [1], late: [] });
    t.clock.at += 1;
    const late = await seatPort().answers(credential, [entry(1, 0, "a"), entry(2, 0, "b")]);
    expect(late).toMatchObject({ acknowledged: [1], late: [2], status: "ended", remainingMs: 0, durable: 2 });
    expect(await seatPort().answers(credential, [entry(2, 0, "b")])).toMatchObject({ acknowledged: [], late: [2] });
    const state = t.journal.book.get("sitting-1")!;
    expect(state.answers.get(0)?.value).toBe("a");
    expect(state.endedBy).toBe("time");
    expect((await t.journal.events(0, 100)).map((e) => e.kind)).toEqual([
      "open",
      "lease",
      "start",
      "answer",
      "end",
      "late",
    ]);
  });

  test("the device's own clock decides nothing", async () => {
    const seat = await running(t.journal, 1);
    const day = 24 * 60 * MINUTE;
    const reply = await seatPort().answers(seat, [
      entry(1, 0, "a", { clientAt: iso(T0 + day) }),
      entry(2, 1, "a", { clientAt: iso(T0 - day) }),
    ]);
    expect(reply).toMatchObject({ acknowledged: [1, 2], late: [], remainingMs: 60 * MINUTE });
    t.clock.at = T0 + 61 * MINUTE;
    expect(await seatPort().answers(seat, [entry(3, 0, "b", { clientAt: iso(T0) })])).toMatchObject({
      acknowledged: [],
      late: [3],
    });
  });

  test("free text lies outside the chain, sealed under the person's key", async () => {
    const seat = await running(t.journal, 1);
    const text = { b1: "先通风再检测，后作业" };
    await seatPort().answers(seat, [entry(1, 0, null, { text })]);
    const raw = JSON.stringify(await t.journal.events(0, 100));
    expect(raw).not.toContain("通风");
    expect(seatPort().resume(seat).answers[0]!.text).toEqual(text);
    expect(await seatPort().answers(seat, [entry(1, 0, null, { text })])).toMatchObject({ acknowledged: [1] });
    expect(await seatPort().answers(seat, [entry(1, 0, null, { text: { b1: "先作业" } })])).toMatchObject({
      clash: [1],
    });
    await t.reopen({ personKey: () => null });
    expect(seatPort().resume(seat).answers[0]!.text).toEqual({ b1: null });
  });

  test("handing in gives a receipt whose head stands under the exam's signed root", async () => {
    const seat = await running(t.journal, 1);
    await running(t.journal, 2);
    await seatPort().answers(seat, [entry(1, 0, "a")]);
    const { receipt } = await seatPort().submit(seat, 1);
    expect(receipt).toMatchObject({ endedBy: "submit", answered: 1, head: { seq: 5 } });
    expect((await seatPort().submit(seat, 1)).receipt).toEqual(receipt);
    expect(await seatPort().answers(seat, [entry(2, 0, "b")])).toMatchObject({ acknowledged: [], late: [2] });
    const proof = (await t.journal.receipt("sitting-1"))!;
    const head = { sittingId: "sitting-1", ...proof.receipt.head };
    expect(headIsUnder(head, proof.proof)).toBe(true);
    expect(headIsUnder({ ...head, hash: "0".repeat(64) }, proof.proof)).toBe(false);
    const { signature, ...body } = proof.checkpoint;
    expect(proof.proof.root).toBe(body.root);
    expect(verifySignature(null, checkpointBytes(body), t.publicKey, Buffer.from(signature, "base64url"))).toBe(true);
  });

  test("a heartbeat tells what happened since the last one", async () => {
    const seat = await running(t.journal, 1);
    await t.journal.append({ events: [asked("grant", "sitting-1", { minutes: 5, reason: "technical", by: "u1" })] });
    const first = seatPort().beat(seat, { pending: 3 }, 0);
    expect(first.notices).toEqual([{ seq: 4, at: iso(T0), kind: "grant", minutes: 5 }]);
    expect(first.remainingMs).toBe(65 * MINUTE);
    expect(seatPort().beat(seat, {}, 4).notices).toEqual([]);
    t.clock.at += 7_000;
    expect((await t.journal.sittings("exam-1"))[0]).toMatchObject({
      sittingId: "sitting-1",
      silentMs: 7_000,
      pending: 3,
      status: "running",
    });
  });
});

describe("time keeping", () => {
  test("a sitting ends at its personal end whether or not the seat is there", async () => {
    await running(t.journal, 1);
    await running(t.journal, 2);
    await t.journal.append({ events: [asked("grant", "sitting-2", { minutes: 1, reason: "environment", by: "u1" })] });
    t.clock.at = T0 + 60 * MINUTE;
    expect(await endDue(t.journal)).toBe(1);
    expect(await endDue(t.journal)).toBe(0);
    t.clock.at += MINUTE;
    expect(await endDue(t.journal)).toBe(1);
    expect(t.journal.book.get("sitting-2")).toMatchObject({
      status: "ended",
      endedBy: "time",
      endedAt: T0 + 61 * MINUTE,
    });
  });

  test("an end that fell into an outage is recorded with the gap, and late answers may be admitted under it", async () => {
    const seat = await running(t.journal, 1);
    await t.reopen();
    t.clock.at = T0 + 62 * MINUTE;
    expect(await takeUp(t.journal, { startAt: t.clock.at, stepMs: 0, proven: true }, T0 + 55 * MINUTE)).toEqual({
      running: 1,
      paused: 0,
      overdue: 1,
    });
    const state = () => t.journal.book.get("sitting-1")!;
    const [incident] = state().incidents;
    expect(incident).toMatchObject({ code: "server-gap", from: T0 + 55 * MINUTE, to: T0 + 62 * MINUTE });
    await seatPort().answers(seat, [entry(1, 0, "a")]);
    const result = await t.journal.append({
      events: [
        asked("admit", "sitting-1", { incident: incident!.id, seqs: [1], by: ["u1", "u2"], reason: "server-gap" }),
      ],
    });
    expect(result.written).toBe(true);
    expect(state().answers.get(0)?.value).toBe("a");
  });

  test("a clock that was set across a restart pauses what runs, with the time left as it was", async () => {
    await running(t.journal, 1);
    await t.reopen();
    t.clock.at = T0 + 10 * MINUTE;
    expect(await takeUp(t.journal, { startAt: t.clock.at, stepMs: 3_600_000, proven: true }, null)).toMatchObject({
      paused: 1,
    });
    const [row] = await t.journal.sittings("exam-1");
    expect(row).toMatchObject({ status: "paused", remainingMs: 50 * MINUTE });
    expect((await t.journal.events(3, 10)).map((e) => e.body)).toMatchObject([
      { code: "clock-step", stepMs: 3_600_000 },
      { reason: "clock-step" },
    ]);
  });
});

test("after a restart time is kept without reading the answers, and the whole is there when it is asked for", async () => {
  const seat = await running(t.journal, 1);
  await seatPort().answers(seat, [entry(1, 0, "a"), entry(2, 1, "b")]);
  await t.journal.append({ events: [asked("grant", "sitting-1", { minutes: 2, reason: "technical", by: "u1" })] });
  await t.reopen();
  expect(await takeUp(t.journal, { startAt: T0, stepMs: 0, proven: true }, T0)).toEqual({
    running: 1,
    paused: 0,
    overdue: 0,
  });
  expect([...t.journal.book.forTime()].map((state) => state.answers.size)).toEqual([0]);
  expect(seatPort().resume(seat)).toMatchObject({ durable: 2, remainingMs: 62 * MINUTE });
  expect([...t.journal.book.forTime()].map((state) => state.answers.size)).toEqual([2]);
  await t.reopen();
  await takeUp(t.journal, { startAt: T0, stepMs: 0, proven: true }, T0);
  t.clock.at = T0 + 62 * MINUTE;
  expect(await endDue(t.journal)).toBe(1);
  expect(t.journal.book.get("sitting-1")).toMatchObject({ endedBy: "time", highestSeq: 2 });
});
