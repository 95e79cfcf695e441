import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "./support/story";
import { BUDGET, counting, type Weight } from "../../scripts/bench/pages/weight";
import { PAGES } from "../shots/pages";
import { World } from "../shots/world";

// What a first visit weighs. Pages for residents and learners: at most 130 kB of script (gzip) and 250 kB in all, on a
// phone's screen and on a desk's. The script of every page is read from the build's own manifest as well, so that a
// page that no visitor of these stories opens is held too.

const ASSETS = join(import.meta.dirname, "../../build/client");
/**
 * Staff sit at a desk all day and load once; exam seats load before their exam; a drill is gone into on purpose, and
 * its stage comes after.
 */
const SCRIPT_KB = { light: BUDGET.scriptKB, play: 150, staff: 200 };
const PLAY = "drill.$scene.play";
const isLight = (route: string) =>
  /^(_index|drill|learn|me|verify|verification|sign-in|activate|trust|exam\._index|exam\.result|exam\.slip)([.$]|$)/.test(
    route,
  );

type Manifest = {
  entry: { module: string; imports: string[] };
  routes: Record<string, { id: string; parentId?: string; module: string; imports: string[] }>;
};

function readManifest(): Manifest {
  const name = readdirSync(join(ASSETS, "assets")).find((file) => /^manifest-.+\.js$/.test(file))!;
  return JSON.parse(
    readFileSync(join(ASSETS, "assets", name), "utf8")
      .replace(/^window\.__remixManifest=/, "")
      .replace(/;$/, ""),
  ) as Manifest;
}

test("the script of each page, by the build's manifest", () => {
  const { entry, routes } = readManifest();
  const sizes = new Map<string, number>();
  const sizeOf = (url: string) => {
    if (!sizes.has(url)) sizes.set(url, gzipSync(readFileSync(join(ASSETS, url)), { level: 7 }).length);
    return sizes.get(url)!;
  };
  const chain = (id: string | undefined): string[] => (id && routes[id] ? [...chain(routes[id].parentId), id] : []);
  const tooHeavy: string[] = [];
  for (const id of Object.keys(routes)) {
    const files = new Set([
      entry.module,
      ...entry.imports,
      ...chain(id).flatMap((one) => [routes[one]!.module, ...(routes[one]!.imports ?? [])]),
    ]);
    const kB = [...files].reduce((sum, file) => sum + sizeOf(file), 0) / 1_000;
    const route = id.replace("routes/", "");
    const budget = SCRIPT_KB[route === PLAY ? "play" : isLight(route) ? "light" : "staff"];
    if (kB > budget) tooHeavy.push(`${route}: ${Math.round(kB)} kB of script, ${budget} allowed`);
  }
  expect(tooHeavy).toEqual([]);
  expect(Object.keys(routes).filter((id) => isLight(id.replace("routes/", ""))).length).toBeGreaterThan(25);
});

const SCREENS = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1440, height: 900 } },
};
const VISITORS = ["nobody", "newcomer", "graduate"];
const rows = PAGES.filter(
  (row) =>
    VISITORS.includes(row.by) &&
    row.route &&
    isLight(row.route) &&
    row.route !== PLAY &&
    !row.heavy &&
    !row.state &&
    (row.status ?? 200) === 200 &&
    (row.moment ?? "quiet") === "quiet",
);
/** What comes after the page has loaded: the ways that its links lead. */
const SETTLE_MS = 400;

/**
 * What these stories open: the pages with the most words and pictures stand for the others, whose script the manifest
 * tells; LONG=1 opens all.
 */
const WORDIEST = ["front", "drills", "drill-brief", "verification", "trust", "me", "data", "lesson", "certificate"];
const OPENED: Record<string, string[]> = {
  desk: ["front", "drill-brief", "lesson", "certificate"],
  phone: [...WORDIEST, "course", "quiz", "practice-bank", "result", "verify-certificate"],
};

for (const [screen, options] of Object.entries(SCREENS)) {
  test(`a first visit on a ${screen}: pages for residents and learners`, async ({ browser }) => {
    const world = new World(browser);
    const weights: Record<string, Weight> = {};
    const opened = rows.filter((row) => process.env.LONG || OPENED[screen]!.includes(row.name));
    for (const row of opened) {
      const storageState = await world.session(row.by);
      const finder = await browser.newContext({ storageState });
      const address = typeof row.at === "string" ? row.at : await row.at(await finder.newPage(), world);
      await finder.close();
      // A context of its own: nothing is in its cache.
      const context = await browser.newContext({ ...options, storageState });
      const page = await context.newPage();
      const count = await counting(await context.newCDPSession(page));
      const response = await page.goto(address, { waitUntil: "load" });
      expect(response?.status(), address).toBe(200);
      await page.waitForTimeout(SETTLE_MS);
      await context.close();
      weights[`${row.by} ${row.name}`] = count();
    }
    if (process.env.SHOW_WEIGHTS)
      console.log(
        Object.entries(weights)
          .map(([name, one]) => `${screen} ${name}: script ${one.scriptKB} font ${one.fontKB} all ${one.allKB}`)
          .join("\n"),
      );
    const tooHeavy = Object.entries(weights)
      .filter(([, one]) => !one.withinBudget)
      .map(([name, one]) => `${name}: ${one.scriptKB} kB of script, ${one.fontKB} of fonts, ${one.allKB} in all`);
    expect(tooHeavy).toEqual([]);
    expect(Object.keys(weights).length).toBeGreaterThanOrEqual(OPENED[screen]!.length);
  });
}
