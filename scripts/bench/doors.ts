import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { takeSeats } from "../../tests/load/exam-seats";
import type { HostileFigures } from "../../tests/load/hostile";
import { openLoop, RawClient, type LoopFigures } from "../../tests/load/open-loop";
import { freePort, startFront, TOKEN, type FrontProcess } from "../../tests/support/front-process";
import { root } from "../run.mjs";
import { compare } from "./harness/compare";
import type { Measured } from "./harness/judge";
import { costOf } from "./harness/process-cost";
import { environment, prepareProduct } from "./pages/product";

// A hostile client beside a running exam: 300 seats that save every two seconds and people who open pages, first alone
// (the floor), then with somebody who is slow, huge, misframed and floods. All on one machine, the attacker's own work
// included, so the ratio counts, not the milliseconds.

const SEATS = 300;
const SECONDS = 20;
const SAVES_A_SECOND = 150;
const PAGES_A_SECOND = 8;
const PAGES = ["/verify", "/drill", "/sign-in", "/"];
const HOSTILE = { slow: 400, flood: 40, seconds: SECONDS };

export async function run(): Promise<Measured<"doors">> {
  const dir = mkdtempSync(join(tmpdir(), "anding-bench-doors-"));
  const [port, internalPort, appPort] = [await freePort(), await freePort(), await freePort()];
  const env = environment(dir, port);
  await prepareProduct(env);
  const front = await startFront({ dir, entry: join(root, "build/server/front.js"), port, internalPort, appPort });
  const app = await startApp({
    ...env,
    LOG: "off",
    APP_PORT: String(appPort),
    INTERNAL_PORT: String(internalPort),
    INTERNAL_TOKEN: TOKEN,
  });
  try {
    const [seatLines, pageLines] = [await RawClient.connect(port, SEATS), await RawClient.connect(port, 24)];
    const seats = await takeSeats(front, seatLines, SEATS);
    const page = opener(pageLines, front);
    await measure(seats.save, page, 5);
    const before = rssOf(app.pid!);
    const alone = await measure(seats.save, page, SECONDS);
    const [beside, attacker, peak] = await Promise.all([
      measure(seats.save, page, SECONDS),
      attack(front),
      peakOf(app.pid!, SECONDS),
    ]);
    const after = await measure(seats.save, page, 5);
    const saves = await seats.lost();
    for (const client of [seatLines, pageLines]) client.close();
    const beside95 = { floor: alone.pages.p95Ms, work: beside.pages.p95Ms };
    return {
      ratios: { pages: compare("ms", [beside95]) },
      musts: { lost: saves.lost, appGrewMB: Math.max(0, peak - before) },
      promises: { pagesTimesSlower: ratio(beside95.work, beside95.floor) },
      figures: {
        seats: SEATS,
        secondsEach: SECONDS,
        savesTimesSlower: ratio(beside.saves.p99Ms, alone.saves.p99Ms),
        saves,
        hostile: { ...HOSTILE, ...attacker },
        alone,
        beside,
        after,
      },
    };
  } finally {
    app.kill("SIGTERM");
    await front.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

const ratio = (one: number, floor: number): number => Math.round((one / floor) * 100) / 100;

async function startApp(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const app = fork(join(root, "build/server/app.js"), [], {
    cwd: root,
    env,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await Promise.race([
    once(app, "message"),
    once(app, "exit").then(() => Promise.reject(new Error("the app left before it was ready"))),
  ]);
  return app;
}

async function measure(
  save: () => Promise<void>,
  page: () => Promise<void>,
  seconds: number,
): Promise<{ saves: LoopFigures; pages: LoopFigures }> {
  const [saves, pages] = await Promise.all([
    openLoop({ rate: SAVES_A_SECOND, seconds, send: save }),
    openLoop({ rate: PAGES_A_SECOND, seconds, send: page }),
  ]);
  return { saves, pages };
}

function opener(client: RawClient, front: FrontProcess): () => Promise<void> {
  let turn = 0;
  return async () => {
    const path = PAGES[turn++ % PAGES.length]!;
    const { status } = await client.ask(
      `GET ${path} HTTP/1.1\r\nHost: localhost:${front.port}\r\nAccept-Encoding: gzip\r\n\r\n`,
    );
    if (status !== 200) throw new Error(`${path}: ${status}`);
  };
}

/** From an address of its own where the system lets it have one. */
async function attack(front: FrontProcess): Promise<HostileFigures> {
  const child = fork(join(import.meta.dirname, "doors/hostile.ts"), [], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  child.send({
    port: front.port,
    site: { host: `localhost:${front.port}`, origin: `http://localhost:${front.port}` },
    ...HOSTILE,
    ...(process.platform === "linux" ? { from: "127.0.0.2" } : {}),
  });
  const [figures] = (await once(child, "message")) as [HostileFigures];
  return figures;
}

const rssOf = (pid: number): number => costOf(pid)?.rssMB ?? 0;

async function peakOf(pid: number, seconds: number): Promise<number> {
  let peak = 0;
  for (let left = seconds * 5; left > 0; left -= 1) {
    peak = Math.max(peak, rssOf(pid));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return peak;
}
