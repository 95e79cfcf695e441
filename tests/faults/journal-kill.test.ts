import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SeatCredential } from "~/exam/journal/lease";
import { JournalReader } from "~/exam/journal/reader.server";
import { buildFront, freePort, hot, startFront, type FrontProcess } from "../support/front-process";
import { asked, entry, iso, openBody } from "../support/journal";
import { leaseTokenHash, makeLeaseToken } from "~/exam/journal/lease";

// Fault 1: kill -9 under load. Every save that was acknowledged is there afterwards, once, and the chain holds.
// LONG=1 runs 200 cycles and goes on until a million saves were acknowledged; KILLS and SAVES set other figures.

const LONG = process.env.LONG === "1";
const CYCLES = Number(process.env.KILLS ?? (LONG ? 200 : 5));
const SEATS = LONG ? 100 : 40;
const BATCH = LONG ? 50 : 3;
const WANTED = Number(process.env.SAVES ?? (LONG ? 1_000_000 : 0));
let dir: string;
let entryFile: string;
let ports: { port: number; internalPort: number };

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "anding-kill-"));
  entryFile = await buildFront();
  ports = { port: await freePort(), internalPort: await freePort() };
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const start = () => startFront({ dir, entry: entryFile, ...ports });

async function seatAll(front: FrontProcess): Promise<SeatCredential[]> {
  const now = Date.now();
  const seats = Array.from({ length: SEATS }, (_, n) => ({
    sittingId: `sitting-${n}`,
    epoch: 1,
    token: makeLeaseToken(),
  }));
  const result = await front.journal.append({
    events: seats.flatMap(({ sittingId, token }, n) => [
      asked("open", sittingId, openBody(n, { latestEntry: iso(now + 3_600_000), durationMs: 20 * 3_600_000 })),
      asked("lease", sittingId, { epoch: 1, tokenHash: leaseTokenHash(token), seat: `A${n}`, device: "dev" }),
      asked("start", sittingId, { by: `person-${n}` }),
    ]),
  });
  expect(result.written).toBe(true);
  return seats;
}

/** Types on one seat until the front is gone; what was acknowledged goes into `kept`. */
async function type(
  front: FrontProcess,
  seat: SeatCredential,
  state: { next: number; kept: Set<number>; over: boolean },
): Promise<void> {
  let unsent: number[] = [];
  while (!state.over) {
    if (unsent.length === 0) unsent = Array.from({ length: BATCH }, () => state.next++);
    try {
      const { status, body } = await hot(front, "answers", seat, {
        answers: unsent.map((seq) => entry(seq, seq % 30, `v${seq}`)),
      });
      if (status === 429) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        continue;
      }
      if (status !== 200) throw new Error(`status ${status}: ${JSON.stringify(body)}`);
      for (const seq of body.acknowledged as number[]) state.kept.add(seq);
      unsent = unsent.filter((seq) => !state.kept.has(seq));
    } catch (error) {
      if (state.over) return;
      if (/status/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

test(
  `${CYCLES} times killed under load: no acknowledged save is lost`,
  { timeout: LONG ? 7_200_000 : 120_000 },
  async () => {
    let front = await start();
    const seats = await seatAll(front);
    const states = seats.map(() => ({ next: 1, kept: new Set<number>(), over: false }));
    const acknowledged = () => states.reduce((sum, state) => sum + state.kept.size, 0);
    let slowest = 0;
    for (let cycle = 0; cycle < CYCLES || acknowledged() < WANTED; cycle += 1) {
      for (const state of states) state.over = false;
      const work = Promise.all(seats.map((seat, i) => type(front, seat, states[i]!)));
      await new Promise((resolve) => setTimeout(resolve, (LONG ? 800 : 150) + ((cycle * 7919) % 400)));
      for (const state of states) state.over = true;
      await front.kill("SIGKILL");
      await work;
      const downAt = performance.now();
      front = await start();
      slowest = Math.max(slowest, performance.now() - downAt);
    }
    for (const [i, seat] of seats.entries()) {
      const { body } = await hot(front, "sitting", seat);
      expect(body.durable).toBeGreaterThanOrEqual(Math.max(...states[i]!.kept, 0));
    }
    expect((await front.journal.verify()).ok).toBe(true);
    await front.kill("SIGTERM");

    const reader = new JournalReader(join(dir, "data/journal.db"));
    for (const [i, seat] of seats.entries()) {
      const written = reader.ofSitting(seat.sittingId).flatMap((e) => (e.kind === "answer" ? [e.body.seq] : []));
      expect(new Set(written).size, "a save was written twice").toBe(written.length);
      const there = new Set(written);
      expect(
        [...states[i]!.kept].filter((seq) => !there.has(seq)),
        `${seat.sittingId}: acknowledged and lost`,
      ).toEqual([]);
    }
    reader.close();
    expect(acknowledged()).toBeGreaterThan(CYCLES * 20);
    expect(slowest).toBeLessThan(5_000);
    if (LONG)
      console.log(
        JSON.stringify({ cycles: CYCLES, acknowledged: acknowledged(), slowestReturnMs: Math.round(slowest) }),
      );
  },
);
