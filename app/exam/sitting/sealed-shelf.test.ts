import { describe, expect, test } from "vitest";
import { AnswerQueue, type NewChange, type QueuedChange, type QueueStore } from "./answer-queue";
import { SealedShelf, type Sealed, type Shelved, type ShelfStore } from "./sealed-shelf.client";
import { SeatMemory } from "./seat-memory.client";

// What a machine remembers of its sitting, and how it is taken up when the page is loaded again.

class Disk implements ShelfStore {
  held: CryptoKey | null = null;
  readonly sealed = new Map<Shelved, Sealed>();
  puts = 0;
  key = () => Promise.resolve(this.held);
  keepKey = (made: CryptoKey) => Promise.resolve((this.held ??= made));
  get = (what: Shelved) => Promise.resolve(this.sealed.get(what) ?? null);
  put = (what: Shelved, sealed: Sealed) => {
    this.puts += 1;
    this.sealed.set(what, sealed);
    return Promise.resolve();
  };
  drop = (many: readonly Shelved[]) => {
    many.forEach((what) => this.sealed.delete(what));
    return Promise.resolve();
  };
}

describe("the shelf", () => {
  const paper = { questions: ["有限空间作业前应当先通风"] };

  test("holds nothing readable, opens for its own sitting and its own place alone, and not without the key", async () => {
    const disk = new Disk();
    const shelf = new SealedShelf("sitting-1", disk);
    shelf.keep("paper", paper);
    expect(await shelf.take("paper")).toEqual(paper);
    expect(new TextDecoder().decode(disk.sealed.get("paper")!.bytes)).not.toContain("通风");
    await expect(crypto.subtle.exportKey("raw", disk.held!)).rejects.toThrow();
    expect(await new SealedShelf("sitting-2", disk).take("paper")).toBeNull();
    disk.sealed.set("facts", disk.sealed.get("paper")!);
    expect(await shelf.take("facts")).toBeNull();
    disk.held = null;
    expect(await shelf.take("paper")).toBeNull();
  });

  test("of what waits for its turn keeps the newest alone; what was dropped stays dropped", async () => {
    const disk = new Disk();
    const shelf = new SealedShelf("sitting-1", disk);
    for (let n = 0; n < 50; n += 1) shelf.keep("answers", n);
    expect(await shelf.take("answers")).toBe(49);
    expect(disk.puts).toBe(1);
    shelf.keep("answers", 50);
    shelf.drop(["answers"]);
    expect(await shelf.take("answers")).toBeNull();
  });

  test("a full disk keeps nothing and stops nothing", async () => {
    const disk = new Disk();
    const put = disk.put;
    disk.put = () => Promise.reject(new Error("QuotaExceededError"));
    const shelf = new SealedShelf("sitting-1", disk);
    shelf.keep("paper", paper);
    expect(await shelf.take("paper")).toBeNull();
    disk.put = put;
    shelf.keep("paper", paper);
    expect(await shelf.take("paper")).toEqual(paper);
  });
});

class Store implements QueueStore {
  kept: QueuedChange[] = [];
  last = 0;
  load = () => Promise.resolve({ changes: [...this.kept], lastSeq: this.last });
  put = (change: NewChange, above: number) => {
    this.last = Math.max(this.last, above) + 1;
    this.kept.push({ ...change, seq: this.last } as QueuedChange);
    return Promise.resolve(this.last);
  };
  remove = (seqs: readonly number[]) => {
    this.kept = this.kept.filter(({ seq }) => !seqs.includes(seq));
    return Promise.resolve();
  };
}
const change = (item: number, value: string): NewChange => ({
  item,
  value,
  kind: "pointer",
  clientAt: "2026-11-21T00:00:00.000Z",
});
const acknowledge = (...acknowledged: number[]) => ({ acknowledged, late: [], clash: [], refused: [] });
const NONE = { answers: [], late: [], refused: [] };

describe("a page that is opened again without a network", () => {
  const page = (answers: [number, string][]) => ({ answers: new Map(answers), flags: new Set<number>(), place: 7 });

  test("knows what was acknowledged, calls nothing saved that was not, and opens at the question one left", async () => {
    const [disk, store] = [new Disk(), new Store()];
    const memory = new SeatMemory(new SealedShelf("sitting-1", disk));
    const queue = new AnswerQueue(memory.behind(store));
    await queue.resume(0, NONE);
    await queue.add(change(0, "a"));
    await queue.settle(acknowledge(1));
    await queue.add(change(1, "b"));
    memory.keepPage(
      page([
        [0, "a"],
        [1, "b"],
      ]),
      queue,
    );
    // acknowledged, and the power is cut before the page notes it
    await queue.settle(acknowledge(2));
    await queue.add(change(2, "c"));
    await memory.shelf.settled();

    const again = new SeatMemory(new SealedShelf("sitting-1", disk));
    const known = await again.recall();
    const anew = new AnswerQueue(again.behind(store));
    await anew.resume(known.lastSeq, known.known);
    expect([known.place, [...known.answers]]).toEqual([
      7,
      [
        [0, "a"],
        [1, "b"],
      ],
    ]);
    expect([0, 1, 2].map((item) => anew.stateOf(item))).toEqual(["saved", "on-device", "on-device"]);
    expect(anew.unconfirmed()).toMatchObject([{ item: 2, value: "c", seq: 3 }]);
    // typed before the server is heard: what the server says then does not call it saved
    await anew.add(change(0, "d"));
    await anew.resume(3, {
      answers: [
        { item: 0, epoch: 1, seq: 1 },
        { item: 1, epoch: 1, seq: 2 },
      ],
      late: [],
      refused: [],
    });
    expect([0, 1, 2].map((item) => anew.stateOf(item))).toEqual(["on-device", "saved", "on-device"]);
    expect(anew.unconfirmed().map(({ seq }) => seq)).toEqual([3, 4]);
  });

  test("a change leaves the store only once the answer lies on the shelf", async () => {
    const [disk, store] = [new Disk(), new Store()];
    const memory = new SeatMemory(new SealedShelf("sitting-1", disk));
    let open = () => {};
    const put = disk.put;
    disk.put = (what, sealed) => new Promise<void>((resolve) => (open = resolve)).then(() => put(what, sealed));
    const queue = new AnswerQueue(memory.behind(store));
    await queue.add(change(0, "a"));
    memory.keepPage(page([[0, "a"]]), queue);
    const settled = queue.settle(acknowledge(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(store.kept).toHaveLength(1);
    open();
    await settled;
    expect([store.kept.length, [...(await memory.recall()).answers]]).toEqual([0, [[0, "a"]]]);
  });
});
