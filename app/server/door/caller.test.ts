import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { readEnv } from "~/platform/env.server";
import { callerOf, callerReader, cameByProxy } from "./caller";

const call = (peer: string, headers: Record<string, string> = {}, encrypted = false) =>
  ({
    headers,
    connection: { remoteAddress: peer },
    socket: { remoteAddress: peer, encrypted },
  }) as unknown as IncomingMessage;
const TRUSTED = ["10.0.0.5", "192.168.7.0/24", "fd00::/16"];
const read = callerReader(TRUSTED);

describe("who calls", () => {
  it("is the connection's word, whatever the headers say", () => {
    for (const headers of [
      {} as Record<string, string>,
      { "x-forwarded-for": "6.6.6.6", "x-forwarded-proto": "https", forwarded: "for=6.6.6.6" },
    ]) {
      expect(read(call("203.0.113.9", headers))).toEqual({ ip: "203.0.113.9", https: false });
      expect(callerReader([])(call("127.0.0.1", headers, true))).toEqual({ ip: "127.0.0.1", https: true });
    }
  });

  it("is, behind a trusted proxy, the right-most address that is no proxy's", () => {
    expect(
      read(call("10.0.0.5", { "x-forwarded-for": "6.6.6.6, 198.51.100.7, 192.168.7.3", "x-forwarded-proto": "https" })),
    ).toEqual({ ip: "198.51.100.7", https: true });
    expect(read(call("::ffff:10.0.0.5", { "x-forwarded-for": "198.51.100.7" }))).toEqual({
      ip: "198.51.100.7",
      https: false,
    });
    expect(read(call("fd00::1", { "x-forwarded-for": "2001:db8::9", "x-forwarded-proto": "http, https" }))).toEqual({
      ip: "2001:db8::9",
      https: true,
    });
    expect(read(call("10.0.0.5"))).toEqual({ ip: "10.0.0.5", https: false });
  });

  it("is the proxy itself when what it wrote is no address", () => {
    for (const said of ["unknown", "1.2.3.4.5", "<script>", ""])
      expect(read(call("10.0.0.5", { "x-forwarded-for": said })).ip).toBe("10.0.0.5");
  });

  it("is not https because a caller's own word stands before the proxy's", () => {
    expect(read(call("10.0.0.5", { "x-forwarded-proto": "https, http" })).https).toBe(false);
    // The way between proxy and us says nothing of the way between caller and proxy.
    expect(read(call("10.0.0.5", { "x-forwarded-proto": "http" }, true)).https).toBe(false);
  });

  it("came by a trusted proxy only when it brought a proxy's word: what is asked on the proxy's own machine is nobody's but its own", () => {
    const came = (headers: Record<string, string>) => {
      const request = call("10.0.0.5", headers, true);
      return [read(request).https, cameByProxy(request)];
    };
    expect(came({ host: "evil.example" })).toEqual([true, false]);
    for (const name of ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded"])
      expect(came({ [name]: "198.51.100.7" })).toEqual([false, true]);
    const stranger = call("203.0.113.9", { "x-forwarded-for": "198.51.100.7" });
    read(stranger);
    expect(cameByProxy(stranger)).toBe(false);
  });

  it("is read once and remembered with the request", () => {
    const request = call("10.0.0.5", { "x-forwarded-for": "198.51.100.7" });
    read(request);
    request.headers = {};
    expect(callerOf(request).ip).toBe("198.51.100.7");
  });

  it("TRUSTED_PROXIES takes addresses and networks, and refuses everybody", () => {
    expect(readEnv({ NODE_ENV: "test", TRUSTED_PROXIES: "10.0.0.5, 192.168.7.0/24" }).TRUSTED_PROXIES).toEqual([
      "10.0.0.5",
      "192.168.7.0/24",
    ]);
    expect(readEnv({ NODE_ENV: "test" }).TRUSTED_PROXIES).toEqual([]);
    for (const wrong of ["0.0.0.0/0", "::/0", "proxy.test", "10.0.0.0/33", "10.0.0.5/x"])
      expect(() => readEnv({ NODE_ENV: "test", TRUSTED_PROXIES: wrong }), wrong).toThrow(/TRUSTED_PROXIES/);
  });
});
