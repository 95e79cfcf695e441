import { sign } from "node:crypto";
import { existsSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { startJournalService } from "~/exam/journal/journal-service.server";
import { env } from "~/platform/env.server";
import { listenAddress } from "~/platform/listen-address.server";
import { readHead, signHead } from "~/platform/chain-head.server";
import { keys } from "~/platform/keys.server";
import { log } from "~/platform/log";
import { keepLog } from "~/platform/log-file.server";
import { processState } from "~/platform/process-state.server";
import packageJson from "../../package.json";
import { addressFault } from "./door/address";
import { callerReader } from "./door/caller";
import { Connections } from "./door/connections";
import { framingFault, hasTooManyHeaders, pathOf } from "./door/framing";
import { hostGate, namedHosts } from "./door/host-gate";
import { LIMITS, makePlainServer, outward } from "./door/outward";
import { boundPieces } from "./door/pieces";
import { pagesHandler } from "./door/pages";
import { refuse } from "./door/refuse";
import { refusalLog } from "./door/refusal-log.server";
import { setSafeHeaders } from "./door/safe-headers";
import { sendJson } from "./hot/exchange";
import { frontDoor } from "./hot/front-door";
import { healthCheck } from "./hot/health";
import { hotHandler } from "./hot/hot-server";
import { internalServer } from "./hot/internal-server";
import { onShutdown } from "./hot/lifecycle";
import { staticHandler } from "./hot/static-files";
import { makeHttpsServer } from "./tls/https.server";

// The front process: the ports, the journal and the seats. It never opens anding.db; what is not hot goes to the app.

const {
  PORT,
  APP_PORT,
  INTERNAL_PORT,
  INTERNAL_TOKEN,
  HOST,
  HTTPS_PORT,
  HTTPS_ONLY,
  ZONES,
  TRUSTED_PROXIES,
  PUBLIC_HOSTS,
  ORIGIN,
  LOG_DIR,
  dataDir,
  keyDir,
} = env();
keepLog("front", LOG_DIR);
if (!INTERNAL_TOKEN) throw new Error("INTERNAL_TOKEN is not set: the front is started by the launcher");

const service = await startJournalService({
  dataDir,
  keyDir,
  personKey: (id) => keys().personKey(id),
  sign: (bytes) => sign(null, bytes, keys().signing().privateKey).toString("base64url"),
  signer: { sign: (head) => signHead(keys(), head), read: (value) => readHead(keys(), value) },
});

const readCaller = callerReader(TRUSTED_PROXIES);
const connections = new Connections();
const refusals = refusalLog();
const hostFault = hostGate({
  hostname: hostname(),
  named: namedHosts({ publicHosts: PUBLIC_HOSTS, origin: ORIGIN, listensAt: HOST }),
  certificate: () => https?.keeper.state?.names ?? [],
});
const door = frontDoor({ open: ZONES, httpsPort: HTTPS_PORT, httpsOnly: HTTPS_ONLY === "1" });
const hot = hotHandler({ seatPort: service.seatPort, now: () => service.journal.clock.now(), refusals });
const files = staticHandler(clientRoot());
const pages = pagesHandler({ port: APP_PORT, secret: INTERNAL_TOKEN, refusals });
const health = healthCheck({ service, appPort: APP_PORT, secret: INTERNAL_TOKEN, product: packageJson.version });

/** Connections that end with an answer: what was sent behind the request is no request. */
const spent = new WeakSet<object>();

function handle(request: IncomingMessage, response: ServerResponse): void {
  if (spent.has(request.socket)) return;
  if (!connections.asked(request, response)) return hoards(request);
  boundPieces(request, () => hoards(request, "pieces"));
  const { https: secure } = readCaller(request);
  setSafeHeaders(response, {
    https: secure,
    host: request.headers.host,
    httpsOnly: HTTPS_ONLY === "1",
    localAuthority: https?.keeper.state?.source === "local",
  });
  if (hasTooManyHeaders(request)) return malformed(request, response, { why: "headers", status: 431 });
  const fault = framingFault(request);
  const url = pathOf(request);
  if (fault || !url) return malformed(request, response, { why: fault ?? "address" });
  if (request.httpVersion === "1.0") askedOnce(request, response);
  const strange = hostFault(request) ?? addressFault(request.url!);
  if (strange) {
    refusals.note(request, "front.refused", { path: url.pathname, status: strange.status, code: strange.code });
    return refuse(request, response, strange);
  }
  if (request.method === "OPTIONS" || !["GET", "HEAD", "POST"].includes(request.method!))
    return otherMethod(request, response);
  if (door(request, response, url)) return;
  if (url.pathname.startsWith("/hot/")) seatCalls(request, response);
  if (hot(request, response, url)) return;
  if (url.pathname === "/healthz") return void tellHealth(request, response);
  if (url.pathname.startsWith("/internal/")) return noAddress(request, response);
  if (files(request, response, url)) return;
  pages(request, response, url);
}

/**
 * Nobody reads the body: the connection ends with the answer, rather than that all of it is taken in to be thrown away.
 */
function endsUnread(request: IncomingMessage, response: ServerResponse): void {
  if (request.method === "POST") response.setHeader("connection", "close");
}

/**
 * Keeping a connection was never agreed on for HTTP/1.0, and a body without a length has two readings there: it ends
 * with the answer.
 */
function askedOnce({ socket }: IncomingMessage, response: ServerResponse): void {
  spent.add(socket);
  response.shouldKeepAlive = false;
}

/** Where the next request of the connection begins is not certain: the connection ends with the answer. */
function malformed(
  request: IncomingMessage,
  response: ServerResponse,
  { why, status = 400 }: { why: string; status?: number },
): void {
  refusals.note(request, "front.malformed", { code: why });
  spent.add(request.socket);
  response.setHeader("connection", "close");
  response.once("finish", () => request.destroy());
  sendJson(response, status, { error: "invalid", message: "请求的格式不对，没有执行。" });
}

/**
 * Its answers would pile up here while nobody reads them, or its crumbs be read for seconds: the connection goes, with
 * all that was asked on it.
 */
function hoards(request: IncomingMessage, code = "hoards"): void {
  refusals.note(request, "front.hoards", { code });
  spent.add(request.socket);
  request.socket.destroy();
}

function noAddress(request: IncomingMessage, response: ServerResponse): void {
  endsUnread(request, response);
  sendJson(response, 404, { error: "not-found", message: "没有这个地址。" });
}

function otherMethod(request: IncomingMessage, response: ServerResponse): void {
  endsUnread(request, response);
  response.setHeader("allow", "GET, HEAD, POST");
  if (request.method === "OPTIONS") response.writeHead(204, { "cache-control": "no-store" }).end();
  else sendJson(response, 405, { error: "method", message: "不支持的方法。" });
}

/**
 * Small bodies alone are read there, so that who asks first is told to go on; a connection that was answered is a
 * seat's.
 */
function seatCalls(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect !== undefined) response.writeContinue();
  response.once("finish", () => response.statusCode === 200 && connections.seat(request));
}

/** Yes or no: what a stranger needs to know. */
async function tellHealth(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "POST") return otherMethod(request, response);
  const { ok, app } = await health();
  // pages go on while the journal cannot write: a board must not stop for it
  sendJson(response, ok ? 200 : 503, ok ? { ok } : { ok, pages: app === "ok" });
}

/** `build/client` beside `build/server`, also from a chunk; from source, the last build's if there is one. */
function clientRoot(): string {
  const candidates = ["../client", "../../client", "../../build/client"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return candidates.find((path) => existsSync(path)) ?? candidates[0]!;
}

const plain = makePlainServer(handle);
const https = await makeHttpsServer(LIMITS, handle);
const outwards: Server[] = https ? [plain, https.server] : [plain];
for (const server of outwards) outward(server, { handle, connections });
const state = () => ({
  ...processState(),
  https: https?.keeper.state ?? null,
  clockOffMs: Math.round(Date.now() - service.journal.clock.now()),
  journalFailing: service.journal.writer.failing,
  journalCut: service.anchorMissing,
});
const internal = internalServer(service.journal, INTERNAL_TOKEN, { state, health });

const host = listenAddress();
await Promise.all([
  listen(internal, INTERNAL_PORT, "127.0.0.1"),
  listen(plain, PORT, host),
  ...(https ? [listen(https.server, HTTPS_PORT, host)] : []),
]);
log.info("front.listening", { port: PORT, httpsPort: HTTPS_PORT, host, zones: ZONES.join(",") });
process.send?.({ ready: "front", https: https?.keeper.state ?? null });

function listen(target: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    target.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new Error(`端口 ${port} 已被别的程序占用，请换一个。`) : error),
    );
    target.listen(port, address, resolve);
  });
}

// What was begun is finished; what is new is refused; the journal is written to its end.
onShutdown("front", async () => {
  https?.stop();
  refusals.end();
  const all = [...outwards, internal];
  const closed = Promise.all(all.map((one) => new Promise((resolve) => one.close(resolve))));
  const idle = setInterval(() => all.forEach((one) => one.closeIdleConnections()), 50);
  const impatient = setTimeout(() => all.forEach((one) => one.closeAllConnections()), 3_000);
  await closed;
  clearInterval(idle);
  clearTimeout(impatient);
  await service.close();
});
