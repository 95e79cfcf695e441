// `npm run audit:deps`: the packages of the running product against the advisories that the registry knows. Fails on a
// high or critical one that scripts/accepted-advisories.json does not accept. A registry that offers none, or cannot be
// reached, is told as 未核对, not as clean: it is asked about a package that is known to be broken first.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { AcceptedAdvisories, judge, readAudit } from "./advisories.mjs";
import { root } from "./run.mjs";

/** Broken since 2020 (prototype pollution); a registry that knows advisories knows this one. */
const KNOWN_BROKEN = { name: "minimist", version: "0.0.8" };

/** Asks about a folder's lockfile by npm itself, which knows the registry, its keys and its proxies. */
function ask(folder) {
  const windows = process.platform === "win32";
  const { stdout } = spawnSync(
    windows ? "npm.cmd" : "npm",
    [
      "audit",
      "--json",
      "--omit=dev",
      "--package-lock-only",
      "--fetch-retries=0",
      "--fetch-timeout=20000",
      "--loglevel=silent",
    ],
    { cwd: folder, encoding: "utf8", shell: windows, timeout: 120_000, maxBuffer: 64 * 2 ** 20 },
  );
  return readAudit(stdout ?? "");
}

function askAboutKnownBroken() {
  const folder = mkdtempSync(join(tmpdir(), "anding-audit-"));
  const { name, version } = KNOWN_BROKEN;
  const own = { name: "asked", version: "1.0.0", dependencies: { [name]: version } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(own));
  writeFileSync(
    join(folder, "package-lock.json"),
    JSON.stringify({
      ...own,
      lockfileVersion: 3,
      requires: true,
      packages: { "": own, [`node_modules/${name}`]: { version } },
    }),
  );
  try {
    return ask(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The sentences to print, and whether the packages were held to advisories and were clean: passed, failed or
 * unverified.
 */
export function auditDependencies(
  today,
  { folder = root, acceptedFile = join(root, "scripts", "accepted-advisories.json") } = {},
) {
  const accepted = AcceptedAdvisories.parse(JSON.parse(readFileSync(acceptedFile, "utf8")));
  const unverified = (reason) => ({
    result: "unverified",
    lines: [`未核对：${reason}。换一个提供安全公告的软件源再查（npm config set registry …）。`],
  });
  const known = askAboutKnownBroken();
  if (known.reason) return unverified(`软件源没有回答安全公告（${known.reason}）`);
  if (!known.findings.some((one) => one.package === KNOWN_BROKEN.name))
    return unverified(`软件源不知道安全公告，连 ${KNOWN_BROKEN.name} ${KNOWN_BROKEN.version} 的也没有`);
  const answer = ask(folder);
  if (answer.reason) return unverified(`软件源没有回答安全公告（${answer.reason}）`);
  const { refused, accepted: held, light, over, idle } = judge(answer.findings, accepted, today);
  const told = (one) => `${one.package}  ${one.severity}  ${one.id}  ${one.title}（${one.range}）`;
  return {
    result: refused.length ? "failed" : "passed",
    lines: [
      ...refused.map((one) => `要处理：${told(one)}`),
      ...held.map((one) => `已接受：${told(one)}`),
      ...light.map((one) => `较轻：${told(one)}`),
      ...over.map((by) => `接受已到期：${by.package} ${by.id}，${by.until} 止`),
      ...idle.map((by) => `接受已用不着：${by.package} ${by.id}`),
      refused.length
        ? `未通过：运行所需的包里有 ${refused.length} 项高危公告没有处理。`
        : "通过：运行所需的包，在软件源已知的公告里没有未处理的高危项。",
    ],
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { result, lines } = auditDependencies(new Date().toISOString().slice(0, 10));
  for (const line of lines) console.log(line);
  process.exit(result === "failed" ? 1 : 0);
}
