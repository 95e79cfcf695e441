import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { boundPieces } from "./pieces";

function body() {
  const heard = { over: 0, bytes: 0 };
  const request = new PassThrough();
  request.on("data", (piece: Buffer) => (heard.bytes += piece.length));
  boundPieces(request as unknown as IncomingMessage, () => (heard.over += 1));
  return { heard, send: (size: number) => request.push(Buffer.alloc(size)) };
}

describe("a body", () => {
  it("in pieces of a byte is given up after some hundred of them, once, and no more is taken in", () => {
    const { heard, send } = body();
    for (let n = 0; n < 60_000; n += 1) send(1);
    expect(heard.over).toBe(1);
    expect(heard.bytes).toBeLessThan(300);
  });
  it("of a slow but honest network passes: segments of 64 bytes and more, and the crumbs between them", () => {
    const { heard, send } = body();
    for (let n = 0; n < 20_000; n += 1) send(64);
    for (let n = 0; n < 200; n += 1) send(1);
    expect(heard).toEqual({ over: 0, bytes: 20_000 * 64 + 200 });
  });
});
