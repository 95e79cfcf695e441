import type { ServerResponse } from "node:http";
import { isIP } from "node:net";
import { isLoopbackHost } from "~/platform/zones";

// What stands on every answer, whoever makes it: a page, a file, a seat's answer, an error. A page brings a policy of
// its own with its nonce; nothing else is meant to run or load anything.

export const NOTHING_RUNS = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ALWAYS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "camera=(self), accelerometer=(self), gyroscope=(self), xr-spatial-tracking=(self), microphone=(), geolocation=(), payment=()",
  "content-security-policy": NOTHING_RUNS,
};

/** The policy of an answer that brings none of its own, by its type. */
export function policyOf(type: string): string {
  if (type.startsWith("image/svg")) return `${NOTHING_RUNS}; style-src 'unsafe-inline'`;
  // What the browser shows a document with is part of it.
  return type.startsWith("application/pdf")
    ? `${NOTHING_RUNS}; object-src 'self'; style-src 'unsafe-inline'`
    : NOTHING_RUNS;
}

export interface Way {
  https: boolean;
  host: string | undefined;
  httpsOnly: boolean;
  localAuthority: boolean;
}

export function setSafeHeaders(response: ServerResponse, way: Way): void {
  for (const [name, value] of Object.entries(ALWAYS)) response.setHeader(name, value);
  if (mayHold(way)) response.setHeader("strict-transport-security", "max-age=31536000");
}

/**
 * A browser that is told holds a host to https on all its ports. Said where that breaks nothing: the operator declared
 * it, or the site stands on https's own port with a certificate that everyone trusts. Never for this machine, an
 * address (which a browser would ignore), or the local authority, whose root not everyone has.
 */
export function mayHold({ https, host, httpsOnly, localAuthority }: Way): boolean {
  const [, name = "", port] = /^(.*?)(?::(\d+))?$/.exec(host ?? "") ?? [];
  if (!https || !name || name.startsWith("[") || isIP(name) !== 0 || isLoopbackHost(name)) return false;
  return httpsOnly || (!localAuthority && (port === undefined || port === "443"));
}

/** What the parser could not read has no response object: the words are written by hand. */
export const BAD_REQUEST = [
  "HTTP/1.1 400 Bad Request",
  "Connection: close",
  "Content-Length: 0",
  "Cache-Control: no-store",
  ...Object.entries(ALWAYS).map(([name, value]) => `${name}: ${value}`),
  "",
  "",
].join("\r\n");
