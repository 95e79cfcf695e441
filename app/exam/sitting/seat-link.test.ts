import { beforeEach, describe, expect, it } from "vitest";
import { SeatBatch } from "../journal/event-schema";
import { REQUEST_LIMIT } from "../journal/seat-wire";
import { AnswerQueue, type NewChange, type QueuedChange, type QueueStore } from "./answer-queue";
import { SeatLink } from "./seat-link.client";

// The line between a seat and its server, with the world in the test's hand: what comes back, when, and the time.

type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | "nothing";
interface Asked {
  path: string;
  body: { answers?: (Partial<QueuedChange> & { seq: number; lost?: string })[]; lastSeq?: number };
}

/** Simulated time: `pass` runs what is due, in order. */
function world(answer: (asked: Asked) => Answer | Promise<Answer>) {
  let at = 0;
  let n = 0;
  const timers = new Map<number, { at: number; work: () => void }>();
  const asked: Asked[] = [];
  const settle = async () => {
    for (let i = 0; i < 60; i += 1) await Promise.resolve();
  };
  return {
    asked,
    hands: {
      async request(path: string, init: RequestInit) {
        const one = { path: path.split("?")[0]!, body: JSON.parse((init.body as string | undefined) ?? "{}") as never };
        asked.push(one);
        const given = await answer(one);
        if (given === "nothing") throw new TypeError("failed to fetch");
        return new Response(JSON.stringify(given.body ?? { error: "x" }), {
          status: given.status,
          headers: given.headers ?? {},
        });
      },
      now: () => at,
      later: (work: () => void, ms: number) => {
        timers.set(++n, { at: at + ms, work });
        return n;
      },
      cancel: (timer: unknown) => void timers.delete(timer as number),
      visible: () => true,
    },
    async pass(ms: number) {
      const until = at + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].filter(([, one]) => one.at <= until).sort(([, a], [, b]) => a.at - b.at);
        if (!next) break;
        timers.delete(next[0]);
        at = Math.max(at, next[1].at);
        next[1].work();
        await settle();
      }
      at = until;
    },
  };
}

function device(): QueueStore & { rows: Map<number, QueuedChange> } {
  const rows = new Map<number, QueuedChange>();
  let last = 0;
  return {
    rows,
    load: async () => ({ changes: [...rows.values()], lastSeq: last }),
    put: async (change, above) => {
      last = Math.max(last, above) + 1;
      rows.set(last, { ...change, seq: last } as QueuedChange);
      return last;
    },
    remove: async (seqs) => seqs.forEach((seq) => rows.delete(seq)),
  };
}
const now = { status: "running", remainingMs: 60_000, serverTime: "", durable: 0 };
const all = (asked: Asked): Answer => ({
  status: 200,
  body: {
    ...now,
    acknowledged: asked.body.answers!.filter((one) => !one.lost).map(({ seq }) => seq),
    late: [],
    clash: [],
    refused: asked.body.answers!.flatMap(({ seq, lost }) => (lost ? [{ seq, code: lost }] : [])),
  },
});
const receipt = { status: 200, body: { ...now, status: "ended", receipt: { answered: 1 }, since: {} } };
const choice = (item: number, value = "a"): NewChange => ({
  item,
  value,
  kind: "key",
  clientAt: "2026-11-30T01:00:00.000Z",
});
const words = (n: number, of = 100): NewChange => ({
  item: 3,
  value: null,
  text: { a: "先".repeat(Math.min(of, n)), b: "后".repeat(of), c: "再".repeat(of) },
  kind: "key",
  clientAt: "2026-11-30T01:00:00.000Z",
});
const seatOf = (w: ReturnType<typeof world>, queue = new AnswerQueue(device())) => ({
  queue,
  link: new SeatLink({ lease: { sittingId: "s", epoch: 1, token: "t" }, queue, changed: () => {}, hands: w.hands }),
});
const paths = (w: ReturnType<typeof world>) => w.asked.map(({ path }) => path);

describe("a batch", () => {
  it("is cut by bytes: what 100 key strokes in three blanks leave behind fits well below the server's limit", async () => {
    const queue = new AnswerQueue(device());
    for (let n = 1; n <= 110; n += 1) await queue.add(words(n));
    const body = JSON.stringify({ answers: queue.batch() });
    expect(SeatBatch.safeParse(JSON.parse(body)).success).toBe(true);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(64 * 1024);
    expect(queue.batch().length).toBeGreaterThan(10);
  });

  it("of one entry as long as an answer may be passes the server's door", async () => {
    const queue = new AnswerQueue(device());
    const text = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`field-${n}`, "\u0001".repeat(4_000)]));
    await queue.add({ ...words(1), text } as NewChange);
    const body = JSON.stringify({ answers: queue.batch() });
    expect(SeatBatch.safeParse(JSON.parse(body)).success).toBe(true);
    expect(Buffer.byteLength(body)).toBeLessThan(REQUEST_LIMIT);
  });
});

describe("handing in", () => {
  let refuse: Answer | null;
  let w: ReturnType<typeof world>;
  beforeEach(() => {
    refuse = null;
    w = world((asked) => (asked.path === "/hot/submit" ? receipt : (refuse ?? all(asked))));
  });

  it.each<[string, Answer, string]>([
    ["nothing comes back", "nothing", "away"],
    ["the server is busy", { status: 503, body: { error: "busy" } }, "busy"],
    ["too much is asked", { status: 429, headers: { "retry-after": "1" } }, "busy"],
    ["the server's disk is full", { status: 503, body: { error: "not-saved" } }, "not-saved"],
    ["everything is too large", { status: 413, body: { error: "too-large" } }, "refused"],
    ["everything is invalid", { status: 400, body: { error: "invalid" } }, "refused"],
    ["the address is not this one", { status: 403, body: { error: "insecure" } }, "refused"],
    ["a portal answers in the server's name", { status: 200, body: { hello: "wifi" } }, "away"],
  ])("is not done while answers wait because %s", async (_, answer, why) => {
    refuse = answer;
    const { queue, link } = seatOf(w);
    await queue.add(choice(1));
    await queue.add(choice(2));
    const handing = link.submit();
    await w.pass(60_000);
    expect(await handing).toEqual({ kind: "kept", pending: 2, why });
    expect(paths(w)).not.toContain("/hot/submit");
    // Once it passes, they go by themselves, and then it is done.
    refuse = null;
    await w.pass(60_000);
    expect(queue.pending).toBe(0);
    const again = link.submit();
    await w.pass(1_000);
    expect(await again).toMatchObject({ kind: "handed-in" });
    expect(w.asked.at(-1)).toMatchObject({ path: "/hot/submit", body: { lastSeq: 2 } });
    link.stop();
  });

  it("waits for a batch that is still under way, and for what was typed behind it", async () => {
    let open!: () => void;
    const gate = new Promise<void>((resolve) => (open = resolve));
    w = world(async (asked) => {
      if (asked.path === "/hot/submit") return receipt;
      await gate;
      return all(asked);
    });
    const { link } = seatOf(w);
    void link.change(choice(1));
    await w.pass(1_000);
    void link.change(choice(2));
    const handing = link.submit();
    await w.pass(5_000);
    expect(paths(w)).toEqual(["/hot/answers"]);
    open();
    await w.pass(2_000);
    expect(await handing).toMatchObject({ kind: "handed-in" });
    expect(paths(w)).toEqual(["/hot/answers", "/hot/answers", "/hot/submit"]);
    expect(w.asked.at(-1)!.body).toEqual({ lastSeq: 2 });
    link.stop();
  });

  it("sends again what the server misses, and declares by number what is not here any more", async () => {
    let first = true;
    w = world((asked) => {
      if (asked.path !== "/hot/submit") return all(asked);
      if (!first) return receipt;
      first = false;
      return { status: 409, body: { error: "answers-missing", missing: [1, 2] } };
    });
    const store = device();
    const [{ queue, link }] = [seatOf(w, new AnswerQueue(store))];
    // Number 1 was given by another page of this device and is gone.
    await store.put(choice(9), 0);
    await store.remove([1]);
    await link.change(choice(1));
    const handing = link.submit();
    await w.pass(5_000);
    expect(await handing).toMatchObject({ kind: "handed-in" });
    expect(w.asked.map(({ path, body }) => [path, body.lastSeq ?? body.answers])).toMatchObject([
      ["/hot/answers", [{ seq: 2 }]],
      ["/hot/submit", 2],
      ["/hot/answers", [{ seq: 1, lost: "device-lost" }]],
      ["/hot/answers", [{ seq: 2, value: "a" }]],
      ["/hot/submit", 2],
    ]);
    expect(queue.uncounted).toEqual({ items: [], lost: 1 });
    link.stop();
  });
});

describe("one bad entry", () => {
  it("is found by halves, given up by its number, and holds up nobody", async () => {
    const BAD = 37;
    const w = world((asked) =>
      asked.body.answers?.some(({ seq, lost }) => seq === BAD && !lost)
        ? { status: 400, body: { error: "invalid" } }
        : all(asked),
    );
    const { queue, link } = seatOf(w);
    for (let n = 1; n <= 100; n += 1) await queue.add(choice(n));
    const handing = link.submit();
    await w.pass(5_000);
    await handing;
    expect(queue.pending).toBe(0);
    expect(queue.uncounted).toEqual({ items: [BAD], lost: 0 });
    expect([queue.stateOf(BAD), queue.stateOf(BAD + 1)]).toEqual(["refused", "saved"]);
    expect(w.asked.length).toBeLessThan(25);
    link.stop();
  });

  it("too long for any request is given up by its number without being sent", async () => {
    const w = world(all);
    const { queue, link } = seatOf(w);
    await queue.add({ ...words(1), text: { a: "长".repeat(200_000) } } as NewChange);
    await queue.add(choice(5));
    link.start();
    await w.pass(5_000);
    expect([queue.pending, queue.stateOf(3), queue.stateOf(5)]).toEqual([0, "refused", "saved"]);
    const sizes = w.asked.map(({ body }) => Buffer.byteLength(JSON.stringify(body)));
    expect(Math.max(...sizes)).toBeLessThan(REQUEST_LIMIT);
    link.stop();
  });
});

describe("the line", () => {
  it("comes again when the server said so, not before, and never later than ten seconds", async () => {
    let refuse: Answer | null = { status: 503, body: { error: "busy" }, headers: { "retry-after": "3600" } };
    const w = world((asked) =>
      asked.path === "/hot/answers" ? (refuse ?? all(asked)) : { status: 200, body: { ...now, notices: [] } },
    );
    const { queue, link } = seatOf(w);
    link.start();
    void link.change(choice(1));
    const sends = () => paths(w).filter((path) => path === "/hot/answers").length;
    await w.pass(9_900);
    expect([sends(), link.state.trouble, link.state.connected]).toEqual([1, "busy", true]);
    refuse = null;
    await w.pass(1_500);
    expect([sends(), link.state.trouble, queue.pending]).toEqual([2, null, 0]);
    link.stop();
  });

  it("closes the inputs when time is up by the monotonic clock, without asking, and opens them for a grant", async () => {
    let left = 10_000;
    const w = world((asked) => ({
      status: asked.path === "/hot/sitting" ? 200 : 503,
      body: { ...now, remainingMs: left, notices: [] },
    }));
    const { link } = seatOf(w);
    void link.resume();
    await w.pass(0);
    expect(link.state).toMatchObject({ phase: "running", timeUp: false });
    await w.pass(9_999);
    expect(link.state.timeUp).toBe(false);
    await w.pass(1);
    expect(link.state).toMatchObject({ phase: "running", timeUp: true });
    left = 300_000;
    void link.resume();
    await w.pass(0);
    expect(link.state.timeUp).toBe(false);
    link.stop();
  });

  it("is not set back to running by an answer that comes after the receipt", async () => {
    let open!: () => void;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const w = world(async (asked) => {
      if (asked.path === "/hot/submit") return receipt;
      if (asked.path === "/hot/heartbeat") await gate;
      return { status: 200, body: { ...now, notices: [] } };
    });
    const { link } = seatOf(w);
    link.start();
    await w.pass(10);
    const handing = link.submit();
    await w.pass(10);
    await handing;
    open();
    await w.pass(10);
    expect(link.state.phase).toBe("ended");
    link.stop();
  });
});

it("what an earlier page left is unsent until its own acknowledgement, whatever the server already holds", async () => {
  const store = device();
  const before = new AnswerQueue(store);
  for (const item of [1, 2]) await before.add(choice(item));
  const after = new AnswerQueue(store);
  await after.resume(2, {
    answers: [
      { item: 1, seq: 1, epoch: 1 },
      { item: 3, seq: 0, epoch: 1 },
    ],
    late: [{ item: 4, seq: 0, epoch: 1, admitted: false }],
    refused: [],
  });
  expect([1, 2, 3, 4].map((item) => after.stateOf(item))).toEqual(["on-device", "on-device", "saved", "late"]);
  expect([after.pending, after.uncounted.items]).toEqual([2, [4]]);
});
