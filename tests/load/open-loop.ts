import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

// A load client that costs less than the server: plain sockets, requests written as text, answers read by their length
// or piece by piece (chunked); a packed body stays packed. `text` holds one character a byte.

export interface RawAnswer {
  status: number;
  text: string;
  head: string;
}
interface Line {
  socket: Socket;
  buffer: string;
  done: ((answer: RawAnswer) => void) | null;
  failed: ((error: Error) => void) | null;
}

/** Keep-alive connections, one request at a time on each; what finds none free waits its turn. */
export class RawClient {
  readonly #idle: Line[] = [];
  readonly #waiting: ((line: Line) => void)[] = [];
  readonly #lines = new Set<Line>();
  #closed = false;

  static async connect(port: number, connections: number): Promise<RawClient> {
    const client = new RawClient();
    await Promise.all(Array.from({ length: connections }, () => client.#open(port)));
    return client;
  }

  async ask(text: string): Promise<RawAnswer> {
    const line = this.#idle.pop() ?? (await new Promise<Line>((resolve) => this.#waiting.push(resolve)));
    return new Promise((resolve, reject) => {
      line.done = resolve;
      line.failed = reject;
      line.socket.write(text);
    });
  }

  close(): void {
    this.#closed = true;
    for (const { socket } of this.#lines) socket.destroy();
  }

  #open(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      const line: Line = { socket, buffer: "", done: null, failed: null };
      this.#lines.add(line);
      socket.setEncoding("latin1");
      socket.on("connect", () => {
        this.#free(line);
        resolve();
      });
      socket.on("data", (piece: string) => this.#read(line, piece));
      socket.on("error", (error) => (line.failed ?? reject)(error));
      socket.on("close", () => this.#replace(line, port));
    });
  }

  #free(line: Line): void {
    const next = this.#waiting.shift();
    if (next) next(line);
    else this.#idle.push(line);
  }

  /**
   * The server ends a connection that nobody used for long: it is no longer handed out, and another takes its place.
   */
  #replace(line: Line, port: number): void {
    this.#lines.delete(line);
    const at = this.#idle.indexOf(line);
    if (at >= 0) this.#idle.splice(at, 1);
    line.failed?.(new Error("the server closed the connection"));
    if (!this.#closed) void this.#open(port).catch(() => {});
  }

  #read(line: Line, piece: string): void {
    // Said to nobody: a server's word before it ends a connection that never asked.
    if (!line.done) return void line.socket.destroy();
    line.buffer += piece;
    const end = line.buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = line.buffer.slice(0, end);
    const body = /transfer-encoding: chunked/i.test(head)
      ? chunkedBody(line.buffer, end + 4)
      : sizedBody(line.buffer, end + 4, Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0));
    if (!body) return;
    const answer = { status: Number(head.slice(9, 12)), text: body.text, head };
    line.buffer = line.buffer.slice(body.end);
    const { done } = line;
    line.done = line.failed = null;
    this.#free(line);
    done?.(answer);
  }
}

type Body = { text: string; end: number } | null;

const sizedBody = (buffer: string, from: number, length: number): Body =>
  buffer.length < from + length ? null : { text: buffer.slice(from, from + length), end: from + length };

/** The pieces of a chunked body put together; null while its last piece is not there. */
function chunkedBody(buffer: string, from: number): Body {
  let text = "";
  for (let at = from; ;) {
    const line = buffer.indexOf("\r\n", at);
    if (line < 0) return null;
    const size = Number.parseInt(buffer.slice(at, line), 16);
    const end = line + 2 + size + 2;
    if (buffer.length < end) return null;
    if (size === 0) return { text, end };
    text += buffer.slice(line + 2, line + 2 + size);
    at = end;
  }
}

/** `why`: what those that failed were told, and how often. */
export interface LoopFigures {
  asked: number;
  perSecond: number;
  failed: number;
  why: Record<string, number>;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** Sends `rate` a second for so many seconds whatever comes back; a latency runs from when the request was due. */
export async function openLoop({
  rate,
  seconds,
  send,
}: {
  rate: number;
  seconds: number;
  send: () => Promise<void>;
}): Promise<LoopFigures> {
  const total = rate * seconds;
  const latencies: number[] = [];
  const pending: Promise<void>[] = [];
  let failed = 0;
  const why: Record<string, number> = {};
  const fail = (error: unknown) => {
    failed += 1;
    const words = (error instanceof Error ? error.message : String(error)).slice(0, 120);
    why[words] = (why[words] ?? 0) + 1;
  };
  const began = performance.now();
  for (let i = 0; i < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1_000) * rate) + 1);
    for (; i < due; i += 1) {
      const at = began + (i / rate) * 1_000;
      pending.push(send().then(() => void latencies.push(performance.now() - at), fail));
    }
    await wait(1);
  }
  await Promise.all(pending);
  const took = (performance.now() - began) / 1_000;
  return {
    asked: total,
    perSecond: Math.round(latencies.length / took),
    failed,
    why,
    p50Ms: percentile(latencies, 50),
    p95Ms: percentile(latencies, 95),
    p99Ms: percentile(latencies, 99),
    maxMs: percentile(latencies, 100),
  };
}

/** The value below which `p` percent lie, in tenths of a millisecond. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1));
  return Math.round((sorted[at] ?? NaN) * 10) / 10;
}
