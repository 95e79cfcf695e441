import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import autocannon from "autocannon";

// Server-rendered pages on the built product, signed in and not: requests a second and latency over loopback, the
// weight of the first sight, and the memory of both processes. Bounded: 10 s a page, 16 connections.

const SECONDS = 10;
const CONNECTIONS = 16;

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function started(port: number, dir: string) {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", PORT: String(port), DATA_DIR: join(dir, "data"), KEY_DIR: join(dir, "keys"), DEMO: "1" };
  const child = spawn(process.execPath, ["scripts/start.mjs"], { env, stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  child.stdout.on("data", (piece: Buffer) => (said += piece.toString()));
  for (let i = 0; i < 600; i++) {
    const slip = said.match(/\/activate\/\S+/);
    if (slip && (await fetch(`http://localhost:${port}/healthz`).catch(() => null))?.ok) return { child, slip: slip[0] };
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`the product did not start within 5 minutes; it said: ${said.slice(-500)}`);
}

async function signIn(site: string, slip: string): Promise<string> {
  const response = await fetch(site + slip, {
    method: "POST", redirect: "manual", headers: { origin: site, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ pin: "739164", again: "739164" }),
  });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  if (!cookies.some((cookie) => cookie?.startsWith("anding="))) throw new Error(`activation answered ${response.status} without a session`);
  return cookies.join("; ");
}

async function measure(url: string, cookie: string) {
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, headers: { cookie } });
  return { requestsPerSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99, not2xx: result.non2xx, errors: result.errors };
}

/** Script, style and all bytes (gzip) that a first visit to the page fetches, as its HTML names them. */
async function weight(site: string, path: string, cookie: string) {
  const html = await (await fetch(site + path, { headers: { cookie } })).text();
  const assets = [...new Set([...html.matchAll(/(?:href|src)="(\/(?:assets|fonts)\/[^"]+)"/g), ...html.matchAll(/"(\/assets\/[^"]+\.js)"/g)].map((match) => match[1]!))]
    .filter((asset) => html.includes(`modulepreload" href="${asset}`) || asset.endsWith(".css") || !asset.endsWith(".js"));
  let script = 0;
  let all = gzipSync(html).length;
  for (const asset of assets) {
    const bytes = gzipSync(Buffer.from(await (await fetch(site + asset)).arrayBuffer())).length;
    if (asset.endsWith(".js")) script += bytes;
    all += bytes;
  }
  return { scriptKB: Math.round(script / 1000), allKB: Math.round(all / 1000) };
}

export async function run(): Promise<object> {
  const dir = mkdtempSync(join(tmpdir(), "anding-bench-pages-"));
  const port = await freePort();
  const site = `http://localhost:${port}`;
  const { child, slip } = await started(port, dir);
  try {
    const cookie = await signIn(site, slip);
    const pages: Record<string, object> = {};
    for (const path of ["/", "/me", "/learn", "/learn/confined-space"])
      pages[path] = { ...(await measure(site + path, path === "/" ? "" : cookie)), ...(await weight(site, path, cookie)) };
    return { seconds: SECONDS, connections: CONNECTIONS, pages };
  } finally {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
    rmSync(dir, { recursive: true, force: true });
  }
}
