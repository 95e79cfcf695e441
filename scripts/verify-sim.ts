// `npm run verify:sim -- [--json] [--quick] [--only ID,ID…] [--out FILE]`: runs every verification test and prints, for
// each, id, source, parameters, seeds, measured, criterion and verdict. A test that fails stays in the report. Exit
// code 1 if any fails. The report names the engine these sources make (`engine`) and the moment (`at`); --out is
// rewritten after every test.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ALL_CASES } from "#scenes/verification/index";
import { buildEngine } from "./build-engine.mjs";

const { values } = parseArgs({
  options: { json: { type: "boolean" }, quick: { type: "boolean" }, only: { type: "string" }, out: { type: "string" } },
});
const only = values.only?.split(",");
const cases = ALL_CASES.filter(
  (c) =>
    (only ? only.some((id) => c.id === id || c.id.startsWith(`${id}-`) || c.family === id) : true) &&
    !(values.quick && c.slow),
);
const scratch = mkdtempSync(join(tmpdir(), "verify-sim-"));
const { engine } = await buildEngine({ outDir: scratch });
rmSync(scratch, { recursive: true });
const at = new Date().toISOString();
const results: ({ id: string; pass: boolean } & Record<string, unknown>)[] = [];
const toSummary = () => ({
  tests: results.length,
  passed: results.filter((r) => r.pass).length,
  failed: results.filter((r) => !r.pass).map((r) => r.id),
});
const toReport = () => JSON.stringify({ format: 1, engine, at, summary: toSummary(), results });
for (const c of cases) {
  const began = process.hrtime.bigint();
  const { run, ...about } = c;
  let outcome;
  try {
    outcome = run();
  } catch (error) {
    outcome = { measured: {}, criterion: "runs", pass: false, why: (error as Error).message };
  }
  const result = { ...about, ...outcome, milliseconds: Number((process.hrtime.bigint() - began) / 1000000n) };
  results.push(result);
  if (values.out) writeFileSync(values.out, `${toReport()}\n`);
  if (!values.json) {
    const measured = Object.entries(result.measured)
      .map(([k, v]) => `${k} ${v}`)
      .join("  ");
    console.log(
      `${result.pass ? "pass" : "FAIL"}  ${result.id.padEnd(10)} ${result.title}\n      ${measured}\n      wanted: ${result.criterion}${result.why ? `\n      why: ${result.why}` : ""}`,
    );
  }
}
const summary = toSummary();
if (values.json) console.log(toReport());
else
  console.log(
    `${summary.passed} of ${summary.tests} pass${summary.failed.length ? `; failing: ${summary.failed.join(", ")}` : ""}`,
  );
process.exitCode = summary.failed.length ? 1 : 0;
