import { test as playwright, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { startDemonstration } from "./demonstration";
import { patient } from "./pace";
import { RUNNING } from "./place";

// The stories' own `test`: every page of every context, those that a story opens for itself too, is one on which one
// can act as soon as it was gone to. It does what a person's eye does: wait until the page has come alive.

export { expect } from "@playwright/test";

const known = new WeakSet<object>();
const once = (one: object): boolean => !known.has(one) && Boolean(known.add(one));

export const test = playwright.extend<object, { browser: Browser; site: string }>({
  browser: [async ({ browser }, use) => use(attended(browser)), { scope: "worker" }],
  // Started for the first story of a worker that asks for it; those that bring an address of their own need none.
  site: [
    async ({}, use) => {
      if (RUNNING) return use(RUNNING);
      const { url, stop } = await startDemonstration();
      await use(url);
      await stop();
    },
    { scope: "worker", timeout: patient(300_000) },
  ],
  baseURL: async ({ site }, use) => use(site),
});

/** A browser whose pages are all looked after; for a story that launches its own. */
export function attended(browser: Browser): Browser {
  if (!once(browser)) return browser;
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options) => lookAfter(await open(options));
  return browser;
}

function lookAfter(context: BrowserContext): BrowserContext {
  if (!once(context)) return context;
  const open = context.newPage.bind(context);
  context.newPage = async () => alive(await open());
  return context;
}

/**
 * Going to a page, or loading it again, ends when its script has taken it over: a press before that is lost, or loads
 * another page.
 */
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

/**
 * React listens on the document from the moment it has taken it over; a page without script, or of another maker, has
 * nothing to wait for.
 */
async function takenOver(page: Page): Promise<void> {
  for (let waited = 0; waited < patient(30_000); waited += 50) {
    if (
      await page.evaluate(
        () => !("__remixContext" in window) || Object.keys(document).some((key) => key.startsWith("__reactContainer$")),
      )
    )
      return;
    await page.waitForTimeout(50);
  }
  throw new Error(`the script of ${page.url()} never took the page over`);
}
