// `npm run shots`: every page of every role, photographed and measured into shots/ (which git ignores). Starts a server
// on a fresh seeded DATA_DIR, or walks the one at SHOTS_BASE. --only front,me --role learner,supervisor --variant
// phone-dark
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "./browser.mjs";
import { bin, build, generate, install, root } from "./run.mjs";

await install();
await generate();
const home = mkdtempSync(join(tmpdir(), "anding-shots-"));
const env = { ...process.env, PLAYWRIGHT_CHROMIUM: await findBrowser(), E2E_DIR: home };

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(Number(process.env.SHOTS_PORT ?? 0), "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

async function answers(base) {
  for (let n = 0; n < 600; n++) {
    if (
      await fetch(`${base}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${base} did not come up`);
}

let server;
if (!process.env.SHOTS_BASE) {
  await build();
  const port = await freePort();
  env.SHOTS_BASE = `http://localhost:${port}`;
  server = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...env, PORT: String(port), DATA_DIR: join(home, "data"), KEY_DIR: join(home, "keys"), DEMO: "1" },
  });
}
try {
  await answers(env.SHOTS_BASE);
  const { status } = spawnSync(
    process.execPath,
    [bin("tsx", "dist/cli.mjs"), "tests/shots/walk.ts", ...process.argv.slice(2)],
    { cwd: root, stdio: "inherit", env },
  );
  process.exitCode = status ?? 1;
} finally {
  server?.kill("SIGTERM");
  if (server) await new Promise((resolve) => server.on("exit", resolve));
  rmSync(home, { recursive: true, force: true });
}
