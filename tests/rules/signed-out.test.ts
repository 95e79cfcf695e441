import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { seedPeople, type SeededPeople } from "../../prisma/seed/people";
import { setAccountDisabled } from "~/people/accounts.server";
import { readActor } from "~/people/actor.server";
import { endOwnSessions } from "~/people/own-account.server";
import { entranceOf } from "~/people/staff-sign-in.server";
import { endSessionsOf } from "~/people/staff-accounts.server";
import { closeDb, db } from "~/platform/db.server";
import { KeyRing, useKeyRing } from "~/platform/keys.server";
import { endAllSessions, endSession, idOfCookie, startSession, type SessionEnd } from "~/platform/session.server";
import { loader as account, action as accountAction } from "../../app/routes/me.account";
import { loader as mine } from "../../app/routes/me.record";
import { loader as signInLearner } from "../../app/routes/sign-in._index";
import { loader as signInStaff } from "../../app/routes/sign-in.staff";
import { loader as watch } from "../../app/routes/watch._index";

// Whoever is signed in no more is sent to the sign-in page of their kind and told why, when the server knows; a
// sentence that the address alone asks for is never said.

const dir = mkdtempSync(join(tmpdir(), "anding-signed-out-"));
Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: "1" });
const keys = new KeyRing(join(dir, "keys"));
const now = new Date();
let seeded: SeededPeople;
beforeAll(async () => {
  copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
  useKeyRing(keys);
  seeded = await seedPeople({ db: db(), now });
});
afterAll(async () => {
  await closeDb();
  keys.close();
  rmSync(dir, { recursive: true, force: true });
});

type Loader = (args: LoaderFunctionArgs) => Promise<unknown>;
const ask = (path: string, cookie = "", init: RequestInit = {}) =>
  new Request(`http://localhost${path}`, { ...init, headers: { ...(cookie && { cookie }) } });
const run = (loader: Loader, request: Request) =>
  loader({ request, params: {}, context: { ip: "10.1.1.1" } } as unknown as LoaderFunctionArgs).catch(
    (thrown: unknown) => thrown,
  );
const begin = async (id: string, kind: "staff" | "learner" = "staff") =>
  (await startSession(ask("/"), { id, kind }, { now: new Date(), secondFactor: kind === "staff" })).split(";")[0]!;
const actorOf = async (cookie: string) => (await readActor(db(), ask("/", cookie), new Date()))!;
const sentTo = async (loader: Loader, path: string, cookie?: string) =>
  ((await run(loader, ask(path, cookie))) as Response).headers.get("location");
const over = async (at: string | null, cookie?: string) =>
  (
    (await run((at ?? "").startsWith("/sign-in/staff") ? signInStaff : signInLearner, ask(at ?? "/", cookie))) as {
      over: string;
    }
  ).over;

describe("whose session is over", () => {
  it("by a word from another session: sent to the staff's page, which says so", async () => {
    const [here, there] = [await begin(seeded.staff.clerk.accountId), await begin(seeded.staff.clerk.accountId)];
    await endOwnSessions(db(), new Date(), await actorOf(there));
    const at = await sentTo(watch, "/watch?district=1", here);
    expect(at).toBe("/sign-in/staff?next=%2Fwatch%3Fdistrict%3D1&ended=1");
    expect(await over(at, here)).toMatch(/在别处按了“结束登录”.*不是您做的/);
    expect(
      await sentTo(account, "/me/account", here),
      "the page of one's own account knows of whom the session was",
    ).toBe("/sign-in/staff?next=%2Fme%2Faccount&ended=1");
  });
  it("by time, by an administrator, with the account, by a new password: each in its own words", async () => {
    const { accountId } = seeded.staff.assessor;
    const late = await begin(accountId);
    await db()
      .for("platform")
      .session.update({ where: { id: idOfCookie(`${late};`) }, data: { expiresAt: new Date(Date.now() - 1_000) } });
    expect(await over(await sentTo(watch, "/watch", late), late)).toBe("您的登录到了时间，已经退出。");
    const told = await begin(accountId);
    await endSessionsOf(db(), new Date(), seeded.staff["security-admin"].accountId, accountId);
    expect(await over(await sentTo(watch, "/watch", told), told)).toBe("管理员结束了这里的登录。");
    expect(await over(await sentTo(watch, "/watch", late), late), "what ended first stays the reason").toBe(
      "您的登录到了时间，已经退出。",
    );
    const shut = await begin(accountId);
    await setAccountDisabled(db(), new Date(), seeded.staff["security-admin"].accountId, accountId, true);
    await setAccountDisabled(db(), new Date(), seeded.staff["security-admin"].accountId, accountId, false);
    expect(await over(await sentTo(watch, "/watch", shut), shut)).toContain("账号被停用");
    for (const [why, words] of [
      ["password", "密码改过了"],
      ["reset", "同意重设"],
      ["set-up", "重新设过"],
    ] satisfies [SessionEnd, string][]) {
      const one = await begin(accountId);
      await endAllSessions(accountId, { now: new Date(), why });
      expect(await over(await sentTo(watch, "/watch", one), one)).toContain(words);
    }
  });
  it("of a learner: sent to the learners' page", async () => {
    await db()
      .for("people")
      .account.create({ data: { id: "learner", kind: "learner", createdAt: now } });
    const cookie = await begin("learner", "learner");
    await endAllSessions("learner", { now: new Date(), why: "pin" });
    const at = await sentTo(mine, "/me/record", cookie);
    expect(at).toBe("/sign-in?next=%2Fme%2Frecord&ended=1");
    expect(await over(at, cookie)).toContain("PIN 改过了");
  });
  it("is told nothing that is not known: without a session, with a made-up one, after signing out, while signed in", async () => {
    const left = await begin(seeded.staff.hall.accountId);
    await endSession(ask("/", left));
    for (const cookie of ["", "anding=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", left]) {
      expect(await sentTo(watch, "/watch", cookie)).toBe("/sign-in/staff?next=%2Fwatch");
      expect(await over("/sign-in/staff?next=%2Fwatch&ended=1", cookie), "asked for by the address alone").toBe("");
    }
    expect(await over("/sign-in/staff?ended=1", await begin(seeded.staff.hall.accountId))).toBe("");
  });
  it("and who sends a form gets the way to their own sign-in page in the answer, nothing done", async () => {
    const { accountId } = seeded.staff.hall;
    const [here, there] = [await begin(accountId), await begin(accountId)];
    await endOwnSessions(db(), new Date(), await actorOf(there));
    const answer = (await run(
      accountAction,
      ask("/me/account?index", here, { method: "POST", body: new URLSearchParams({ intent: "end-others" }) }),
    )) as Response;
    expect([answer.status, await answer.json()]).toEqual([
      401,
      {
        signedOut: {
          staff: true,
          to: "/sign-in/staff?next=%2Fme%2Faccount&ended=1",
          words: expect.stringContaining("在别处按了") as string,
        },
      },
    ]);
    expect((await readActor(db(), ask("/", there), new Date()))?.accountId).toBe(accountId);
  });
});

describe("who holds no role", () => {
  it("begins at the own account, where it is said whom to ask, and reads it at every door", async () => {
    await db()
      .for("people")
      .account.create({ data: { id: "roleless", kind: "staff", login: "roleless", createdAt: now } });
    expect(await entranceOf(db(), "roleless", now)).toBe("/me/account");
    const cookie = await begin("roleless");
    const refused = (await run(watch, ask("/watch", cookie))) as Response;
    expect([refused.status, await refused.text()]).toEqual([
      403,
      "您的账号现在没有任何角色，所以打不开工作页。请找安全管理员授予角色。",
    ]);
    const page = (await run(account, ask("/me/account", cookie))) as { data: { asking: string[] | null } };
    expect(page.data.asking).toContain("security-admin");
    const held = (await run(account, ask("/me/account", await begin(seeded.staff.clerk.accountId)))) as {
      data: { asking: string[] | null };
    };
    expect(held.data.asking).toBeNull();
  });
});
