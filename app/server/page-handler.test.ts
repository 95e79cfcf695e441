import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequestHandler } from "@remix-run/node";
import express from "express";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { remixBuild } from "../../tests/support/remix-build";

// What the pages' handler answers whatever a route does: no names of files to a stranger.

const dir = mkdtempSync(join(tmpdir(), "anding-pages-"));
let server: Server;
let close: () => Promise<void>;
let origin: string;
/** Of pages whose address is written out in the table, by the files' names. */
let addresses: string[];
const addressOf = (id: string): string[] => {
  const name = id.replace(/^routes\//, "");
  if (id === "root" || name.includes("$")) return [];
  const parts = name.replace(/(^|\.)_index$/, "").split(/\.(?![^[]*\])/);
  return [`/${parts.map((part) => part.replace(/_$/, "").replace(/[[\]]/g, "")).join("/")}`];
};

beforeAll(async () => {
  copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
  Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: "0" });
  const { closeDb } = await import("~/platform/db.server");
  const { pageHandler } = await import("./page-handler");
  const { answerFault } = await import("./page-faults");
  close = closeDb;
  const app = express();
  app.use((_request, response, next) => {
    response.locals = { nonce: "n", ip: "10.0.0.1", development: false };
    next();
  });
  const build = await remixBuild();
  addresses = Object.keys(build.routes).flatMap(addressOf);
  const whole = createRequestHandler(build, "production");
  app.use("/of-the-whole-table", (request, response, next) => {
    const url = `http://${request.get("host")}${request.url}`;
    whole(new Request(url, { headers: { cookie: "" } }), { ...response.locals })
      .then(async (answer) => {
        response.status(answer.status).set("location", answer.headers.get("location") ?? "");
        response.type("html").send(Buffer.from(await answer.arrayBuffer()));
      })
      .catch(next);
  });
  app.all("*", pageHandler(build));
  app.use(answerFault);
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

const post = (path: string, body: string) =>
  fetch(`${origin}${path}`, {
    method: "POST",
    body,
    headers: { origin, "content-type": "application/x-www-form-urlencoded" },
  });

describe("a field or an address of a stranger's choice", () => {
  it.each(["/%01AAAA", "/%00", "/%E4%B8%AD%E6%96%87", "/%C3%A9", "/%0a", "/%ED%A0%80"])(
    "back=%s: leads back, and fails nowhere",
    async (back) => {
      const answer = await fetch(`${origin}/display`, {
        method: "POST",
        redirect: "manual",
        body: `theme=dark&back=${back}`,
        headers: { origin, "content-type": "application/x-www-form-urlencoded" },
      });
      expect([answer.status, answer.headers.get("location")?.startsWith("/")]).toEqual([302, true]);
    },
  );
  it("what a page cannot read is answered in a sentence, and with no stack on the console", async () => {
    const answer = await new Promise<IncomingMessage>(
      (resolve) => void get(`${origin}/verify`, { headers: { host: "localhost:99999" } }, resolve),
    );
    expect([answer.statusCode, Buffer.concat((await answer.toArray()) as Buffer[]).toString()]).toEqual([
      500,
      "服务器出错，没有执行。",
    ]);
  });
});

describe("a form that is sent where none is read", () => {
  it.each(["/admin", "/admin.data", "/verify/keys", "/centre", "/centre.data", "/", "/_root.data"])(
    "%s: is told so, and no name of a file",
    async (path) => {
      const answer = await post(path, "a=1");
      const text = await answer.text();
      expect(text).not.toMatch(/routes\/|did not provide|Error:/);
      expect([answer.status, text]).toEqual([405, "这个地址不收表单，没有执行。"]);
    },
  );
});

describe("an address that is written out in the table", () => {
  it("is answered as by the whole table: the same page, the same way on, and the same routes for what follows", async () => {
    const read = async (path: string) => {
      const answer = await fetch(origin + path, { redirect: "manual" });
      const text = await answer.text();
      return [answer.status, answer.headers.get("location") ?? "", text.replaceAll("/of-the-whole-table", "")];
    };
    expect(addresses.length).toBeGreaterThan(60);
    expect(addresses).toEqual(
      expect.arrayContaining(["/", "/learn/practice", "/verification/report.json", "/me/data"]),
    );
    for (const address of addresses)
      for (const path of [address, address === "/" ? "/_root.data" : `${address}.data`])
        expect([path, ...(await read(path))]).toEqual([path, ...(await read(`/of-the-whole-table${path}`))]);
  });
});
