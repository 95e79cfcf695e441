// `npm run bench` lists the benches with their budgets; `npm run bench -- NAME… [--json]` runs scripts/bench/NAME.ts and
// prints what it measured against its floor, with the machine. Ends with 1 when a budget was not kept.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bin, root } from "./run.mjs";

const known = readdirSync(join(root, "scripts/bench"))
  .filter((f) => f.endsWith(".ts") && f !== "main.ts")
  .map((f) => f.slice(0, -3));
const names = process.argv.slice(2).filter((a) => !a.startsWith("--"));
const wrong = names.filter((name) => !known.includes(name));
if (wrong.length) {
  console.error(`npm run bench -- NAME… [--json]; NAME: ${known.join(" | ")}; unknown: ${wrong.join(", ")}`);
  process.exit(2);
}
/** What installing, building and seeding say goes beside the figures: those come by a descriptor of their own. */
const beside = ["inherit", 2, 2];
const before = `const run = await import("./scripts/run.mjs"); await run.install(); ${names.length > 0 ? "await run.generate();" : ""}`;
const prepared = spawnSync(process.execPath, ["--input-type=module", "-e", before], { cwd: root, stdio: beside });
if (prepared.status !== 0) process.exit(prepared.status ?? 1);
const program = names.length > 0 ? "scripts/bench/main.ts" : "scripts/bench/harness/list.ts";
const loader = pathToFileURL(bin("tsx", "dist/loader.mjs")).href;
const { status } = spawnSync(process.execPath, ["--import", loader, program, ...process.argv.slice(2)], {
  cwd: root,
  stdio: [...beside, 1],
});
process.exit(status ?? 1);
