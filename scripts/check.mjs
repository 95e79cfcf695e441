// `npm run check`: types, lint and import rules; every finding is printed, and the command fails when there is one.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { bin, generate, install, root } from "./run.mjs";

await install();
await generate();
const color = process.stdout.isTTY ? "1" : "0";
const checks = [
  ["类型", [bin("typescript", "bin/tsc"), "--noEmit", "-p", "."]],
  ["类型（仿真内核，不含 DOM 与 Node）", [bin("typescript", "bin/tsc"), "--noEmit", "-p", "scenes/tsconfig.json"]],
  ["写法", [bin("prettier", "bin/prettier.cjs"), "--check", "--log-level", "warn", "--cache", "."]],
  ["代码规则", [bin("eslint", "bin/eslint.js"), "--max-warnings", "0", "."]],
  [
    "房间之间的引用",
    [
      bin("dependency-cruiser", "bin/dependency-cruise.mjs"),
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "err-long",
      "app",
      "scenes",
      "content",
      "prisma",
      "scripts",
    ],
  ],
];
/** One check to its end: its output is shown whole, so that those that run beside it are not mixed in. */
const check = ([name, args]) =>
  new Promise((done) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, { cwd: root, env: { FORCE_COLOR: color, ...process.env } });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => said.push(bytes));
    child.on("close", (status) => {
      process.stdout.write(Buffer.concat(said));
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${status === 0 ? "通过" : "未通过"}  ${name}  ${seconds} s`);
      done(status === 0);
    });
  });

// as many at once as there are cores, the longest first
const waiting = [...checks];
const sound = [];
const worker = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) sound.push(await check(next));
};
await Promise.all(Array.from({ length: Math.min(checks.length, availableParallelism()) }, worker));
process.exit(sound.every(Boolean) ? 0 : 1);
