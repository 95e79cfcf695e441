import { createContext, useContext } from "react";

/** The nonce that this page's own scripts carry; empty in the browser, where React does not compare it. */
export const NonceContext = createContext("");
export const useNonce = (): string => useContext(NonceContext);

/** Nothing runs that this page did not name, nothing is loaded from elsewhere, nobody frames it. */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    // style attributes of React; no style element of others can be injected past the escaping
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    `connect-src 'self'${development ? " ws: wss:" : ""}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
