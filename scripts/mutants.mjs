// `npm run mutants [-- NAME …]`: can the stories fail? Each fault of tests/mutants is put into a copy of the sources,
// one at a time, and the stories it names are run; a fault that none of them notices has survived, and the command
// fails. Not a part of `npm test`: it takes minutes.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { MUTANTS } from "../tests/mutants/list.mjs";
import { bin, generate, install, root } from "./run.mjs";

const wanted = process.argv.slice(2);
const chosen = MUTANTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const unknown = wanted.filter((name) => !MUTANTS.some((one) => one.name === name));
if (unknown.length) throw new Error(`没有这样的变异：${unknown.join("、")}`);

await install();
await generate();
mkdirSync(join(root, "test-results"), { recursive: true });
const copy = mkdtempSync(join(root, "test-results", "mutants-"));
process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
copySources();

const whole = stories([...new Set(chosen.flatMap(({ tests }) => tests))]);
if (whole !== "passed") throw new Error("没有改动时，这些测试就没有全部通过，先修好它们。");
const rows = chosen.map((mutant) => {
  const result = tryOne(mutant);
  console.log(
    `${result === "failed" ? "发现" : result === "passed" ? "漏掉" : "不成立"}  ${mutant.name}：${mutant.says}`,
  );
  return result;
});
const count = (result) => rows.filter((one) => one === result).length;
console.log(
  `${rows.length} 处改动：${count("failed")} 处被测试发现，${count("passed")} 处漏掉，${count("broken")} 处不成立`,
);
process.exit(count("failed") === rows.length ? 0 : 1);

/** The working tree as git sees it; it lies inside this one, whose packages it finds by going up. */
function copySources() {
  const listed = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (listed.status !== 0) throw new Error(`git ls-files: ${listed.stderr}`);
  for (const path of listed.stdout.split("\0").filter(Boolean)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    copyFileSync(join(root, path), join(copy, path));
  }
}

function tryOne({ name, file, from, to, tests }) {
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  if (source.split(from).length !== 2)
    throw new Error(`${name}：${file} 里要改的那一处不是正好一处，改好 tests/mutants 再试。`);
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  const result = stories(tests);
  writeFileSync(path, source);
  return result;
}

/** `broken`: no story failed and yet the run did, so that the fault does not even load. */
function stories(tests) {
  const out = join(copy, "mutant.json");
  rmSync(out, { force: true });
  const { status } = spawnSync(
    process.execPath,
    [bin("vitest", "vitest.mjs"), "run", "--project", "rules", "--reporter=json", `--outputFile.json=${out}`, ...tests],
    { cwd: copy, stdio: ["ignore", "ignore", "inherit"] },
  );
  if (status === 0) return "passed";
  return JSON.parse(readFileSync(out, "utf8")).numFailedTests > 0 ? "failed" : "broken";
}
