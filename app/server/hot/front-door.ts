import type { IncomingMessage, ServerResponse } from "node:http";
import { zoneAnswer, httpsAddress, isLoopbackHost, type Zone } from "~/platform/zones";
import { callerOf } from "../door/caller";
import { sendJson } from "./exchange";

// The first look at a request: which way it came, and whether a hot endpoint may be asked that way. Pages
// are refused by the app (people/guard), in the product's own looks.

export interface FrontDoorOptions {
  open: readonly Zone[];
  httpsPort: number;
  httpsOnly: boolean;
}

/** A handler that answers true when the request went no further. */
export function frontDoor({
  open,
  httpsPort,
  httpsOnly,
}: FrontDoorOptions): (request: IncomingMessage, response: ServerResponse, url: URL) => boolean {
  return (request, response, url) => {
    const { https } = callerOf(request);
    const here = siteOf(request, url);
    const seats = url.pathname.startsWith("/hot/");
    // A page is led on; a program is refused, or what it sends would go readable first each time and nobody would
    // notice.
    if (
      !seats &&
      httpsOnly &&
      httpsPort !== 0 &&
      !https &&
      !isLoopbackHost(here.hostname) &&
      (request.method === "GET" || request.method === "HEAD")
    ) {
      response.writeHead(308, { location: httpsAddress(here, httpsPort)!, "cache-control": "no-store" }).end();
      return true;
    }
    if (!seats) return false;
    const answer = zoneAnswer({ pathname: url.pathname, hostname: here.hostname, https, open });
    if (answer === "open") return false;
    if (answer === "elsewhere")
      sendJson(response, 404, { error: "elsewhere", message: "考试由本单位的另一个地址提供，这里没有写入。" });
    else sendJson(response, 403, { error: "insecure", message: "考试要用 https 地址打开，这里没有写入。" });
    return true;
  };
}

/** The address as the browser wrote it; without a Host header, of nowhere. */
function siteOf(request: IncomingMessage, url: URL): URL {
  const whole = `http://${request.headers.host ?? "invalid"}${url.pathname}${url.search}`;
  return URL.canParse(whole) ? new URL(whole) : new URL("http://invalid/");
}
