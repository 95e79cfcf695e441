// `npm run verify:sim -- [--json] [--quick] [--only ID,ID…] [--out FILE]`: runs every verification test and prints, for each, id,
// source, parameters, seeds, measured, criterion and verdict. A test that fails stays in the report. Exit code 1 if any fails.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ALL_CASES } from '#scenes/verification/index';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string' }, out: { type: 'string' } } });
const only = values.only?.split(',');
const cases = ALL_CASES.filter((c) => (only ? only.some((id) => c.id === id || c.id.startsWith(`${id}-`) || c.family === id) : true) && !(values.quick && c.slow));
const results = [];
for (const c of cases) {
  const began = process.hrtime.bigint();
  const { run, ...about } = c;
  let outcome;
  try {
    outcome = run();
  } catch (error) {
    outcome = { measured: {}, criterion: 'runs', pass: false, why: (error as Error).message };
  }
  const result = { ...about, ...outcome, milliseconds: Number((process.hrtime.bigint() - began) / 1000000n) };
  results.push(result);
  if (!values.json) {
    const measured = Object.entries(result.measured).map(([k, v]) => `${k} ${v}`).join('  ');
    console.log(`${result.pass ? 'pass' : 'FAIL'}  ${result.id.padEnd(10)} ${result.title}\n      ${measured}\n      wanted: ${result.criterion}${result.why ? `\n      why: ${result.why}` : ''}`);
  }
}
const summary = { tests: results.length, passed: results.filter((r) => r.pass).length, failed: results.filter((r) => !r.pass).map((r) => r.id) };
const report = JSON.stringify({ format: 1, summary, results });
if (values.out) writeFileSync(values.out, `${report}\n`);
if (values.json) console.log(report);
else console.log(`${summary.passed} of ${summary.tests} pass${summary.failed.length ? `; failing: ${summary.failed.join(', ')}` : ''}`);
process.exitCode = summary.failed.length ? 1 : 0;
