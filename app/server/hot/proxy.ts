import { Agent, request as ask, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { constants, createGzip, gzip } from "node:zlib";
import { log } from "~/platform/log";
import { isHttps } from "./front-door";
import { sendWaitingPage } from "./waiting-page";

// Everything that is neither hot nor a file goes to the app process on loopback, streamed both ways. What says who
// called is set here and never taken from outside.

const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect"]);
const NOT_FROM_OUTSIDE = /^(x-forwarded-|forwarded$|x-real-ip$|x-internal-)/;
const ANSWER_MS = 120_000;
const GZIP_LEVEL = 5;
/** An answer that says it is at most this long is packed in one go. */
const ONE_PIECE = 512 * 1024;
const pack = promisify(gzip);
/** Bodies past this are refused before the app sees them (imports of tens of thousands of rows fit). */
export const BODY_LIMIT = 64 * 1024 * 1024;

export interface ProxyOptions { port: number }

export function proxyHandler({ port }: ProxyOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const agent = new Agent({ keepAlive: true, maxSockets: 256, keepAliveMsecs: 5_000 });
  const send = (request: IncomingMessage, response: ServerResponse, tries: number): void => {
    const upstream = ask({
      host: "127.0.0.1", port, agent, method: request.method, path: request.url, headers: forwarded(request),
    });
    upstream.setTimeout(ANSWER_MS, () => upstream.destroy(new Error("the app did not answer in time")));
    upstream.on("response", (answer) => passBack(request, answer, response));
    upstream.on("error", (error: NodeJS.ErrnoException) => {
      if (response.destroyed || response.writableEnded) return;
      // A kept connection that the app had just closed: nothing was done, a reading request may ask again.
      const again = upstream.reusedSocket && error.code === "ECONNRESET" && isReading(request) && tries > 0 && !response.headersSent;
      if (again) return send(request, response, tries - 1);
      log.warn("proxy.failed", { code: error.code ?? error.message });
      if (response.headersSent) response.destroy();
      else sendWaitingPage(request, response);
    });
    response.on("close", () => {
      if (!response.writableEnded) upstream.destroy();
    });
    if (isReading(request)) upstream.end();
    else limited(request, response, upstream);
  };
  return (request, response) => send(request, response, 1);
}

const isReading = (request: IncomingMessage): boolean => request.method === "GET" || request.method === "HEAD";

function limited(request: IncomingMessage, response: ServerResponse, upstream: ReturnType<typeof ask>): void {
  const refuse = () => {
    upstream.destroy();
    if (!response.headersSent) response.writeHead(413, { "content-type": "text/plain; charset=utf-8", connection: "close" }).end("文件太大，没有接收。");
    response.once("finish", () => request.destroy());
  };
  if (Number(request.headers["content-length"] ?? 0) > BODY_LIMIT) return refuse();
  let size = 0;
  request.on("data", (piece: Buffer) => {
    size += piece.length;
    if (size > BODY_LIMIT) {
      request.unpipe(upstream);
      refuse();
    }
  });
  request.pipe(upstream);
}

function forwarded(request: IncomingMessage): OutgoingHttpHeaders {
  const headers = endToEnd(request.headers, (name) => !NOT_FROM_OUTSIDE.test(name));
  headers["x-forwarded-for"] = request.socket.remoteAddress ?? "";
  headers["x-forwarded-proto"] = isHttps(request) ? "https" : "http";
  return headers;
}

function endToEnd(headers: IncomingHttpHeaders, keep: (name: string) => boolean = () => true): OutgoingHttpHeaders {
  const named = new Set(String(headers.connection ?? "").toLowerCase().split(",").map((name) => name.trim()));
  return Object.fromEntries(Object.entries(headers).filter(([name, value]) => value !== undefined && !HOP_BY_HOP.has(name) && !named.has(name) && keep(name)));
}

function passBack(request: IncomingMessage, answer: IncomingMessage, response: ServerResponse): void {
  const headers = endToEnd(answer.headers);
  const squeeze = mayCompress(request, answer);
  if (squeeze && Number(answer.headers["content-length"]) <= ONE_PIECE) return void passPacked(answer, response, headers);
  if (squeeze) packedHeaders(headers);
  response.writeHead(answer.statusCode ?? 502, headers);
  const done = (error: NodeJS.ErrnoException | null | undefined) => {
    if (error && error.code !== "ERR_STREAM_PREMATURE_CLOSE") log.warn("proxy.stream", { code: error.code ?? error.message });
  };
  // Each piece is flushed as it comes, so that streamed pages still stream.
  if (squeeze) pipeline(answer, createGzip({ level: GZIP_LEVEL, flush: constants.Z_SYNC_FLUSH }), response, done);
  else pipeline(answer, response, done);
}

/** A page of known length: read whole, packed once, sent with its length in one write. */
async function passPacked(answer: IncomingMessage, response: ServerResponse, headers: OutgoingHttpHeaders): Promise<void> {
  try {
    const bytes = await pack(await buffer(answer), { level: GZIP_LEVEL });
    packedHeaders(headers);
    headers["content-length"] = bytes.length;
    response.writeHead(answer.statusCode ?? 502, headers).end(bytes);
  } catch (error) {
    log.warn("proxy.stream", { code: (error as NodeJS.ErrnoException).code ?? String(error) });
    response.destroy();
  }
}

function packedHeaders(headers: OutgoingHttpHeaders): void {
  delete headers["content-length"];
  headers["content-encoding"] = "gzip";
  headers.vary = [headers.vary, "accept-encoding"].filter(Boolean).join(", ");
}

function mayCompress(request: IncomingMessage, { headers, statusCode }: IncomingMessage): boolean {
  if (request.method === "HEAD" || statusCode === 204 || statusCode === 206 || statusCode === 304 || headers["content-encoding"]) return false;
  if (/no-transform/.test(headers["cache-control"] ?? "") || Number(headers["content-length"] ?? 2_048) < 1_024) return false;
  return /^(text\/(?!event-stream)|application\/(json|javascript|manifest\+json|xml)|image\/svg)/.test(headers["content-type"] ?? "")
    && /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
}
