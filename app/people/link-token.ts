// The secret of an activation slip or a set-up link stands behind the #, the part of an address that a browser sends to
// nobody: no log, proxy or Referer holds it. Slips printed earlier carry it in the path and are led to the same place.
// slip: a learner's device · setup: a member of staff · duty: an administrator, from the machine's console.

export type LinkKind = "slip" | "setup" | "duty";

const PAGE = { slip: "/activate", setup: "/activate/staff", duty: "/setup" } as const;
const SHAPE = /^[\w-]{16,64}$/;

/** What a slip's QR code or an administrator's link holds. */
export const linkAddress = (origin: string, kind: LinkKind, token: string): string => `${origin}${PAGE[kind]}#${token}`;

/** A set-up link of a member of staff under each of these addresses. */
export const linksTo = (origins: readonly string[], token: string): string[] =>
  origins.map((origin) => linkAddress(origin, "setup", token));

/** The token behind the # of the page's own address; null when there is none. */
export function tokenOfHash(hash: string): string | null {
  const token = hash.replace(/^#/, "");
  return SHAPE.test(token) ? token : null;
}

export const isLinkToken = (value: unknown): value is string => typeof value === "string" && SHAPE.test(value);
