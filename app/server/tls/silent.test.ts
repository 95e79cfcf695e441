import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Connections } from "../door/connections";
import { LIMITS, outward } from "../door/outward";
import { TlsKeeper } from "./keeper.server";

// A connection to the https port that never becomes one: it is closed and no longer counted, or each would be held for
// good.

let dir: string;
let server: Server;
const connections = new Connections();
const clients: Socket[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "anding-silent-"));
  const keeper = new TlsKeeper({ keyDir: dir, port: 3443, publicHosts: [], interfaces: () => ({}), hostname: "hall" });
  await keeper.refresh(new Date());
  server = createServer({ ...LIMITS, handshakeTimeout: 400, ...keeper.context }, (_request, response) =>
    response.end("ok"),
  );
  outward(server, { handle: (_request, response) => response.end("ok"), connections });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await new Promise((resolve) => server.close(resolve));
  rmSync(dir, { recursive: true, force: true });
});

const held = () =>
  new Promise<number>((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
/** Comes, perhaps says something, and leaves its own end open. */
function come(says: string | null): void {
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: "127.0.0.1", allowHalfOpen: true }, () => says && client.write(says, "latin1"));
  clients.push(client.on("error", () => {}).resume());
}

test.each<[string, string | null]>([
  ["says nothing", null],
  ["begins a handshake and falls silent", "\x16\x03\x01\x02\x00\x01"],
  ["speaks plain http", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"],
])("who %s is shown out after the handshake's time", async (_what, says) => {
  for (let count = 0; count < 40; count += 1) come(says);
  await vi.waitFor(async () => expect(clients.every((client) => !client.connecting)).toBe(true));
  if (says === null) await vi.waitFor(() => expect(connections.size).toBe(40));
  await vi.waitFor(async () => expect([await held(), connections.size]).toEqual([0, 0]), { timeout: 5_000 });
});
