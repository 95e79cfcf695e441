import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from "node:zlib";
import { promisify } from "node:util";
import type { Request, Response } from "express";

/** How pages are packed for the wire: past this level they get hardly smaller, and cost more. */
export const PACKING = { level: 5 };
/** What `compression` asks of brotli. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
/** Smaller ones fit a packet as they are. */
const WORTH_PACKING = 1_024;

/** Up to here a page is packed on the spot: handing it to another thread and back would take longer. */
const ON_THE_SPOT = 131_072;

const HERE = {
  gzip: (bytes: Uint8Array) => gzipSync(bytes, PACKING),
  br: (bytes: Uint8Array) => brotliCompressSync(bytes, BROTLI),
};
const ELSEWHERE = {
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes, PACKING),
  br: (bytes: Uint8Array) => promisify(brotliCompress)(bytes, BROTLI),
};

/**
 * A page that is there whole is packed whole: it leaves in one piece with its length, where a packing stream would send
 * head, pieces and end apart, here and again at the front. What is not packed here passes by `compression`.
 */
export async function packed(bytes: Uint8Array, request: Request, response: Response): Promise<Uint8Array> {
  if (request.method === "HEAD" || bytes.byteLength < WORTH_PACKING || response.hasHeader("content-encoding"))
    return bytes;
  if (/\bno-transform\b/.test(String(response.getHeader("cache-control") ?? ""))) return bytes;
  const [first, ...others] = request.acceptsEncodings();
  const accepted = first === "identity" ? [] : [first, ...others];
  const encoding = accepted.includes("br") ? "br" : accepted.includes("gzip") ? "gzip" : null;
  if (!encoding) return bytes;
  const small = await (bytes.byteLength <= ON_THE_SPOT ? HERE : ELSEWHERE)[encoding](bytes);
  response.vary("Accept-Encoding").set("Content-Encoding", encoding).set("Content-Length", String(small.byteLength));
  return small;
}
