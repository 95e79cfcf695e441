import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { ExamDay } from "./exam-day";
import { MOMENTS, VARIANTS, type Moment, type PageRow, type Variant } from "./page-row";
import { PAGES } from "./pages";
import { faultsOf, writeReport } from "./report";
import { visit, type Result } from "./visit";
import { World } from "./world";

// Walks the table of pages against the server at SHOTS_BASE; `npm run shots` brings that server up.

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    role: { type: "string" },
    variant: { type: "string" },
    out: { type: "string", default: "shots" },
  },
});
const words = (text: string | undefined) => text?.split(",");
const names = (text: string | undefined, what: string) => !text || words(text)!.some((word) => what.includes(word));
const wanted = PAGES.filter(
  (row) => names(values.only, `${row.name} ${row.route}`) && (!values.role || words(values.role)!.includes(row.by)),
);
const variants = (variant: Variant) => !values.variant || words(values.variant)!.includes(variant);
for (const word of words(values.variant) ?? [])
  if (!(word in VARIANTS)) throw new Error(`--variant ${word}: one of ${Object.keys(VARIANTS).join(", ")}`);
if (wanted.length === 0) throw new Error("no page of the table fits --only and --role");

const folder = resolve(values.out);
mkdirSync(folder, { recursive: true });
const started = performance.now();
const results: Result[] = [];
const failures: string[] = [];
let done = 0;

const browser = await chromium.launch({
  executablePath: process.env.PLAYWRIGHT_CHROMIUM,
  args: [
    "--no-sandbox",
    "--no-zygote",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
  ],
});
const newContext = browser.newContext.bind(browser);
browser.newContext = (options = {}) =>
  newContext({
    baseURL: process.env.SHOTS_BASE,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
    ...options,
  });
const world = new World(browser);

async function take(row: PageRow): Promise<void> {
  const at = performance.now();
  const seen = await visit(world, row, variants, folder).catch((error: Error) => {
    failures.push(`${row.by} · ${row.name}: ${error.message.split("\n").slice(0, 6).join(" ")}`);
    return [];
  });
  results.push(...seen);
  done += 1;
  const faults = seen.flatMap(faultsOf);
  console.log(
    `${String(done).padStart(4)}/${wanted.length}  ${row.by} · ${row.name}  ${seen.length} 张  ${((performance.now() - at) / 1000).toFixed(1)} s${faults.length ? `  有问题 ${faults.length}` : ""}${failures.at(-1)?.startsWith(`${row.by} · ${row.name}:`) ? "  没有拍成" : ""}`,
  );
}

const of = (moment: Moment) => wanted.filter((row) => (row.moment ?? "quiet") === moment);

/** The quiet pages, in two lanes. */
async function quietPages(): Promise<void> {
  const rows = of("quiet");
  const lane = async () => {
    for (let row = rows.shift(); row; row = rows.shift()) await take(row);
  };
  await Promise.all([lane(), lane()]);
}

async function examDay(): Promise<void> {
  const last = Math.max(...wanted.map((row) => MOMENTS.indexOf(row.moment ?? "quiet")));
  if (last < 1) return;
  world.day = new ExamDay(browser);
  for (const moment of MOMENTS.slice(1, last + 1)) {
    await world.day.steps[moment]?.();
    for (const row of of(moment)) await take(row);
  }
}

try {
  // One after the other through the door: a code is good once, and the server asks a stranger to slow down.
  for (const visitor of new Set(wanted.map((row) => row.by))) if (visitor !== "candidate") await world.session(visitor);
  console.log(
    `${new Set(wanted.map((row) => row.by)).size} 种来访者已登录，${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  await quietPages();
  await examDay();
} catch (error) {
  failures.push(error instanceof Error ? error.message : String(error));
} finally {
  await browser.close();
}

results.sort((a, b) => a.role.localeCompare(b.role) || a.page.localeCompare(b.page));
writeReport(folder, results);
const faulty = results.filter((result) => faultsOf(result).length > 0);
for (const result of faulty)
  for (const fault of faultsOf(result)) console.error(`${result.role} · ${result.page} · ${result.variant}: ${fault}`);
for (const failure of failures) console.error(`没有拍成：${failure}`);
console.log(
  `${wanted.length} 个页面，${results.length} 张截图，${faulty.length} 张有问题，${failures.length} 个没有拍成，${((performance.now() - started) / 60_000).toFixed(1)} 分钟。看 ${folder}/index.html`,
);
process.exitCode = faulty.length + failures.length > 0 ? 1 : 0;
