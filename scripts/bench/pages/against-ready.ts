import { join } from "node:path";
import { RawClient } from "../../../tests/load/open-loop";
import { freePort, startFront } from "../../../tests/support/front-process";
import { root } from "../../run.mjs";
import { startFloor, type FloorProcess } from "../floors/floor-process";
import type { ReadyPage } from "../floors/ready-pages";
import { alternate, type Compared } from "../harness/compare";
import { costOf } from "../harness/process-cost";
import { headOf } from "./load";
import { sumOf, type Product } from "./product";

// What a page costs beside Express sending a ready string of the same HTML through the same client. CPU of the serving
// processes where the system tells it (front and app together, the hop between them included), else time. The ready
// string stands alone, or where the app stands: behind a front of its own, with the hop that decision 052 asks for.

const AT_ONCE = 8;

export interface Asked {
  product: Product;
  /** Opened in this order again and again, each by the next of the cookies. */
  mix: readonly string[];
  cookies: readonly string[];
  pages: number;
  rounds: number;
  /** A folder for the front that the ready string stands behind; without it, it stands alone. */
  front?: string;
}

export async function againstReady({ product, mix, cookies, pages, rounds, front }: Asked): Promise<Compared> {
  const ready = await readyPages(product, mix, cookies[0]!);
  const bare = await startFloor("ready-pages", { pages: ready });
  const floor = front === undefined ? bare : await behindFront(bare, front);
  const clients = {
    work: await RawClient.connect(product.port, AT_ONCE),
    floor: await RawClient.connect(floor.port, AT_ONCE),
  };
  const counts = product.costs().app !== undefined;
  const one = async (client: RawClient, port: number, cpuOf: () => number | Promise<number>) => {
    const [began, before] = [performance.now(), counts ? await cpuOf() : 0];
    await openAll(client, port, { mix, cookies, pages });
    return ((counts ? await cpuOf() : performance.now()) - (counts ? before : began)) / pages;
  };
  try {
    return await alternate({
      unit: counts ? "ms of CPU" : "ms",
      rounds,
      floor: () => one(clients.floor, floor.port, () => floor.cpuMs()),
      work: () => one(clients.work, product.port, () => sumOf(product.costs(), "cpuMs")),
    });
  } finally {
    clients.work.close();
    clients.floor.close();
    await floor.stop();
  }
}

/** The same behind the product's own front: one port, the CPU of both. */
async function behindFront(bare: FloorProcess, dir: string): Promise<Omit<FloorProcess, "pid">> {
  const [port, internalPort] = [await freePort(), await freePort()];
  const entry = join(root, "build/server/front.js");
  const front = await startFront({ dir, entry, port, internalPort, appPort: bare.port });
  return {
    port,
    cpuMs: async () => (await bare.cpuMs()) + (costOf(front.pid)?.cpuMs ?? NaN),
    stop: async () => {
      await front.kill("SIGTERM");
      await bare.stop();
    },
  };
}

/** So many pages, as fast as they come. */
async function openAll(
  client: RawClient,
  port: number,
  { mix, cookies, pages }: Pick<Asked, "mix" | "cookies" | "pages">,
): Promise<void> {
  let turn = 0;
  const asker = async () => {
    while (turn < pages) {
      const at = turn++;
      const path = mix[at % mix.length]!;
      // Pages and people go round at different paces, so that everyone opens everything.
      const cookie = cookies[(at * 7 + Math.floor(at / mix.length)) % cookies.length]!;
      const { status } = await client.ask(headOf(port, path, cookie));
      if (status !== 200) throw new Error(`${path}: ${status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, asker));
}

const NOT_THE_PAGES = [
  "connection",
  "keep-alive",
  "date",
  "content-length",
  "content-encoding",
  "transfer-encoding",
  "set-cookie",
];

/** Each page as it is now, with the heads that came with it. */
async function readyPages(
  product: Product,
  mix: readonly string[],
  cookie: string,
): Promise<Record<string, ReadyPage>> {
  const pages: Record<string, ReadyPage> = {};
  for (const path of new Set(mix)) {
    const answer = await fetch(product.site + path, { headers: { cookie, "accept-encoding": "identity" } });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    const headers = [...answer.headers].filter(([name]) => !NOT_THE_PAGES.includes(name));
    pages[path] = { html: await answer.text(), headers: Object.fromEntries(headers) };
  }
  return pages;
}
