import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFront, freePort, startFront, type FrontProcess } from "../support/front-process";

// What every answer of the front carries and what no answer tells, whoever made it: a page, a file, a seat's door, an
// error.

let dir: string;
let front: FrontProcess;
let app: Server;
let asked: string[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "anding-answers-"));
  const [port, internalPort, appPort, httpsPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  app = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request
      .resume()
      .on("end", () =>
        response
          .writeHead(request.url === "/broken" ? 500 : 200, { "content-type": "text/html; charset=utf-8" })
          .end("<p>页</p>"),
      );
  });
  await new Promise<void>((resolve) => app.listen(appPort, "127.0.0.1", resolve));
  front = await startFront({
    dir,
    entry: await buildFront(),
    port,
    internalPort,
    appPort,
    env: { HTTPS_ONLY: "1", HTTPS_PORT: String(httpsPort), PUBLIC_HOSTS: "anding.test" },
  });
});
afterAll(async () => {
  await front.kill("SIGTERM");
  app.closeAllConnections();
  app.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A front of its own, with all that it says on the console and in the log. */
async function hearFront(port: number, internalPort: number): Promise<{ own: FrontProcess; heard: () => string }> {
  const file = join(dir, "heard.txt");
  const out = openSync(file, "a");
  const own = await startFront({
    dir: join(dir, "second"),
    entry: await buildFront(),
    port,
    internalPort,
    env: { LOG: "on" },
    out,
  });
  closeSync(out);
  return { own, heard: () => readFileSync(file, "utf8") };
}

/** One request as written, and the whole answer. */
const speak = (text: string): Promise<string> => speakTo(front.port, text);
const speakTo = (port: number, text: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (piece) => (answer += piece.toString("utf8"))).on("error", () => {});
    socket.on("close", () => resolve(answer));
    setTimeout(() => socket.destroy(), 2_000);
  });
const say = (line: string, { host = "localhost", more = "" } = {}) =>
  speak(`${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`);
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

const ANSWERS: [what: string, line: string, more?: string][] = [
  ["a page", "GET /"],
  ["a page that failed", "GET /broken"],
  ["a page that there is not", "GET /no-such-page"],
  ["health", "GET /healthz"],
  ["a seat's door without a lease", "GET /hot/sitting"],
  ["a seat's door that there is not", "GET /hot/nothing"],
  ["the inner door from outside", "GET /internal/events"],
  ["a form from elsewhere", "POST /verify", "Content-Length: 0\r\nOrigin: http://evil.test\r\n"],
  ["a method that there is not", "BREW /"],
  ["a request with two readings", "GET /", "Content-Length: 3\r\n"],
  ["an address that is none", "GET http://elsewhere.test/"],
];

describe("every answer", () => {
  it.each(ANSWERS)(
    "%s: is not sniffed, framed by nobody, and tells its address to no other site",
    async (_what, line, more = "") => {
      const head = (await say(line, { more })).split("\r\n\r\n")[0]!;
      expect(statusOf(head)).toBeGreaterThan(199);
      expect(head).toMatch(/\r\nx-content-type-options: nosniff/i);
      expect(head).toMatch(/\r\ncontent-security-policy: [^\r]*frame-ancestors 'none'/i);
      expect(head).toMatch(/\r\nreferrer-policy: (same-origin|no-referrer)/i);
      expect(head).not.toMatch(/\r\n(server|x-powered-by):/i);
    },
  );

  it.each(ANSWERS)(
    "%s: says what it is, with its character set, when it has a body",
    async (_what, line, more = "") => {
      const [head = "", body = ""] = (await say(line, { more })).split("\r\n\r\n");
      if (body !== "")
        expect(head).toMatch(/\r\ncontent-type: (text\/html|text\/plain|application\/json); charset=utf-8/i);
      expect(body).not.toMatch(/\bat .*\.(ts|js):\d+|node_modules|Error:/);
    },
  );
});

describe("a method", () => {
  it("other than reading and posting reaches no page, and nothing of the request comes back", async () => {
    for (const method of ["TRACE", "TRACK", "CONNECT", "PUT", "DELETE", "PATCH", "PROPFIND", "BREW"]) {
      asked = [];
      const answer = await say(`${method} /me`, { more: "Cookie: anding=SECRET\r\nX-Probe: PROBE\r\n" });
      expect([400, 405, 501, Number.NaN], method).toContain(statusOf(answer));
      expect(answer, method).not.toMatch(/SECRET|PROBE/);
      expect(asked, method).toEqual([]);
    }
  });
});

describe("a stranger", () => {
  it("is told by health yes or no, and nothing of versions, folders or processes", async () => {
    const answer = await say("GET /healthz");
    expect(Object.keys(JSON.parse(/\{.*\}/.exec(answer)![0]) as object)).toEqual(["ok"]);
    expect(answer).not.toMatch(/v?\d+\.\d+\.\d+|sqlite|libsql|node\b/i);
  });

  it("finds no description of inner doors and no figures of the machine", async () => {
    for (const path of ["/internal/state", "/internal/health", "/internal/events?after=0", "/internal"]) {
      asked = [];
      const answer = await say(`GET ${path}`);
      if (path !== "/internal") expect(statusOf(answer), path).toBe(404);
      expect(answer, path).not.toMatch(/memory|uptime|versions|journalFailing/);
    }
  });
});

describe("a name that is not this site's", () => {
  it("is answered by no page, no file and no seat's door, whatever it leads to, and is not said again in the answer", async () => {
    for (const path of ["/", "/drill", "/trust", "/healthz", "/hot/sitting", "/fonts/x.woff2"]) {
      asked = [];
      const answer = await say(`GET ${path}`, { host: "rebound.example" });
      expect([statusOf(answer), asked], path).toEqual([421, []]);
      expect(answer, path).toMatch(/没有这个网址/);
      expect(answer, path).not.toMatch(/rebound|PUBLIC_HOSTS/);
    }
    for (const host of ["127.0.0.1.rebound.example", "8.8.8.8", "localhost.rebound.example:3000"])
      expect(statusOf(await say("GET /drill", { host })), host).toBe(421);
  });

  it("is told the operator once on the console, with the setting that lets it in", async () => {
    const [port, internalPort] = [await freePort(), await freePort()];
    const { own, heard } = await hearFront(port, internalPort);
    for (let n = 0; n < 5; n += 1)
      await speakTo(port, `GET / HTTP/1.1\r\nHost: drill.city.example\r\nConnection: close\r\n\r\n`);
    for (let n = 0; n < 60; n += 1)
      await speakTo(port, `GET / HTTP/1.1\r\nHost: made-up-${n}.example\r\nConnection: close\r\n\r\n`);
    await own.kill("SIGTERM");
    const lines = heard()
      .split("\n")
      .filter((line) => line.includes("PUBLIC_HOSTS"));
    expect(lines.filter((line) => line.includes("“drill.city.example”"))).toHaveLength(1);
    expect(lines).toHaveLength(20);
    expect(lines.at(-1)).toContain("不再一个个显示");
    const logged = heard()
      .split("\n")
      .filter((line) => line.startsWith("{") && line.includes('"code":"host"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(logged.map(({ more }) => more)).toEqual([undefined, 64]);
    expect(logged[0]).toMatchObject({
      event: "front.refused",
      status: 421,
      from: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
    });
  });

  it("and this machine's own are: loopback, its addresses, its certificate's, its settings'", async () => {
    const names = [
      `localhost:${front.port}`,
      "127.0.0.1",
      "[::1]",
      "anding.test",
      "10.20.30.40",
      ...Object.values(networkInterfaces())
        .flatMap((list) => list ?? [])
        .map(({ address, family }) => (family === "IPv6" ? `[${address}]` : address)),
    ];
    for (const host of names) expect(statusOf(await say("GET /healthz", { host })), host).not.toBe(421);
  });
});

describe("plain http, where all is https", () => {
  it("leads a page to https, but answers no call of a program by leading it on: a seat's answers would have travelled readable first", async () => {
    const page = await say("GET /drill", { host: "anding.test" });
    expect([statusOf(page), /\r\nlocation: (\S+)/i.exec(page)?.[1]?.startsWith("https://anding.test")]).toEqual([
      308,
      true,
    ]);
    for (const path of ["/hot/sitting", "/hot/heartbeat"]) {
      const call = await say(`GET ${path}`, { host: "anding.test", more: "Authorization: Bearer a.1.b\r\n" });
      expect(statusOf(call), path).toBe(403);
      expect(call, path).not.toMatch(/\r\nlocation:/i);
    }
  });
});
