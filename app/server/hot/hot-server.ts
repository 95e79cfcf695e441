import type { IncomingMessage, ServerResponse } from "node:http";
import { SeatRefused, type SeatRefusal, type SeatPort } from "~/exam/journal/seat-port.server";
import { NotWritten } from "~/exam/journal/writer.server";
import { DomainError } from "~/platform/errors";
import { log } from "~/platform/log";
import { callerOf } from "../door/caller";
import type { RefusalLog } from "../door/refusal-log.server";
import { isSameOrigin } from "../origin";
import { HttpProblem, sendJson } from "./exchange";
import { HOT_ENDPOINTS, requireHandOverTurn, requireLease } from "./seat-endpoints";
import { SittingRate } from "./sitting-rate";

// Answers the hot endpoints: origin, method, lease, then the one call; every failure has a status, a code and a
// sentence.

const REFUSALS: Partial<Record<SeatRefusal, [status: number, message: string]>> = {
  unknown: [401, "座位凭证无效，请监考员重新安排座位。"],
  "lease-lost": [409, "这场考试已转到另一台设备，本机不再写入。"],
  "not-this-file": [400, "这不是本系统一场考试的交接文件，或者被改过，没有写入。"],
  "not-started": [409, "考试还没有开始，答案没有写入。"],
  "not-gone-on": [409, "考试已重新开放，先在座位上按“继续作答”，答案没有写入。"],
  "not-running": [409, "考试已暂停，现在不能交卷。"],
  "answers-missing": [409, "还有答案没有送到，现在不能交卷。"],
};

/** Seconds after which a seat that was not served now may ask again. */
const RETRY_AFTER: Partial<Record<number, number>> = { 408: 1, 429: 1, 503: 2 };

interface HotOptions {
  seatPort: SeatPort;
  now: () => number;
  refusals: RefusalLog;
}

/** A handler that answers true when the path was its own. */
export function hotHandler({
  seatPort,
  now,
  refusals,
}: HotOptions): (request: IncomingMessage, response: ServerResponse, url: URL) => boolean {
  const rate = new SittingRate();
  const paths = new Set(HOT_ENDPOINTS.map((endpoint) => endpoint.path));
  return (request, response, url) => {
    if (!url.pathname.startsWith("/hot/")) return false;
    const endpoint = HOT_ENDPOINTS.find(({ method, path }) => method === request.method && path === url.pathname);
    const answer = async () => {
      if (!endpoint)
        throw paths.has(url.pathname)
          ? new HttpProblem(405, "method", "不支持的方法。")
          : new HttpProblem(404, "not-found", "没有这个地址。");
      if (endpoint.method === "POST" && !isSameOrigin(request.headers, callerOf(request).https)) {
        throw new HttpProblem(403, "origin", "这个请求不是从本站页面发出的，没有执行。");
      }
      const call = { request, query: url.searchParams, seatPort };
      if (endpoint.policy === "hand-over-file") {
        requireHandOverTurn(callerOf(request).ip, now());
        return endpoint.handle(call);
      }
      const credential = requireLease(request, seatPort, (sittingId) => rate.allows(sittingId, now()));
      return endpoint.handle({ ...call, credential });
    };
    answer().then(
      (value) => sendJson(response, 200, value),
      (error: unknown) => refuse(request, response, { error, refusals }),
    );
    return true;
  };
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { error, refusals }: { error: unknown; refusals: RefusalLog },
): void {
  const { status, code, message } = problemOf(error);
  const missing = error instanceof SeatRefused && error.missing.length > 0 ? { missing: error.missing } : {};
  const path = (request.url ?? "").split("?")[0] ?? "";
  if (status === 500) log.error("hot.failed", error, { path });
  else refusals.note(request, "hot.refused", { path, status, code });
  // What was not read to its end cannot be answered and kept: the connection goes with it.
  if (!request.complete) {
    response.setHeader("connection", "close");
    response.once("finish", () => request.destroy());
  }
  const wait = RETRY_AFTER[status];
  if (wait && !response.headersSent) response.setHeader("retry-after", wait);
  sendJson(response, status, { error: code, message, ...missing });
}

function problemOf(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof HttpProblem) return error;
  if (error instanceof SeatRefused) {
    const [status, message] = REFUSALS[error.code] ?? [409, "现在不能这样做。"];
    return { status, code: error.code, message };
  }
  if (error instanceof NotWritten)
    return { status: 503, code: "not-saved", message: "还没有保存到服务器，本机留有记录，会自动再试。" };
  if (error instanceof DomainError) return { status: error.status, code: error.code, message: error.message };
  return { status: 500, code: "failed", message: "服务器出错，没有写入。" };
}
