// `npm run bench -- NAME… [--json]`: runs scripts/bench/NAME.ts and prints what it measured, with the machine.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { bin, generate, install, root } from "./run.mjs";

await install();
await generate();
const known = readdirSync(join(root, "scripts/bench"))
  .filter((f) => f.endsWith(".ts") && f !== "main.ts")
  .map((f) => f.slice(0, -3));
const names = process.argv.slice(2).filter((a) => !a.startsWith("--"));
const wrong = names.filter((name) => !known.includes(name));
if (names.length === 0 || wrong.length) {
  console.error(
    `npm run bench -- NAME [--json]; NAME: ${known.join(" | ")}${wrong.length ? `\nunknown: ${wrong.join(", ")}` : ""}`,
  );
  process.exit(2);
}
const { status } = spawnSync(process.execPath, [bin("tsx", "dist/cli.mjs"), "scripts/bench/main.ts", ...names], {
  cwd: root,
  stdio: "inherit",
});
process.exit(status ?? 1);
