import { randomBytes } from "node:crypto";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { env } from "~/platform/env.server";
import { isSameOrigin } from "./origin";

// What stands before every page: who calls (as the front tells), a nonce, the origin check, the safe headers.

export function makeApp({ development }: { development: boolean }): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", "loopback");
  // Asked by the front, which answers the outside for both.
  app.get("/healthz", (_request, response) => void response.json({ ok: true }));
  app.use((request: Request, response: Response, next: NextFunction) => {
    response.locals = { nonce: randomBytes(16).toString("base64"), ip: request.ip ?? "", development };
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(self), accelerometer=(self), gyroscope=(self), xr-spatial-tracking=(self), microphone=(), geolocation=(), payment=()");
    // Held to a host on all its ports: said only where no page is meant to be read over plain http.
    if (request.secure && env().HTTPS_ONLY === "1") response.setHeader("Strict-Transport-Security", "max-age=31536000");
    next();
  });
  app.use((request, response, next) => {
    const reading = request.method === "GET" || request.method === "HEAD";
    if (reading || isSameOrigin(request.headers, request.secure)) return next();
    response.status(403).type("text/plain; charset=utf-8").send("这个请求不是从本站页面发出的，没有执行。");
  });
  return app;
}
