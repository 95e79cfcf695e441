import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { attacks, type Site } from "../support/doors/misframed";

// A client that means harm, bounded in number and time: slow heads and bodies, bodies that are too large, streams that
// are no requests or are framed wrongly, and as many pages as it gets. Loopback alone. On Linux it calls from an
// address of its own.

export interface HostileOptions {
  port: number;
  site: Site;
  seconds: number;
  slow: number;
  flood: number;
  from?: string;
}
export interface HostileFigures {
  slow: number;
  huge: number;
  misframed: number;
  pages: number;
  refused: number;
}

export async function hostile({ port, site, seconds, slow, flood, from }: HostileOptions): Promise<HostileFigures> {
  const until = performance.now() + seconds * 1_000;
  const figures: HostileFigures = { slow: 0, huge: 0, misframed: 0, pages: 0, refused: 0 };
  const open = (): Socket => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true, ...(from ? { localAddress: from } : {}) });
    return socket.on("error", () => {});
  };
  const form = (path: string, length: string) =>
    `POST ${path} HTTP/1.1\r\nHost: ${site.host}\r\nOrigin: ${site.origin}\r\nContent-Type: application/x-www-form-urlencoded\r\n${length}\r\n\r\n`;
  const left = () => performance.now() < until;

  /** A byte now and then, half of them before the head is whole; begun anew when it is cut. */
  const dripping = async (n: number) => {
    while (left()) {
      const socket = open();
      figures.slow += 1;
      socket.resume().write(n % 2 ? form("/display", "Content-Length: 1000") : "GET /verify HTTP/1.1\r\nX-Slow: ");
      while (left() && !socket.destroyed && socket.writable) {
        await wait(1_500);
        socket.write("a");
      }
      socket.destroy();
    }
  };
  const huge = async () => {
    const piece = Buffer.from("a&".repeat(32 * 1_024));
    for (let turn = 0; left(); turn += 1) {
      const socket = open().resume();
      const gone = new Promise((resolve) => socket.once("close", resolve));
      const chunked = turn % 2 === 1;
      socket.write(
        form(
          chunked ? "/verify" : "/display",
          chunked ? "Transfer-Encoding: chunked" : `Content-Length: ${30 * 1_048_576}`,
        ),
      );
      for (let sent = 0; sent < 480 && left() && socket.writable && !socket.destroyed; sent += 1) {
        const flowing = socket.write(
          chunked
            ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")])
            : piece,
        );
        if (!flowing && !socket.destroyed)
          await Promise.race([gone, once(socket, "drain", { signal: AbortSignal.timeout(200) }).catch(() => {})]);
      }
      figures.huge += 1;
      socket.destroy();
      await wait(100);
    }
  };
  const misframed = async () => {
    const streams = fc.sample(attacks(site), { numRuns: 400, seed: 7 });
    for (let turn = 0; left(); turn += 1) {
      const socket = open().resume();
      for (const piece of streams[turn % streams.length]!.pieces) socket.write(piece, "latin1");
      if (turn % 5 === 0)
        socket.write(Buffer.from(Array.from({ length: 200 }, (_, at) => (turn * 31 + at * 17) & 0xff)));
      figures.misframed += 1;
      await wait(20);
      socket.destroy();
    }
  };
  /** One page after another on a kept connection, without looking at it. */
  const flooding = async () => {
    while (left()) {
      const socket = open();
      let heard = Promise.resolve();
      socket.on("data", (piece) => {
        for (const [, status] of piece.toString("latin1").matchAll(/HTTP\/1\.1 (\d{3})/g))
          figures[status === "200" ? "pages" : "refused"] += 1;
      });
      const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
      while (left() && !socket.destroyed) {
        heard = new Promise((resolve) => socket.once("data", () => resolve()));
        socket.write(`GET /verify HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`);
        await Promise.race([heard, closed, wait(2_000)]);
      }
      socket.destroy();
    }
  };
  await Promise.all([
    ...Array.from({ length: slow }, (_, n) => dripping(n)),
    huge(),
    misframed(),
    misframed(),
    ...Array.from({ length: flood }, flooding),
  ]);
  return figures;
}
