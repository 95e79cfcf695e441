import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seededHouse } from "../support/seeded-house";
import { setAccountDisabled } from "~/people/accounts.server";
import { readActor } from "~/people/actor.server";
import { sha256 } from "~/platform/hash.server";
import { endAllSessions, endSession, readSession, startSession } from "~/platform/session.server";

// A session is a random word that the server knows by its hash: fresh at each sign-in, over when idle, over at its end,
// over when left, over when the account is shut. The cookie alone decides nothing.

const at = seededHouse({ demo: "0", now: new Date() });

const ask = (cookie = "", https = false) =>
  new Request("http://localhost/watch", {
    headers: { ...(cookie && { cookie }), ...(https && { "x-forwarded-proto": "https" }) },
  });
const staff = () => ({ id: at.seeded.staff.clerk.accountId, kind: "staff" as const });
const begin = async (request = ask(), account: { id: string; kind: "staff" | "learner" } = staff()) =>
  startSession(request, account, { now: new Date(), secondFactor: account.kind === "staff" });
const pair = (cookie: string): string => cookie.split(";")[0]!;
const idOf = (cookie: string): string => pair(cookie).split("=")[1]!;
const rowOf = (cookie: string) => at.db.for("platform").session.findUnique({ where: { id: sha256(idOf(cookie)) } });
const change = (cookie: string, data: { expiresAt?: Date; absoluteEndsAt?: Date }) =>
  at.db.for("platform").session.update({ where: { id: sha256(idOf(cookie)) }, data });
const alive = async (cookie: string): Promise<boolean> => (await readSession(ask(pair(cookie)), new Date())) !== null;

describe("a session", () => {
  it("has an id of its own at each sign-in, of more than 128 random bits, whatever cookie was brought", async () => {
    const planted = "anding=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const cookies = await Promise.all(Array.from({ length: 40 }, () => begin(ask(planted))));
    const ids = cookies.map(idOf);
    expect(new Set(ids).size).toBe(40);
    expect(ids).not.toContain(planted.split("=")[1]);
    expect(await alive(planted)).toBe(false);
    for (const id of ids) expect(id).toMatch(/^[a-z2-7]{40}$/); // 40 characters of 5 bits
    const seen = new Set(ids.join(""));
    expect(seen.size, "all of the alphabet comes up").toBe(32);
    for (let place = 0; place < 40; place += 1)
      expect(new Set(ids.map((id) => id[place])).size, `place ${place}`).toBeGreaterThan(8);
  });

  it("takes the place of the one that the browser brought to its sign-in", async () => {
    const [first, elsewhere] = [await begin(), await begin()];
    const second = await begin(ask(pair(first)));
    expect([await alive(first), await alive(second), await alive(elsewhere)]).toEqual([false, true, true]);
    const other = await begin(ask(pair(second)), { id: at.seeded.staff.hall.accountId, kind: "staff" });
    expect([await alive(second), await alive(other)], "also when somebody else signs in there").toEqual([false, true]);
  });

  it("lies in the database as a hash: what is stolen there opens nothing", async () => {
    const cookie = await begin();
    const row = (await rowOf(cookie))!;
    expect(row.id).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row)).not.toContain(idOf(cookie));
    expect(await alive(`anding=${row.id}`)).toBe(false);
    expect(await alive(cookie)).toBe(true);
  });

  it("is known by the server's row alone: a changed, cut or made-up cookie is nobody's", async () => {
    const id = idOf(await begin());
    for (const bad of [
      `${id}x`,
      id.slice(1),
      id.toUpperCase(),
      "",
      "undefined",
      "' OR 1=1 --",
      id.replace(/.$/, (last) => (last === "a" ? "b" : "a")),
    ])
      expect(await alive(`anding=${bad}`), bad).toBe(false);
  });

  it("of staff ends after 30 idle minutes and after 8 hours in all; of learners after 7 days and 14", async () => {
    const now = Date.now();
    for (const [account, idle, whole] of [
      [staff(), 30, 8 * 60],
      [{ id: at.seeded.staff.trainer.accountId, kind: "learner" as const }, 7 * 1440, 14 * 1440],
    ] as const) {
      const row = (await rowOf(await begin(ask(), account)))!;
      expect(Math.round((row.expiresAt.getTime() - now) / 60_000), `${account.kind}, idle`).toBe(idle);
      expect(Math.round((row.absoluteEndsAt.getTime() - now) / 60_000), `${account.kind}, in all`).toBe(whole);
    }
    const idle = await begin();
    await change(idle, { expiresAt: new Date(Date.now() - 1_000) });
    expect(await alive(idle), "idle too long").toBe(false);
    const old = await begin();
    await change(old, { absoluteEndsAt: new Date(Date.now() - 1_000), expiresAt: new Date(Date.now() + 600_000) });
    expect(await alive(old), "used without a pause, and over all the same").toBe(false);
  });

  it("that was left is over on the server, not on the device alone; the others go on", async () => {
    const [left, other] = [await begin(), await begin()];
    const cleared = await endSession(ask(pair(left)));
    expect(cleared).toMatch(/^anding=; .*Max-Age=0/);
    expect(await rowOf(left)).toBeNull();
    expect(await alive(left), "the old cookie, sent again").toBe(false);
    expect(await alive(other)).toBe(true);
  });

  it("ends with all others when the account is shut, and opens nothing meanwhile", async () => {
    const account = at.seeded.staff["item-writer"].accountId;
    const cookies = [
      await begin(ask(), { id: account, kind: "staff" }),
      await begin(ask(), { id: account, kind: "staff" }),
    ];
    await setAccountDisabled(at.db, new Date(), at.seeded.staff["security-admin"].accountId, account, true);
    for (const cookie of cookies) {
      expect(await alive(cookie)).toBe(false);
      expect(await readActor(at.db, ask(pair(cookie)), new Date())).toBeNull();
    }
    const again = await begin(ask(), { id: account, kind: "staff" });
    expect(
      await readActor(at.db, ask(pair(again)), new Date()),
      "a shut account is nobody, by whatever session",
    ).toBeNull();
    const mine = await begin();
    await endAllSessions(staff().id, { now: new Date(), why: "administrator" });
    expect(await alive(mine)).toBe(false);
  });

  it("travels in a cookie that no script reads, bound to this host by https, and not begun over plain http", async () => {
    const [plainly, secure] = [await begin(), await begin(ask("", true))].map((cookie) => cookie.split("; ")) as [
      string[],
      string[],
    ];
    for (const cookie of [plainly, secure])
      expect(cookie).toEqual(expect.arrayContaining(["HttpOnly", "Path=/", "SameSite=Lax"]));
    expect([
      plainly[0]!.startsWith("anding="),
      secure[0]!.startsWith("__Host-anding="),
      secure.includes("Secure"),
    ]).toEqual([true, true, true]);
    expect(
      [...plainly, ...secure].filter((part) => /^Domain/i.test(part)),
      "no other host of the domain is told",
    ).toEqual([]);
    const plain = new Request("http://10.0.0.8/watch");
    await expect(startSession(plain, staff(), { now: new Date(), secondFactor: true })).rejects.toThrow(/plain http/);
    const carried = new Request("http://10.0.0.8/watch", { headers: { cookie: pair(await begin()) } });
    expect(await readSession(carried, new Date()), "a cookie that came by plain http is not looked at").toBeNull();
  });

  it("of staff without the second factor holds no role", async () => {
    const half = await startSession(ask(), staff(), { now: new Date(), secondFactor: false });
    expect((await readActor(at.db, ask(pair(half)), new Date()))?.grants ?? []).toEqual([]);
    expect((await readActor(at.db, ask(pair(await begin())), new Date()))!.grants.length).toBeGreaterThan(0);
  });

  it("is begun by an act of the person alone: no page that is only read sets one", async () => {
    const folder = join(import.meta.dirname, "../../app/routes");
    type Loader = (args: { request: Request; params: object; context: object }) => Promise<unknown>;
    for (const file of readdirSync(folder).filter(
      (name) => /^(sign-in|activate|sign-out|_index|exam\.seat|verify|setup)/.test(name) && name.endsWith(".tsx"),
    )) {
      const { loader } = (await import(join(folder, file))) as { loader?: Loader };
      const answer: unknown = await loader?.({
        request: new Request("http://localhost/"),
        params: { token: "pO4H88neVWkgBYmduLaOjA" },
        context: { ip: "10.1.1.1" },
      }).catch((thrown: unknown) => thrown);
      const headers =
        answer instanceof Response
          ? answer.headers
          : new Headers((answer as { init?: { headers?: HeadersInit } } | null)?.init?.headers);
      expect(
        headers.getSetCookie().filter((one) => /^(__Host-)?anding=/.test(one)),
        file,
      ).toEqual([]);
    }
  });
});
