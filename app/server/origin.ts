// A request that changes something must come from a page of this very site: an Origin that is missing, null or
// another's is refused, whatever the content type.

type Headers = Record<string, string | string[] | undefined>;

export function isSameOrigin(headers: Headers, secure: boolean): boolean {
  const origin = headers["origin"];
  const host = headers["host"];
  if (typeof origin !== "string" || typeof host !== "string") return false;
  return origin === `${secure ? "https" : "http"}://${host}`;
}
