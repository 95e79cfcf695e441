import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

// A load client that costs less than the server: plain sockets, requests written as text, answers read by length.

export interface RawAnswer { status: number; text: string }
interface Line { socket: Socket; buffer: string; done: ((answer: RawAnswer) => void) | null; failed: ((error: Error) => void) | null }

/** Keep-alive connections, one request at a time on each; what finds none free waits its turn. */
export class RawClient {
  readonly #idle: Line[] = [];
  readonly #waiting: ((line: Line) => void)[] = [];
  readonly #lines: Line[] = [];

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
    for (const { socket } of this.#lines) socket.destroy();
  }

  #open(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      const line: Line = { socket, buffer: "", done: null, failed: null };
      this.#lines.push(line);
      socket.setEncoding("latin1");
      socket.on("connect", () => {
        this.#idle.push(line);
        resolve();
      });
      socket.on("data", (piece: string) => this.#read(line, piece));
      socket.on("error", (error) => (line.failed ?? reject)(error));
      socket.on("close", () => line.failed?.(new Error("the server closed the connection")));
    });
  }

  #read(line: Line, piece: string): void {
    line.buffer += piece;
    const end = line.buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(line.buffer.slice(0, end))?.[1] ?? 0);
    if (line.buffer.length < end + 4 + length) return;
    const answer = { status: Number(line.buffer.slice(9, 12)), text: line.buffer.slice(end + 4, end + 4 + length) };
    line.buffer = line.buffer.slice(end + 4 + length);
    const { done } = line;
    line.done = line.failed = null;
    const next = this.#waiting.shift();
    if (next) next(line);
    else this.#idle.push(line);
    done?.(answer);
  }
}

export interface LoopFigures { asked: number; savesPerSecond: number; failed: number; p50Ms: number; p95Ms: number; p99Ms: number; maxMs: number }

/** Sends `rate` a second for so many seconds whatever comes back; a latency runs from when the request was due. */
export async function openLoop({ rate, seconds, send }: { rate: number; seconds: number; send: () => Promise<void> }): Promise<LoopFigures> {
  const total = rate * seconds;
  const latencies: number[] = [];
  const pending: Promise<void>[] = [];
  let failed = 0;
  const began = performance.now();
  for (let i = 0; i < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1_000) * rate) + 1);
    for (; i < due; i += 1) {
      const at = began + (i / rate) * 1_000;
      pending.push(send().then(() => void latencies.push(performance.now() - at), () => void (failed += 1)));
    }
    await wait(1);
  }
  await Promise.all(pending);
  const took = (performance.now() - began) / 1_000;
  return {
    asked: total, savesPerSecond: Math.round(latencies.length / took), failed, p50Ms: percentile(latencies, 50), p95Ms: percentile(latencies, 95),
    p99Ms: percentile(latencies, 99), maxMs: percentile(latencies, 100),
  };
}

/** The value below which `p` percent lie, in tenths of a millisecond. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1));
  return Math.round((sorted[at] ?? NaN) * 10) / 10;
}
