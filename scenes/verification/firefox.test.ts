import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { buildEngine } from "../../scripts/build-engine.mjs";
import { drillRoom } from "./drill-room";

// D-1 in Firefox, where it can be had: the built engine plays 100,000 ticks there and in Node to the same hash. A page
// on loopback plays and posts the result. Chromium's half is tests/e2e/engine.spec.ts. Only in the long run; without a
// Firefox the test says so and is skipped.

const TICKS = 100_000;
const SEED = "00c0ffee12345678";
const NAMES = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];

function findFirefox(): string | undefined {
  const found = NAMES.find((path) => existsSync(path));
  if (found || process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    return found;
  const options = {
    stdio: "ignore" as const,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    timeout: 600_000,
  };
  spawnSync("apt-get", ["update", "-qq"], options);
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "firefox-esr"], options);
  return NAMES.find((path) => existsSync(path));
}

interface Played {
  tick: number;
  last: string;
  hashes: string[];
  browser?: string;
}

/** The same text runs in the page and in Node: a wandering player from integer arithmetic alone. */
const PLAY = `async function play(url, scene, seed, ticks) {
  const engine = await import(url), run = engine.createRun(scene, seed);
  for (let t = 0; t < ticks && !run.done; t++) {
    const leg = Math.floor(t / 40);
    run.step({ ...engine.idle(), forward: leg % 5 === 4 ? 0 : 127 - (leg % 3) * 40, right: (leg % 7) - 3, yaw: (t * 37 + leg * 9000) & 65535, posture: leg % 11 === 10 ? 1 : 0 });
  }
  return { tick: run.tick, last: run.hash(), hashes: run.hashes.filter((_, i) => i % 50 === 0) };
}`;

/** Serves the page, opens it in a Firefox with an empty profile, gives what the page posts. */
async function playInFirefox(firefox: string, engine: string, folder: string): Promise<Played> {
  const page = `<!doctype html><meta charset="utf-8"><title>D-1</title><script type="module">${PLAY}
    const scene = await (await fetch('/scene.json')).json();
    const send = (body) => fetch('/result', { method: 'POST', body: JSON.stringify(body) });
    play('/engine.js', scene, '${SEED}', ${TICKS}).then((r) => send({ ...r, browser: navigator.userAgent }), (e) => send({ failed: String(e) }));
  </script>`;
  let browser: ChildProcess | undefined;
  return new Promise<Played>((resolve, reject) => {
    const server = createServer((request, response) => {
      const send = (type: string, body: string | Buffer) => response.writeHead(200, { "content-type": type }).end(body);
      if (request.method !== "POST") {
        if (request.url === "/engine.js") send("text/javascript", readFileSync(engine));
        else if (request.url === "/scene.json") send("application/json", JSON.stringify(drillRoom(6000)));
        else send("text/html", page);
        return;
      }
      let body = "";
      request
        .on("data", (piece) => (body += piece))
        .on("end", () => {
          send("text/plain", "ok");
          server.close();
          browser?.kill();
          const result = JSON.parse(body) as Played & { failed?: string };
          if (result.failed) reject(new Error(result.failed));
          else resolve(result);
        });
    });
    server.listen(0, "127.0.0.1", () => {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      browser = spawn(firefox, ["--headless", "--no-remote", "--profile", folder, address], {
        stdio: "ignore",
        env: { ...process.env, HOME: folder, MOZ_HEADLESS: "1" },
      });
      browser.once("error", reject);
    });
  });
}

const firefox = process.env.LONG ? findFirefox() : undefined;
if (process.env.LONG && !firefox)
  console.warn("No Firefox here and none to be installed: D-1 is not shown for Firefox.");

describe.skipIf(!firefox)("the engine in Firefox", () => {
  it(`gives the bits that Node gives, over ${TICKS} ticks`, { timeout: 900_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "anding-firefox-"));
    try {
      const { path } = await buildEngine({ outDir: folder });
      const there = await playInFirefox(firefox!, path, folder);
      const script = join(folder, "node.mjs");
      writeFileSync(
        script,
        `${PLAY}\nconsole.log(JSON.stringify(await play(${JSON.stringify(pathToFileURL(path).href)}, ${JSON.stringify(drillRoom(6000))}, '${SEED}', ${TICKS})));`,
      );
      const here = JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" })) as Played;
      expect(there.browser).toContain("Firefox");
      expect(here.tick).toBe(TICKS);
      expect({ tick: there.tick, hashes: there.hashes, last: there.last }).toEqual(here);
      console.info(`${there.browser}: ${there.tick} ticks, ${there.last}`);
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    }
  });
});
