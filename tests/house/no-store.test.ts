import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { request as ask, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";

// Nothing of a signed-in person is kept by a cache. Every route is asked through the app as it stands behind the front,
// Express, Remix and the rendered page, as a document and as its data: a header that a loader sets is dropped on that
// way.

const folder = join(import.meta.dirname, "../../app/routes");
const files = readdirSync(folder)
  .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
  .sort();
const SECRET = "a-secret-for-tests-alone-0123456789";
/** Named by the hash of their bytes, or the same for everybody: what may be kept, and only by this word. */
const ANYBODYS = [
  "drill.engine.$name.tsx",
  "drill.scene.$hash.tsx",
  "verify.keys.tsx",
  "verification.report[.]json.tsx",
];

const addressOf = (file: string): string => {
  const parts = file
    .replace(/\.tsx?$/, "")
    .replaceAll("[.]", "\u0000")
    .split(".")
    .filter((part) => part !== "_index");
  return `/${parts.map((part) => part.replace(/_$/, "").replace(/^\$.*/, "x").replaceAll("\u0000", ".")).join("/")}`;
};

describe("what the app answers to a signed-in person", () => {
  const dir = mkdtempSync(join(tmpdir(), "anding-no-store-"));
  let server: Server;
  let close: () => Promise<void>;
  let signIn: () => Promise<string>;
  let cookie: string;

  beforeAll(async () => {
    copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
    Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: "0", INTERNAL_TOKEN: SECRET });
    const { db, closeDb } = await import("~/platform/db.server");
    const { newId } = await import("~/platform/ids");
    const { startSession } = await import("~/platform/session.server");
    const { makeApp } = await import("~/server/express-app");
    const { pageHandler } = await import("~/server/page-handler");
    const { remixBuild } = await import("../support/remix-build");
    const { ROLES } = await import("~/people/roles");
    close = closeDb;
    const now = new Date();
    const id = newId(now);
    await db()
      .for("people")
      .account.create({ data: { id, kind: "staff", login: "everybody", createdAt: now } });
    for (const role of Object.keys(ROLES))
      await db()
        .for("people")
        .roleGrant.create({ data: { id: newId(now), accountId: id, role, scopeKind: "any", from: new Date(0) } });
    signIn = async () =>
      (
        await startSession(
          new Request("http://localhost/"),
          { id, kind: "staff" },
          { now: new Date(), secondFactor: true },
        )
      ).split(";")[0]!;
    const app = makeApp({ development: false });
    app.all("*", pageHandler(await remixBuild()));
    server = await new Promise((resolve) => {
      const listening = app.listen(0, "127.0.0.1", () => resolve(listening));
    });
  }, 120_000);
  beforeEach(async () => {
    cookie = await signIn();
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await close();
    rmSync(dir, { recursive: true, force: true });
  });

  const call = (
    path: string,
    { method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
  ) =>
    new Promise<{ status: number; headers: IncomingHttpHeaders }>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      const own = {
        host: "localhost",
        "x-internal-token": SECRET,
        "x-forwarded-for": "10.0.0.1",
        "x-forwarded-proto": "http",
        ...headers,
      };
      ask({ host: "127.0.0.1", port, path, method, agent: false, headers: own }, (answer) => {
        answer.resume().on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
      })
        .on("error", reject)
        .end();
    });

  it.each(files)(
    "%s",
    async (file) => {
      const address = addressOf(file);
      for (const path of [address, `${address === "/" ? "/_root" : address}.data`]) {
        const answer = await call(path, { headers: { cookie } });
        const kept = ANYBODYS.includes(file) && answer.status < 400 && path === address;
        if (kept) expect(answer.headers["cache-control"], path).toMatch(/^public/);
        else expect([answer.headers["cache-control"], path, answer.status]).toEqual(["no-store", path, answer.status]);
        expect(answer.headers["x-internal-token"]).toBeUndefined();
      }
    },
    60_000,
  );

  it("is refused to whoever does not carry the front's secret, and the connection ends", async () => {
    for (const headers of [
      { "x-internal-token": "guess" },
      { "x-internal-token": "" },
      { "x-internal-token": `${SECRET}x` },
    ]) {
      for (const path of ["/", "/healthz", "/admin", "/internal/may?act=roster.import", "/nowhere"]) {
        const answer = await call(path, { headers: { ...headers, cookie, "x-forwarded-proto": "https" } });
        expect([answer.status, answer.headers.connection], path).toEqual([403, "close"]);
      }
    }
  });

  it("tells the front, and nobody else, whether the session was good", async () => {
    expect((await call("/me", { headers: { cookie } })).headers["x-anding-signed-in"]).toBe("1");
    expect((await call("/verify")).headers["x-anding-signed-in"]).toBe("0");
    expect((await call("/verify")).headers["cache-control"]).toBe("no-cache");
  });
});
