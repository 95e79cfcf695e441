import type { IncomingMessage, ServerResponse } from "node:http";
import { HttpProblem } from "../hot/exchange";

const LINGER_MS = 1_000;

/** A refusal that asks the caller to come again. */
export class ComeAgain extends HttpProblem {
  readonly seconds: number;
  constructor(status: 429 | 503, seconds: number, message: string) {
    super(status, status === 429 ? "too-many" : "busy", message);
    this.name = "ComeAgain";
    this.seconds = seconds;
  }
}

/**
 * Says no in one plain sentence. A body that was not read to its end cannot be stepped over: the connection ends with
 * the answer, a moment later, so that a caller who is still sending gets to read it.
 */
export function refuse(request: IncomingMessage, response: ServerResponse, problem: HttpProblem): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const body = Buffer.from(problem.message);
  const unread =
    !request.complete &&
    (request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0);
  if (problem instanceof ComeAgain) response.setHeader("retry-after", problem.seconds);
  if (unread) response.setHeader("connection", "close");
  response.writeHead(problem.status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": body.length,
    "cache-control": "no-store",
  });
  if (!unread) return void response.end(body);
  response.write(body);
  const leave = () => {
    clearTimeout(timer);
    response.end();
    request.destroy();
  };
  const timer = setTimeout(leave, LINGER_MS);
  request.once("close", () => clearTimeout(timer)).once("end", leave);
  request.resume();
}
