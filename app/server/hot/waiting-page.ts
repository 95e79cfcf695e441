import type { IncomingMessage, ServerResponse } from "node:http";
import { sendJson } from "./exchange";

const RETRY_S = 3;
const PAGE = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${RETRY_S}"><title>正在恢复 · 安鼎</title>
<style>body{font:17px/1.75 system-ui,sans-serif;max-width:32em;margin:20vh auto 0;padding:0 1.5em;color:#26221c;background:#faf8f4}
@media (prefers-color-scheme:dark){body{color:#ece7de;background:#1b1916}}</style></head>
<body><main><h1>服务正在恢复</h1><p>页面服务刚刚中断，正在自动重启，一般几秒钟就好。本页每 ${RETRY_S} 秒自动再试一次。</p>
<p>正在考试的，请留在考试页面：答案继续保存，考试记录不受影响。</p></main></body></html>`;

/** What is shown while the app process is away: a page that tries again by itself, or JSON to what asks for data. */
export function sendWaitingPage(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("retry-after", RETRY_S);
  const wantsPage = request.method === "GET" && /text\/html/.test(request.headers.accept ?? "");
  if (!wantsPage) {
    sendJson(response, 503, { error: "unavailable", message: "页面服务正在恢复，没有执行。请稍后再试。" });
    return;
  }
  response.writeHead(503, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  });
  response.end(PAGE);
}
