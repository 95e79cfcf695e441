import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";

// A roster of 10,000 rows from the file's bytes to the coverage page: dry run, commit, the same file again, the read
// model made from nothing, then the page's own queries. Milliseconds; memory is what the process grew by.

const ROWS = 10_000;
const LAG_EVERY = 10;
const BUDGET = { commitToCoverageMs: 20_000, lagMs: 250 };

export async function run(): Promise<object> {
  const dir = mkdtempSync(join(tmpdir(), "anding-bench-roster-"));
  Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: "1", LOG: "off" });
  try {
    return await measure(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measure(dir: string): Promise<object> {
  const folder = join(import.meta.dirname, "../../prisma/migrations");
  const file = new Database(join(dir, "anding.db"));
  for (const name of readdirSync(folder)
    .filter((one) => !one.includes("."))
    .sort())
    file.exec(readFileSync(join(folder, name, "migration.sql"), "utf8"));
  file.close();
  const { db } = await import("~/platform/db.server");
  const { seedPeople } = await import("../../prisma/seed/people");
  const { checkRoster, rosterView, writeRoster } = await import("~/people/roster/import.server");
  const { putUpload } = await import("~/people/roster/stored-sheet.server");
  const { refreshCoverage } = await import("~/coverage/refresh.server");
  const { coverageOverview } = await import("~/coverage/overview.server");
  const { countDue, listDue } = await import("~/coverage/people-due.server");
  const now = new Date("2026-11-21T02:00:00Z");
  const everything = { all: true, districtPaths: [], organisationIds: [] };
  await seedPeople({ db: db(), now });

  const bytes = await makeWorkbookBytes();
  const figures: Record<string, number> = { rows: ROWS, fileKB: Math.round(bytes.length / 1000) };
  const start = process.memoryUsage().rss;
  let most = start;
  const sampler = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  // How long the event loop was held at most, and how often longer than the budget: a timer that should come every 10
  // ms.
  let [lagMost, lagsOver, last] = [0, 0, performance.now()];
  const lagTimer = setInterval(() => {
    const at = performance.now();
    const lag = at - last - LAG_EVERY;
    last = at;
    lagMost = Math.max(lagMost, lag);
    if (lag > BUDGET.lagMs) lagsOver += 1;
  }, LAG_EVERY);
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    [lagMost, lagsOver, last] = [0, 0, performance.now()];
    const [from, cpu] = [performance.now(), process.cpuUsage()];
    const result = await work();
    figures[name] = Math.round(performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, LAG_EVERY * 2));
    const used = process.cpuUsage(cpu);
    figures[name.replace(/Ms$/, "CpuMs")] = Math.round((used.user + used.system) / 1000);
    figures[name.replace(/Ms$/, "LagMostMs")] = Math.round(lagMost);
    figures[name.replace(/Ms$/, "LagsOver")] = lagsOver;
    return result;
  };
  const oneImport = async (id: string, suffix: string) => {
    await putUpload(id, bytes);
    await db()
      .for("people")
      .rosterImport.create({
        data: { id, ownerId: "bench", fileName: "bench.xlsx", fileHash: "", state: "reading", createdAt: now },
      });
    await timed(`dryRun${suffix}Ms`, () => checkRoster(db(), now, { importId: id, reach: everything }));
    await timed(`commit${suffix}Ms`, () =>
      writeRoster(db(), now, { importId: id, reach: everything, actorId: "bench" }),
    );
    return rosterView(db(), id, "bench");
  };
  const first = await oneImport("first", "");
  await timed("coverageAfterCommitMs", () => refreshCoverage(db(), now));
  figures.commitToCoverageMs = figures.commitMs! + figures.coverageAfterCommitMs!;
  const second = await oneImport("second", "Again");
  clearInterval(sampler);
  Object.assign(figures, {
    fresh: first.fresh,
    bad: first.bad,
    unchangedAgain: second.unchanged,
    memoryGrowthMB: Math.round((most - start) / 2 ** 20),
  });

  await db().for("coverage").coverageMark.deleteMany({});
  await timed("coverageFromNothingMs", () => refreshCoverage(db(), now));
  clearInterval(lagTimer);
  const median = async (work: () => Promise<unknown>) => {
    const times: number[] = [];
    for (let i = 0; i < 11; i += 1) {
      const from = performance.now();
      await work();
      times.push(performance.now() - from);
    }
    return Math.round(times.sort((a, b) => a - b)[5]! * 10) / 10;
  };
  figures.coveragePageMs = await median(async () => {
    await refreshCoverage(db(), now);
    await coverageOverview(db(), now, everything, { district: "330602" });
  });
  figures.peoplePageMs = await median(async () => {
    await refreshCoverage(db(), now);
    await countDue(db(), now, everything, { lacks: "valid" });
    await listDue(db(), now, everything, { lacks: "valid" }, { order: "due", skip: 5000, take: 100 });
  });
  figures.posts = await countDue(db(), now, everything, {});
  return {
    ...figures,
    budget: BUDGET,
    load: loadavg().map((one) => Math.round(one * 10) / 10),
    within: figures.commitToCoverageMs <= BUDGET.commitToCoverageMs && figures.commitLagMostMs! <= BUDGET.lagMs,
  };
}

async function makeWorkbookBytes(): Promise<Buffer> {
  const { makeCreditCode, makeRandom } = await import("../../prisma/seed/made-up");
  const { idCheckCharacter } = await import("~/people/id-number");
  const { makeWorkbook } = await import("~/people/roster/sheet-file.server");
  const { COLUMN_KEYS, COLUMNS } = await import("~/people/roster/columns");
  const random = makeRandom(1);
  const townships = ["富盛镇", "城南街道", "鉴湖街道", "马山街道", "东浦街道", "皋埠街道"];
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const day = `${1965 + (i % 38)}${String(1 + (i % 12)).padStart(2, "0")}${String(1 + (Math.floor(i / 999) % 28)).padStart(2, "0")}`;
    const number = `339900${day}${String(i % 999).padStart(3, "0")}`;
    const company = i % 200;
    return [
      `试${String.fromCodePoint(0x4e00 + (i % 3000))}${String.fromCodePoint(0x5e00 + Math.floor(random() * 500))}`,
      number + idCheckCharacter(number),
      `199${String(i).padStart(8, "0")}`,
      `基准第${company}制造有限公司`,
      makeCreditCode(3000 + company),
      `越城区${townships[company % 6]}`,
      "工贸",
      "设备维修",
      "正式",
      "企业从业人员",
      i % 25 === 0 ? "有限空间作业人员" : "",
    ];
  });
  return makeWorkbook(
    "名册",
    COLUMN_KEYS.map((key) => COLUMNS[key].head),
    rows,
  );
}
