import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { addressFault } from "./address";
import { cacheRule } from "./cache-rule";
import { Connections } from "./connections";
import { framingFault } from "./framing";
import { KnownSessions } from "./known-sessions";
import { FREE_BYTES, needOf, typeFault } from "./needs";
import { mayHold, policyOf } from "./safe-headers";

describe("what caches may keep", () => {
  const rule = (more: Partial<Parameters<typeof cacheRule>[0]>) =>
    cacheRule({ method: "GET", path: "/", cookie: undefined, status: 200, setsCookie: false, said: "", ...more });
  it("is nothing of a signed-in person, whatever the route forgot or said", () => {
    for (const path of ["/", "/me", "/watch/people", "/admin/audit.data", "/drill", "/no-such-page"])
      for (const cookie of ["anding=x", "__Host-anding=x", "a=b; anding-device=y"]) {
        for (const said of ["", "no-cache", "private", "max-age=60"])
          expect(rule({ path, cookie, said }), `${path} ${cookie} ${said}`).toBe("no-store");
      }
  });
  it("is nothing of what is not public, of an error, of a form's answer, of what sets a cookie", () => {
    for (const path of ["/sign-in", "/activate/abc", "/exam/seat", "/nowhere"]) expect(rule({ path })).toBe("no-store");
    expect(rule({ status: 404 })).toBe("no-store");
    expect(rule({ method: "POST", path: "/verify" })).toBe("no-store");
    expect(rule({ setsCookie: true, said: "public, max-age=60" })).toBe("no-store");
    expect(rule({ status: 500, said: "public, max-age=60" })).toBe("no-store");
  });
  it("is what a route calls public, and a resident's public pages are asked for anew", () => {
    expect(rule({ path: "/drill/scene/abc", cookie: "anding=x", said: "public, max-age=31536000, immutable" })).toBe(
      "public, max-age=31536000, immutable",
    );
    expect(rule({ path: "/drill" })).toBe("no-cache");
  });
});

describe("what no page can read is refused before the pages", () => {
  const asked = (host: string | undefined, httpVersion = "1.1") =>
    ({
      method: "GET",
      headers: { ...(host !== undefined && { host }) },
      rawHeaders: host === undefined ? [] : ["Host", host],
      httpVersion,
    }) as Parameters<typeof framingFault>[0];
  it("a host that is none: its port, its digits, its letters", () => {
    for (const host of ["localhost:99999", "localhost:65536", "1.2.3.999", "[1::2::3]", "xn--a"])
      for (const version of ["1.1", "1.0"])
        expect(framingFault(asked(host, version)), `${host} ${version}`).toBe("host");
    for (const host of ["localhost", "localhost:65535", "127.0.0.1:3000", "[::1]:3000", "exam_srv.local.", "10.1.2.3"])
      expect(framingFault(asked(host)), host).toBeNull();
    expect([framingFault(asked(undefined)), framingFault(asked(undefined, "1.0"))]).toEqual(["host", null]);
  });
  it("an address that begins with two slashes, however they are written: it names another site", () => {
    for (const path of ["//", "//verify", "/\\", "/./\\", "/..//", "//?a=1", "/a/..//evil.example"])
      expect(addressFault(path)?.status, path).toBe(400);
    for (const path of ["/", "/verify", "/watch//import", "/?a=//b", "/./verify"])
      expect(addressFault(path), path).toBeNull();
  });
  it("the address of a way of asking that the pages no longer have", () => {
    for (const path of ["/verify?_data=root", "/?_data", "/drill?a=1&%5Fdata=x", "/verify.data?_data=1"])
      expect(addressFault(path)?.status, path).toBe(400);
    for (const path of ["/verify?a=_data", "/verify.data?_routes=root"]) expect(addressFault(path), path).toBeNull();
  });
});

describe("what an address needs", () => {
  it("is read as the router reads it, and little for what the table does not name", () => {
    expect(needOf("/watch/import")).toMatchObject({ act: "roster.import", stream: true });
    for (const same of [
      "/Watch/Import",
      "/watch//import/",
      "/%77atch/import",
      "/watch/import.data",
      "/watch/import/_index.data",
    ])
      expect(needOf(same), same).toBe(needOf("/watch/import"));
    expect(needOf("/watch/imports").bytes).toBe(FREE_BYTES);
    expect(needOf("/verify").bytes).toBeLessThanOrEqual(16 * 1_024);
    expect(needOf("/display").bytes).toBeLessThanOrEqual(2 * 1_024);
    expect(needOf("/nowhere").bytes).toBeLessThanOrEqual(16 * 1_024);
  });
  it("is of its own types", () => {
    expect(typeFault(needOf("/verify"), "application/x-www-form-urlencoded;charset=UTF-8", false)).toBeNull();
    expect(typeFault(needOf("/drill/runs"), "application/json", false)).toBeNull();
    expect(typeFault(needOf("/exam/seat-data"), undefined, true)).toBeNull();
    for (const type of ["application/json", "text/plain", "text/xml", undefined])
      expect(typeFault(needOf("/verify"), type, false)).toMatch(/没有执行/);
    expect(typeFault(needOf("/watch/import"), "application/x-www-form-urlencoded", false)).not.toBeNull();
  });
});

describe("a host is held to https", () => {
  const way = { https: true, host: "anding.example", httpsOnly: false, localAuthority: false };
  it("where that breaks nothing, and nowhere else", () => {
    expect(mayHold(way)).toBe(true);
    expect(mayHold({ ...way, host: "anding.example:443" })).toBe(true);
    expect(mayHold({ ...way, host: "anding.example:3443", httpsOnly: true })).toBe(true);
    for (const not of [
      { https: false },
      { host: "anding.example:3443" },
      { localAuthority: true },
      { host: "localhost", httpsOnly: true },
      { host: "10.0.0.5" },
      { host: "[fd00::1]:443" },
      { host: undefined },
    ])
      expect(mayHold({ ...way, ...not }), JSON.stringify(not)).toBe(false);
  });
  it("and nothing runs in what is no page", () => {
    for (const type of ["application/json", "text/plain", "application/pdf", "image/svg+xml", ""])
      expect(policyOf(type)).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
  });
});

describe("connections", () => {
  let port = 1;
  const connection = (address: string) =>
    Object.assign(new EventEmitter(), {
      remoteAddress: address,
      remotePort: (port += 1),
      localPort: 3000,
      gone: false,
      destroy(this: EventEmitter & { gone: boolean }) {
        this.gone = true;
        this.emit("close");
      },
    });
  it("are given up by the address that holds most, never a seat's and never one that is being answered", () => {
    const connections = new Connections(10);
    const server = new EventEmitter();
    connections.watch(server as never);
    const come = (address: string) => {
      const one = connection(address);
      server.emit("connection", one as unknown as Socket);
      return one;
    };
    const hall = [come("10.0.0.1"), come("10.0.0.1"), come("10.0.0.1")];
    const [seat, asking, ...idle] = Array.from({ length: 6 }, () => come("10.0.0.66"));
    connections.seat({ socket: seat } as unknown as IncomingMessage);
    connections.asked(
      { socket: asking } as unknown as IncomingMessage,
      new EventEmitter() as unknown as ServerResponse,
    );
    expect(connections.isAnswering(asking as unknown as Socket)).toBe(true);
    for (let i = 0; i < 8; i += 1) come("10.0.0.66");
    expect(connections.size).toBe(10);
    expect(hall.some((one) => one.gone)).toBe(false);
    expect([seat!.gone, asking!.gone, ...idle.map((one) => one.gone)]).toEqual([false, false, true, true, true, true]);
  });
});

describe("a connection's open questions", () => {
  it("are at most four; an answer that is through makes room, a keep-alive connection never runs out", () => {
    const [connections, server] = [new Connections(), new EventEmitter()];
    connections.watch(server as never);
    const socket = Object.assign(new EventEmitter(), { remoteAddress: "10.0.0.1", remotePort: 1, localPort: 3000 });
    server.emit("connection", socket);
    const ask = () => {
      const response = new EventEmitter();
      return {
        ok: connections.asked({ socket } as unknown as IncomingMessage, response as unknown as ServerResponse),
        done: () => response.emit("close"),
      };
    };
    for (let turn = 0; turn < 100; turn += 1) {
      const one = ask();
      expect(one.ok).toBe(true);
      one.done();
    }
    const four = [ask(), ask(), ask(), ask()];
    expect(four.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    four[0]!.done();
    expect([ask().ok, ask().ok]).toEqual([true, false]);
  });
});

describe("known sessions", () => {
  const carrying = (cookie: string) => ({ headers: { cookie } }) as IncomingMessage;
  it("are those the app called good, for a while, each by its own cookie", () => {
    const known = new KnownSessions();
    const mine = carrying("a=b; anding=0123456789abcdef0123; c=d");
    expect(known.of(mine, 0)).toBeNull();
    known.remember(mine, 0);
    expect(known.of(mine, 1)).toBeTypeOf("string");
    expect(known.of(carrying("__Host-anding=0123456789abcdef0123"), 1)).toBe(known.of(mine, 1));
    expect(known.of(carrying("anding=0123456789abcdef0124"), 1)).toBeNull();
    expect(known.of(carrying("not-anding=0123456789abcdef0123"), 1)).toBeNull();
    expect(known.of(mine, 16 * 60_000)).toBeNull();
    known.forget(mine);
    expect(known.of(mine, 1)).toBeNull();
  });
});
