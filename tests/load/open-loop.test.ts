import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { openLoop, percentile, RawClient } from "./open-loop";

describe("the load client", () => {
  let server: Server;
  let client: RawClient | null = null;
  afterEach(() => {
    client?.close();
    server.closeAllConnections();
    server.close();
  });
  const serve = (keepAliveMs: number) =>
    new Promise<number>((resolve) => {
      server = createServer({ keepAliveTimeout: keepAliveMs }, (_request, response) => void response.end("ok"));
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
  const GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  it("goes on over new connections when the server has ended those that nobody used", async () => {
    client = await RawClient.connect(await serve(1), 4);
    await client.ask(GET);
    await new Promise((resolve) => setTimeout(resolve, 2_500)); // Node looks at idle connections about once a second
    server.closeIdleConnections();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const answers = await Promise.all(Array.from({ length: 8 }, () => client!.ask(GET)));
    expect(answers.map((answer) => answer.text)).toEqual(Array(8).fill("ok"));
  });

  it("takes what a server says on its own for no answer", async () => {
    const taken: string[] = [];
    server = createServer((_request, response) => void response.end("ok"));
    server.on("connection", (socket) => {
      if (taken.push("one") <= 4)
        setTimeout(() => socket.end("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"), 50);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    client = await RawClient.connect((server.address() as { port: number }).port, 4);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const answers = await Promise.all(Array.from({ length: 12 }, () => client!.ask(GET)));
    expect(answers.map((answer) => answer.text)).toEqual(Array(12).fill("ok"));
  });

  it("counts a latency from the instant a request was due, not from when it could be sent", async () => {
    client = await RawClient.connect(await serve(5_000), 1);
    let held: (() => void) | null = null;
    const send = async () => {
      if (!held)
        await new Promise<void>((resolve) => {
          held = resolve;
          setTimeout(resolve, 300);
        });
      await client!.ask(GET);
    };
    const { asked, failed, maxMs } = await openLoop({ rate: 20, seconds: 1, send });
    expect([asked, failed]).toEqual([20, 0]);
    expect(maxMs).toBeGreaterThanOrEqual(290);
  });

  it("reads a percentile as the value below which that share lies", () => {
    expect(percentile([5, 1, 3, 2, 4], 50)).toBe(3);
    expect(percentile([5, 1, 3, 2, 4], 99)).toBe(5);
  });
});
