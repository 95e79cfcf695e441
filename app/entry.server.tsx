import type { EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToString } from "react-dom/server";
import { contentSecurityPolicy, NonceContext } from "~/platform/nonce";
import { wholeResponse } from "~/platform/whole-body.server";
import { tellFault } from "~/server/page-faults";

// A page is rendered to one string: none defers its data, so the whole is there as soon as its data is, and what React
// spends on pieces and waiting places is spared. On the server nothing may wait (root.tsx loads what browsers load later).

/**
 * How long the page's data may take to be written down. It is there already; the framework keeps each page's timer, and
 * what hangs on it, for so long.
 */
export const streamTimeout = 100;

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  { serverHandoffStream, ...context }: EntryContext,
  load: { nonce?: string; development?: boolean },
): Promise<Response> {
  const nonce = load.nonce ?? "";
  const state = serverHandoffStream ? await textOf(serverHandoffStream) : "";
  const page = renderToString(
    <NonceContext.Provider value={nonce}>
      <RemixServer context={context} url={request.url} nonce={nonce} />
    </NonceContext.Provider>,
  );
  const html = Buffer.from(
    `<!DOCTYPE html>${page}${context.renderMeta?.didRenderScripts ? handoff(state, nonce) : ""}`,
  );
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("Content-Length", String(html.byteLength));
  headers.set("Content-Security-Policy", contentSecurityPolicy(nonce, load.development ?? false));
  return wholeResponse(html, { headers, status });
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const [reader, pieces] = [stream.getReader(), [] as Uint8Array[]];
  for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value);
  return Buffer.concat(pieces).toString("utf8");
}

/** What stands for a letter that would end the script, or a line of it. */
const IN_SCRIPT = [
  ["&", "\\u0026"],
  ["<", "\\u003c"],
  [">", "\\u003e"],
  ["\u2028", "\\u2028"],
  ["\u2029", "\\u2029"],
] as const;

/** The data of the loaders, handed to the router in the browser as `RemixServer` would in pieces. */
function handoff(state: string, nonce: string): string {
  let words = JSON.stringify(state);
  for (const [letter, written] of IN_SCRIPT) if (words.includes(letter)) words = words.replaceAll(letter, written);
  const to = "window.__remixContext.streamController";
  return `<script nonce="${nonce}">${to}.enqueue(${words});${to}.close();</script>`;
}

/** Loader and action errors that are bugs. An address nobody serves is an answer, not a fault. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (isRouteErrorResponse(error) && error.status < 500) return;
  if (!request.signal.aborted) tellFault("request.failed", error, askedBy(request));
}

const askedBy = ({ url, method }: Request) => ({ path: new URL(url).pathname, method });
