import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerQueue, type NewChange, type QueuedChange, type QueueStore } from "./answer-queue";

/** A device that keeps what it is given; `full` makes it fail. */
function device(): QueueStore & { rows: Map<number, QueuedChange>; full: boolean } {
  const rows = new Map<number, QueuedChange>();
  let last = 0;
  return {
    rows,
    full: false,
    async load() {
      return { changes: [...rows.values()], lastSeq: last };
    },
    async put(change, above) {
      if (this.full) throw new Error("QuotaExceededError");
      last = Math.max(last, above) + 1;
      rows.set(last, { ...change, seq: last } as QueuedChange);
      return last;
    },
    async remove(seqs) {
      for (const seq of seqs) rows.delete(seq);
    },
  };
}
/** A server that keeps the highest sequence for each item and adds nothing for a repeat. */
function server() {
  const seen = new Map<number, string>();
  const answers = new Map<number, { seq: number; value: unknown }>();
  return {
    seen,
    answers,
    take(batch: readonly QueuedChange[]) {
      const [acknowledged, clash]: [number[], number[]] = [[], []];
      for (const change of batch) {
        const print = JSON.stringify("flag" in change ? change.flag : [change.item, change.value]);
        const known = seen.get(change.seq);
        if (known !== undefined && known !== print) {
          clash.push(change.seq);
          continue;
        }
        seen.set(change.seq, print);
        acknowledged.push(change.seq);
        if (!("flag" in change) && change.seq > (answers.get(change.item)?.seq ?? 0))
          answers.set(change.item, { seq: change.seq, value: change.value });
      }
      return { acknowledged, late: [], clash, refused: [] };
    },
  };
}
const answer = (item: number, value: string): NewChange => ({
  item,
  value,
  kind: "key",
  clientAt: "2026-11-21T01:00:00.000Z",
});

describe("a change", () => {
  it("is on the device first, and saved only once the server said so", async () => {
    const [store, queue, host] = [device(), new AnswerQueue(device()), server()];
    void store;
    await queue.resume(0);
    await queue.add(answer(3, "a"));
    expect(queue.stateOf(3)).toBe("on-device");
    const batch = queue.batch();
    queue.disconnected();
    expect(queue.stateOf(3)).toBe("offline");
    await queue.settle(host.take(batch));
    expect([queue.stateOf(3), queue.pending]).toEqual(["saved", 0]);
  });

  it("made while the one before was on its way is not called saved by that one's answer", async () => {
    const queue = new AnswerQueue(device());
    await queue.add(answer(3, "a"));
    const batch = queue.batch();
    await queue.add(answer(3, "b"));
    await queue.settle(server().take(batch));
    expect([queue.stateOf(3), queue.pending]).toEqual(["on-device", 1]);
  });

  it("survives a reload and a killed browser: nothing lost, no number used twice", async () => {
    const store = device();
    const host = server();
    const before = new AnswerQueue(store);
    await before.add(answer(0, "a"));
    await before.settle(host.take(before.batch()));
    await before.add(answer(1, "b"));
    const after = new AnswerQueue(store);
    await after.resume(1);
    expect(after.batch().map(({ seq }) => seq)).toEqual([2]);
    expect((await after.add(answer(2, "c"))).seq).toBe(3);
    const wiped = new AnswerQueue(device());
    await wiped.resume(7);
    expect((await wiped.add(answer(2, "c"))).seq).toBe(8);
  });

  it("stays in the queue when the answer of the server was lost; the repeat adds nothing", async () => {
    const [queue, host] = [new AnswerQueue(device()), server()];
    await queue.add(answer(0, "a"));
    host.take(queue.batch());
    await queue.settle(host.take(queue.batch()));
    expect([host.seen.size, queue.pending]).toEqual([1, 0]);
  });

  it("on a device that is full says so, and is still sent", async () => {
    const store = device();
    store.full = true;
    const [queue, host] = [new AnswerQueue(store), server()];
    await queue.add(answer(0, "a"));
    expect([queue.stateOf(0), queue.deviceFails]).toEqual(["unsafe", true]);
    await queue.settle(host.take(queue.batch()));
    expect(queue.stateOf(0)).toBe("saved");
  });

  it("whose number another device used gets a new one instead of being dropped", async () => {
    const [host, queue] = [server(), new AnswerQueue(device())];
    host.take([{ ...answer(5, "other"), seq: 1 } as QueuedChange]);
    await queue.add(answer(0, "mine"));
    await queue.settle(host.take(queue.batch()));
    expect(queue.pending).toBe(1);
    await queue.settle(host.take(queue.batch()));
    expect(host.answers.get(0)?.value).toBe("mine");
  });

  it("after the end reads as received, not counted", async () => {
    const queue = new AnswerQueue(device());
    const { seq } = await queue.add(answer(0, "a"));
    await queue.settle({ acknowledged: [], late: [seq], clash: [], refused: [] });
    expect([queue.stateOf(0), queue.pending]).toEqual(["late", 0]);
  });
});

it("whatever is cut, reloaded, repeated or reordered, the server ends with the last choice for each item", async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("choose" as const), item: fc.nat(4), value: fc.constantFrom("a", "b", "c") }),
    fc.record({
      do: fc.constantFrom(
        "send" as const,
        "lose-request" as const,
        "lose-answer" as const,
        "reload" as const,
        "replay" as const,
      ),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const [store, host] = [device(), server()];
      let queue = new AnswerQueue(store);
      const last = new Map<number, string>();
      let old: QueuedChange[] = [];
      for (const one of steps) {
        if (one.do === "choose") {
          last.set(one.item, one.value);
          await queue.add(answer(one.item, one.value));
        }
        if (one.do === "send") {
          old = queue.batch();
          await queue.settle(host.take(old));
        }
        if (one.do === "lose-request") queue.disconnected();
        if (one.do === "lose-answer") {
          old = queue.batch();
          host.take(old);
          queue.disconnected();
        }
        if (one.do === "replay") host.take(old);
        if (one.do === "reload") {
          queue = new AnswerQueue(store);
          await queue.resume(Math.max(0, ...host.seen.keys()));
        }
      }
      while (queue.pending) await queue.settle(host.take(queue.batch()));
      expect(new Map([...host.answers].map(([item, { value }]) => [item, value]))).toEqual(last);
      expect(store.rows.size).toBe(0);
    }),
    { numRuns: 200 },
  );
});
