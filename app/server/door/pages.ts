import type { IncomingMessage, ServerResponse } from "node:http";
import { log } from "~/platform/log";
import { HttpProblem } from "../hot/exchange";
import { isSameOrigin } from "../origin";
import { callerOf } from "./caller";
import { forwarder, type Passing } from "./forward";
import { isReading, METHODS } from "./framing";
import { KnownSessions } from "./known-sessions";
import { fieldsFault, FREE_BYTES, needOf, typeFault, type Need } from "./needs";
import { permissionAsker } from "./permission";
import type { RefusalLog } from "./refusal-log.server";
import { ComeAgain, refuse } from "./refuse";
import { Turns } from "./turns";
import { Bodies, tooLarge } from "./whole-body";

// What is neither hot nor a file is the app's. Before it is bothered: method, origin, type and size are looked at, a
// large body has its permission, a form is read whole, and the caller's turn has come.

const UPLOADS = 4;
const UPLOADS_EACH = 2;
const SILENT_MS = 20_000;
/** Addresses that seats and invigilators use while an exam runs. */
const KEPT = /^\/(exam|room)(\/|\.data$|$)/i;

export interface PagesOptions {
  port: number;
  secret: string;
  refusals: RefusalLog;
}

export function pagesHandler(
  options: PagesOptions,
): (request: IncomingMessage, response: ServerResponse, url: URL) => void {
  const forward = forwarder(options);
  const permit = permissionAsker(options);
  const [sessions, turns, bodies, uploads] = [new KnownSessions(), new Turns(), new Bodies(), new Uploads()];

  const answer = async (request: IncomingMessage, response: ServerResponse, url: URL) => {
    const session = sessions.of(request, Date.now());
    const key = session ?? callerOf(request).ip;
    const answered = (signedIn: boolean | null) =>
      signedIn ? sessions.remember(request, Date.now()) : signedIn === false && sessions.forget(request);
    const pass = (body: Passing["body"], done: () => void) => {
      response.once("close", done);
      // The app's work is done when its answer begins: who reads slowly holds no place.
      forward(request, response, { body, answered: (signedIn) => (done(), answered(signedIn)) });
    };
    const need = lookAt(request, url);
    if (need?.act && (need.stream || lengthOf(request) > FREE_BYTES)) await permit(request, need.act, url.pathname);
    if (need?.stream) return pass("stream", upload(request, response, uploads.take(key)));
    const read = need && (await readWhole(request, response, bodies, { ...need, key }));
    const left = new AbortController();
    response.once("close", () => response.writableFinished || left.abort());
    try {
      const fault = need && read && fieldsFault(need, request.headers["content-type"], read.body);
      if (fault) throw new HttpProblem(400, "fields", fault);
      const done = await turns.take({ key, kept: session !== null || KEPT.test(url.pathname) }, left.signal);
      if (response.destroyed) done();
      else pass(read?.body ?? null, done);
    } finally {
      read?.free();
    }
  };
  return (request, response, url) => {
    answer(request, response, url).catch((error: unknown) => {
      const problem = error instanceof HttpProblem ? error : new HttpProblem(500, "failed", "服务器出错，没有执行。");
      if (problem.status === 500) log.error("pages.failed", error, { path: url.pathname });
      else
        options.refusals.note(request, "pages.refused", {
          path: url.pathname,
          status: problem.status,
          code: problem.code,
        });
      refuse(request, response, problem);
    });
  };
}

/** What the request's body needs, null when it has none; throws what refuses it before a byte is read. */
function lookAt(request: IncomingMessage, url: URL): Need | null {
  if (isReading(request)) return null;
  if (!METHODS.includes(request.method as "POST")) throw new HttpProblem(405, "method", "不支持的方法。");
  if (!isSameOrigin(request.headers, callerOf(request).https))
    throw new HttpProblem(403, "origin", "这个请求不是从本站页面发出的，没有执行。");
  const need = needOf(url.pathname);
  const fault = typeFault(need, request.headers["content-type"], lengthOf(request) === 0);
  if (fault) throw new HttpProblem(415, "type", fault);
  if (lengthOf(request) > need.bytes && Number.isFinite(lengthOf(request))) throw tooLarge(need.bytes);
  if (need.stream && request.headers["content-length"] === undefined)
    throw new HttpProblem(411, "length", "没有标明文件的大小，没有接收。");
  return need;
}

/** As the request declares it; without end when it comes in pieces. */
const lengthOf = ({ headers }: IncomingMessage): number =>
  headers["transfer-encoding"] !== undefined ? Infinity : Number(headers["content-length"] ?? 0);

function readWhole(request: IncomingMessage, response: ServerResponse, bodies: Bodies, wanted: Need & { key: string }) {
  welcome(request, response);
  // A body in pieces says no length: without a permission it ends where a form does.
  const bytes =
    request.headers["transfer-encoding"] !== undefined && !wanted.act
      ? Math.min(wanted.bytes, FREE_BYTES)
      : wanted.bytes;
  return bodies.read(request, { ...wanted, bytes });
}

/** The caller who asked first is told to go on. */
function welcome(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect !== undefined) response.writeContinue();
}

/** An upload that falls silent is cut; gives what ends it. */
function upload(request: IncomingMessage, response: ServerResponse, free: () => void): () => void {
  const silent = setTimeout(() => request.destroy(), SILENT_MS);
  const stop = () => clearTimeout(silent);
  request.on("data", () => silent.refresh()).pause();
  request.once("end", stop);
  response.once("close", () => (stop(), free()));
  welcome(request, response);
  return stop;
}

/** Few at a time: the app takes each apart in memory. */
class Uploads {
  readonly #byKey = new Map<string, number>();
  #all = 0;

  take(key: string): () => void {
    const mine = this.#byKey.get(key) ?? 0;
    if (this.#all >= UPLOADS || mine >= UPLOADS_EACH)
      throw new ComeAgain(503, 10, "正在接收别的文件，没有上传。请过一会儿再试。");
    this.#byKey.set(key, mine + 1);
    this.#all += 1;
    return () => {
      const left = this.#byKey.get(key)! - 1;
      if (left > 0) this.#byKey.set(key, left);
      else this.#byKey.delete(key);
      this.#all -= 1;
    };
  }
}
