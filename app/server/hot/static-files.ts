import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { NOTHING_RUNS, policyOf } from "../door/safe-headers";

// Files of the browser build. They are listed once at the start and found by their whole path in that list, so that no
// request can name anything else. Text is compressed once and kept. What is sent at one time to many is held once, and
// goes out piece by piece as it is read, so that slow readers hold a piece each.

const TYPES: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".gif": "image/gif",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".glb": "model/gltf-binary",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".wav": "audio/wav",
  ".mp4": "video/mp4",
  ".pdf": "application/pdf",
};
const TEXT = new Set([
  ".js",
  ".mjs",
  ".css",
  ".html",
  ".json",
  ".svg",
  ".webmanifest",
  ".txt",
  ".map",
  ".wasm",
  ".ttf",
  ".glb",
]);
const WORTH = 1_024;
const PIECE = 64 * 1_024;
type Encoding = "br" | "gzip";
const squeeze = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 7 }),
};

interface StaticFile {
  path: string;
  type: string;
  size: number;
  etag: string;
  immutable: boolean;
  text: boolean;
  packed: Map<Encoding, Promise<Buffer>>;
  whole?: WeakRef<Buffer>;
  reading?: Promise<Buffer>;
}

function* filesBelow(dir: string): Generator<string> {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue; // nothing hidden is meant for anybody
    const path = join(dir, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

function listFiles(root: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  if (!existsSync(root)) return files;
  for (const path of filesBelow(root)) {
    const name = `/${relative(root, path).split(sep).join("/")}`;
    const extension = extname(path).toLowerCase();
    // A file whose name carries its hash never changes.
    const immutable = name.startsWith("/assets/") || /[.-][0-9a-f]{16,64}\.[a-z0-9]+$/.test(name);
    const { size } = statSync(path);
    const print = immutable ? name : readFileSync(path);
    const etag = `"${createHash("sha256").update(print).digest("base64url").slice(0, 22)}"`;
    files.set(name, {
      path,
      type: TYPES[extension] ?? "application/octet-stream",
      size,
      etag,
      immutable,
      text: TEXT.has(extension) && size >= WORTH,
      packed: new Map(),
    });
  }
  return files;
}

const accepts = (request: IncomingMessage, encoding: Encoding): boolean =>
  String(request.headers["accept-encoding"] ?? "")
    .split(",")
    .some((part) => part.trim().split(";")[0] === encoding && !/;\s*q=0(\.0*)?$/.test(part.trim()));

/** A handler that answers true when the path is one of the files below `root`. */
export function staticHandler(root: string): (request: IncomingMessage, response: ServerResponse, url: URL) => boolean {
  const files = listFiles(root);
  return (request, response, url) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const file = files.get(decoded(url.pathname));
    if (!file) return false;
    void serve(request, response, file).catch(() => response.destroy());
    return true;
  };
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/**
 * What a page is made of and no browser shows by itself: what guards documents would only weigh, on each of some thirty
 * files of a first visit.
 */
const PART_OF_PAGE = /^(text\/javascript|text\/css|font\/)/;
/** A script that goes on without a page, and is bound by its own policy alone. */
const WORKER = /-worker\.js$/;
const OF_WORKER = `${NOTHING_RUNS}; connect-src 'self'`;
const OF_DOCUMENTS = ["content-security-policy", "permissions-policy", "cross-origin-opener-policy", "referrer-policy"];

async function serve(request: IncomingMessage, response: ServerResponse, file: StaticFile): Promise<void> {
  const encoding = file.text ? (["br", "gzip"] as const).find((one) => accepts(request, one)) : undefined;
  const worker = WORKER.test(file.path);
  const part = PART_OF_PAGE.test(file.type) && !worker;
  if (part) for (const name of OF_DOCUMENTS) response.removeHeader(name);
  const headers: Record<string, string | number> = {
    "content-type": file.type,
    etag: file.etag,
    "x-content-type-options": "nosniff",
    ...(part ? {} : { "content-security-policy": worker ? OF_WORKER : policyOf(file.type) }),
    "cache-control": file.immutable ? "public, max-age=31536000, immutable" : "public, max-age=0, must-revalidate",
    ...(file.text ? { vary: "accept-encoding" } : {}),
  };
  if (request.headers["if-none-match"] === file.etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const body = encoding ? await packed(file, encoding) : await whole(file);
  if (encoding) headers["content-encoding"] = encoding;
  headers["content-length"] = body.length;
  response.writeHead(200, headers);
  if (request.method === "HEAD") response.end();
  else if (body.length <= PIECE) response.end(body);
  else await pipeline(Readable.from(piecesOf(body), { highWaterMark: 1 }), response);
}

function* piecesOf(body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length; at += PIECE) yield body.subarray(at, at + PIECE);
}

/** The file's bytes, one copy for all who are being sent it; gone when the last has them. */
function whole(file: StaticFile): Promise<Buffer> {
  const held = file.whole?.deref();
  if (held) return Promise.resolve(held);
  file.reading ??= readFile(file.path)
    .then((bytes) => {
      file.whole = new WeakRef(bytes);
      return bytes;
    })
    .finally(() => delete file.reading);
  return file.reading;
}

function packed(file: StaticFile, encoding: Encoding): Promise<Buffer> {
  const known = file.packed.get(encoding);
  if (known) return known;
  const made = readFile(file.path).then((bytes) => squeeze[encoding](bytes));
  file.packed.set(encoding, made);
  return made;
}
