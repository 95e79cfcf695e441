import { get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import compression from "compression";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packed, PACKING } from "./packing";

// A page that is there whole leaves packed in one piece; who takes nothing packed gets it as it is.

const PAGE = Buffer.from("安全生产考试".repeat(2_000));
const LONG = Buffer.from("安全生产考试".repeat(30_000));
let server: Server;

beforeAll(async () => {
  const app = express();
  app.use(compression(PACKING));
  app.get("/small", async (request, response) => {
    response.type("html").set("Content-Length", "2");
    response.end(await packed(Buffer.from("ok"), request, response));
  });
  app.get("/as-is", async (request, response) => {
    response.type("html").set("Cache-Control", "no-transform").set("Content-Length", String(PAGE.length));
    response.end(await packed(PAGE, request, response));
  });
  app.get("/", async (request, response) => {
    response.type("html").set("Content-Length", String(PAGE.length));
    response.end(await packed(PAGE, request, response));
  });
  app.get("/long", async (request, response) => {
    response.type("html").set("Content-Length", String(LONG.length));
    response.end(await packed(LONG, request, response));
  });
  server = await new Promise((resolve) => {
    const listening = app.listen(0, "127.0.0.1", () => resolve(listening));
  });
});
afterAll(() => void server.close());

const ask = (accepts: string | null, { path = "/", method = "GET" } = {}) =>
  new Promise<{ head: IncomingMessage["headers"]; bytes: Buffer }>((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const headers = accepts === null ? {} : { "accept-encoding": accepts };
    get({ port, path, method, headers, agent: false }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () => resolve({ head: answer.headers, bytes: Buffer.concat(pieces) }));
    }).on("error", reject);
  });

describe("a whole page on its way", () => {
  it.each([
    ["gzip", "gzip", gunzipSync],
    ["gzip, deflate, br", "br", brotliDecompressSync],
    ["br;q=0, gzip", "gzip", gunzipSync],
  ])("%s: goes as %s, with the length of what is sent, and says what it depends on", async (accepts, as, unpack) => {
    const { head, bytes } = await ask(accepts);
    expect([head["content-encoding"], head["content-length"], head["transfer-encoding"], head.vary]).toEqual([
      as,
      String(bytes.length),
      undefined,
      "Accept-Encoding",
    ]);
    expect(bytes.length).toBeLessThan(PAGE.length / 10);
    expect(unpack(bytes).equals(PAGE)).toBe(true);
  });

  it.each([
    ["gzip", gunzipSync],
    ["br", brotliDecompressSync],
  ])("a long one, which another thread packs, arrives whole by %s as well", async (accepts, unpack) => {
    const { head, bytes } = await ask(accepts, { path: "/long" });
    expect([head["content-encoding"], head["content-length"]]).toEqual([accepts, String(bytes.length)]);
    expect(unpack(bytes).equals(LONG)).toBe(true);
  });

  it.each([[null], ["identity"], ["gzip;q=0"], ["identity, gzip;q=0.5"], ["zstd"]])(
    "%s: goes as it is",
    async (accepts) => {
      const { head, bytes } = await ask(accepts);
      expect(head["content-encoding"]).toBeUndefined();
      expect(bytes.equals(PAGE)).toBe(true);
      expect(head.vary).toBe("Accept-Encoding");
    },
  );

  it("packs nothing small, nothing that may not be changed, and nothing for a look at the head", async () => {
    expect((await ask("gzip", { path: "/small" })).bytes.toString()).toBe("ok");
    const asIs = await ask("gzip", { path: "/as-is" });
    expect([asIs.head["content-encoding"], asIs.bytes.equals(PAGE)]).toEqual([undefined, true]);
    const head = await ask("gzip", { method: "HEAD" });
    expect([head.head["content-encoding"], head.bytes.length]).toEqual([undefined, 0]);
  });
});
