import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { freshDatabase } from "../../tests/support/database";
import { makeLeaf, makeRoot } from "~/server/tls/issue.server";
import { scopeFor } from "~/server/tls/scope";
import { audit } from "./audit.server";
import { forwardAudit } from "./audit-forward.server";
import { readEnv } from "./env.server";
import { sendLogTo } from "./log";
import { LogForward, readForward, syslogMessage } from "./log-forward.server";

// A receiver takes messages apart by their length, as RFC 6587 says, and not by what stands in them.
function receiver(): { take: (socket: Socket) => void; got: string[] } {
  const got: string[] = [];
  return {
    got,
    take(socket) {
      let bytes = Buffer.alloc(0);
      socket.on("error", () => {});
      socket.on("data", (piece) => {
        bytes = Buffer.concat([bytes, piece]);
        for (;;) {
          const space = bytes.indexOf(0x20);
          const length = Number(bytes.subarray(0, Math.max(0, space)).toString());
          if (space < 1 || bytes.length < space + 1 + length) return;
          got.push(bytes.subarray(space + 1, space + 1 + length).toString());
          bytes = bytes.subarray(space + 1 + length);
        }
      });
    },
  };
}
const listen = (server: Server, port = 0) =>
  new Promise<number>((resolve) =>
    server.listen(port, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
  );
const line = (event: string, more: object = {}) =>
  `${JSON.stringify({ at: "2026-11-30T08:00:00.000Z", level: "info", event, ...more })}\n`;
const open: { close(): unknown }[] = [];
let t: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  t = await freshDatabase();
});
afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await t.close();
});

test("a line goes out as one syslog message, with its level, its process and its length in bytes", async () => {
  const { take, got } = receiver();
  const server = createServer(take);
  const port = await listen(server);
  const forward = new LogForward(readForward(`tcp://127.0.0.1:${port}`), { process: "front" });
  open.push(forward, server);
  forward.send(line("front.listening", { text: "第一行\n第二行 12 <34>1" }));
  forward.send(line("request.failed", { level: "error" }));
  forward.send(line("audit", { seq: 7 }));
  await vi.waitFor(() => expect(got).toHaveLength(3));
  expect(got[0]).toMatch(
    /^<134>1 2026-11-30T08:00:00\.000Z [\w.-]+ anding-front \d+ front\.listening - \{.*第一行\\n第二行/,
  );
  expect(got[1]).toMatch(/^<131>1 /);
  expect(got[2]).toMatch(/^<110>1 .*"seq":7/);
  expect(syslogMessage(line("x.y"), "app", { host: "h", pid: 1 }).toString()).toBe(
    `115 <134>1 2026-11-30T08:00:00.000Z h anding-app 1 x.y - ${line("x.y").trimEnd()}`,
  );
});

test("while nobody answers lines wait, the oldest give way beyond the bound, and how many is told", async () => {
  const { take, got } = receiver();
  const probe = createServer();
  const port = await listen(probe);
  await new Promise((resolve) => probe.close(resolve));
  const forward = new LogForward(readForward(`tcp://127.0.0.1:${port}`), { process: "app", limit: 3, retryMs: 50 });
  open.push(forward);
  for (let n = 1; n <= 5; n += 1) forward.send(line("n", { n }));
  const server = createServer(take);
  open.push(server);
  await listen(server, port);
  await vi.waitFor(() => expect(got).toHaveLength(4), { timeout: 10_000 });
  expect(got[0]).toContain('"event":"log.forward-dropped","lines":2');
  expect(got.slice(1).map((one) => /"n":(\d)/.exec(one)![1])).toEqual(["3", "4", "5"]);
});

test("by TLS only to whom the root vouches for; without TLS to this machine alone", async () => {
  const now = new Date();
  const root = await makeRoot({ scope: scopeFor({}, { dns: ["localhost"], ip: [] }), title: "log", now });
  const leaf = await makeLeaf({
    root: root.certificate,
    rootKey: root.key,
    names: { dns: ["localhost"], ip: [] },
    now,
  });
  const { take, got } = receiver();
  const server = createTlsServer({ cert: leaf.certificate, key: leaf.key }, take);
  server.on("tlsClientError", () => {});
  const port = await listen(server);
  const ca = join(t.dir, "root.crt");
  writeFileSync(ca, root.certificate);
  const stranger = new LogForward(readForward(`tls://localhost:${port}`), { process: "app", retryMs: 100_000 });
  const known = new LogForward(readForward(`tls://localhost:${port}`, ca), { process: "app" });
  open.push(stranger, known, server);
  stranger.send(line("secret"));
  known.send(line("kept"));
  await vi.waitFor(() => expect(got).toHaveLength(1));
  expect(got[0]).toContain("kept");
  for (const bad of ["udp://127.0.0.1:514", "tcp://log.example:601", "http://127.0.0.1:1", "log.example", "tls://"]) {
    expect(() => readForward(bad), bad).toThrow();
    expect(() => readEnv({ LOG_FORWARD: bad } as unknown as NodeJS.ProcessEnv), bad).toThrow(/LOG_FORWARD/);
  }
});

test("each row of the audit is told once, in order, with the hash that binds it; a row without its hash would not be the same", async () => {
  const told: { event: string; seq: number; act: string; hash: string; outcome: string }[] = [];
  const before = process.env.LOG;
  process.env.LOG = "on";
  sendLogTo((text) => told.push(JSON.parse(text) as (typeof told)[number]));
  const position = join(t.dir, "audit-forwarded");
  for (let n = 0; n < 3; n += 1)
    await audit(t.db, new Date(), { actorId: "a1", act: "sign-in", outcome: n === 1 ? "refused" : "done" });
  expect(await forwardAudit(t.db, position)).toBe(3);
  await audit(t.db, new Date(), { actorId: null, act: "sign-out", outcome: "done" });
  expect(await forwardAudit(t.db, position)).toBe(1);
  expect(await forwardAudit(t.db, position)).toBe(0);
  process.env.LOG = before;
  sendLogTo((text) => void process.stderr.write(text));
  expect(told.map(({ event, seq, outcome }) => `${event} ${seq} ${outcome}`)).toEqual([
    "audit 1 done",
    "audit 2 refused",
    "audit 3 done",
    "audit 4 done",
  ]);
  const rows = await t.db.for("platform").auditRow.findMany({ orderBy: { rowNumber: "asc" } });
  expect(told.map(({ hash }) => hash)).toEqual(rows.map(({ hash }) => hash));
});
