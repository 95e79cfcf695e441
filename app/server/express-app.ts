import { randomBytes } from "node:crypto";
import compression from "compression";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import onHeaders from "on-headers";
import { env } from "~/platform/env.server";
import { cacheRule } from "./door/cache-rule";
import { carriesSecret, SECRET_HEADER } from "./door/secret";
import { isSameOrigin } from "./origin";
import { PACKING } from "./packing";

// What stands before every page: the front's secret, who calls (as the front tells), a nonce, the origin check, and
// that nothing private is kept by a cache. The safe headers are the front's (door/safe-headers.ts), since it answers
// for all.

export function makeApp({ development }: { development: boolean }): Express {
  const { INTERNAL_TOKEN: secret } = env();
  if (!secret) throw new Error("INTERNAL_TOKEN is not set: the app process is started by the launcher");
  const app = express();
  app.disable("x-powered-by");
  // One hop: the front, which says one address, its own reading.
  app.set("trust proxy", 1);
  app.use((request, response, next) =>
    carriesSecret(request.headers, secret) ? trusted(request, next) : stranger(response),
  );
  // Asked by the front, which answers the outside for both.
  app.get("/healthz", (_request, response) => void response.json({ ok: true }));
  app.use(compression(PACKING));
  app.use((request: Request, response: Response, next: NextFunction) => {
    response.locals = { nonce: randomBytes(16).toString("base64"), ip: request.ip ?? "", development };
    onHeaders(response, () => {
      const rule = cacheRule({
        method: request.method,
        path: request.path,
        cookie: request.headers.cookie,
        status: response.statusCode,
        setsCookie: response.hasHeader("set-cookie"),
        said: String(response.getHeader("cache-control") ?? ""),
      });
      response.setHeader("Cache-Control", rule);
    });
    next();
  });
  app.use((request, response, next) => {
    const reading = request.method === "GET" || request.method === "HEAD";
    if (reading || isSameOrigin(request.headers, request.secure)) return next();
    response.status(403).type("text/plain; charset=utf-8").send("这个请求不是从本站页面发出的，没有执行。");
  });
  return app;
}

/** The secret has said what it is for: no page sees it. */
function trusted(request: Request, next: NextFunction): void {
  delete request.headers[SECRET_HEADER];
  request.rawHeaders = request.rawHeaders.filter((_, at, all) => all[at - (at % 2)]!.toLowerCase() !== SECRET_HEADER);
  next();
}

/** Whoever found this port without being the front: nothing is said, nothing is kept open. */
function stranger(response: Response): void {
  response.status(403).set("Connection", "close").type("text/plain").send("");
}
