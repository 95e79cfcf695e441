import { writeSync } from "node:fs";
import { describeMachine } from "./harness/machine";
import type { BenchName } from "./harness/budgets";
import { judge, type Judged, type Measured } from "./harness/judge";
import { machineLine, tell } from "./harness/tell";

// Runs each named bench and prints what it measured beside its budgets, with the machine's own score before and after;
// `--json` prints one object instead. Ends with 1 and a sentence for each budget that was not kept.
const json = process.argv.includes("--json");
const names = process.argv.slice(2).filter((one) => !one.startsWith("--")) as BenchName[];
/** Descriptor 3 is what bench.mjs calls its output. */
const print = (words: string) => void writeSync(3, `${words}\n`);
const say = (words: string) => void (json || print(words));

const machine = describeMachine();
say(machineLine(machine));
const judged: Partial<Record<BenchName, Judged>> = {};
for (const name of names) {
  const bench = (await import(`./${name}.ts`)) as { run(): Promise<Measured<typeof name>> };
  judged[name] = judge(name, await bench.run());
  say(tell(name, judged[name]));
}
const after = describeMachine();
say(machineLine(after));
if (json) print(JSON.stringify({ machine: { before: machine, after }, ...judged }, null, 2));
const over = Object.entries(judged).flatMap(([name, { over }]) => over.map((words) => `${name}: ${words}`));
for (const words of over) console.error(`over budget · ${words}`);
// some benches leave handles open
process.exit(over.length > 0 ? 1 : 0);
