import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { framedRequests } from "../support/doors/framed-requests";
import { attack, strays, Victim, watchedApp, type WatchedApp } from "../support/doors/framing-watch";
import { leakyProxy } from "../support/doors/leaky-proxy";
import { attacks, type Attack, type Site } from "../support/doors/misframed";
import { buildFront, freePort, startFront, TOKEN, type FrontProcess } from "../support/front-process";

// One framing of a byte stream: whatever a client sends, each caller is answered on their own request, and the app sees
// no request that nobody framed. A real front, an app that writes down what it sees.

const RUNS = process.env.LONG ? 6_000 : 150;
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_007);

let dir: string;
let front: FrontProcess;
let app: WatchedApp;
let site: Site;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "anding-framing-"));
  const appPort = await freePort();
  app = await watchedApp(appPort);
  front = await startFront({
    dir,
    entry: await buildFront(),
    port: await freePort(),
    internalPort: await freePort(),
    appPort,
  });
  site = { host: `localhost:${front.port}`, origin: `http://localhost:${front.port}` };
});
afterAll(async () => {
  await front.kill("SIGTERM");
  app.server.closeAllConnections();
  app.server.close();
  rmSync(dir, { recursive: true, force: true });
});

/** All that is said on one connection until it closes, or for so long. */
const speak = (text: string, ms = 1_500): Promise<string> =>
  new Promise((resolve) => {
    let answer = "";
    const socket = connect(front.port, "127.0.0.1", () => socket.write(text, "latin1"));
    socket.on("data", (piece) => (answer += piece.toString("latin1"))).on("error", () => {});
    socket.on("close", () => resolve(answer));
    setTimeout(() => socket.destroy(), ms);
  });
const statuses = (answer: string): string[] => [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => match[1]!);
const form = (length: string, body: string, more = "") =>
  `POST /verify HTTP/1.1\r\nHost: ${site.host}\r\nOrigin: ${site.origin}\r\nContent-Type: application/x-www-form-urlencoded\r\n${more}${length}\r\n\r\n${body}`;

describe("what has two readings is refused, and the connection ends with the refusal", () => {
  const inner = () => `GET /verify?smuggled HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`;
  it.each<[string, () => string]>([
    [
      "a GET with a body by length",
      () => `GET /verify HTTP/1.1\r\nHost: ${site.host}\r\nContent-Length: ${inner().length}\r\n\r\n${inner()}`,
    ],
    [
      "a HEAD with a body by length",
      () => `HEAD /verify HTTP/1.1\r\nHost: ${site.host}\r\nContent-Length: ${inner().length}\r\n\r\n${inner()}`,
    ],
    [
      "a GET with a body in pieces",
      () => `GET /verify HTTP/1.1\r\nHost: ${site.host}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner()}`,
    ],
    [
      "length and pieces together",
      () => form("Content-Length: 4\r\nTransfer-Encoding: chunked", `0\r\n\r\n${inner()}`),
    ],
    ["two lengths", () => form("Content-Length: 0\r\nContent-Length: 80", inner())],
    ["a length that is no number", () => form("Content-Length: 0x10", inner())],
    ["a coding that only looks like pieces", () => form("Transfer-Encoding: xchunked", inner())],
    [
      "pieces from HTTP/1.0",
      () => form("Transfer-Encoding: chunked", `0\r\n\r\n${inner()}`).replace("HTTP/1.1", "HTTP/1.0"),
    ],
    ["a header folded over two lines", () => form("Content-Length:\r\n 0", inner())],
    ["a blank before the colon", () => form("Content-Length : 0", inner())],
    ["two hosts", () => `GET /verify HTTP/1.1\r\nHost: ${site.host}\r\nHost: other.test\r\n\r\n${inner()}`],
    ["no host", () => `GET /verify HTTP/1.1\r\n\r\n${inner()}`],
    ["a host that is none", () => `GET /verify HTTP/1.1\r\nHost: a b/c\r\n\r\n${inner()}`],
    [
      "a whole address for a path",
      () => `GET http://other.test/verify HTTP/1.1\r\nHost: ${site.host}\r\n\r\n${inner()}`,
    ],
    ["a tunnel", () => `CONNECT other.test:443 HTTP/1.1\r\nHost: other.test:443\r\n\r\n${inner()}`],
    [
      "another protocol",
      () => `GET /verify HTTP/1.1\r\nHost: ${site.host}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n${inner()}`,
    ],
  ])("%s", async (_name, text) => {
    const before = app.seen.length;
    const answer = await speak(text());
    expect(statuses(answer)).toEqual(["400"]);
    expect(answer).toMatch(/\r\nConnection: close\r\n/i);
    expect(app.seen.slice(before).map((one) => one.target)).toEqual([]);
  });

  it("what is plain goes through: a body by length, in pieces, after being asked to wait, one request after another", async () => {
    const before = app.seen.length;
    const answer = await speak(
      [
        form("Content-Length: 3", "a=1"),
        form("Transfer-Encoding: chunked", "3;x=y\r\na=2\r\n0\r\nX-Trailer: t\r\n\r\n"),
        form("Content-Length: 3", "a=3", "Expect: 100-continue\r\n"),
        `GET /verify?last HTTP/1.1\r\nHost: ${site.host}\r\nConnection: close\r\n\r\n`,
      ].join(""),
    );
    expect(statuses(answer).filter((status) => status !== "100")).toEqual(["200", "200", "200", "200"]);
    const seen = app.seen.slice(before);
    expect(seen.map(({ body }) => body).sort()).toEqual(["", "a=1", "a=2", "a=3"]);
    for (const { headers } of seen)
      for (const name of ["transfer-encoding", "expect", "trailer", "x-trailer", "te"])
        expect(headers[name], name).toBeUndefined();
  });
});

describe("a request of HTTP/1.0", () => {
  it.each(["GET", "POST"])(
    "is the last of its connection, whatever it says: what is sent behind a %s is no request",
    async (method) => {
      const before = app.seen.length;
      const answer = await speak(
        `${method} /verify?first HTTP/1.0\r\nHost: ${site.host}\r\nOrigin: ${site.origin}\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: keep-alive\r\n\r\nGET /verify?inner HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`,
      );
      expect(statuses(answer)).toEqual(["200"]);
      expect(answer).toMatch(/\r\nConnection: close\r\n/i);
      expect(app.seen.slice(before).map((one) => one.target)).toEqual(["/verify?first"]);
    },
  );
});

describe("headers that the front sets cannot be set from outside", () => {
  it("not by name, not by another writing, not by a trailer, and Connection takes none of them away", async () => {
    const before = app.seen.length;
    await speak(
      form(
        "Content-Length: 0",
        "",
        [
          "X-Forwarded-For: 6.6.6.6",
          "x-forwarded-proto: https",
          "X-Forwarded-Host: other.test",
          "Forwarded: for=6.6.6.6;proto=https",
          "X-Real-IP: 6.6.6.6",
          "X-Internal-Token: guess",
          "X-Anding-Signed-In: 1",
          "Connection: close, x-forwarded-for, x-forwarded-proto, x-internal-token, content-length, host",
          "",
        ].join("\r\n"),
      ),
    );
    const { headers } = app.seen.at(before)!;
    expect(headers).toMatchObject({
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      "x-internal-token": TOKEN,
      host: site.host,
      "content-length": "0",
    });
    for (const name of ["forwarded", "x-real-ip", "x-forwarded-host", "x-anding-signed-in"])
      expect(headers[name], name).toBeUndefined();
  });

  it("and what passes between front and app is told to nobody", async () => {
    const answer = await speak(`GET /verify HTTP/1.1\r\nHost: ${site.host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toContain("200 OK");
    expect(answer).not.toContain(TOKEN);
    expect(answer).not.toMatch(/x-internal|x-anding|keep-alive: /i);
  });
});

describe("the oracle of framing", () => {
  it("reads what is plain and stops at what is not", () => {
    expect(
      framedRequests(
        "GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhiGET /c HTTP/1.1\r\nHost: x\r\n\r\n",
      ).map((one) => one.target + one.body),
    ).toEqual(["/a", "/bhi", "/c"]);
    expect(
      framedRequests("POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")[0]!.body,
    ).toBe("hi");
    for (const odd of [
      "Content-Length: +2",
      "Content-Length: 2\r\nContent-Length: 2",
      "Content-Length : 2",
      "Transfer-Encoding: x\r\nContent-Length: 2",
      "A: b\n",
    ])
      expect(framedRequests(`POST /b HTTP/1.1\r\nHost: x\r\n${odd}\r\n\r\nhi`), odd).toEqual([]);
  });
});

interface Target {
  port: number;
  site: Site;
  app: WatchedApp;
}

/** One try: hostile streams beside a victim's calls; what went wrong, or null. */
async function tried(
  { port, site: at, app: { seen } }: Target,
  hostile: Attack[],
  turn: number,
): Promise<string | null> {
  const [victim, from] = [new Victim(port, at), seen.length];
  try {
    const attacking = hostile.map((one) => attack(port, one));
    const wrong = [
      await victim.ask("GET", `/verify?victim=${turn}`),
      await victim.ask("POST", `/verify?victim=${turn}`, `mine=${turn}`),
    ];
    await Promise.all(attacking);
    wrong.push(await victim.ask("GET", `/verify?again=${turn}`));
    const stray = strays(seen.slice(from), [...hostile.map(({ pieces }) => pieces.join("")), ...victim.sent]);
    return wrong.find((one) => one !== null) ?? stray[0] ?? null;
  } finally {
    victim.close();
  }
}

describe("streams that are framed wrongly, beside somebody's calls", () => {
  it(
    `move no byte (${RUNS} runs, seed ${SEED})`,
    async () => {
      const target = { port: front.port, site, app };
      let turn = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(attacks(site), { minLength: 1, maxLength: 3 }), async (hostile) => {
          const wrong = await tried(target, hostile, (turn += 1));
          if (wrong) throw new Error(wrong);
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      );
      expect(turn).toBe(RUNS);
    },
    process.env.LONG ? 900_000 : 60_000,
  );

  it("find the fault of a proxy that leaves a body behind", async () => {
    const [port, appPort] = [await freePort(), await freePort()];
    const watched = await watchedApp(appPort);
    const proxy = await leakyProxy({ port, appPort });
    const at = { host: `localhost:${port}`, origin: `http://localhost:${port}` };
    let found: string | null = null;
    for (let turn = 0; turn < 300 && !found; turn += 1) {
      const [hostile] = fc.sample(fc.array(attacks(at), { minLength: 2, maxLength: 3 }), {
        numRuns: 1,
        seed: SEED + turn,
      });
      found = await tried({ port, site: at, app: watched }, hostile!, turn);
    }
    for (const server of [proxy, watched.server]) {
      server.closeAllConnections();
      server.close();
    }
    expect(found).not.toBeNull();
  }, 60_000);
});
