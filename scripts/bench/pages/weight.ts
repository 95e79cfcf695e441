import { chromium, type CDPSession } from "playwright";
import { findBrowser } from "../../browser.mjs";

// What a first visit weighs: a browser with an empty cache opens the page, and every answer is counted as it came over
// the wire (compressed, with its heads) until two seconds after the page has loaded.

export const BUDGET = { scriptKB: 130, allKB: 250 };
const SETTLE_MS = 2_000;
export interface Weight {
  requests: number;
  documentKB: number;
  scriptKB: number;
  styleKB: number;
  fontKB: number;
  otherKB: number;
  allKB: number;
  scripts: Record<string, number>;
  withinBudget: boolean;
}
type Kind = "document" | "script" | "style" | "font" | "other";
const KINDS: Record<string, Kind> = { Document: "document", Script: "script", Stylesheet: "style", Font: "font" };

/** Each page on a phone's screen and on a desk's, each in a context of its own. */
export async function weigh(
  site: string,
  pages: readonly { path: string; cookie: string }[],
): Promise<Record<string, Record<"phone" | "desk", Weight>>> {
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  const weights: Record<string, Record<"phone" | "desk", Weight>> = {};
  try {
    for (const { path, cookie } of pages) {
      const one = async (viewport: { width: number; height: number }, isMobile: boolean) => {
        const context = await browser.newContext({ viewport, isMobile, hasTouch: isMobile });
        const [name, value] = cookie.split("=");
        if (name && value) await context.addCookies([{ name, value, url: site }]);
        const page = await context.newPage();
        const count = await counting(await context.newCDPSession(page));
        const response = await page.goto(site + path, { waitUntil: "load" });
        if (response?.status() !== 200) throw new Error(`${path} answered ${response?.status()}`);
        await page.waitForTimeout(SETTLE_MS);
        await context.close();
        return count();
      };
      weights[path] = {
        phone: await one({ width: 390, height: 844 }, true),
        desk: await one({ width: 1440, height: 900 }, false),
      };
    }
  } finally {
    await browser.close();
  }
  return weights;
}

/** Counts what a page takes over the wire from now on; the figures so far when called. */
export async function counting(cdp: CDPSession): Promise<() => Weight> {
  const kinds = new Map<string, { kind: Kind; url: string }>();
  const bytes = { document: 0, script: 0, style: 0, font: 0, other: 0 };
  const scripts: Record<string, number> = {};
  cdp.on("Network.requestWillBeSent", ({ requestId, type, request }) =>
    kinds.set(requestId, {
      kind: KINDS[type ?? ""] ?? (/\.js$/.test(request.url) ? "script" : "other"),
      url: request.url,
    }),
  );
  cdp.on("Network.responseReceived", ({ requestId, type, response }) =>
    kinds.set(requestId, {
      kind: KINDS[type] ?? (/javascript/.test(response.mimeType) ? "script" : "other"),
      url: response.url,
    }),
  );
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const { kind, url } = kinds.get(requestId) ?? { kind: "other" as const, url: "" };
    bytes[kind] += encodedDataLength;
    if (kind === "script") scripts[new URL(url).pathname.replace("/assets/", "")] = encodedDataLength / 1_000;
  });
  await cdp.send("Network.enable");
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: false });
  return () => {
    const all = Object.values(bytes).reduce((sum, n) => sum + n, 0);
    const largest = Object.entries(scripts)
      .sort((a, b) => b[1] - a[1])
      .slice(0, 4)
      .map(([name, size]) => [name, tenth(size * 1_000)] as const);
    const kB = Object.fromEntries(Object.entries(bytes).map(([kind, n]) => [`${kind}KB`, tenth(n)])) as Record<
      `${Kind}KB`,
      number
    >;
    return {
      requests: kinds.size,
      ...kB,
      allKB: tenth(all),
      scripts: Object.fromEntries(largest),
      withinBudget: bytes.script <= BUDGET.scriptKB * 1_000 && all <= BUDGET.allKB * 1_000,
    };
  };
}

const tenth = (bytes: number): number => Math.round(bytes / 100) / 10;
