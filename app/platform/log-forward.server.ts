import { readFileSync } from "node:fs";
import { connect as connectTcp, type Socket } from "node:net";
import { hostname } from "node:os";
import { connect as connectTls } from "node:tls";
import { isLoopbackHost } from "./zones";

// Log lines to a machine of the operator's own, so that who breaks in here cannot take back what was told there: syslog
// (RFC 5424), each message with its length before it (RFC 6587), over TLS (RFC 5425). Without TLS only to a relay on
// this very machine. While nobody answers, lines wait; past the bound the oldest give way and their number is told.

export interface ForwardTarget {
  secure: boolean;
  host: string;
  port: number;
  ca?: Buffer;
}
export interface ForwardOptions {
  process: string;
  limit?: number;
  retryMs?: number;
}

/** `tls://log.example:6514`, or `tcp://127.0.0.1:601`; throws what is wrong with it. */
export function readForward(text: string, caFile?: string): ForwardTarget {
  const url = URL.canParse(text) ? new URL(text) : null;
  const secure = url?.protocol === "tls:";
  if (!url || !url.hostname || (!secure && url.protocol !== "tcp:"))
    throw new Error("expected tls://host:port, or tcp://127.0.0.1:port");
  if (!secure && !isLoopbackHost(url.hostname)) throw new Error("without TLS only to this machine: tls://host:port");
  return {
    secure,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || (secure ? 6514 : 601)),
    ...(caFile && { ca: readFileSync(caFile) }),
  };
}

const SEVERITY: Record<string, number> = { error: 3, warn: 4, info: 6 };
const LOCAL0 = 16;
const LOG_AUDIT = 13;

/** One log line of JSON as a syslog message; the audit's own go under the facility that is made for it. */
export function syslogMessage(line: string, process: string, { host, pid }: { host: string; pid: number }): Buffer {
  const { at, level, event } = JSON.parse(line) as { at: string; level: string; event: string };
  const priority = (event === "audit" ? LOG_AUDIT : LOCAL0) * 8 + (SEVERITY[level] ?? 6);
  const message = Buffer.from(
    `<${priority}>1 ${at} ${host} anding-${process} ${pid} ${event.slice(0, 32)} - ${line.trimEnd()}`,
  );
  return Buffer.concat([Buffer.from(`${message.byteLength} `), message]);
}

export class LogForward {
  readonly #target: ForwardTarget;
  readonly #options: Required<ForwardOptions>;
  readonly #waiting: Buffer[] = [];
  #socket: Socket | null = null;
  #ready = false;
  #dropped = 0;
  #closed = false;

  constructor(target: ForwardTarget, options: ForwardOptions) {
    this.#target = target;
    this.#options = { limit: 10_000, retryMs: 5_000, ...options };
    this.#connect();
  }

  send(line: string): void {
    if (this.#waiting.length >= this.#options.limit) {
      this.#waiting.shift();
      this.#dropped += 1;
    }
    this.#waiting.push(this.#message(line));
    this.#pump();
  }

  close(): void {
    this.#closed = true;
    this.#socket?.end();
  }

  #message(line: string): Buffer {
    return syslogMessage(line, this.#options.process, {
      host: hostname().replace(/[^\w.-]/g, "-") || "-",
      pid: process.pid,
    });
  }

  #connect(): void {
    if (this.#closed) return;
    const { secure, host, port, ca } = this.#target;
    const socket = secure
      ? connectTls({ host, port, ...(ca && { ca }), minVersion: "TLSv1.2" })
      : connectTcp({ host, port });
    this.#socket = socket;
    socket.unref(); // a log must not keep a process that wants to end
    socket.once(secure ? "secureConnect" : "connect", () => {
      this.#ready = true;
      if (this.#dropped > 0) {
        const lost = JSON.stringify({
          at: new Date().toISOString(),
          level: "warn",
          event: "log.forward-dropped",
          lines: this.#dropped,
        });
        this.#dropped = 0;
        this.#waiting.unshift(this.#message(lost));
      }
      this.#pump();
    });
    socket.on("drain", () => this.#pump());
    socket.on("error", () => {}); // said by "close"
    socket.once("close", () => {
      this.#ready = false;
      setTimeout(() => this.#connect(), this.#options.retryMs).unref();
    });
  }

  #pump(): void {
    while (this.#ready && this.#socket && !this.#socket.writableNeedDrain) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#socket.write(next);
    }
  }
}
