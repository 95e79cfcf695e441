import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leaseTokenHash, makeLeaseToken, type SeatCredential } from "~/exam/journal/lease";
import { takeLease } from "~/exam/journal/take-lease.server";
import { buildFront, freePort, hot, startFront, TOKEN, type FrontProcess } from "../support/front-process";
import { asked, entry, iso, openBody } from "../support/journal";

// The hot endpoints over HTTP, against the front as it is built: what a seat may do, and what is refused (faults 15,
// 17).

let dir: string;
let front: FrontProcess;
let app: Server;
const seen: { url: string; headers: Record<string, unknown> }[] = [];
const serverOptions = { entry: "", port: 0, internalPort: 0, appPort: 0 };

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "anding-hot-"));
  Object.assign(serverOptions, {
    entry: await buildFront(),
    port: await freePort(),
    internalPort: await freePort(),
    appPort: await freePort(),
  });
  front = await startFront({ dir, ...serverOptions });
});
afterAll(async () => {
  await front.kill("SIGTERM");
  await new Promise((resolve) => (app ? app.close(resolve) : resolve(null)));
  rmSync(dir, { recursive: true, force: true });
});

let count = 0;
async function seated(more: Parameters<typeof openBody>[1] = {}): Promise<SeatCredential & { examId: string }> {
  const n = ++count;
  const [sittingId, examId, token] = [`sitting-${n}`, `exam-${n}`, makeLeaseToken()];
  const result = await front.journal.append({
    events: [
      asked("open", sittingId, openBody(n, { latestEntry: iso(Date.now() + 60_000), ...more }), examId),
      asked("lease", sittingId, { epoch: 1, tokenHash: leaseTokenHash(token), seat: "A1", device: "d" }, examId),
      asked("start", sittingId, { by: "p" }, examId),
    ],
  });
  expect(result.written).toBe(true);
  return { sittingId, epoch: 1, token, examId };
}

describe("a seat", () => {
  test("answers, is told what is durable, resumes after a wipe and hands in", async () => {
    const seat = await seated();
    const { status, body } = await hot(front, "answers", seat, {
      answers: [entry(1, 0, "a"), { seq: 2, item: 0, flag: true, clientAt: iso(Date.now()) }],
    });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { acknowledged: [1, 2], late: [], clash: [], durable: 2, status: "running" },
    });
    expect(body.remainingMs).toBeGreaterThan(59 * 60_000);
    expect((await hot(front, "sitting", seat)).body).toMatchObject({
      sittingId: seat.sittingId,
      answers: [{ item: 0, seq: 1, value: "a" }],
      flags: [0],
      epoch: 1,
      durable: 2,
    });
    const submitted = await hot(front, "submit", seat, { lastSeq: 2 });
    expect(submitted.body).toMatchObject({ receipt: { answered: 1, endedBy: "submit", head: { seq: 6 } } });
    expect((await hot(front, "answers", seat, { answers: [entry(3, 0, "b")] })).body).toMatchObject({
      acknowledged: [],
      late: [3],
      status: "ended",
    });
  });

  test("is told which of its changes are missing when it hands in too early, and when to come again if it asks too often", async () => {
    const seat = await seated();
    await hot(front, "answers", seat, { answers: [entry(1, 0, "a"), entry(3, 1, "b")] });
    expect(await hot(front, "submit", seat, { lastSeq: 4 })).toMatchObject({
      status: 409,
      body: { error: "answers-missing", missing: [2, 4] },
    });
    const { sittingId, epoch, token } = seat;
    const headers = { authorization: `Bearer ${sittingId}.${epoch}.${token}` };
    const many = await Promise.all(
      Array.from({ length: 200 }, () => fetch(`${front.origin}/hot/sitting`, { headers })),
    );
    const refused = many.find(({ status }) => status === 429);
    expect(refused?.headers.get("retry-after")).toBe("1");
  });

  test("granted minutes reach the seat with the next heartbeat, and the board shows it", async () => {
    const seat = await seated();
    await front.journal.append({
      events: [asked("grant", seat.sittingId, { minutes: 7, reason: "technical", by: "u1" }, seat.examId)],
    });
    const { body } = await hot(front, "heartbeat?since=3", seat, { pending: 2, item: 4, visible: false });
    expect(body.notices).toMatchObject([{ kind: "grant", minutes: 7 }]);
    expect(body.remainingMs).toBeGreaterThan(66 * 60_000);
    const [row] = await front.journal.sittings(seat.examId);
    expect(row).toMatchObject({
      sittingId: seat.sittingId,
      pending: 2,
      item: 4,
      visible: false,
      status: "running",
      grantedMinutes: 7,
    });
    expect(row!.silentMs).toBeLessThan(1_000);
    expect((await hot(front, "heartbeat?since=99", seat)).body.notices).toEqual([]);
  });

  test("another device takes over: the old seat is fenced at once, the new one has everything", async () => {
    const old = await seated();
    await hot(front, "answers", old, { answers: [entry(1, 0, "a")] });
    const fresh = await takeLease(front.journal, {
      sittingId: old.sittingId,
      examId: old.examId,
      seat: "B2",
      device: "d2",
    });
    for (const path of ["answers", "submit"]) {
      const { status, body } = await hot(
        front,
        path,
        old,
        path === "answers" ? { answers: [entry(2, 0, "b")] } : { lastSeq: 1 },
      );
      expect({ status, error: body.error }).toEqual({ status: 409, error: "lease-lost" });
    }
    expect((await hot(front, "heartbeat", old)).status).toBe(409);
    expect((await hot(front, "sitting", fresh)).body).toMatchObject({
      seat: "B2",
      epoch: 2,
      answers: [{ item: 0, seq: 1, value: "a" }],
    });
  });

  test("its time is over by the server's clock, with no one asking", async () => {
    const seat = await seated({ durationMs: 1_000 });
    await hot(front, "answers", seat, { answers: [entry(1, 0, "a")] });
    await new Promise((resolve) => setTimeout(resolve, 1_600));
    const [row] = await front.journal.sittings(seat.examId);
    expect(row).toMatchObject({ status: "ended", endedBy: "time" });
    expect(
      (await hot(front, "answers", seat, { answers: [entry(2, 0, "b", { clientAt: "2020-01-01T00:00:00.000Z" })] }))
        .body,
    ).toMatchObject({ late: [2], acknowledged: [] });
  });

  test("no lease, a wrong token, another's sitting: 401 and not a word more", async () => {
    const [seat, other] = [await seated(), await seated()];
    const tries: (SeatCredential | null)[] = [
      null,
      { ...seat, token: makeLeaseToken() },
      { ...seat, sittingId: other.sittingId },
      { ...seat, epoch: 7 },
      { ...seat, sittingId: "nobody" },
    ];
    for (const credential of tries) {
      for (const [path, body] of [
        ["answers", { answers: [entry(1, 0, "a")] }],
        ["sitting", undefined],
        ["heartbeat", undefined],
        ["submit", { lastSeq: 1 }],
      ] as const) {
        const { status, body: answer } = await hot(front, path, credential, body);
        expect({ path, status, error: answer.error }).toEqual({ path, status: 401, error: "unknown" });
      }
    }
    expect((await hot(front, "sitting", other)).body).toMatchObject({ durable: 0, status: "running" });
  });
});

describe("refused at the edge", () => {
  test("a POST from elsewhere, with no origin, a null one, or one that only looks alike", async () => {
    const seat = await seated();
    for (const origin of [
      "https://elsewhere.example",
      "null",
      `${front.origin}.example`,
      front.origin.replace("http", "https"),
      "",
    ]) {
      const { status } = await hot(front, "answers", seat, { answers: [entry(1, 0, "a")] }, { origin });
      expect(status, origin).toBe(403);
    }
  });

  test("text/plain, a form, broken JSON, too much, too many", async () => {
    const seat = await seated();
    const answers = JSON.stringify({ answers: [entry(1, 0, "a")] });
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      expect((await hot(front, "answers", seat, answers, { "content-type": type })).status, type).toBe(415);
    }
    expect((await hot(front, "answers", seat, "{")).status).toBe(400);
    expect((await hot(front, "answers", seat, `{"answers":[],"pad":"${"x".repeat(400_000)}"}`)).status).toBe(413);
    expect((await hot(front, "answers", seat, { answers: [] })).status).toBe(400);
    expect(
      (await hot(front, "answers", seat, { answers: Array.from({ length: 201 }, (_, i) => entry(i + 1, 0, "a")) }))
        .status,
    ).toBe(400);
    expect((await hot(front, "nothing", seat)).status).toBe(404);
    expect((await hot(front, "answers", seat)).status).toBe(405);
  });

  test("forged fields: score, time, epoch, seat, and 300 generated ones, are refused by number or at the door", async () => {
    const seat = await seated();
    const post = (answer: object, more: object = {}) => hot(front, "answers", seat, { answers: [answer], ...more });
    let seq = 0;
    const setAside = async (wrong: object) => {
      seq += 1;
      const { status, body } = await post({ ...entry(seq, 0, "a"), ...wrong });
      expect({ ...body, status }, JSON.stringify(wrong)).toMatchObject({
        status: 200,
        acknowledged: [],
        refused: [{ seq, code: "invalid" }],
      });
    };
    for (const extra of [
      { score: 100 },
      { endsAt: iso(0) },
      { epoch: 2 },
      { at: iso(0) },
      { role: "admin" },
      { __proto__x: 1 },
    ]) {
      await setAside(extra);
      expect((await post(entry(1, 0, "a"), extra)).status).toBe(400);
      expect((await hot(front, "submit", seat, { lastSeq: 0, ...extra })).status).toBe(400);
    }
    for (const number of [-1, 1.5, "1", 2e9])
      expect((await post({ ...entry(1, 0, "a"), seq: number })).status, JSON.stringify(number)).toBe(400);
    for (const wrong of [
      { item: -1 },
      { item: 5_000 },
      { kind: "robot" },
      { value: "有 空格" },
      { value: "339900199001011234" },
      { value: { not: { deep: { er: 1 } } } },
      { value: 1e300 },
    ]) {
      await setAside(wrong);
    }
    // What the device's clock says is evidence: it refuses nothing.
    for (const clientAt of ["yesterday", "+010265-01-01T00:00:00.000Z", "1969-12-31T23:59:59.000Z", 12, null]) {
      seq += 1;
      expect((await post(entry(seq, 1, "a", { clientAt: clientAt as string }))).body.acknowledged).toEqual([seq]);
    }
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), async (junk) => {
        let reply = await post(junk);
        while (reply.status === 429) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          reply = await post(junk);
        }
        expect(reply.status).toBe(400);
      }),
      { numRuns: 300 },
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await hot(front, "sitting", seat)).body).toMatchObject({
      durable: seq,
      status: "running",
      answers: [{ item: 1, seq, value: "a" }],
    });
  });

  test("one sitting that asks without pause is slowed, its neighbour is not", async () => {
    const [wild, calm] = [await seated(), await seated()];
    const statuses = await Promise.all(
      Array.from({ length: 250 }, () => hot(front, "heartbeat", wild).then(({ status }) => status)),
    );
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(50);
    expect((await hot(front, "heartbeat", calm)).status).toBe(200);
  });

  test("the inner door: not from the outer port, not without the secret, not with a stray field", async () => {
    expect((await fetch(`${front.origin}/internal/events?after=0`)).status).toBe(404);
    const inner = `http://127.0.0.1:${serverOptions.internalPort}/internal/`;
    expect((await fetch(`${inner}events?after=0&limit=5`)).status).toBe(401);
    expect((await fetch(`${inner}events?after=0&limit=5`, { headers: { "x-internal-token": "guess" } })).status).toBe(
      401,
    );
    await expect(
      front.journal.append({ events: [{ ...asked("start", "sitting-1", { by: "p" }), at: iso(0) } as never] }),
    ).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("in front of the app", () => {
  test("while the app is away: health says so, pages ask again by themselves, seats go on", async () => {
    const health = await fetch(`${front.origin}/healthz`);
    expect(health.status).toBe(503);
    expect(await health.json()).toEqual({ ok: false, pages: false });
    const inner = await fetch(`http://127.0.0.1:${serverOptions.internalPort}/internal/health`, {
      headers: { "x-internal-token": TOKEN },
    });
    expect(await inner.json()).toMatchObject({
      ok: false,
      journal: "ok",
      app: "away",
      versions: { node: process.versions.node },
    });
    const page = await fetch(`${front.origin}/me`, { headers: { accept: "text/html" } });
    expect({ status: page.status, retry: page.headers.get("retry-after") }).toEqual({ status: 503, retry: "3" });
    expect(await page.text()).toContain("正在恢复");
    expect((await hot(front, "heartbeat", await seated())).status).toBe(200);
  });

  test("once it is there it gets the whole request, and the front's word on who calls", async () => {
    app = createServer((request, response) => {
      seen.push({ url: request.url ?? "", headers: request.headers });
      const pieces: Buffer[] = [];
      request.on("data", (piece: Buffer) => pieces.push(piece));
      request.on("end", () =>
        response
          .setHeader("set-cookie", ["a=1", "b=2"])
          .setHeader("content-type", "text/html")
          .end(`<p>${Buffer.concat(pieces).length}</p>${"页".repeat(2_000)}`),
      );
    });
    await new Promise<void>((resolve) => app.listen(serverOptions.appPort, "127.0.0.1", resolve));
    const response = await fetch(`${front.origin}/me?x=1`, {
      method: "POST",
      body: `a=${"x".repeat(60_000)}`,
      headers: {
        origin: front.origin,
        "content-type": "application/x-www-form-urlencoded",
        "x-forwarded-for": "10.9.9.9",
        "x-forwarded-proto": "https",
        forwarded: "for=10.9.9.9",
        "x-internal-token": "t",
        "x-real-ip": "10.9.9.9",
      },
    });
    expect(await response.text()).toContain("<p>60002</p>");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    const { headers, url } = seen.at(-1)!;
    expect(url).toBe("/me?x=1");
    expect(headers).toMatchObject({
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      host: `127.0.0.1:${front.port}`,
    });
    for (const name of ["forwarded", "x-real-ip"]) expect(headers[name]).toBeUndefined();
    expect(headers["x-internal-token"]).toBe(TOKEN);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await fetch(`${front.origin}/healthz`)).status).toBe(200);
  });

  test("a path that climbs, a body past the limit, and headers that never end go nowhere", async () => {
    for (const path of [
      "/../package.json",
      "/assets/..%2f..%2fpackage.json",
      "/%2e%2e/%2e%2e/package.json",
      "/..\\package.json",
    ]) {
      const raw = await speak(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      expect(raw, path).not.toContain('"anding"');
    }
    const big = await speak(
      `POST /x HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 99999999999\r\n\r\n`,
    );
    expect(big).toMatch(/^HTTP\/1\.1 413/);
    expect(await speak(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"y".repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 4/,
    );
  });
});

test("told to end, the front finishes what it began, and comes back with all of it", async () => {
  const seat = await seated();
  const saves = Promise.allSettled(
    Array.from({ length: 30 }, (_, i) => hot(front, "answers", seat, { answers: [entry(i + 1, i, "a")] })),
  );
  await new Promise((resolve) => setTimeout(resolve, 15));
  await front.kill("SIGTERM");
  const kept = (await saves).flatMap((one) =>
    one.status === "fulfilled" && one.value.status === 200 ? (one.value.body.acknowledged as number[]) : [],
  );
  front = await startFront({ dir, ...serverOptions });
  const { answers } = (await hot(front, "sitting", seat)).body as { answers: { seq: number }[] };
  expect(kept.every((seq) => answers.some((answer) => answer.seq === seq))).toBe(true);
  expect((await front.journal.verify()).ok).toBe(true);
});

test("while the front is away the app is told so in words, and a call made again afterwards adds nothing twice", async () => {
  const seat = await seated();
  const grant = asked("grant", seat.sittingId, { minutes: 3, reason: "technical", by: "u1" }, seat.examId);
  await front.journal.append({ events: [grant] });
  await front.kill("SIGKILL");
  await expect(front.journal.append({ events: [grant] })).rejects.toMatchObject({ code: "unavailable", status: 503 });
  const late = new Promise((resolve) => setTimeout(resolve, 100)).then(() => startFront({ dir, ...serverOptions }));
  const again = front.journal.append({ events: [grant] }).catch(() => null);
  front = await late;
  expect((await again) ?? (await front.journal.append({ events: [grant] }))).toMatchObject({
    written: true,
    outcomes: [{ ok: true, repeated: true }],
  });
  expect((await front.journal.sittings(seat.examId))[0]).toMatchObject({ grantedMinutes: 3 });
});

test("a clock that was set across a restart: running sittings are paused with their time, and the room is asked", async () => {
  const seat = await seated();
  const before = (await hot(front, "heartbeat", seat)).body.remainingMs as number;
  await front.kill("SIGKILL");
  // What the machine remembers of the time stands an hour back, as if the wall clock had been set forward by one.
  const file = join(dir, "data/journal-clock.json");
  const mark = JSON.parse(readFileSync(file, "utf8")) as { journalAt: number };
  writeFileSync(file, JSON.stringify({ ...mark, journalAt: mark.journalAt - 3_600_000 }));
  front = await startFront({ dir, ...serverOptions });
  const { body } = await hot(front, "heartbeat", seat);
  expect(body).toMatchObject({ status: "paused", notices: [{ kind: "pause", code: "clock-step" }] });
  expect(Math.abs((body.remainingMs as number) - before)).toBeLessThan(1_000);
  const { events } = (await front.journal.sitting(seat.sittingId))!;
  expect(events.at(-2)).toMatchObject({ kind: "incident", body: { code: "clock-step" } });
  const act = { reason: "checked", by: "u1" };
  expect((await front.journal.append({ events: [asked("resume", seat.sittingId, act, seat.examId)] })).written).toBe(
    true,
  );
  expect((await hot(front, "answers", seat, { answers: [entry(1, 0, "a")] })).body).toMatchObject({
    acknowledged: [1],
    status: "running",
  });
});

test("a save that waits in a pause is kept and marked", async () => {
  const seat = await seated();
  await front.journal.append({
    events: [asked("pause", seat.sittingId, { reason: "fire-alarm", by: "u1", scope: "room" }, seat.examId)],
  });
  expect((await hot(front, "answers", seat, { answers: [entry(1, 0, "a")] })).body).toMatchObject({
    acknowledged: [1],
    status: "paused",
  });
  expect((await hot(front, "submit", seat, { lastSeq: 0 })).status).toBe(409);
  expect((await front.journal.sittings(seat.examId))[0]).toMatchObject({ answersWhilePaused: 1 });
});

const speak = (text: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = "";
    const socket = connect(front.port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (piece) => (answer += piece.toString("latin1")));
    socket.on("close", () => resolve(answer));
    socket.on("error", () => resolve(answer));
    setTimeout(() => socket.destroy(), 3_000);
  });
