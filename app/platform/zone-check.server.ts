import { zoneAnswer, httpsAddress, isLoopbackHost, type Zone } from "./zones";
import { env } from "./env.server";

// The way a request came, as the front tells it, and what is answered to one that came by the wrong zone.

/** What the error page is told: plain http from elsewhere, or an address that another process serves. */
export type ZoneRefusal = { refused: "insecure"; https: string | null } | { refused: "elsewhere"; open: Zone[] };

export const cameByHttps = (request: Request): boolean => request.headers.get("x-forwarded-proto") === "https";

/** Nobody on the way can read what passes: https, or a browser on this very machine. */
export const isConfidential = (request: Request): boolean =>
  cameByHttps(request) || isLoopbackHost(new URL(request.url).hostname);

/** Null when the zone is open; else the refusal and its status. */
export function refusedByZone(request: Request, url: URL): { refusal: ZoneRefusal; status: number } | null {
  const { ZONES: open, HTTPS_PORT } = env();
  const answer = zoneAnswer({ pathname: url.pathname, hostname: url.hostname, https: cameByHttps(request), open });
  if (answer === "open") return null;
  return answer === "insecure"
    ? { refusal: { refused: "insecure", https: httpsAddress(url, HTTPS_PORT) }, status: 403 }
    : { refusal: { refused: "elsewhere", open: [...open] }, status: 404 };
}
