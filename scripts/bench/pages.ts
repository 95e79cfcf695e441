import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { openLoop, RawClient, type LoopFigures } from "../../tests/load/open-loop";
import { freePort } from "../../tests/support/front-process";
import { BENCHES } from "./harness/budgets";
import type { Measured } from "./harness/judge";
import { againstReady } from "./pages/against-ready";
import { playDrill } from "./pages/drill";
import { COURSE } from "./pages/learners";
import { lostSaves, mixOf, pageLoad, saveLoad, type PageLoad } from "./pages/load";
import { environment, prepareProduct, startProduct, sumOf, type Costs, type Product } from "./pages/product";
import { weigh } from "./pages/weight";

// The built product as learners use it: what a first visit weighs, how many signed-in pages a second it renders within
// p99 <= 100 ms, with and without seats saving beside it, what its processes hold, and what a page costs beside a ready
// string. The loops are open: each latency counts from the instant its request was due. The client runs on the same
// cores, and its own share is in the figures. Memory is that of front and app, each page of it counted once (PSS): the
// program's own pages are shared by both.

const [LEARNERS, SEATS, CONNECTIONS] = [400, 300, 64];
const [PAGES, SAVES, SECONDS] = [100, 300, 30];
/** Rates tried one after another, until p99 goes past the budget. */
const SEARCH = { rates: [125, 150, 175, 200, 250, 300, 400], seconds: 8 };
const WARM = { rate: 50, seconds: 6 };

export async function run(): Promise<Measured<"pages">> {
  const dir = mkdtempSync(join(tmpdir(), "anding-bench-pages-"));
  const env = environment(dir, await freePort());
  let product: Product | null = null;
  try {
    await prepareProduct(env);
    Object.assign(process.env, { DATA_DIR: env.DATA_DIR, KEY_DIR: env.KEY_DIR, DEMO: "1", LOG: "off" });
    const { makeLearners, makeSeats } = await import("./pages/learners");
    const [{ learners, lesson }, seats] = [await makeLearners(LEARNERS), await makeSeats(SEATS)];
    product = await startProduct(env);
    const memory: Record<string, Costs> = { afterStart: product.costs() };
    const course = `/learn/${COURSE}`;
    const weight = await weighAll(product, { course, lesson, cookie: learners[0]!.cookie });
    const [client, seatClient] = [
      await RawClient.connect(product.port, CONNECTIONS),
      await RawClient.connect(product.port, CONNECTIONS),
    ];
    const mix = mixOf(course, lesson);
    const pages = await pageLoad(client, product.port, learners, mix);
    const saves = saveLoad(seatClient, product.port, seats);
    const speed = await measureSpeed({ product, pages, save: saves.send, memory });
    const cookies = learners.map(({ cookie }) => cookie);
    const ratios = {
      page: await againstReady({ product, mix, cookies, pages: 400, rounds: 5, front: join(dir, "front") }),
      pageAlone: await againstReady({ product, mix, cookies, pages: 400, rounds: 5 }),
      report: await againstReady({ product, mix: ["/verification"], cookies: [""], pages: 40, rounds: 3 }),
    };
    memory.afterRatios = product.costs();
    const drill = await playDrill(product);
    memory.afterDrillReplay = product.costs();
    client.close();
    seatClient.close();
    await product.stop();
    const kept = lostSaves(env.DATA_DIR, saves.acknowledged);
    const { alone, besideSaves } = speed.pages;
    const { front, app } = memory.afterPagesAndSaves!;
    return {
      ratios,
      musts: {
        failed: alone.failed + besideSaves.failed,
        savesLost: kept.verifies ? kept.lost + kept.doubled : Infinity,
        memoryMB: (front?.pssMB ?? 0) + (app?.pssMB ?? 0),
        tooHeavy: Object.values(weight).filter(({ phone, desk }) => !phone.withinBudget || !desk.withinBudget).length,
      },
      promises: {
        pagesPerSecond: Math.min(alone.perSecond, besideSaves.perSecond),
        p99Ms: Math.max(alone.p99Ms, besideSaves.p99Ms),
        pageOfReadyString: ratios.pageAlone.ofFloor.median,
      },
      figures: {
        sharing: "client, browser and product on the same cores over loopback",
        learners: learners.length,
        seats: seats.length,
        connections: CONNECTIONS,
        weight,
        speed: { ...speed, pageKB: pages.kB },
        saves: kept,
        drill,
        memory: Object.fromEntries(
          Object.entries(memory).map(([when, costs]) => [
            when,
            { ...costs, rssMB: sumOf(costs, "rssMB"), pssMB: sumOf(costs, "pssMB") },
          ]),
        ),
      },
    };
  } finally {
    await product?.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What a first visit weighs, without an account and with one. */
const weighAll = ({ site }: Product, { course, lesson, cookie }: { course: string; lesson: string; cookie: string }) =>
  weigh(site, [
    ...["/", "/drill", "/drill/office-storey"].map((path) => ({ path, cookie: "" })),
    ...["/me", "/learn", course, `${course}/${lesson}`, "/learn/practice", `/learn/practice/practice-${COURSE}`].map(
      (path) => ({ path, cookie }),
    ),
  ]);

interface Bench {
  product: Product;
  pages: PageLoad;
  save: () => Promise<void>;
  memory: Record<string, Costs>;
}

async function measureSpeed({
  product,
  pages,
  save,
  memory,
}: Bench): Promise<{ pages: { alone: LoopFigures; besideSaves: LoopFigures } } & Record<string, unknown>> {
  await openLoop({ ...WARM, send: () => pages.send() });
  const alone = await counted(product, { pages: PAGES }, () =>
    openLoop({ rate: PAGES, seconds: SECONDS, send: () => pages.send() }),
  );
  memory.afterPages = product.costs();
  const cpuMsByPage: Record<string, object> = {};
  for (const path of Object.keys(pages.kB)) {
    const { cpuMsPerPage, p50Ms } = await counted(product, { pages: 20 }, () =>
      openLoop({ rate: 20, seconds: 5, send: () => pages.send(path) }),
    );
    cpuMsByPage[path] = { cpuMsPerPage, p50Ms };
  }
  const savesAlone = await counted(product, {}, () => openLoop({ rate: SAVES, seconds: 10, send: save }));
  let savesBeside: LoopFigures | null = null;
  const pagesBeside = await counted(product, {}, async () => {
    const [ofPages, ofSaves] = await Promise.all([
      openLoop({ rate: PAGES, seconds: SECONDS, send: () => pages.send() }),
      openLoop({ rate: SAVES, seconds: SECONDS, send: save }),
    ]);
    savesBeside = ofSaves;
    return ofPages;
  });
  memory.afterPagesAndSaves = product.costs();
  return {
    pages: { alone, besideSaves: pagesBeside },
    saves: { alone: savesAlone, besidePages: savesBeside },
    cpuMsByPage,
    highest: await highestRate(product, pages),
  };
}

/**
 * A loop's figures with what it cost: CPU of the product's processes and of this client, and the load average it met.
 */
async function counted(
  product: Product,
  { pages }: { pages?: number },
  loop: () => Promise<LoopFigures>,
): Promise<LoopFigures & { cpuMsPerPage?: number } & Record<string, unknown>> {
  const [before, own] = [product.costs(), process.cpuUsage()];
  const figures = await loop();
  const [after, { user, system }] = [product.costs(), process.cpuUsage(own)];
  const cpuMs = Object.fromEntries(
    Object.keys(after).map((name) => [name, after[name]!.cpuMs - (before[name]?.cpuMs ?? 0)]),
  );
  const whole = Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0);
  return {
    ...figures,
    cpuMs: { ...cpuMs, client: Math.round((user + system) / 1_000) },
    loadAverage: loadavg()[0],
    ...(pages ? { cpuMsPerPage: Math.round((whole / figures.asked) * 100) / 100 } : {}),
  };
}

/** The highest rate of the list with p99 within the budget and nothing failed. */
async function highestRate(product: Product, pages: PageLoad): Promise<object> {
  let best = { pagesPerSecond: 0, p99Ms: 0 };
  const tried: Record<string, object> = {};
  for (const rate of SEARCH.rates) {
    const { p99Ms, failed, perSecond } = await openLoop({ rate, seconds: SEARCH.seconds, send: () => pages.send() });
    tried[`${rate}/s`] = { perSecond, p99Ms, failed };
    if (failed > 0 || p99Ms > BENCHES.pages.promises.p99Ms.most) break;
    best = { pagesPerSecond: rate, p99Ms };
  }
  return { ...best, tried };
}
