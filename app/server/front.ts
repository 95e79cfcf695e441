import { sign } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { startJournalService } from "~/exam/journal/journal-service.server";
import { env } from "~/platform/env.server";
import { readHead, signHead } from "~/platform/chain-head.server";
import { keys } from "~/platform/keys.server";
import { log } from "~/platform/log";
import { keepLog } from "~/platform/log-file.server";
import { processState } from "~/platform/process-state.server";
import packageJson from "../../package.json";
import { sendJson } from "./hot/exchange";
import { frontDoor } from "./hot/front-door";
import { healthCheck } from "./hot/health";
import { hotHandler } from "./hot/hot-server";
import { internalServer } from "./hot/internal-server";
import { onShutdown } from "./hot/lifecycle";
import { proxyHandler } from "./hot/proxy";
import { staticHandler } from "./hot/static-files";
import { makeHttpsServer } from "./tls/https.server";

// The front process: the ports, the journal and the seats. It never opens anding.db; what is not hot goes to the app.

const { PORT, APP_PORT, INTERNAL_PORT, INTERNAL_TOKEN, DEMO, HOST, HTTPS_PORT, HTTPS_ONLY, ZONES, LOG_DIR, dataDir, keyDir } = env();
keepLog("front", LOG_DIR);
if (!INTERNAL_TOKEN) throw new Error("INTERNAL_TOKEN is not set: the front is started by the launcher");

const service = await startJournalService({
  dataDir, keyDir, personKey: (id) => keys().personKey(id), sign: (bytes) => sign(null, bytes, keys().signing().privateKey).toString("base64url"),
  signer: { sign: (head) => signHead(keys(), head), read: (value) => readHead(keys(), value) },
});

const door = frontDoor({ open: ZONES, httpsPort: HTTPS_PORT, httpsOnly: HTTPS_ONLY === "1" });
const hot = hotHandler({ door: service.door, now: () => service.journal.clock.now() });
const files = staticHandler(clientRoot());
const proxy = proxyHandler({ port: APP_PORT });
const health = healthCheck({ service, appPort: APP_PORT, product: packageJson.version });

function handle(request: IncomingMessage, response: ServerResponse): void {
  // As the app will read it: what is not a path of this site is no address.
  const target = `http://front${request.url ?? "/"}`;
  const url = request.url?.startsWith("/") && URL.canParse(target) ? new URL(target) : null;
  if (!url) return sendJson(response, 400, { error: "invalid", message: "地址不完整。" });
  if (door(request, response, url)) return;
  if (hot(request, response, url)) return;
  if (url.pathname === "/healthz") {
    void health().then((state) => sendJson(response, state.ok ? 200 : 503, state));
    return;
  }
  if (url.pathname.startsWith("/internal/")) return sendJson(response, 404, { error: "not-found", message: "没有这个地址。" });
  if (files(request, response, url)) return;
  proxy(request, response);
}

/** `build/client` beside `build/server`, also from a chunk; from source, the last build's if there is one. */
function clientRoot(): string {
  const candidates = ["../client", "../../client", "../../build/client"].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return candidates.find((path) => existsSync(path)) ?? candidates[0]!;
}

const LIMITS = { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 300_000, connectionsCheckingInterval: 5_000, keepAliveTimeout: 65_000 };
const plain = createServer(LIMITS, handle);
const https = await makeHttpsServer(LIMITS, handle);
const outward: Server[] = https ? [plain, https.server] : [plain];
for (const server of outward) {
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // A connection that a browser keeps in reserve: closed without a word, or it takes the word for the answer to what it asks next.
    if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") socket.destroy();
    else if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  });
  server.on("upgrade", (_request, socket) => socket.destroy());
}
const internal = internalServer(service.journal, INTERNAL_TOKEN, () => ({
  ...processState(), https: https?.keeper.state ?? null, clockOffMs: Math.round(Date.now() - service.journal.clock.now()), journalFailing: service.journal.writer.failing, journalCut: service.anchorMissing,
}));

// A demonstration is reachable from this machine alone unless it is told otherwise.
const host = HOST ?? (DEMO === "1" ? "127.0.0.1" : "0.0.0.0");
await Promise.all([listen(internal, INTERNAL_PORT, "127.0.0.1"), listen(plain, PORT, host), ...(https ? [listen(https.server, HTTPS_PORT, host)] : [])]);
log.info("front.listening", { port: PORT, httpsPort: HTTPS_PORT, host, zones: ZONES.join(",") });
process.send?.({ ready: "front", https: https?.keeper.state ?? null });

function listen(target: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    target.once("error", (error: NodeJS.ErrnoException) => reject(error.code === "EADDRINUSE" ? new Error(`端口 ${port} 已被别的程序占用，请换一个。`) : error));
    target.listen(port, address, resolve);
  });
}

// What was begun is finished; what is new is refused; the journal is written to its end.
onShutdown("front", async () => {
  https?.stop();
  const all = [...outward, internal];
  const closed = Promise.all(all.map((one) => new Promise((resolve) => one.close(resolve))));
  const idle = setInterval(() => all.forEach((one) => one.closeIdleConnections()), 50);
  const impatient = setTimeout(() => all.forEach((one) => one.closeAllConnections()), 3_000);
  await closed;
  clearInterval(idle);
  clearTimeout(impatient);
  await service.close();
});
