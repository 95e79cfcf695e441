import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { rowsSince, writeBare } from "./floors/bare-rows";
import { alternate, cpuMs, spread } from "./harness/compare";
import type { Measured } from "./harness/judge";

// A roster of 10,000 rows from the file's bytes to the coverage page: dry run, commit, the same file again, the read
// model made from nothing, then the page's own queries. The commit stands beside the same rows written bare. Memory is
// what the process grew by.

const ROWS = 10_000;
const LAG_EVERY = 10;
const TURNS = 3;
const NOW = new Date("2026-11-21T02:00:00Z");
const REACH = { all: true, districtPaths: [], organisationIds: [] };

export async function run(): Promise<Measured<"roster">> {
  const dir = mkdtempSync(join(tmpdir(), "anding-bench-roster-"));
  Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: "1", LOG: "off" });
  try {
    return await measure(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measure(dir: string): Promise<Measured<"roster">> {
  const { closeDb } = await import("~/platform/db.server");
  const before = await prepare(dir);
  const bytes = await makeWorkbookBytes();
  const figures: Record<string, number> = { rows: ROWS, fileKB: Math.round(bytes.length / 1000) };
  await wholeWay(bytes, figures);
  await closeDb();
  const anew = () => {
    // A file of its own, not other bytes in the old one.
    for (const end of ["", "-wal", "-shm"]) rmSync(join(dir, `anding.db${end}`), { force: true });
    copyFileSync(before, join(dir, "anding.db"));
  };
  const importAlone = async (turn: number) => {
    anew();
    const cost = await oneImport(bytes, `turn-${turn}`);
    await closeDb();
    return cost.commitCpuMs!;
  };
  await importAlone(0);
  const rows = rowsSince(before, join(dir, "anding.db"));
  figures.rowsWritten = rows.reduce((sum, one) => sum + one.rows.length, 0);
  const commit = await alternate({
    unit: "ms of CPU",
    rounds: TURNS,
    floor: () => writeBare(before, rows),
    work: (turn) => importAlone(turn + 2),
  });
  return {
    ratios: { commit },
    musts: {},
    promises: { commitToCoverageMs: figures.commitToCoverageMs!, commitLagMs: figures.commitLagMostMs! },
    figures,
  };
}

/** The migrated database with the people of the demonstration; gives a copy of it as it is before any import. */
async function prepare(dir: string): Promise<string> {
  const folder = join(import.meta.dirname, "../../prisma/migrations");
  const file = new Database(join(dir, "anding.db"));
  for (const name of readdirSync(folder)
    .filter((one) => !one.includes("."))
    .sort())
    file.exec(readFileSync(join(folder, name, "migration.sql"), "utf8"));
  file.close();
  const { closeDb, db } = await import("~/platform/db.server");
  const { seedPeople } = await import("../../prisma/seed/people");
  await seedPeople({ db: db(), now: NOW });
  await closeDb();
  const seeded = new Database(join(dir, "anding.db"));
  seeded.prepare("VACUUM INTO ?").run(join(dir, "before.db"));
  seeded.close();
  return join(dir, "before.db");
}

/** What a step took, its CPU, and how long it held everybody else at most: a timer that should come every 10 ms. */
async function timed(name: string, work: () => Promise<unknown>): Promise<Record<string, number>> {
  let [lagMost, last] = [0, performance.now()];
  const timer = setInterval(() => {
    const at = performance.now();
    lagMost = Math.max(lagMost, at - last - LAG_EVERY);
    last = at;
  }, LAG_EVERY);
  const [from, cpu] = [performance.now(), cpuMs()];
  await work();
  const took = performance.now() - from;
  await new Promise((resolve) => setTimeout(resolve, LAG_EVERY * 2));
  clearInterval(timer);
  return {
    [`${name}Ms`]: Math.round(took),
    [`${name}CpuMs`]: Math.round(cpuMs() - cpu),
    [`${name}LagMostMs`]: Math.round(lagMost),
  };
}

/** One file taken in: dry run and commit, each with its figures. */
async function oneImport(bytes: Buffer, id: string, suffix = ""): Promise<Record<string, number>> {
  const { db } = await import("~/platform/db.server");
  const { checkRoster, writeRoster } = await import("~/people/roster/import.server");
  const { putUpload } = await import("~/people/roster/stored-sheet.server");
  await putUpload(id, bytes);
  await db()
    .for("people")
    .rosterImport.create({
      data: { id, ownerId: "bench", fileName: "bench.xlsx", fileHash: "", state: "reading", createdAt: NOW },
    });
  const asked = { importId: id, reach: REACH };
  return {
    ...(await timed(`dryRun${suffix}`, () => checkRoster(db(), NOW, asked))),
    ...(await timed(`commit${suffix}`, () => writeRoster(db(), NOW, { ...asked, actorId: "bench" }))),
  };
}

/** The first import, the coverage after it, the same file again, coverage from nothing and the pages' own queries. */
async function wholeWay(bytes: Buffer, figures: Record<string, number>): Promise<void> {
  const { db } = await import("~/platform/db.server");
  const { rosterView } = await import("~/people/roster/import.server");
  const { refreshCoverage } = await import("~/coverage/refresh.server");
  const start = process.memoryUsage().rss;
  let most = start;
  const sampler = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  Object.assign(figures, await oneImport(bytes, "first"));
  Object.assign(figures, await timed("coverageAfterCommit", () => refreshCoverage(db(), NOW)));
  figures.commitToCoverageMs = figures.commitMs! + figures.coverageAfterCommitMs!;
  Object.assign(figures, await oneImport(bytes, "second", "Again"));
  clearInterval(sampler);
  const [first, second] = [await rosterView(db(), "first", "bench"), await rosterView(db(), "second", "bench")];
  Object.assign(figures, {
    fresh: first.fresh,
    bad: first.bad,
    unchangedAgain: second.unchanged,
    memoryGrowthMB: Math.round((most - start) / 2 ** 20),
  });
  await db().for("coverage").coverageMark.deleteMany({});
  Object.assign(figures, await timed("coverageFromNothing", () => refreshCoverage(db(), NOW)));
  await pageQueries(figures);
}

async function pageQueries(figures: Record<string, number>): Promise<void> {
  const { db } = await import("~/platform/db.server");
  const { refreshCoverage } = await import("~/coverage/refresh.server");
  const { coverageOverview } = await import("~/coverage/overview.server");
  const { countDue, listDue } = await import("~/coverage/people-due.server");
  const median = async (work: () => Promise<unknown>) => {
    const times: number[] = [];
    for (let i = 0; i < 11; i += 1) {
      const from = performance.now();
      await work();
      times.push(performance.now() - from);
    }
    return spread(times).median;
  };
  figures.coveragePageMs = await median(async () => {
    await refreshCoverage(db(), NOW);
    await coverageOverview(db(), NOW, REACH, { district: "330602" });
  });
  figures.peoplePageMs = await median(async () => {
    await refreshCoverage(db(), NOW);
    await countDue(db(), NOW, REACH, { lacks: "valid" });
    await listDue(db(), NOW, REACH, { lacks: "valid" }, { order: "due", skip: 5000, take: 100 });
  });
  figures.posts = await countDue(db(), NOW, REACH, {});
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
