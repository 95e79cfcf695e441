// `npm test`: installs what the tests need (a browser too), runs every suite and ends with one line of counts. `--long`
// runs the long forms as well; words after it name single suites. `--slow` runs the browser's stories alone, browser
// and server on a processor three times slower (stopped for two parts of three, see tests/e2e/support/slowly.mjs).
// Words after it name stories.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findBrowser } from "./browser.mjs";
import { bin, build, generate, install, root } from "./run.mjs";
import { KEPT } from "./runtimes.mjs";
import { rulesOn } from "./test-node.mjs";

const long = process.argv.includes("--long");
const slow = process.argv.includes("--slow");
const words = process.argv.slice(2).filter((a) => !a.startsWith("--"));
const only = slow ? ["build", "browser"] : words;
const out = join(root, "test-results");
const rows = [];
/** Minutes of two cores that each suite may take when every room is in; what is over is told, and fails nothing. */
const SHARES = { check: 1.5, rules: 13, supply: 0.5, node: 0.5, build: 1, setup: 2.5, browser: 26 };

async function timed(name, work) {
  if (only.length && !only.includes(name)) return;
  const started = performance.now();
  console.log(`\n== ${name}`);
  const result = await work().catch((error) => ({ passed: 0, failed: 1, error }));
  if (result.error) console.error(result.error instanceof Error ? result.error.message : result.error);
  rows.push({ name, minutes: (performance.now() - started) / 60_000, ...result });
}

const node = (args, env = {}) =>
  spawnSync(process.execPath, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, CI: process.env.CI ?? "1", ...(long ? { LONG: "1" } : {}), ...env },
  });

/** Reads a runner's JSON; a run that wrote none counts as one failure. */
function counted(file, read, status) {
  if (!existsSync(file)) return { passed: 0, failed: 1, error: `no result file: ${file}` };
  const { passed, failed, skipped = 0 } = read(JSON.parse(readFileSync(file, "utf8")));
  return { passed, failed: failed === 0 && status !== 0 ? 1 : failed, skipped };
}

/** A project of vitest.config.ts. */
function vitest(project) {
  const file = join(out, `${project}.json`);
  const { status } = node([
    bin("vitest", "vitest.mjs"),
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  return counted(
    file,
    (r) => ({
      passed: r.numPassedTests,
      failed: r.numFailedTests + (r.numFailedTestSuites && !r.numFailedTests ? r.numFailedTestSuites : 0),
      skipped: r.numPendingTests,
    }),
    status,
  );
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await install();
await generate();
process.env.PLAYWRIGHT_CHROMIUM = await findBrowser();

await timed("check", async () => {
  const { status } = node(["scripts/check.mjs"]);
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
});
await timed("rules", async () => vitest("rules"));
// What ships against the advisories that the registry knows; one that knows none leaves it unverified, which is told
// and counts as skipped.
await timed("supply", async () => {
  const { auditDependencies } = await import("./audit-deps.mjs");
  const { result, lines } = auditDependencies(new Date().toISOString().slice(0, 10));
  for (const line of lines) console.log(line);
  return {
    passed: result === "passed" ? 1 : 0,
    failed: result === "failed" ? 1 : 0,
    skipped: result === "unverified" ? 1 : 0,
  };
});
// Where engines could part: the simulation's own bits, on the newest version that is kept. `npm run test:node` holds
// all rules on all.
await timed("node", async () => {
  const { version, reason, ...counts } = rulesOn(KEPT.at(-1), [
    "scenes/sim/hazard/robust.test.ts",
    "scenes/mechanics/engine.test.ts",
    "app/drill/golden.test.ts",
  ]);
  if (reason && !counts.failed) console.log(`not held on Node ${version}: ${reason}`);
  return reason && !counts.failed ? { passed: 0, failed: 0, skipped: 1 } : counts;
});
await timed("build", async () => {
  await build();
  return { passed: 1, failed: 0 };
});
await timed("setup", async () => vitest("setup"));
await timed("browser", async () => {
  const { status } = node(
    [bin("@playwright/test", "cli.js"), "test", ...(slow ? words : [])],
    slow ? { SLOW: process.env.SLOW ?? "3" } : {},
  );
  return counted(
    join(out, "playwright.json"),
    (r) => ({ passed: r.stats.expected + r.stats.flaky, failed: r.stats.unexpected, skipped: r.stats.skipped }),
    status,
  );
});

/** Files of stories by the minutes they took, the longest first. */
function longestStories(most) {
  const file = join(out, "playwright.json");
  if (!existsSync(file)) return [];
  const minutes = (suite) =>
    (suite.suites ?? []).reduce((all, one) => all + minutes(one), 0) +
    (suite.specs ?? [])
      .flatMap((spec) => spec.tests.flatMap((test) => test.results))
      .reduce((all, { duration }) => all + duration / 60_000, 0);
  const files = JSON.parse(readFileSync(file, "utf8")).suites.map((one) => [one.title, minutes(one)]);
  return files.sort(([, a], [, b]) => b - a).slice(0, most);
}

const sum = (key) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
if (rows.some(({ name }) => name === "browser"))
  for (const [name, minutes] of longestStories(8)) console.log(`${minutes.toFixed(1).padStart(7)}  ${name}`);
console.log("\nsuite       minutes   share  passed  failed");
const figure = (value) => value.toFixed(1).padStart(8);
for (const row of rows) {
  const share = SHARES[row.name];
  const over = !long && !slow && row.minutes > share ? "   more than its share (docs/decisions/069)" : "";
  const counts = `${String(row.passed).padStart(8)}${String(row.failed).padStart(8)}`;
  console.log(`${row.name.padEnd(11)}${figure(row.minutes)}${figure(share)}${counts}${over}`);
}
const shares = Object.values(SHARES).reduce((all, one) => all + one, 0);
console.log(`${"all".padEnd(11)}${figure(sum("minutes"))}${figure(shares)}\n`);
console.log(`${sum("passed")} passed, ${sum("failed")} failed${sum("skipped") ? `, ${sum("skipped")} skipped` : ""}`);
process.exit(sum("failed") || sum("passed") === 0 ? 1 : 0);
