import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFront, freePort, startFront, type FrontProcess } from "../support/front-process";

// One request, or one connection, that would make the app work or the front hold out of all proportion. A real front,
// an app that counts what reaches it.

let dir: string;
let front: FrontProcess;
let app: Server;
let seen: string[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "anding-hoarding-"));
  mkdirSync(join(dir, "data"), { recursive: true });
  const appPort = await freePort();
  app = createServer((request, response) => {
    if (request.url !== "/healthz") seen.push(`${request.method} ${request.url!}`);
    request.resume().on("end", () => response.end("answer"));
  });
  await new Promise<void>((resolve) => app.listen(appPort, "127.0.0.1", resolve));
  front = await startFront({
    dir,
    entry: await buildFront(),
    port: await freePort(),
    internalPort: await freePort(),
    appPort,
  });
});
afterAll(async () => {
  await front.kill("SIGTERM");
  app.closeAllConnections();
  app.close();
  rmSync(dir, { recursive: true, force: true });
});

/** All that is said on one connection until it closes, or for so long. */
const speak = (text: string, ms = 2_000): Promise<string> =>
  new Promise((resolve) => {
    let answer = "";
    const socket = connect(front.port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (piece) => (answer += piece.toString("utf8"))).on("error", () => {});
    socket.on("close", () => resolve(answer));
    setTimeout(() => socket.destroy(), ms);
  });
const get = (path: string, more = "Connection: close\r\n") =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${front.port}\r\n${more}\r\n`;
const statusesOf = (answer: string): string[] => [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => match[1]!);
const post = (path: string, body: string, type = "application/x-www-form-urlencoded") =>
  fetch(`${front.origin}${path}`, { method: "POST", body, headers: { origin: front.origin, "content-type": type } });

describe("an address", () => {
  it.each<[string, string, string]>([
    ["of thousands of parts", `/${"a/".repeat(7_000)}`, "414"],
    ["of 25 parts", "/a".repeat(25), "414"],
    ["of 25 parts, written otherwise", `/a${"%2fa".repeat(24)}`, "414"],
    ["longer than 2 KB", `/verify?a=${"x".repeat(2_048)}`, "414"],
    ["of a page's links that are none", `/__manifest?version=1&p=${"/a".repeat(13)}`, "414"],
    ["of too many links", `/__manifest?version=1${"&p=/a/a/a".repeat(280)}`, "414"],
    ["that does not decode", "/%zz", "400"],
    ["that is half a letter", "/verify/%e5%ad", "400"],
  ])("%s is refused with a sentence, and the app hears nothing", async (_what, path, status) => {
    seen = [];
    const answer = await speak(get(path));
    expect(statusesOf(answer)).toEqual([status]);
    expect(answer).toMatch(/地址[^\r]*没有执行。$/);
    expect(seen).toEqual([]);
  });

  it("of 24 parts and a long question goes through", async () => {
    seen = [];
    const paths = [
      "/a".repeat(24),
      `/__manifest?version=1${"&p=%2Fwatch%2Fpeople%2F01k9zzzzzzzzzzzzzzzzzzzzzz".repeat(140)}`,
      `/verify?a=${"x".repeat(1_900)}`,
    ];
    for (const path of paths) expect(statusesOf(await speak(get(path)))).toEqual(["200"]);
    expect(seen).toEqual(paths.map((path) => `GET ${path}`));
  });
});

describe("a connection", () => {
  it("that asks more than four things before it has read an answer ends", async () => {
    seen = [];
    const answer = await speak(get("/verify", "").repeat(100), 5_000);
    expect(statusesOf(answer).length).toBeLessThanOrEqual(4);
    await wait(200);
    expect(seen.length).toBeLessThanOrEqual(4);
  });

  it("that asks four at once, and one that asks hundreds one after another, are answered", async () => {
    expect(statusesOf(await speak(get("/verify", "").repeat(3) + get("/verify")))).toEqual([
      "200",
      "200",
      "200",
      "200",
    ]);
    const answers = await new Promise<number>((resolve) => {
      let count = 0;
      const socket = connect(front.port, "127.0.0.1", () => socket.write(get("/healthz", "")));
      socket.on("data", (piece) => {
        if (!piece.toString("utf8").includes("}")) return;
        count += 1;
        if (count === 300) socket.destroy();
        else socket.write(get("/healthz", ""));
      });
      socket.on("close", () => resolve(count)).on("error", () => {});
    });
    expect(answers).toBe(300);
  }, 30_000);
});

describe("headers", () => {
  it("of more than 200 lines are refused, so that none hides behind the others", async () => {
    seen = [];
    const many = (count: number) => `${"a:\r\n".repeat(count)}`;
    for (const count of [201, 2_100, 3_800]) {
      const answer = await speak(get("/verify", `${many(count)}Content-Length: 30\r\n`) + get("/verify?hidden", ""));
      expect(statusesOf(answer), String(count)).toEqual(["431"]);
      expect(answer).toMatch(/\r\nConnection: close\r\n/i);
    }
    expect(seen).toEqual([]);
    expect(statusesOf(await speak(get("/verify", `${many(150)}Connection: close\r\n`)))).toEqual(["200"]);
    expect(statusesOf(await speak(get("/verify", `${many(150)}Content-Length: 30\r\n`)))).toEqual(["400"]);
  });
});

describe("a form", () => {
  it("has as many fields as its address needs; more are refused and the app hears nothing", async () => {
    seen = [];
    for (const path of ["/sign-in", "/sign-in/staff", "/activate/x", "/setup/x", "/verify", "/display", "/nowhere"]) {
      const fields = path === "/display" ? 800 : 8_000;
      const answer = await post(path, "a&".repeat(fields));
      expect([answer.status, await answer.text()], path).toEqual([400, "表单的项数太多，没有执行。"]);
      expect((await post(path, Array.from({ length: 64 }, () => "a=1").join("&"))).status, path).toBe(200);
    }
    expect((await post("/me", "a&".repeat(2_000))).status).toBe(400);
    expect((await post("/me", "a&".repeat(1_999))).status).toBe(200);
    expect((await post("/centre/bank/new", "a&".repeat(20_000))).status).toBe(400);
    expect((await post("/centre/bank/new", "a&".repeat(19_000))).status).toBe(200);
    expect(seen.length).toBe(9);
  });

  it("of a stranger's page is of one type: what comes in parts is not taken apart", async () => {
    for (const path of ["/sign-in", "/verify", "/nowhere"])
      expect((await post(path, "--x\r\nbroken", "multipart/form-data; boundary=x")).status, path).toBe(415);
  });
});

describe("a body in crumbs", () => {
  const crumbs = (path: string, type: string) =>
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${front.port}\r\nOrigin: ${front.origin}\r\n${type}Transfer-Encoding: chunked\r\n\r\n${"1\r\na\r\n".repeat(60_000)}0\r\n\r\n`;
  const FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
  /** Whether the front itself ended the connection within the time. */
  const endedBy = (text: string): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(front.port, "127.0.0.1", () => socket.write(text));
      const late = setTimeout(() => (resolve(false), socket.destroy()), 20_000);
      socket
        .resume()
        .on("error", () => {})
        .on("close", () => (clearTimeout(late), resolve(true)));
    });
  it.each([
    ["that no page reads", "/nope", ""],
    ["of a form", "/verify", FORM],
    ["of a seat's door", "/hot/events", "Content-Type: application/json\r\n"],
    ["that is thrown away", "/healthz", ""],
  ])("%s ends the connection, and the app hears nothing", async (_what, path, type) => {
    seen = [];
    expect(await endedBy(crumbs(path, type))).toBe(true);
    expect(seen).toEqual([]);
  });
  it("in pieces as a network brings them is read", async () => {
    seen = [];
    const pieces = Array.from({ length: 100 }, (_, n) => `40\r\n${`a${n}=`.padEnd(64, "x")}\r\n`).join("");
    const answer = await speak(
      `POST /watch/people HTTP/1.1\r\nHost: 127.0.0.1:${front.port}\r\nOrigin: ${front.origin}\r\nConnection: close\r\n${FORM}Transfer-Encoding: chunked\r\n\r\n${pieces}0\r\n\r\n`,
    );
    expect([statusesOf(answer), seen]).toEqual([["200"], ["POST /watch/people"]]);
  });
});
