import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFront, freePort, startFront, type FrontProcess } from "../support/front-process";

// What every answer of the front carries and what no answer tells, whoever made it: a page, a file, a seat's door, an error.

let dir: string;
let front: FrontProcess;
let app: Server;
let asked: string[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "anding-answers-"));
  const [port, internalPort, appPort, httpsPort] = [await freePort(), await freePort(), await freePort(), await freePort()];
  app = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume().on("end", () => response.writeHead(request.url === "/broken" ? 500 : 200, { "content-type": "text/html; charset=utf-8" }).end("<p>页</p>"));
  });
  await new Promise<void>((resolve) => app.listen(appPort, "127.0.0.1", resolve));
  front = await startFront({ dir, entry: await buildFront(), port, internalPort, appPort, env: { HTTPS_ONLY: "1", HTTPS_PORT: String(httpsPort), PUBLIC_HOSTS: "anding.test" } });
});
afterAll(async () => {
  await front.kill("SIGTERM");
  app.closeAllConnections();
  app.close();
  rmSync(dir, { recursive: true, force: true });
});

/** One request as written, and the whole answer. */
const speak = (text: string): Promise<string> => new Promise((resolve) => {
  let answer = "";
  const socket = connect(front.port, "127.0.0.1", () => socket.write(text));
  socket.on("data", (piece) => (answer += piece.toString("utf8"))).on("error", () => {});
  socket.on("close", () => resolve(answer));
  setTimeout(() => socket.destroy(), 2_000);
});
const say = (line: string, { host = "localhost", more = "" } = {}) => speak(`${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`);
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

const ANSWERS: [what: string, line: string, more?: string][] = [
  ["a page", "GET /"], ["a page that failed", "GET /broken"], ["a page that there is not", "GET /no-such-page"], ["health", "GET /healthz"], ["a seat's door without a lease", "GET /hot/sitting"],
  ["a seat's door that there is not", "GET /hot/nothing"], ["the inner door from outside", "GET /internal/events"], ["a form from elsewhere", "POST /verify", "Content-Length: 0\r\nOrigin: http://evil.test\r\n"],
  ["a method that there is not", "BREW /"], ["a request with two readings", "GET /", "Content-Length: 3\r\n"], ["an address that is none", "GET http://elsewhere.test/"],
];

describe("every answer", () => {
  it.each(ANSWERS)("%s: is not sniffed, framed by nobody, and tells its address to no other site", async (_what, line, more = "") => {
    const head = (await say(line, { more })).split("\r\n\r\n")[0]!;
    expect(statusOf(head)).toBeGreaterThan(199);
    expect(head).toMatch(/\r\nx-content-type-options: nosniff/i);
    expect(head).toMatch(/\r\ncontent-security-policy: [^\r]*frame-ancestors 'none'/i);
    expect(head).toMatch(/\r\nreferrer-policy: (same-origin|no-referrer)/i);
    expect(head).not.toMatch(/\r\n(server|x-powered-by):/i);
  });

  it.each(ANSWERS)("%s: says what it is, with its character set, when it has a body", async (_what, line, more = "") => {
    const [head = "", body = ""] = (await say(line, { more })).split("\r\n\r\n");
    if (body !== "") expect(head).toMatch(/\r\ncontent-type: (text\/html|text\/plain|application\/json); charset=utf-8/i);
    expect(body).not.toMatch(/\bat .*\.(ts|js):\d+|node_modules|Error:/);
  });
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

describe("plain http, where all is https", () => {
  it("leads a page to https, but answers no call of a program by leading it on: a seat's answers would have travelled readable first", async () => {
    const page = await say("GET /drill", { host: "anding.test" });
    expect([statusOf(page), /\r\nlocation: (\S+)/i.exec(page)?.[1]?.startsWith("https://anding.test")]).toEqual([308, true]);
    for (const path of ["/hot/sitting", "/hot/heartbeat"]) {
      const call = await say(`GET ${path}`, { host: "anding.test", more: "Authorization: Bearer a.1.b\r\n" });
      expect(statusOf(call), path).toBe(403);
      expect(call, path).not.toMatch(/\r\nlocation:/i);
    }
  });
});
