import type { IncomingHttpHeaders } from "node:http";
import { sameSecret } from "~/platform/seal.server";

// Front and app prove themselves to each other by a secret that the launcher makes anew at each start and gives to
// both: that a request came from loopback proves nothing.

export const SECRET_HEADER = "x-internal-token";
/** The app's word to the front: whether the caller's session was good. Never passed on. */
export const SIGNED_IN_HEADER = "x-anding-signed-in";

export const carriesSecret = (headers: IncomingHttpHeaders, secret: string): boolean =>
  typeof headers[SECRET_HEADER] === "string" && sameSecret(headers[SECRET_HEADER], secret);
