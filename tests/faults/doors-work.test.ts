import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFront, freePort, startFront, TOKEN, type FrontProcess } from "../support/front-process";

// What is done for a stranger is bounded by what the address needs: size, time, type, permission before a file, and
// nobody who is slow stands in another's way. A real front; an app that counts what reaches it and knows one cookie.

let dir: string;
let front: FrontProcess;
let app: Server;
let site: { host: string; origin: string };
const seen = { pages: [] as { method: string; url: string; bytes: number }[], asked: [] as string[] };
const CLERK = "anding=clerk-session-0123456789abcdef";

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "anding-work-"));
  const appPort = await freePort();
  app = createServer((request, response) => {
    if (request.headers["x-internal-token"] !== TOKEN) return void response.writeHead(403).end();
    if (request.url!.startsWith("/internal/may")) {
      const { searchParams } = new URL(request.url!, "http://app");
      seen.asked.push(`${searchParams.get("act")} ${searchParams.get("path")}`);
      return void response.writeHead(request.headers.cookie === CLERK ? 204 : request.headers.cookie ? 403 : 401).end();
    }
    void count(request).then((bytes) => {
      if (request.url !== "/healthz") seen.pages.push({ method: request.method!, url: request.url!, bytes });
      response.end("answer");
    });
  });
  await new Promise<void>((resolve) => app.listen(appPort, "127.0.0.1", resolve));
  front = await startFront({
    dir,
    entry: await buildFront(),
    port: await freePort(),
    internalPort: await freePort(),
    appPort,
  });
  site = { host: `127.0.0.1:${front.port}`, origin: front.origin };
});
afterAll(async () => {
  await front.kill("SIGTERM");
  app.closeAllConnections();
  app.close();
  rmSync(dir, { recursive: true, force: true });
});

async function count(request: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const piece of request) bytes += (piece as Buffer).length;
  return bytes;
}

const head = (path: string, more: Record<string, string>) =>
  `POST ${path} HTTP/1.1\r\n${Object.entries({
    Host: site.host,
    Origin: site.origin,
    "Content-Type": "application/x-www-form-urlencoded",
    ...more,
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n`;

/** What is answered to a head alone, or with the start of a body. */
const answerTo = (text: string, until = /\r\n\r\n/): Promise<string> =>
  new Promise((resolve) => {
    let heard = "";
    const socket: Socket = connect(front.port, "127.0.0.1", () => socket.write(text));
    const done = () => (socket.destroy(), resolve(heard));
    socket.on("data", (piece) => {
      heard += piece.toString("utf8");
      if (until.test(heard)) setTimeout(done, 20);
    });
    socket.on("close", done).on("error", done);
    setTimeout(done, 25_000);
  });
const get = (path: string) => fetch(`${front.origin}${path}`);
const post = (
  path: string,
  type: string | null,
  body: string | Uint8Array<ArrayBuffer>,
  more: Record<string, string> = {},
) =>
  fetch(`${front.origin}${path}`, {
    method: "POST",
    body,
    headers: { origin: site.origin, ...(type === null ? {} : { "content-type": type }), ...more },
  });

describe("before a byte of the body is read", () => {
  it("what is too large is refused, by its length or as it grows, and the app hears nothing", async () => {
    const before = seen.pages.length;
    expect(await answerTo(head("/display", { "Content-Length": String(30 * 1_048_576) }))).toMatch(
      /^HTTP\/1\.1 413 [\s\S]*没有接收/,
    );
    expect(await answerTo(head("/verify", { "Content-Length": "99999999999" }))).toMatch(/^HTTP\/1\.1 413/);
    const piece = `8000\r\n${"a&".repeat(16_384)}\r\n`;
    expect(await answerTo(head("/verify", { "Transfer-Encoding": "chunked" }) + piece.repeat(3))).toMatch(
      /^HTTP\/1\.1 413/,
    );
    expect(seen.pages.length).toBe(before);
  });

  it("a type that the address does not read is told so in a sentence, 415", async () => {
    for (const [path, type] of [
      ["/verify", "application/json"],
      ["/verify", "text/plain"],
      ["/sign-in", "text/xml"],
      ["/drill/runs", "application/x-www-form-urlencoded"],
      ["/watch/import", "application/x-www-form-urlencoded"],
    ] as const) {
      const answer = await post(path, type, "{}");
      expect([answer.status, await answer.text()], `${path} ${type}`).toEqual([
        415,
        `这个地址不收“${type}”的内容，没有执行。`,
      ]);
    }
  });

  it("another site's form is refused, and other methods have their answers", async () => {
    expect(
      (await post("/verify", "application/x-www-form-urlencoded", "a=1", { origin: "https://elsewhere.example" }))
        .status,
    ).toBe(403);
    for (const method of ["PUT", "DELETE", "PATCH", "PROPFIND"])
      expect(await answerTo(`${method} /verify HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`), method).toMatch(
        /^HTTP\/1\.1 405 [\s\S]*allow: GET, HEAD, POST/i,
      );
    expect(await answerTo(`OPTIONS /verify HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 204 [\s\S]*allow: GET, HEAD, POST/i,
    );
    expect(await answerTo(`HEAD /verify HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200/);
    expect((await post("/healthz", "application/x-www-form-urlencoded", "a=1")).status).toBe(405);
  });

  it("a stranger is told yes or no of the machine's health, and no version", async () => {
    expect(await (await get("/healthz")).json()).toEqual({ ok: true });
    expect(
      await (await fetch(`http://127.0.0.1:${front.port}/healthz`, { headers: { "x-internal-token": TOKEN } })).text(),
    ).not.toContain(process.versions.node);
  });
});

describe("a file is read after permission", () => {
  const bytes = new Uint8Array(2 * 1_048_576);
  const type = "multipart/form-data; boundary=x";
  it("nobody and who may not are refused before it comes; nothing reaches the app", async () => {
    const before = seen.pages.length;
    const asking = (cookie: Record<string, string>) =>
      answerTo(
        head("/watch/import", {
          "Content-Type": type,
          "Content-Length": String(bytes.length),
          Expect: "100-continue",
          ...cookie,
        }),
      );
    expect(await asking({})).toMatch(/^HTTP\/1\.1 401 [\s\S]*请先登录/);
    expect(await asking({ Cookie: "anding=somebody-else-0123456789abcdef" })).toMatch(
      /^HTTP\/1\.1 403 [\s\S]*您的角色不能打开这里/,
    );
    expect(seen.asked.slice(-2)).toEqual(["roster.import /watch/import", "roster.import /watch/import"]);
    expect(seen.pages.length).toBe(before);
  });

  it("who may is told to go on, and the file arrives whole; past its size it is refused all the same", async () => {
    expect(
      await answerTo(
        head("/watch/import", { "Content-Type": type, "Content-Length": "10", Expect: "100-continue", Cookie: CLERK }),
      ),
    ).toMatch(/^HTTP\/1\.1 100 Continue/);
    expect((await post("/watch/import", type, bytes, { cookie: CLERK })).status).toBe(200);
    expect(seen.pages.at(-1)).toEqual({ method: "POST", url: "/watch/import", bytes: bytes.length });
    expect(
      await answerTo(
        head("/watch/import", { "Content-Type": type, "Content-Length": String(21 * 1_048_576), Cookie: CLERK }),
      ),
    ).toMatch(/^HTTP\/1\.1 413/);
    expect(
      await answerTo(head("/watch/import", { "Content-Type": type, "Transfer-Encoding": "chunked", Cookie: CLERK })),
    ).toMatch(/^HTTP\/1\.1 411/);
  });

  it("a long form the same; a short one needs no question", async () => {
    const asked = seen.asked.length;
    expect(
      (await post("/teach/classes/new", "application/x-www-form-urlencoded", `a=${"x".repeat(100_000)}`)).status,
    ).toBe(401);
    expect(
      (
        await post("/teach/classes/new", "application/x-www-form-urlencoded", `a=${"x".repeat(100_000)}`, {
          cookie: CLERK,
        })
      ).status,
    ).toBe(200);
    expect((await post("/teach/classes/new", "application/x-www-form-urlencoded", "a=1")).status).toBe(200);
    expect(seen.asked.length).toBe(asked + 2);
  });
});

describe("who is slow", () => {
  it("holds no place: with 300 bodies that come a byte at a time pages answer at once, and the slow are cut with 408", async () => {
    const slow = Array.from({ length: 300 }, () =>
      connect(front.port, "127.0.0.1")
        .on("error", () => {})
        .resume(),
    );
    for (const socket of slow) socket.write(`${head("/display", { "Content-Length": "1000" })}a`);
    await wait(500);
    for (let turn = 0; turn < 10; turn += 1) expect((await get(`/verify?slow=${turn}`)).status).toBe(200);
    expect((await fetch(`${front.origin}/hot/heartbeat`)).status).toBe(401);
    expect(await answerTo(`${head("/display", { "Content-Length": "1000" })}a`)).toMatch(
      /^HTTP\/1\.1 408 [\s\S]*传得太慢/,
    );
    for (const socket of slow) socket.destroy();
    expect(seen.pages.filter(({ url }) => url === "/display")).toEqual([]);
  }, 60_000);
});

describe("every answer carries the safe headers", () => {
  it.each<[string, () => Promise<string>]>([
    ["a page of the app", () => answerTo(`GET /verify HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`)],
    ["no such file", () => answerTo(`GET /internal/x HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`)],
    ["a seat's answer", () => answerTo(`GET /hot/sitting HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`)],
    ["health", () => answerTo(`GET /healthz HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`)],
    ["too large", () => answerTo(head("/display", { "Content-Length": "99999999" }))],
    ["another method", () => answerTo(`PUT /x HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`)],
    ["a malformed request", () => answerTo("GET / HTTP/1.1\r\nHost: a b\r\n\r\n")],
    ["no request at all", () => answerTo("nonsense\r\n\r\n")],
    [
      "an upgrade",
      () => answerTo(`GET / HTTP/1.1\r\nHost: ${site.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`),
    ],
  ])("%s", async (_name, asked) => {
    const answer = (await asked()).toLowerCase();
    expect(answer).toContain("x-content-type-options: nosniff");
    expect(answer).toMatch(/content-security-policy: default-src 'none';.*frame-ancestors 'none'/);
    expect(answer).toContain("referrer-policy: same-origin");
    expect(answer).toContain("permissions-policy:");
    expect(answer).not.toMatch(/^(server|x-powered-by):/m);
    expect(answer).not.toContain("strict-transport-security");
  });
});
