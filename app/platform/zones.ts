// Which zone each address belongs to, and whether a caller may come in by the way they came. One table for pages, hot
// endpoints and files; a process answers the zones that ZONES names. What is public may be read over plain http, all
// else needs a connection that nobody on the way can read: https, or this very machine.

export const ZONES = ["public", "learn", "exam", "staff"] as const;
export type Zone = (typeof ZONES)[number];

/** First segments of an address → the zones that open it ("every": always answered). The longest match holds. */
const ZONES_OF: Readonly<Record<string, readonly Zone[] | "every">> = {
  "/": ["public"],
  "/drill": ["public", "learn"],
  "/verify": ["public"],
  "/verification": ["public"],
  "/trust": "every",
  "/display": "every",
  "/sign-in": ["learn", "exam"],
  "/sign-in/staff": ["exam", "staff"],
  "/sign-out": ["learn", "exam", "staff"],
  "/activate": ["learn", "exam"],
  "/activate/staff": ["staff"],
  "/setup": ["staff"],
  "/me": ["learn"],
  "/me/account": ["learn", "exam", "staff"],
  "/learn": ["learn"],
  "/exam": ["exam"],
  "/hot": ["exam"],
  "/room": ["exam", "staff"],
  "/centre": ["staff"],
  "/teach": ["staff"],
  "/watch": ["staff"],
  "/hall": ["staff"],
  "/admin": ["staff"],
  // Of the machine, not of a person: health, the route list of the client, files of the build.
  "/healthz": "every",
  "/__manifest": "every",
  "/assets": "every",
  "/engine": "every",
  "/fonts": "every",
  "/favicon.svg": "every",
  "/icon-180.png": "every",
  "/icon-512.png": "every",
  "/site.webmanifest": "every",
  "/sitting-worker.js": "every",
};

/** The zones of an address, null when the table does not know it. */
export function zonesOf(pathname: string): readonly Zone[] | "every" | null {
  const segments = segmentsOf(pathname);
  if (segments.length === 0) return ZONES_OF["/"]!;
  for (let taken = segments.length; taken > 0; taken -= 1) {
    const zones = ZONES_OF[`/${segments.slice(0, taken).join("/")}`];
    if (zones) return zones;
  }
  return null;
}

/** As the router reads an address: decoded, without regard to case or doubled slashes. */
function segmentsOf(pathname: string): string[] {
  let path = pathname;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    // not decodable: compared as it stands
  }
  return path
    .toLowerCase()
    .split(/[/\\]+/)
    .filter(Boolean);
}

/** A browser holds these to be secure without https. */
export function isLoopbackHost(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/^\[|\]$/g, "");
  return name === "localhost" || name.endsWith(".localhost") || name === "::1" || /^127(\.\d{1,3}){3}$/.test(name);
}

export type ZoneAnswer = "open" | "insecure" | "elsewhere";
export interface ZoneCall {
  pathname: string;
  hostname: string;
  https: boolean;
  open: readonly Zone[];
}

/** Whether this process answers the address to a caller who came that way. What the table does not know is nobody's. */
export function zoneAnswer({ pathname, hostname, https, open }: ZoneCall): ZoneAnswer {
  const zones = zonesOf(pathname);
  if (zones === "every") return "open";
  if (open.length < ZONES.length && !zones?.some((zone) => open.includes(zone))) return "elsewhere";
  return https || isLoopbackHost(hostname) || zones?.includes("public") ? "open" : "insecure";
}

/** The same place over https; null when this process serves none. */
export function httpsAddress(url: URL, httpsPort: number): string | null {
  if (httpsPort === 0) return null;
  return `https://${url.hostname}${httpsPort === 443 ? "" : `:${httpsPort}`}${url.pathname}${url.search}`;
}
