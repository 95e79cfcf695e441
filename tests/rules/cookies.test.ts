import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

// Every cookie the product sets, from the function that sets it: bound to the host and to https where it came by https,
// read by no script, sent with no other site's form.

const root = join(import.meta.dirname, "../..");
const ask = (https: boolean) =>
  new Request(`${https ? "https://anding.test" : "http://localhost"}/`, {
    headers: https ? { "x-forwarded-proto": "https" } : {},
  });
const makers: Record<string, (request: Request) => Promise<string[]>> = {};
const dir = mkdtempSync(join(tmpdir(), "anding-cookies-"));
let close: () => Promise<void>;

beforeAll(async () => {
  copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
  Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: "0" });
  const { db, closeDb } = await import("~/platform/db.server");
  const { startSession, endSession } = await import("~/platform/session.server");
  const { deviceCookie, newDeviceSecret } = await import("~/people/device.server");
  const { knownCookie } = await import("~/people/known-browser.server");
  const { exchangeToken, droppedToken } = await import("~/people/link-token.server");
  const { serialiseDisplayCookie, DEFAULT_DISPLAY } = await import("~/ui/display-preference");
  close = closeDb;
  await db()
    .for("people")
    .account.create({ data: { id: "a", kind: "staff", login: "a", createdAt: new Date() } });
  Object.assign(makers, {
    session: async (request: Request) => [
      await startSession(request, { id: "a", kind: "staff" }, { now: new Date(), secondFactor: true }),
      await endSession(request),
    ],
    learner: async (request: Request) => [
      await startSession(request, { id: "a", kind: "learner" }, { now: new Date(), secondFactor: false }),
    ],
    device: async (request: Request) => [deviceCookie(request, newDeviceSecret())],
    known: async (request: Request) => [knownCookie(request, "a".repeat(43))],
    link: async (request: Request) =>
      (["slip", "setup", "duty"] as const).flatMap((kind) => [
        ...exchangeToken(request, kind, "abcdefghijklmnop_1234").headers.getSetCookie(),
        droppedToken(request, kind),
      ]),
    display: async (request: Request) => [
      serialiseDisplayCookie(DEFAULT_DISPLAY, { secure: request.url.startsWith("https") }),
    ],
  });
});
afterAll(async () => {
  await close();
  rmSync(dir, { recursive: true, force: true });
});

describe("a cookie", () => {
  it("set over https carries __Host-, Secure, HttpOnly and SameSite=Lax, and names no domain", async () => {
    for (const [name, make] of Object.entries(makers)) {
      for (const cookie of await make(ask(true))) {
        expect(cookie, name).toMatch(/^__Host-[\w-]+=/);
        for (const part of [/; Path=\/(;|$)/, /; Secure(;|$)/i, /; HttpOnly(;|$)/i, /; SameSite=Lax(;|$)/i])
          expect(cookie, name).toMatch(part);
        expect(cookie, name).not.toMatch(/domain=/i);
      }
    }
  });

  it("set on this machine's own http is read by no script and sent with no other site's form", async () => {
    for (const [name, make] of Object.entries(makers)) {
      for (const cookie of await make(ask(false))) {
        expect(cookie, name).toMatch(/; HttpOnly(;|$)/i);
        expect(cookie, name).toMatch(/; SameSite=Lax(;|$)/i);
        expect(cookie, name).not.toMatch(/^__Host-|; Secure/);
      }
    }
  });

  it("lives no longer than what it stands for: staff's session ends with the browser, a learner's after 14 days", async () => {
    const DAYS: Record<string, number> = { session: 0, learner: 14, known: 180, link: 1, display: 366 };
    // What a device is known by opens nothing without its PIN, can be ended, and is kept from one yearly course to the
    // next (decision 055).
    DAYS.device = 400;
    for (const https of [true, false]) {
      for (const [name, make] of Object.entries(makers)) {
        for (const cookie of await make(ask(https))) {
          expect(cookie, name).not.toMatch(/expires=/i);
          expect(Number(/; Max-Age=(\d+)/i.exec(cookie)?.[1] ?? 0), name).toBeLessThanOrEqual(DAYS[name]! * 86_400);
        }
      }
      expect((await makers.session!(ask(https)))[0]).not.toMatch(/max-age/i);
      expect((await makers.learner!(ask(https)))[0]).toContain(`; Max-Age=${14 * 86_400}`);
    }
  });

  it("is made in no other file than these", () => {
    const below = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) =>
        statSync(join(folder, name)).isDirectory() ? below(join(folder, name)) : [join(folder, name)],
      );
    const making = below(join(root, "app"))
      .filter((path) => /\.tsx?$/.test(path) && !/\.test\./.test(path) && /samesite/i.test(readFileSync(path, "utf8")))
      .map((path) => path.slice(root.length + 1).replaceAll("\\", "/"))
      .sort();
    const KNOWN = [
      "app/people/device.server.ts",
      "app/people/known-browser.server.ts",
      "app/people/link-token.server.ts",
      "app/platform/session.server.ts",
      "app/ui/display-preference.ts",
    ];
    expect(making.filter((file) => !KNOWN.includes(file))).toEqual([]);
    // The cookie is all that carries a session: no page's script is told it, no answer repeats it.
    expect(
      below(join(root, "app")).filter(
        (path) =>
          /\.tsx?$/.test(path) &&
          !/\.test\./.test(path) &&
          /document\.cookie|cookieStore/.test(readFileSync(path, "utf8")),
      ),
    ).toEqual([]);
  });
});
