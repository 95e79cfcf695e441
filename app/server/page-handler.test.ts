import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { remixBuild } from "../../tests/support/remix-build";

// What the pages' handler answers whatever a route does: no names of files to a stranger.

const dir = mkdtempSync(join(tmpdir(), "anding-pages-"));
let server: Server;
let close: () => Promise<void>;
let origin: string;

beforeAll(async () => {
  copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
  Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: "0" });
  const { closeDb } = await import("~/platform/db.server");
  const { pageHandler } = await import("./page-handler");
  close = closeDb;
  const app = express();
  app.use((_request, response, next) => {
    response.locals = { nonce: "n", ip: "10.0.0.1", development: false };
    next();
  });
  app.all("*", pageHandler(await remixBuild()));
  server = await new Promise((resolve) => {
    const listening = app.listen(0, "127.0.0.1", () => resolve(listening));
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 120_000);
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await close();
  rmSync(dir, { recursive: true, force: true });
});

const post = (path: string, body: string) => fetch(`${origin}${path}`, { method: "POST", body, headers: { origin, "content-type": "application/x-www-form-urlencoded" } });

describe("a form that is sent where none is read", () => {
  it.each(["/admin", "/admin.data", "/verify/keys", "/centre", "/centre.data", "/", "/_root.data"])("%s: is told so, and no name of a file", async (path) => {
    const answer = await post(path, "a=1");
    const text = await answer.text();
    expect(text).not.toMatch(/routes\/|did not provide|Error:/);
    expect([answer.status, text]).toEqual([405, "这个地址不收表单，没有执行。"]);
  });
});
