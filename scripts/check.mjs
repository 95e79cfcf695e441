// `npm run check`: types, lint and import rules; every finding is printed, and the command fails when there is one.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bin, generate, install, root } from "./run.mjs";

await install();
await generate();
const cache = join(root, "node_modules", ".cache", "prettier");
const checks = [
  ["类型", [bin("typescript", "bin/tsc"), "--noEmit", "-p", "."]],
  ["类型（仿真内核，不含 DOM 与 Node）", [bin("typescript", "bin/tsc"), "--noEmit", "-p", "scenes/tsconfig.json"]],
  [
    "写法",
    [bin("prettier", "bin/prettier.cjs"), "--check", "--log-level", "warn", "--cache", "--cache-location", cache, "."],
  ],
  ["代码规则", [bin("eslint", "bin/eslint.js"), "--max-warnings", "0", "."]],
  [
    "房间之间的引用",
    [
      bin("dependency-cruiser", "bin/dependency-cruise.mjs"),
      "--config",
      ".dependency-cruiser.cjs",
      "app",
      "scenes",
      "content",
      "prisma",
    ],
  ],
];
let failed = 0;
for (const [name, args] of checks) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  console.log(`${status === 0 ? "通过" : "未通过"}  ${name}  ${((performance.now() - started) / 1000).toFixed(1)} s`);
  if (status !== 0) failed += 1;
}
process.exit(failed ? 1 : 0);
