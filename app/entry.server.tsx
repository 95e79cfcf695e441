import { Writable } from "node:stream";
import type { EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { contentSecurityPolicy, NonceContext } from "~/platform/nonce";
import { wholeResponse } from "~/platform/whole-body.server";
import { tellFault } from "~/server/page-faults";

const ABORT_AFTER_MS = 8_000;
export const streamTimeout = ABORT_AFTER_MS;

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  load: { nonce?: string; development?: boolean },
): Promise<Response> {
  const nonce = load.nonce ?? "";
  return new Promise((resolve, reject) => {
    let shellReady = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <RemixServer context={context} url={request.url} nonce={nonce} abortDelay={ABORT_AFTER_MS} />
      </NonceContext.Provider>,
      {
        nonce,
        // No page defers data, so the whole is there as soon as its shell is: it leaves in one piece, with its length.
        onAllReady() {
          clearTimeout(patience);
          pipe(
            collected((html) => {
              headers.set("Content-Type", "text/html; charset=utf-8");
              headers.set("Content-Length", String(html.byteLength));
              headers.set("Content-Security-Policy", contentSecurityPolicy(nonce, load.development ?? false));
              resolve(wholeResponse(html, { headers, status }));
            }),
          );
        },
        onShellReady() {
          shellReady = true;
        },
        onShellError: reject,
        onError(error: unknown) {
          if (shellReady) tellFault("render.failed", error, askedBy(request));
        },
      },
    );
    const patience = setTimeout(abort, ABORT_AFTER_MS + 1_000).unref();
  });
}

function collected(done: (bytes: Buffer<ArrayBuffer>) => void): Writable {
  const pieces: Buffer[] = [];
  return new Writable({
    write(piece: Buffer, _encoding, next) {
      pieces.push(Buffer.from(piece)); // React uses its piece again
      next();
    },
    final(next) {
      done(withoutZeros(Buffer.concat(pieces)));
      next();
    },
  });
}

/** React leaves up to two zero bytes where a letter of several bytes did not fit its piece; no page has any. */
function withoutZeros(html: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  let [from, kept] = [html.indexOf(0), html.indexOf(0)];
  if (from < 0) return html;
  while (from < html.length) {
    while (html[from] === 0) from += 1;
    const zero = html.indexOf(0, from);
    const to = zero < 0 ? html.length : zero;
    html.copy(html, kept, from, to);
    kept += to - from;
    from = to;
  }
  return html.subarray(0, kept);
}

/** Loader and action errors that are bugs. An address nobody serves is an answer, not a fault. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (isRouteErrorResponse(error) && error.status < 500) return;
  if (!request.signal.aborted) tellFault("request.failed", error, askedBy(request));
}

const askedBy = ({ url, method }: Request) => ({ path: new URL(url).pathname, method });
