import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { findFaults, measure, type Seen } from "./look";
import { FULL, VARIANTS, type PageRow, type Variant } from "./page-row";
import type { World } from "./world";

// One row of the table: opened once a width, looked at and photographed in each variant.

export type Result = Seen & {
  role: string;
  page: string;
  route: string | null;
  variant: Variant;
  path: string;
  title: string;
  file: string;
  errors: string[];
};

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1.5 };
const DESK = { viewport: { width: 1440, height: 900 } };
/** Nobody looks at more of a list than this. */
const MOST_PIXELS = 5_000;

export async function visit(
  world: World,
  row: PageRow,
  wanted: (variant: Variant) => boolean,
  folder: string,
): Promise<Result[]> {
  const variants = (row.variants ?? FULL).filter(wanted);
  if (row.once)
    return look(world, world.day.seats[0]!.page, row, variants, {
      folder,
      path: await addressOf(world.day.seats[0]!.page, world, row),
    });
  const results: Result[] = [];
  let path = "";
  for (const phone of [false, true]) {
    const these = variants.filter((variant) => VARIANTS[variant].width < 700 === phone);
    if (these.length === 0) continue;
    const context = await world.browser.newContext({
      ...(phone ? PHONE : DESK),
      storageState: await world.session(row.by),
    });
    try {
      const page = await context.newPage();
      path ||= await addressOf(page, world, row);
      results.push(...(await look(world, page, row, these, { folder, path })));
    } finally {
      await context.close();
    }
  }
  return results;
}

async function addressOf(page: Page, world: World, row: PageRow): Promise<string> {
  const address = typeof row.at === "string" ? row.at : await row.at(page, world);
  return address.replace(/^https?:\/\/[^/]+/, "");
}

/** What the browser says on the console; an answer that the row expects to be refused is none of it. */
function listen(context: BrowserContext, page: Page, status: number): string[] {
  const errors: string[] = [];
  page.on("console", (line) => {
    if (
      line.type() === "error" &&
      !(/Failed to load resource/.test(line.text()) && (status >= 400 || /\b4\d\d\b/.test(line.text())))
    )
      errors.push(line.text().slice(0, 300));
  });
  page.on("pageerror", (error) => errors.push(error.message.slice(0, 300)));
  return errors;
}

async function look(
  world: World,
  page: Page,
  row: PageRow,
  variants: readonly Variant[],
  { folder, path }: { folder: string; path: string },
): Promise<Result[]> {
  const errors = listen(page.context(), page, row.status ?? 200);
  if (!row.once) {
    const answer = await page.goto(path, { waitUntil: "load" });
    const status = answer?.status() ?? 0;
    if (status !== (row.status ?? 200)) errors.push(`status ${status}, wanted ${row.status ?? 200}`);
    await page.waitForTimeout(150);
  }
  await row.state?.(page, world);
  const results: Result[] = [];
  mkdirSync(join(folder, row.by), { recursive: true });
  for (const variant of variants) {
    await dress(page, variant, Boolean(row.once));
    const whole = variant === "desk-light" || variant === "phone-light";
    const measured = await measure(page);
    const file = join(row.by, `${row.name}-${variant}.png`);
    await shoot(page, join(folder, file));
    // after the picture, which draws everything anew: colours read before it may be the last variant's
    const axe = whole || variant.endsWith("dark") ? await findFaults(page, { colours: !whole }) : [];
    results.push({
      role: row.by,
      page: row.name,
      route: row.route,
      variant,
      path,
      title: await page.title(),
      file,
      ...measured,
      axe,
      errors: errors.splice(0),
    });
  }
  await undress(page);
  return results;
}

async function dress(page: Page, variant: Variant, resize: boolean): Promise<void> {
  const { width, scheme, large } = VARIANTS[variant];
  if (resize || variant === "print") await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
  await page.emulateMedia({
    colorScheme: scheme,
    media: variant === "print" ? "print" : "screen",
    reducedMotion: "reduce",
  });
  // The attribute that the cookie of the large-type switch sets on the server.
  await page.evaluate((on) => {
    if (on) document.documentElement.dataset.type = "large";
    else delete document.documentElement.dataset.type;
  }, large);
  await page.waitForTimeout(80);
}

async function undress(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", media: "screen" });
  await page.evaluate(() => delete document.documentElement.dataset.type);
}

/** The whole page in a window as high as it is, so that what sticks to the window's end stands at the page's. */
async function shoot(page: Page, path: string): Promise<void> {
  const { width, height } = page.viewportSize()!;
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  if (whole > height) await page.setViewportSize({ width, height: Math.min(whole, MOST_PIXELS) });
  await page.screenshot({ path, animations: "disabled" });
  if (whole > height) await page.setViewportSize({ width, height });
}
