import { describe, expect, it } from "vitest";
import { Turns } from "./turns";

const never = new AbortController().signal;
const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  let done = false;
  promise.then(
    () => (done = true),
    () => (done = true),
  );
  for (let i = 0; i < 5; i += 1) await Promise.resolve();
  return done;
};
const open = (key: string) => ({ key, kept: false });
const kept = (key: string) => ({ key, kept: true });

describe("turns at the app", () => {
  it("a caller has few under way, and another is not behind what the first still waits for", async () => {
    const turns = new Turns({ places: 4, kept: 0, each: 2 });
    const flood = Array.from({ length: 50 }, () => turns.take(open("flood"), never));
    const done = await Promise.all(flood.slice(0, 2));
    expect(await settled(flood[2]!)).toBe(false);
    expect(await settled(turns.take(open("somebody"), never))).toBe(true);
    done[0]!();
    expect(await settled(flood[2]!)).toBe(true);
    expect(turns.waiting).toBe(47);
  });

  it("callers are served in turn", async () => {
    const turns = new Turns({ places: 1, kept: 0, each: 1 });
    const order: string[] = [];
    const run = async (key: string) => {
      const done = await turns.take(open(key), never);
      order.push(key);
      await Promise.resolve();
      done();
    };
    await Promise.all([..."aaaab"].map(run));
    expect(order.indexOf("b")).toBeLessThanOrEqual(2);
    expect(order).toHaveLength(5);
  });

  it("strangers from many addresses leave the kept places to seats and boards", async () => {
    const turns = new Turns({ places: 6, kept: 2, each: 2 });
    const strangers = Array.from({ length: 40 }, (_, n) => turns.take(open(`10.0.0.${n}`), never));
    expect(await settled(strangers[3]!)).toBe(true);
    expect(await settled(strangers[4]!)).toBe(false);
    expect(await settled(turns.take(kept("hall"), never))).toBe(true);
    expect(await settled(turns.take(kept("hall"), never))).toBe(true);
  });

  it("300 seats behind one address all have their turn, and 500 phones that open a page and a drill each; past a line's end one is told to come again", async () => {
    const turns = new Turns();
    let served = 0;
    await Promise.all(
      Array.from({ length: 1_200 }, async () => {
        const done = await turns.take(kept("the hall's address"), never);
        served += 1;
        done();
      }),
    );
    expect(served).toBe(1_200);
    const hall = new Turns();
    let phones = 0;
    await Promise.all(
      Array.from({ length: 1_000 }, async () => {
        const done = await hall.take(open("the school's address"), never);
        phones += 1;
        done();
      }),
    );
    expect(phones).toBe(1_000);
    const short = new Turns({ places: 1, kept: 0, each: 1, line: 2 });
    const holds = await short.take(open("a"), never);
    const waits = [short.take(open("a"), never), short.take(open("a"), never)];
    await expect(short.take(open("a"), never)).rejects.toMatchObject({ status: 429, seconds: 5 });
    holds();
    (await waits[0]!)();
    expect(await settled(waits[1]!)).toBe(true);
  });

  it("who is gone or waited too long gives the line up, and nothing is left behind", async () => {
    const turns = new Turns({ places: 1, kept: 0, each: 1, waitMs: 20 });
    const done = await turns.take(open("a"), never);
    const left = new AbortController();
    const gone = turns.take(open("b"), left.signal);
    left.abort();
    await expect(gone).rejects.toMatchObject({ status: 503 });
    await expect(turns.take(open("c"), never)).rejects.toMatchObject({ status: 503 });
    done();
    done();
    expect(turns.waiting).toBe(0);
    expect(await settled(turns.take(open("d"), never))).toBe(true);
  });
});
