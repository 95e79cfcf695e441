import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { takeSeats } from "../load/exam-seats";
import { hostile } from "../load/hostile";
import { RawClient } from "../load/open-loop";
import { watchedApp, type WatchedApp } from "../support/doors/framing-watch";
import { buildFront, freePort, startFront, type FrontProcess } from "../support/front-process";

// A hostile client beside an exam, untimed: no save that was acknowledged is lost, every save is acknowledged, and
// pages answer. How fast is `npm run bench -- doors`.

let dir: string;
let front: FrontProcess;
let app: WatchedApp;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "anding-hostile-"));
  const appPort = await freePort();
  app = await watchedApp(appPort);
  front = await startFront({
    dir,
    entry: await buildFront(),
    port: await freePort(),
    internalPort: await freePort(),
    appPort,
  });
});
afterAll(async () => {
  await front.kill("SIGTERM");
  app.server.closeAllConnections();
  app.server.close();
  rmSync(dir, { recursive: true, force: true });
});

it("who is slow, huge, misframed and floods takes nothing from those who save and read", async () => {
  const site = { host: `localhost:${front.port}`, origin: `http://localhost:${front.port}` };
  const client = await RawClient.connect(front.port, 40);
  const seats = await takeSeats(front, client, 60);
  const attacking = hostile({
    port: front.port,
    site,
    seconds: 6,
    slow: 260,
    flood: 12,
    ...(process.platform === "linux" ? { from: "127.0.0.2" } : {}),
  });
  let over = false;
  void attacking.then(() => (over = true));
  const [saves, pages]: [Promise<void>[], number[]] = [[], []];
  while (!over) {
    saves.push(...Array.from({ length: 10 }, () => seats.save()));
    pages.push((await client.ask(`GET /verify?page=${pages.length} HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`)).status);
    await wait(100);
  }
  expect((await Promise.allSettled(saves)).filter((one) => one.status === "rejected")).toEqual([]);
  expect(new Set(pages)).toEqual(new Set([200]));
  expect(pages.length).toBeGreaterThan(5);
  const { acknowledged, lost } = await seats.lost();
  expect([acknowledged, lost]).toEqual([saves.length, 0]);
  const figures = await attacking;
  for (const [what, times] of Object.entries(figures)) if (what !== "refused") expect(times, what).toBeGreaterThan(0);
  client.close();
}, 120_000);
