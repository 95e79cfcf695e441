// `npm run test:node [-- 24 26 scenes/sim]`: the rules on each version of Node that is kept, or on those named; words
// that are no versions choose among the test files. Ends with a table and, like any test, with 1 when something failed
// or a version could not be had.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bin, generate, install, root } from "./run.mjs";
import { findRuntime, KEPT } from "./runtimes.mjs";

/** Runs the rules (those whose path has one of the words) on a version of Node. */
export function rulesOn(wanted, words, say = console.log) {
  const runtime = findRuntime(wanted);
  if (runtime.reason) return { version: wanted, passed: 0, failed: 0, minutes: 0, reason: runtime.reason };
  const file = join(root, "test-results", `node-${wanted}.json`);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  say(`\n== Node ${runtime.version}`);
  const started = performance.now();
  const { status } = spawnSync(
    runtime.path,
    [
      bin("vitest", "vitest.mjs"),
      "run",
      "--project",
      "rules",
      "--reporter=dot",
      "--reporter=json",
      `--outputFile.json=${file}`,
      ...words,
    ],
    {
      cwd: root,
      stdio: "inherit",
      env: {
        ...process.env,
        CI: process.env.CI ?? "1",
        PATH: `${dirname(runtime.path)}${delimiter}${process.env.PATH}`,
      },
    },
  );
  const minutes = (performance.now() - started) / 60_000;
  if (!existsSync(file))
    return { version: runtime.version, passed: 0, failed: 1, minutes, reason: "vitest wrote no result" };
  const {
    numPassedTests: passed,
    numFailedTests,
    numFailedTestSuites,
    numPendingTests: skipped,
  } = JSON.parse(readFileSync(file, "utf8"));
  const failed = numFailedTests || numFailedTestSuites || (status === 0 ? 0 : 1);
  return {
    version: runtime.version,
    passed,
    failed,
    skipped,
    minutes,
    reason: passed + failed === 0 ? "no test has such a path" : "",
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const words = process.argv.slice(2);
  const isVersion = (word) => /^\d+(\.\d+\.\d+)?$/.test(word);
  const versions = words.some(isVersion) ? words.filter(isVersion) : KEPT;
  await install();
  await generate();
  const rows = versions.map((version) =>
    rulesOn(
      version,
      words.filter((word) => !isVersion(word)),
    ),
  );
  console.log("\nNode        minutes  passed  failed");
  for (const row of rows)
    console.log(
      `${row.version.padEnd(12)}${row.minutes.toFixed(1).padStart(7)}${String(row.passed).padStart(8)}${String(row.failed).padStart(8)}${row.reason ? `  ${row.reason}` : ""}`,
    );
  process.exit(rows.some((row) => row.failed || row.passed === 0) ? 1 : 0);
}
