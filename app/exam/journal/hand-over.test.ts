import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asked, entry, iso, running, T0, testJournal, type TestJournal } from "../../../tests/support/journal";
import { sealHandOver } from "../sitting/hand-over.client";
import { handedNumber, type HandOverFile } from "./hand-over";
import { leaseTokenHash, makeLeaseToken, type SeatCredential } from "./lease";
import { SeatPort } from "./seat-port.server";

// A machine whose seat was moved, or whose network came back after the end, hands over in a file what it could not send.

const MINUTE = 60_000;
let t: TestJournal;
let old: SeatCredential;
beforeEach(async () => {
  t = await testJournal();
  old = await running(t.journal, 1);
});
afterEach(() => t.close());
const port = () => new SeatPort(t.journal);
const state = () => t.journal.book.get("sitting-1")!;
const valueOf = (item: number) => state().answers.get(item)?.value ?? null;
const moved = async (epoch = 2): Promise<SeatCredential> => {
  const token = makeLeaseToken();
  const body = { epoch, tokenHash: leaseTokenHash(token), seat: "B1", device: "dev-2" };
  await t.journal.append({ events: [asked("lease", "sitting-1", body)] });
  return { sittingId: "sitting-1", epoch, token };
};
type Change = Parameters<typeof sealHandOver>[2][number];
const unsent = (seq: number, item: number, value: string): Change => ({
  seq,
  item,
  value,
  kind: "pointer",
  clientAt: iso(T0),
});
const boxOf = (seat: SeatCredential) => port().resume(seat).box!;
const refusedWith = (code: string) => expect.objectContaining({ code });

describe("a seat that was moved with answers unsent", () => {
  test("its file counts where the new seat has said nothing, and never overwrites what was answered since", async () => {
    const box = boxOf(old);
    await port().answers(old, [entry(1, 0, "a"), entry(2, 1, "a")]);
    // 3 and 4 never leave the old machine; the new one gives the same numbers to other answers.
    const file = await sealHandOver(box, old, [unsent(3, 0, "old"), unsent(4, 2, "old")]);
    const seat = await moved();
    await port().answers(seat, [entry(3, 0, "new"), entry(4, 3, "new")]);
    expect(await port().handOver(file)).toEqual({ counted: [4], overtaken: [3], late: [], refused: [] });
    expect([0, 1, 2, 3].map(valueOf)).toEqual(["new", "a", "old", "new"]);
    // and what is answered after the file goes over it
    await port().answers(seat, [entry(5, 2, "newest")]);
    expect(valueOf(2)).toBe("newest");
    expect([state().highestSeq, state().handed]).toEqual([5, 2]);
    await t.reopen();
    expect([0, 1, 2, 3].map(valueOf)).toEqual(["new", "a", "newest", "new"]);
    expect(t.journal.reader.verify()).toMatchObject({ ok: true });
    expect((await port().submit(seat, 5)).receipt).toMatchObject({ answered: 4, setAside: [] });
  });

  test("given in twice it adds nothing; what the server had before the move is not counted again", async () => {
    const box = boxOf(old);
    await port().answers(old, [entry(1, 0, "a")]);
    // The acknowledgement of 1 was lost on its way.
    const file = await sealHandOver(box, old, [unsent(1, 0, "a"), unsent(2, 1, "b")]);
    const seat = await moved();
    const first = await port().handOver(file);
    const before = t.journal.reader.last()!.position;
    expect(await port().handOver(file)).toEqual(first);
    await t.reopen();
    expect(await port().handOver(file)).toEqual(first);
    expect([first.counted, t.journal.reader.last()!.position, state().handed]).toEqual([[1, 2], before, 1]);
    expect(port().beat(seat, {}, 0).handed).toBe(1);
    expect(port().resume(seat).answers).toContainEqual({
      item: 1,
      seq: handedNumber(1, 2),
      epoch: 1,
      value: "b",
      input: "pointer",
    });
  });

  test("nobody else's, altered, or another sitting's is refused and writes nothing", async () => {
    const other = await running(t.journal, 2);
    const good = await sealHandOver(boxOf(old), old, [unsent(1, 0, "a")]);
    const stranger = await sealHandOver(boxOf(old), { ...old, token: makeLeaseToken() }, [unsent(1, 0, "x")]);
    const forOther = await sealHandOver(boxOf(other), old, [unsent(1, 0, "x")]);
    const before = t.journal.reader.last()!.position;
    const flipped = (text: string) => text.slice(0, -4) + (text.endsWith("AAAA") ? "BBBB" : "AAAA");
    const bad: HandOverFile[] = [
      stranger,
      forOther,
      { ...good, sitting: other.sittingId },
      { ...good, sitting: "sitting-9" },
      { ...good, epoch: 2 },
      { ...good, sealed: flipped(good.sealed) },
      { ...good, half: stranger.half },
      { ...good, half: "A".repeat(87) },
      { ...good, sealed: `1.${"A".repeat(40)}` },
    ];
    for (const file of bad) await expect(port().handOver(file)).rejects.toEqual(refusedWith("not-this-file"));
    expect(t.journal.reader.last()!.position).toBe(before);
    expect(await port().handOver(good)).toMatchObject({ counted: [1] });
  });

  test("one answer that can't be taken holds up none; the sealed part shows no answer", async () => {
    const file = await sealHandOver(boxOf(old), old, [
      unsent(1, 0, "绝缘手套"),
      { ...unsent(2, 1, "a"), kind: "robot" } as unknown as Change,
      { ...unsent(3, 2, "a"), text: { b1: "三米" } } as Change,
    ]);
    expect(Buffer.from(file.sealed.slice(2), "base64url").toString("utf8")).not.toContain("三米");
    await moved();
    expect(await port().handOver(file)).toEqual({ counted: [3], overtaken: [], late: [], refused: [1, 2] });
    expect(state().refused.map(({ item, epoch }) => [item, epoch])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });
});

describe("after the end", () => {
  test("a file is late: kept, not counted, and counts once two persons admit it for the gap", async () => {
    const box = boxOf(old);
    await port().answers(old, [entry(1, 0, "a")]);
    const file = await sealHandOver(box, old, [unsent(2, 0, "b"), unsent(3, 1, "b")]);
    const seat = await moved();
    await port().answers(seat, [entry(2, 0, "c")]);
    t.clock.at += 61 * MINUTE;
    expect(await port().handOver(file)).toEqual({ counted: [], overtaken: [], late: [2, 3], refused: [] });
    expect([valueOf(0), valueOf(1), state().status]).toEqual(["c", null, "ended"]);
    const incident = asked("incident", "sitting-1", {
      code: "network",
      by: "u1",
      from: iso(T0),
      to: iso(T0 + 120 * MINUTE),
    });
    await t.journal.append({ events: [incident] });
    const seqs = state().late.map(({ seq }) => seq);
    const admit = asked("admit", "sitting-1", { incident: incident.id, seqs, by: ["u1", "u2"], reason: "network" });
    expect((await t.journal.append({ events: [admit] })).written).toBe(true);
    // what was answered at the new seat stays; what stood nowhere else counts
    expect([valueOf(0), valueOf(1)]).toEqual(["c", "b"]);
    expect(port().resume(seat).late).toEqual([
      expect.objectContaining({ item: 0, epoch: 1 }),
      expect.objectContaining({ item: 1, admitted: true }),
    ]);
  });

  test("a machine that was cut off past the end, with its lease still live, brings the same by file or by line", async () => {
    const file = await sealHandOver(boxOf(old), old, [unsent(1, 0, "a")]);
    t.clock.at += 61 * MINUTE;
    expect(await port().handOver(file)).toMatchObject({ late: [1] });
    expect(await port().answers(old, [entry(1, 0, "a")])).toMatchObject({ late: [1], acknowledged: [] });
    expect(state().late).toHaveLength(1);
  });
});
