import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { commands, type Model, type World } from "../support/bad-day/commands";
import { Day } from "../support/bad-day/day";
import { storesRunBy } from "../support/bad-day/device";
import { Server } from "../support/bad-day/server";
import { WorldTime } from "../support/bad-day/world-time";

// A model-based test of what the exam promises on a bad day. The device's queue, store and line, the hot endpoints, the
// journal on a real file: all are the product's own; clock, network, disks, pages and power are simulated. After each
// step an oracle that wrote down what was typed and what was shown holds it against the journal's rows.
//   BAD_DAY=17        replays the day of that seed alone
//   BAD_DAYS=100000   so many days (`npm run test:long` runs that many); FIRST_DAY=… begins at another seed

const LONG = process.env.LONG === "1";
const ONE = process.env.BAD_DAY;
const FIRST = Number(ONE ?? process.env.FIRST_DAY ?? 1);
const DAYS = ONE ? 1 : Number(process.env.BAD_DAYS ?? (LONG ? 100_000 : 500));
/** A new file after so many days. */
const A_FILE = 500;

let time: WorldTime;
let server: Server;
let putBack: () => void;

beforeAll(() => {
  time = new WorldTime(Date.parse("2026-11-21T01:00:00.000Z"));
  server = new Server(time);
  server.open();
  putBack = storesRunBy(() => time);
});
afterAll(async () => {
  putBack();
  await server.close();
});

const aDay = fc.asyncProperty(
  fc.noShrink(fc.integer()),
  fc.boolean(),
  fc.integer({ min: 1, max: 3 }),
  commands(60),
  async (seed, early, minutes, happenings) => {
    server.failing = null;
    if (!server.up) await time.pass(3_000);
    const day = new Day(time, server, seed);
    await day.begin(minutes);
    if (!early) await day.ask("start", { by: "invigilator-1" });
    await time.pass(2_500);
    try {
      await fc.asyncModelRun(
        () => ({ model: { given: 0 } satisfies Model, real: { day, server, time } satisfies World }),
        happenings,
      );
      await day.evening();
    } catch (error) {
      throw day.told(error);
    } finally {
      await day.end();
    }
  },
);

it(`${DAYS} bad days: nothing saved is lost, nothing is said that is not so`, { timeout: 24 * 3_600_000 }, async () => {
  for (let seed = FIRST; seed < FIRST + DAYS; seed += 1) {
    if (seed > FIRST && (seed - FIRST) % A_FILE === 0) {
      expect((await server.journal.verify()).ok).toBe(true);
      await server.close();
      server = new Server(time);
      server.open();
    }
    const result = await fc.check(aDay, { seed, numRuns: 1, endOnFailure: ONE === undefined && LONG });
    if (result.failed)
      throw new Error(`BAD_DAY=${seed}\n${String(result.errorInstance)}\nshrunk ${result.numShrinks} times`);
  }
  expect((await server.journal.verify()).ok).toBe(true);
});
