import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { framedRequests } from "./framed-requests";
import type { Attack, Site } from "./misframed";

// What is watched while a stream is moved: an app that writes down each request it sees and answers with its print, and
// victims who check that the print is that of their own request.

export interface Seen {
  method: string;
  target: string;
  body: string;
  headers: Record<string, unknown>;
}
const printOf = (method: string, target: string, body: string): string =>
  createHash("sha256").update(`${method} ${target} ${body}`).digest("hex");

export interface WatchedApp {
  seen: Seen[];
  server: Server;
}

export async function watchedApp(port: number): Promise<WatchedApp> {
  const seen: Seen[] = [];
  const server = createServer({ keepAliveTimeout: 20_000 }, (request, response) => {
    const pieces: Buffer[] = [];
    const [method, target] = [request.method ?? "", request.url ?? ""];
    const answer = () => {
      const body = Buffer.concat(pieces).toString("latin1");
      if (target !== "/healthz") seen.push({ method, target, body, headers: request.headers });
      response.setHeader("x-print", printOf(method, target, body));
      response.end("answer");
    };
    request.on("data", (piece: Buffer) => pieces.push(piece)).on("error", () => {});
    // As the product's app does: who reads a page is answered whatever follows.
    if (method === "GET" || method === "HEAD") answer();
    else request.on("end", answer);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { seen, server };
}

/** What the app saw that no sender framed; `sent` are the streams of all senders. */
export function strays(seen: readonly Seen[], sent: readonly string[]): string[] {
  const framed = new Set(sent.flatMap(framedRequests).map(({ method, target, body }) => `${method} ${target} ${body}`));
  return seen
    .filter(({ method, target, body }) => !framed.has(`${method} ${target} ${body}`))
    .map(({ method, target, body }) => `${method} ${target} ${JSON.stringify(body.slice(0, 80))}`);
}

/** Writes the pieces, hears what comes for a moment, and is gone. */
export async function attack(port: number, { pieces, breaks }: Attack, hearMs = 25): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  let heard = "";
  socket.on("data", (piece) => (heard += piece.toString("latin1"))).on("error", () => {});
  for (const piece of pieces) {
    if (!socket.writable) break;
    socket.write(piece, "latin1");
    await wait(1);
  }
  if (!breaks) await wait(hearMs);
  socket.destroy();
  return heard;
}

/** Somebody else, on a connection of their own that is kept: every answer must be that of their own request. */
export class Victim {
  readonly #socket: Socket;
  readonly sent: string[] = [];
  #heard = "";
  #wake: () => void = () => {};

  constructor(
    port: number,
    readonly site: Site,
  ) {
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (piece) => ((this.#heard += piece.toString("latin1")), this.#wake()));
    this.#socket.on("error", () => this.#wake()).on("close", () => this.#wake());
  }

  /** Null when the answer was the victim's own; else what came instead. */
  async ask(method: "GET" | "POST", target: string, body = ""): Promise<string | null> {
    const { host, origin } = this.site;
    const form =
      method === "POST"
        ? `Origin: ${origin}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n`
        : "";
    const text = `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n${form}\r\n${body}`;
    this.sent.push(text);
    this.#heard = "";
    this.#socket.write(text, "latin1");
    const until = performance.now() + 3_000;
    while (!this.#heard.endsWith("answer") && performance.now() < until && !this.#socket.destroyed) {
      if (/^HTTP\/1\.1 [45]/.test(this.#heard)) break;
      await Promise.race([new Promise<void>((resolve) => (this.#wake = resolve)), wait(50)]);
    }
    return this.#heard.startsWith("HTTP/1.1 200") &&
      this.#heard.toLowerCase().includes(`x-print: ${printOf(method, target, body)}`)
      ? null
      : `${method} ${target} was answered ${JSON.stringify(this.#heard.slice(0, 200))}`;
  }

  close(): void {
    this.#socket.destroy();
  }
}
