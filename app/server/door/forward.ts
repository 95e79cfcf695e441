import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { createProxyServer } from "httpxy";
import { log } from "~/platform/log";
import { sendWaitingPage } from "../hot/waiting-page";
import { callerOf } from "./caller";
import { policyOf } from "./safe-headers";
import { SECRET_HEADER, SIGNED_IN_HEADER } from "./secret";

// The way to the app process: httpxy asks and passes the answer back. Each request has a connection of its own that
// ends with its answer, so that no byte of one caller can stand before another's (decision 052). What says who called
// is set here alone.

const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "http2-settings",
];
const NOT_FROM_OUTSIDE = /^(x-forwarded-|forwarded$|x-real-ip$|x-client-ip$|x-internal-|x-anding-)/;
const ANSWER_MS = 120_000;

/** `body`: what was read whole, `null` for a request without one, `stream` for one that is passed on as it comes. */
export interface Passing {
  body: Buffer | null | "stream";
  answered(signedIn: boolean | null): void;
}
export type Forward = (request: IncomingMessage, response: ServerResponse, passing: Passing) => void;

export function forwarder({ port, secret }: { port: number; secret: string }): Forward {
  const proxy = createProxyServer({
    target: { protocol: "http:", host: "127.0.0.1", port },
    agent: false,
    proxyTimeout: ANSWER_MS,
    prependPath: false,
  });
  const passings = new WeakMap<IncomingMessage, Passing>();
  proxy.on("proxyRes", (answer: IncomingMessage, request: IncomingMessage) => {
    const signedIn = answer.headers[SIGNED_IN_HEADER];
    answer.headers = endToEnd(answer.headers, (name) => !NOT_FROM_OUTSIDE.test(name));
    answer.headers["content-security-policy"] ??= policyOf(answer.headers["content-type"] ?? "");
    passings.get(request)?.answered(signedIn === undefined ? null : signedIn === "1");
  });
  proxy.on("error", (error: NodeJS.ErrnoException, request, target) => {
    const response = target as ServerResponse;
    if (!request || response.destroyed || response.writableEnded) return;
    log.warn("forward.failed", { code: error.code ?? error.message });
    if (response.headersSent) response.destroy();
    else sendWaitingPage(request, response);
  });
  return (request, response, passing) => {
    passings.set(request, passing);
    const { body } = passing;
    request.headers = forwarded(request, { secret, length: Buffer.isBuffer(body) ? body.length : undefined });
    const buffer = Buffer.isBuffer(body) ? { buffer: Readable.from(body.length > 0 ? [body] : []) } : {};
    proxy
      .web(request, response, buffer)
      .catch((error: unknown) =>
        log.warn("forward.stream", { code: (error as NodeJS.ErrnoException).code ?? String(error) }),
      );
  };
}

function forwarded(
  request: IncomingMessage,
  { secret, length }: { secret: string; length: number | undefined },
): IncomingHttpHeaders {
  const { ip, https } = callerOf(request);
  const headers = endToEnd(request.headers, (name) => !NOT_FROM_OUTSIDE.test(name));
  if (length !== undefined) headers["content-length"] = String(length);
  // Asked for by the caller: httpxy reads it for the answer.
  if (/\bclose\b/i.test(request.headers.connection ?? "")) headers.connection = "close";
  return { ...headers, "x-forwarded-for": ip, "x-forwarded-proto": https ? "https" : "http", [SECRET_HEADER]: secret };
}

function endToEnd(headers: IncomingHttpHeaders, keep: (name: string) => boolean): IncomingHttpHeaders {
  const named = String(headers.connection ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  // What frames the message and names the site is never the connection's to take away.
  const dropped = new Set([...HOP_BY_HOP, ...named.filter((name) => name !== "content-length" && name !== "host")]);
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => value !== undefined && !dropped.has(name) && keep(name)),
  );
}
