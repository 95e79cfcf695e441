import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { staticHandler } from "./static-files";

const SCRIPT = `console.log(${JSON.stringify("字".repeat(2_000))});`;
const LARGE = randomBytes(3_000_001);
let root: string;
let server: Server;
let port: number;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "anding-static-"));
  mkdirSync(join(root, "client/assets"), { recursive: true });
  writeFileSync(join(root, "secret.txt"), "SECRET");
  writeFileSync(join(root, "client/assets/root-abc.js"), SCRIPT);
  writeFileSync(join(root, "client/assets/large-abc.bin"), LARGE);
  writeFileSync(join(root, "client/图.svg"), "<svg/>");
  for (const folder of [".git", "client/.git", "client/.vite"]) {
    mkdirSync(join(root, folder));
    writeFileSync(join(root, folder, "config"), "SECRET");
  }
  writeFileSync(join(root, "client/.env"), "SECRET");
  const files = staticHandler(join(root, "client"));
  server = createServer((request, response) => {
    if (!files(request, response, new URL(request.url ?? "/", "http://front")))
      response.writeHead(404).end("passed on");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(root, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers });

test("a built file is whole, kept for good, and smaller for who takes brotli or gzip", async () => {
  for (const encoding of ["br", "gzip", "identity"]) {
    const response = await get("/assets/root-abc.js", { "accept-encoding": encoding });
    expect(await response.text()).toBe(SCRIPT);
    expect(response.headers.get("content-encoding")).toBe(encoding === "identity" ? null : encoding);
    expect(response.headers.get("cache-control")).toContain("immutable");
    expect(response.headers.get("content-type")).toContain("javascript");
  }
  expect(
    (await get("/assets/root-abc.js", { "accept-encoding": "br;q=0, gzip" })).headers.get("content-encoding"),
  ).toBe("gzip");
});

test("a large file comes whole to each who asks at the same time, packed or not, also to one who waits before reading", async () => {
  const slow = new Promise<number>((resolve) => {
    let bytes = 0;
    const socket = connect(port, "127.0.0.1", () =>
      socket.write("GET /assets/large-abc.bin HTTP/1.1\r\nHost: front\r\nConnection: close\r\n\r\n"),
    );
    socket
      .pause()
      .on("data", (piece) => (bytes += piece.length))
      .on("close", () => resolve(bytes));
    setTimeout(() => socket.resume(), 300);
  });
  const all = await Promise.all(
    Array.from({ length: 6 }, async () => Buffer.from(await (await get("/assets/large-abc.bin")).arrayBuffer())),
  );
  for (const bytes of all) expect(bytes.equals(LARGE)).toBe(true);
  expect(await slow).toBeGreaterThan(LARGE.length);
  expect(
    (await fetch(`http://127.0.0.1:${port}/assets/large-abc.bin`, { method: "HEAD" })).headers.get("content-length"),
  ).toBe(String(LARGE.length));
});

test("an unchanged file is not sent again; a file without a hash in its name is asked for each time", async () => {
  const first = await get("/%E5%9B%BE.svg");
  expect(first.headers.get("cache-control")).toContain("must-revalidate");
  expect((await get("/%E5%9B%BE.svg", { "if-none-match": first.headers.get("etag")! })).status).toBe(304);
});

test("nothing outside the folder can be named, however the path is written", async () => {
  for (const path of [
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/assets/..%5c..%5csecret.txt",
    "//secret.txt",
    "/assets",
    "/%",
    "/assets/root-abc.js%00",
  ]) {
    const raw = await speak(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(raw, path).toContain("passed on");
    expect(raw, path).not.toContain("SECRET");
  }
});

test("no folder is listed, and what begins with a dot is not there", async () => {
  for (const path of [
    "/",
    "/assets",
    "/assets/",
    "/assets/.",
    "/.git/config",
    "/.git/",
    "/.git",
    "/.vite/config",
    "/.env",
    "/%2egit/config",
    "/assets/../.git/config",
  ]) {
    const response = await get(path);
    expect(await response.text(), path).toBe("passed on");
  }
});

test("text says its character set, and what it is is told by its name", async () => {
  for (const [path, type] of [
    ["/assets/root-abc.js", "text/javascript; charset=utf-8"],
    ["/%E5%9B%BE.svg", "image/svg+xml; charset=utf-8"],
  ] as const)
    expect((await get(path)).headers.get("content-type"), path).toBe(type);
});

const speak = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (piece) => (answer += piece.toString()));
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
