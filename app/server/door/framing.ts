import type { IncomingMessage } from "node:http";

// What may stand between two requests of one connection is said in exactly one way, or the request goes no further.
// Node's parser has read it by its strict rules; what is left open there (a body where none belongs, a header said
// twice) is closed here.

export const METHODS = ["GET", "HEAD", "POST"] as const;
const MOST_LINES = 200;
const ONCE = ["host", "content-length", "transfer-encoding", "content-type", "origin", "authorization", "expect"];
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?\.?)(:\d{1,5})?$/i;

export const isReading = ({ method }: Pick<IncomingMessage, "method">): boolean =>
  method === "GET" || method === "HEAD";

type Framed = Pick<IncomingMessage, "method" | "headers" | "rawHeaders" | "httpVersion">;

/** More lines of headers than anybody has: refused before they are compared with each other. */
export const hasTooManyHeaders = ({ rawHeaders }: Pick<IncomingMessage, "rawHeaders">): boolean =>
  rawHeaders.length / 2 > MOST_LINES;

/** What is wrong with the framing of a request, in one word for the log; null when it is plain. */
export function framingFault(request: Framed): string | null {
  const { headers, httpVersion } = request;
  const length = headers["content-length"];
  const transfer = headers["transfer-encoding"];
  if (httpVersion !== "1.1" && httpVersion !== "1.0") return "version";
  for (const name of ONCE) if (timesSaid(request, name) > 1) return `twice:${name}`;
  if (length !== undefined && transfer !== undefined) return "length-and-chunked";
  if (length !== undefined && !/^\d{1,15}$/.test(length)) return "length";
  if (transfer !== undefined && (transfer.toLowerCase() !== "chunked" || httpVersion === "1.0"))
    return "transfer-encoding";
  if (request.method !== "POST" && (transfer !== undefined || Number(length ?? 0) > 0)) return "body-without-use";
  if (headers.host === undefined ? httpVersion === "1.1" : !isHost(headers.host)) return "host";
  if (headers.upgrade !== undefined && /upgrade/i.test(headers.connection ?? "")) return "upgrade";
  return null;
}

/** Also as the pages will read it: digits that are no address and ports that there are not are no host. */
const isHost = (host: string): boolean => HOST.test(host) && URL.canParse(`http://${host}/`);

function timesSaid({ rawHeaders }: Framed, name: string): number {
  let times = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]!.toLowerCase() === name) times += 1;
  return times;
}

/** A path of this site as the app will read it; null for a whole address, a star or what is no address. */
export function pathOf(request: Pick<IncomingMessage, "url">): URL | null {
  const target = `http://front${request.url ?? ""}`;
  return request.url?.startsWith("/") && URL.canParse(target) ? new URL(target) : null;
}
