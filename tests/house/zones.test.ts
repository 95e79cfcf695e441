import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readEnv } from "~/platform/env.server";
import { zoneAnswer, httpsAddress, isLoopbackHost, ZONES, zonesOf, type Zone } from "~/platform/zones";
import { HOT_ENDPOINTS } from "~/server/hot/seat-endpoints";

// Every address belongs to a zone, so that ZONES opens and shuts all of it, and what is not public asks for https.

const root = join(import.meta.dirname, "../..");
const routes = readdirSync(join(root, "app/routes")).filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."));

/** The address a route file serves, with a word for each parameter: `learn.$course._index.tsx` → `/learn/x`. */
function addressOf(file: string): string {
  const escaped = file.replace(/\.tsx?$/, "").replaceAll("[.]", "\u0000");
  const segments = escaped
    .split(".")
    .filter((part) => !part.startsWith("_"))
    .map((part) => part.replace(/_$/, "").replace(/^\$.*/, "x").replaceAll("\u0000", "."));
  return `/${segments.join("/")}`;
}
const call = (pathname: string, more: Partial<Parameters<typeof zoneAnswer>[0]> = {}) =>
  zoneAnswer({ pathname, hostname: "10.1.2.3", https: true, open: ZONES, ...more });

describe("every address stands in the table", () => {
  it.each(routes)("%s", (file) =>
    expect(zonesOf(addressOf(file)), `${addressOf(file)}: add it to ZONES_OF in app/platform/zones.ts`).not.toBeNull(),
  );
  it.each(HOT_ENDPOINTS.map((one) => one.path))("%s", (path) => expect(zonesOf(path)).toEqual(["exam"]));
  it.each(
    ["public", "build/client"]
      .filter((folder) => existsSync(join(root, folder)))
      .flatMap((folder) => readdirSync(join(root, folder))),
  )("/%s", (name) => expect(zonesOf(`/${name}`)).toBe("every"));
  it("and what does not is nobody's", () => {
    expect(zonesOf("/administration")).toBeNull();
    expect(call("/no-such-page", { open: ["public"] })).toBe("elsewhere");
  });
});

describe("a page that is not public names its policy where the door is looked at", () => {
  it.each(
    routes.filter(
      (file) => zonesOf(addressOf(file)) !== "every" && !(zonesOf(addressOf(file)) ?? []).includes("public"),
    ),
  )("%s has a loader or an action", async (file) => {
    const route = (await import(join(root, "app/routes", file))) as Record<string, unknown>;
    expect(route.loader ?? route.action, "without a loader a refused caller would be shown the page").toBeDefined();
  });
});

describe("who comes in, and by which way", () => {
  it.each<[string, Zone[], "open" | "elsewhere"]>([
    ["/", ["public"], "open"],
    ["/drill/office-storey", ["public"], "open"],
    ["/admin", ["public"], "elsewhere"],
    ["/sign-in", ["public"], "elsewhere"],
    ["/me", ["public"], "elsewhere"],
    ["/hot/answers", ["public", "learn"], "elsewhere"],
    ["/exam/seat", ["exam"], "open"],
    ["/hot/answers", ["exam"], "open"],
    ["/room", ["exam"], "open"],
    ["/centre", ["exam"], "elsewhere"],
    ["/", ["staff"], "elsewhere"],
    ["/sign-in/staff", ["staff"], "open"],
    ["/sign-in", ["staff"], "elsewhere"],
    ["/assets/root.js", ["staff"], "open"],
    ["/healthz", ["exam"], "open"],
    ["/trust", ["exam"], "open"],
  ])("%s with ZONES=%s: %s", (path, open, wanted) => expect(call(path, { open })).toBe(wanted));

  it("shows by plain http what is public, and nothing else, unless it is this machine", () => {
    const plain = (path: string, hostname = "10.1.2.3") => call(path, { https: false, hostname });
    for (const path of [
      "/",
      "/drill",
      "/drill/office-storey/play",
      "/verify",
      "/verification",
      "/trust",
      "/display",
      "/assets/x.js",
      "/healthz",
    ])
      expect(plain(path), path).toBe("open");
    for (const path of [
      "/sign-in",
      "/sign-in/staff",
      "/activate/abc",
      "/me",
      "/learn",
      "/exam",
      "/exam/seat",
      "/hot/answers",
      "/room",
      "/centre",
      "/teach",
      "/watch",
      "/hall",
      "/admin",
      "/no-such-page",
    ]) {
      expect(plain(path), path).toBe("insecure");
      expect(plain(path, "localhost"), path).toBe("open");
    }
  });

  it("is not talked round by the writing of an address", () => {
    for (const path of [
      "/ADMIN",
      "/Admin/people",
      "/%61dmin",
      "//admin",
      "/admin//people",
      "/\\admin",
      "/admin/",
      "/me%2Fdata",
    ]) {
      expect(call(path, { https: false }), path).toBe("insecure");
      expect(call(path, { open: ["public"] }), path).toBe("elsewhere");
    }
  });

  it("knows which hosts are this very machine", () => {
    for (const host of ["localhost", "LOCALHOST", "x.localhost", "127.0.0.1", "127.8.9.1", "[::1]", "::1"])
      expect(isLoopbackHost(host), host).toBe(true);
    for (const host of [
      "10.0.0.1",
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "anding.test",
      "[::2]",
      "",
      "1127.0.0.1",
    ])
      expect(isLoopbackHost(host), host).toBe(false);
  });

  it("leads to the same place over https", () => {
    expect(httpsAddress(new URL("http://10.1.2.3:3000/sign-in?next=%2Fme"), 3443)).toBe(
      "https://10.1.2.3:3443/sign-in?next=%2Fme",
    );
    expect(httpsAddress(new URL("http://[fd00::1]/me"), 443)).toBe("https://[fd00::1]/me");
    expect(httpsAddress(new URL("http://10.1.2.3/"), 0)).toBeNull();
  });

  it("reads ZONES in any order, all when empty, and names a word that is no zone", () => {
    expect(readEnv({ NODE_ENV: "test" }).ZONES).toEqual([...ZONES]);
    expect(readEnv({ NODE_ENV: "test", ZONES: "staff, public" }).ZONES).toEqual(["public", "staff"]);
    expect(() => readEnv({ NODE_ENV: "test", ZONES: "public,teach" })).toThrow(/ZONES="public,teach": no zone "teach"/);
    expect(() => readEnv({ NODE_ENV: "test", PUBLIC_HOSTS: "a.cn, b c!" })).toThrow(/PUBLIC_HOSTS/);
  });
});
