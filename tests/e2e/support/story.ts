import { test as playwright, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { SLOW } from "./pace";

// The stories' own `test`: every page of every context, those that a story opens for itself too, is one on which one can act as soon as
// it was gone to, and is slowed when the run is a slow one. It says what a person's eye does: wait until the page has come alive.

export { expect } from "@playwright/test";

const known = new WeakSet<object>();
const once = (one: object): boolean => !known.has(one) && Boolean(known.add(one));

export const test = playwright.extend<object, { browser: Browser }>({
  browser: [async ({ browser }, use) => use(paced(browser)), { scope: "worker" }],
});

/** A browser whose pages are all looked after; for a story that launches its own. */
export function paced(browser: Browser): Browser {
  if (!once(browser)) return browser;
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options) => lookAfter(await open(options));
  return browser;
}

function lookAfter(context: BrowserContext): BrowserContext {
  if (!once(context)) return context;
  const open = context.newPage.bind(context);
  context.newPage = async () => {
    const page = await open();
    await slowDown(page);
    return alive(page);
  };
  context.on("page", (page) => void slowDown(page).catch(() => {})); // one that a link opened, and that may be gone by now
  return context;
}

const slowed = new WeakMap<Page, Promise<void>>();

/** Throttles the processor of a page, whatever it shows later. */
function slowDown(page: Page): Promise<void> {
  if (SLOW === 1) return Promise.resolve();
  const known = slowed.get(page) ?? throttle(page);
  slowed.set(page, known);
  return known;
}

async function throttle(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW });
}

/** Going to a page, or loading it again, ends when its script has taken it over: a press before that is lost, or loads another page. */
function alive(page: Page): Page {
  const [goto, reload, goBack] = [page.goto.bind(page), page.reload.bind(page), page.goBack.bind(page)];
  const then = async <T>(coming: Promise<T>): Promise<T> => {
    const come = await coming;
    await takenOver(page);
    return come;
  };
  page.goto = (url, options) => then(goto(url, options));
  page.reload = (options) => then(reload(options));
  page.goBack = (options) => then(goBack(options));
  return page;
}

/** React listens on the document from the moment it has taken it over; a page without script, or of another maker, has nothing to wait for. */
async function takenOver(page: Page): Promise<void> {
  for (let waited = 0; waited < 30_000 * SLOW; waited += 50) {
    if (await page.evaluate(() => !("__remixContext" in window) || Object.keys(document).some((key) => key.startsWith("__reactContainer$")))) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`the script of ${page.url()} never took the page over`);
}
