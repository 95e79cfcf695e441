import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { TLSSocket } from "node:tls";
import proxyAddr from "proxy-addr";

// Who calls, and by which way. The connection itself says it; a header says it only where the connection comes from a
// reverse proxy that the operator named (TRUSTED_PROXIES).

export interface Caller {
  ip: string;
  https: boolean;
}

const read = new WeakMap<IncomingMessage, Caller>();
const proxied = new WeakSet<IncomingMessage>();

/** Reads the caller of each request once, before anything else looks at it. */
export function callerReader(trusted: readonly string[]): (request: IncomingMessage) => Caller {
  const trusts = proxyAddr.compile([...trusted]);
  return (request) => {
    const peer = addressOf(request.socket.remoteAddress);
    // Who asks on the proxy's own machine without it says nothing of another.
    const byProxy = isIP(peer) !== 0 && trusts(peer, 0) && bringsWord(request);
    const caller = byProxy
      ? { ip: claimed(request, trusts) ?? peer, https: claimsHttps(request) }
      : { ip: peer, https: encrypted(request) };
    read.set(request, caller);
    if (byProxy) proxied.add(request);
    return caller;
  };
}

export const callerOf = (request: IncomingMessage): Caller =>
  read.get(request) ?? { ip: addressOf(request.socket.remoteAddress), https: encrypted(request) };

/** A reverse proxy of the operator's brought it. */
export const cameByProxy = (request: IncomingMessage): boolean => proxied.has(request);

const bringsWord = ({ headers }: IncomingMessage): boolean =>
  Object.keys(headers).some((name) => /^(x-forwarded-|forwarded$)/.test(name));

const encrypted = (request: IncomingMessage): boolean => (request.socket as Partial<TLSSocket>).encrypted === true;

/** An IPv4 address is the same whether the socket is of version 4 or 6. */
const addressOf = (address: string | undefined): string => (address ?? "").replace(/^::ffff:(?=\d+\.)/i, "");

/** The right-most address that no trusted proxy has; what a proxy wrote that is no address says nothing. */
function claimed(request: IncomingMessage, trusts: (address: string, at: number) => boolean): string | null {
  const address = addressOf(proxyAddr(request, (one, at) => isIP(one) !== 0 && trusts(one, at)));
  return isIP(address) === 0 ? null : address;
}

/** The nearest proxy's word, which it appends or puts in the place of others'. */
function claimsHttps(request: IncomingMessage): boolean {
  const said = String(request.headers["x-forwarded-proto"] ?? "")
    .split(",")
    .at(-1)!
    .trim()
    .toLowerCase();
  return said === "https";
}
