import type { EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToString } from "react-dom/server";
import { contentSecurityPolicy, NonceContext } from "~/platform/nonce";
import { wholeResponse } from "~/platform/whole-body.server";
import { isForEveryone, KeptPages } from "~/server/kept-pages";
import { tellFault } from "~/server/page-faults";

// A page is rendered to one string: none defers its data, so the whole is there as soon as its data is, and what React
// spends on pieces and waiting places is spared. On the server nothing may wait (root.tsx loads what browsers load later).

/**
 * How long the page's data may take to be written down. It is there already; the framework keeps each page's timer, and
 * what hangs on it, for so long.
 */
export const streamTimeout = 100;

const kept = new KeptPages();

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  { serverHandoffStream, ...context }: EntryContext,
  load: { nonce?: string; development?: boolean },
): Promise<Response> {
  const nonce = load.nonce ?? "";
  const state = serverHandoffStream ? await textOf(serverHandoffStream) : "";
  const render = () => {
    const page = renderToString(
      <NonceContext.Provider value={nonce}>
        <RemixServer context={context} url={request.url} nonce={nonce} />
      </NonceContext.Provider>,
    );
    return page + (context.renderMeta?.didRenderScripts ? handoff(state, nonce) : "");
  };
  // while the code itself is being changed, the data does not say all
  const made = load.development ? null : madeFrom(request, status, context, state);
  const html = made ? keptOr({ made, nonce, render }) : Buffer.from(render());
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("Content-Length", String(html.byteLength));
  headers.set("Content-Security-Policy", contentSecurityPolicy(nonce, load.development ?? false));
  return wholeResponse(html, { headers, status });
}

/** All that a page for everyone is made from; null when it is one person's, a refusal or an answer to a form. */
function madeFrom(
  request: Request,
  status: number,
  { staticHandlerContext: { loaderData, errors } }: Omit<EntryContext, "serverHandoffStream">,
  state: string,
): string | null {
  const { pathname, search } = new URL(request.url);
  const nobody = (loaderData.root as { caller?: object | null } | undefined)?.caller === null;
  const plain = request.method === "GET" && status === 200 && !errors;
  return plain && nobody && isForEveryone(pathname) ? `${pathname}${search}\n${state}` : null;
}

function keptOr({ made, nonce, render }: { made: string; nonce: string; render: () => string }): Buffer<ArrayBuffer> {
  const again = kept.find(made, nonce);
  if (again) return again;
  const html = render();
  kept.keep(made, html, nonce);
  return Buffer.from(html);
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
