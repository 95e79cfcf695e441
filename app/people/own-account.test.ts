import { describe, expect, it } from "vitest";
import { seededHouse, shownCode } from "../../tests/support/seeded-house";
import { db } from "~/platform/db.server";
import { readSession, startSession } from "~/platform/session.server";
import { readActor, type SignedInActor } from "./actor.server";
import { setAccountDisabled } from "./accounts.server";
import { noticesOf } from "./account-notice.server";
import { demoPassword } from "./demonstration.server";
import { enrolDevice, listDevices, newDeviceSecret, signInByPin } from "./device.server";
import { confirmReset, dropReset, openReset, proposeReset, resetsToConfirm } from "./factor-reset.server";
import { listBrowsers, rememberBrowser } from "./known-browser.server";
import { changePassword, changePin, endOwnSessions, lastSignIn, ownSessions, tellOfSignIn } from "./own-account.server";
import { recoveryState, renewRecoveryCodes } from "./recovery.server";
import { findSlip, issueSlips } from "./slip.server";
import { endSessionsOf, finishSetup, requireSetup, setupLink } from "./staff-accounts.server";
import { signInStaff } from "./staff-sign-in.server";
import { totpCode, totpStep } from "./totp.server";

// What an owner does about an account, and what two administrators do for one who lost the way in.

const start = new Date("2026-11-21T02:00:00Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const NEW = "鉴湖边的老槐树下七把藤椅";
const at = seededHouse({ demo: "1", now: start });

const codeOf = (id: string, now: Date) => shownCode(at.db, { id }, now);
const at0 = new Date();
/** A session of this account that lives on the real clock (Lucia reads it), and the caller behind it. */
async function signedIn(
  accountId: string,
  kind: "staff" | "learner" = "staff",
): Promise<{ actor: SignedInActor; request: Request }> {
  const cookie = await startSession(
    new Request("http://localhost/", { headers: { "user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0" } }),
    { id: accountId, kind },
    { now: at0, secondFactor: kind === "staff", address: "10.1.2.x" },
  );
  const request = new Request("http://localhost/", { headers: { cookie: cookie.split(";")[0]! } });
  return { actor: (await readActor(db(), request, at0))!, request };
}
const withCookie = (cookie: string) => new Request("http://localhost/", { headers: { cookie: cookie.split(";")[0]! } });
const alive = async (request: Request) => (await readSession(request, new Date())) !== null;
const words = async (accountId: string, now: Date) =>
  (await noticesOf(at.db, now, accountId)).map((one) => one.words).join("\n");
const tryIn = (login: string, now: Date, more: { password: string; code: string }) =>
  signInStaff(at.db, now, { login, ip: "10.0.0.1", token: null, onDuty: async () => false, ...more });

describe("one's own password (ASVS 6.2.2, 6.2.3)", () => {
  it("is changed with the old one and the second factor; sessions and known browsers elsewhere end, and it is told and logged", async () => {
    const { accountId } = at.seeded.staff.trainer;
    const [here, elsewhere] = [await signedIn(accountId), await signedIn(accountId)];
    await rememberBrowser(at.db, after(0), { accountId, token: null, agent: "" });
    const now = new Date(at0.getTime() + 100_000);
    const change = async (more: Partial<{ old: string; code: string; password: string }>, t = now) =>
      changePassword(at.db, t, here.actor, {
        request: here.request,
        old: demoPassword(),
        code: await codeOf(accountId, t),
        password: NEW,
        ...more,
      });
    await expect(change({ old: "not the old one" })).rejects.toThrow("现在的密码或动态码不对");
    await expect(change({ code: "000000" })).rejects.toThrow("现在的密码或动态码不对");
    await expect(change({ password: "password2024" })).rejects.toThrow("最常见");
    await expect(change({ password: "trainer-2024" })).rejects.toThrow("不要由登录名");
    await expect(change({ password: demoPassword() })).rejects.toThrow("和现在的一样");
    const cookie = await change({});
    expect(
      [await alive(withCookie(cookie)), await alive(here.request), await alive(elsewhere.request)],
      "a fresh one here; a copy of the old one opens nothing",
    ).toEqual([true, false, false]);
    expect(await readSession(withCookie(cookie), new Date())).toMatchObject({ accountId, secondFactor: true });
    expect(
      (await ownSessions(new Date(), (await readActor(db(), withCookie(cookie), new Date()))!)).map((one) => [
        one.here,
        one.address,
      ]),
    ).toEqual([[true, "10.1.2.x"]]);
    expect(await listBrowsers(at.db, now, { accountId, token: null })).toEqual([]);
    expect(await words(accountId, now)).toContain("密码改过了");
    expect(
      await at.db
        .for("platform")
        .auditRow.count({ where: { act: "account.password", outcome: "done", actorId: accountId } }),
    ).toBe(1);
    const later = new Date(at0.getTime() + 200_000);
    await expect(
      tryIn("trainer", later, { password: demoPassword(), code: await codeOf(accountId, later) }),
    ).rejects.toThrow("不对");
    await expect(
      tryIn("trainer", later, { password: NEW, code: await codeOf(accountId, later) }),
    ).resolves.toBeTruthy();
  });
  it("is guessed by a stolen session slower and slower, without any other account or session being slowed", async () => {
    const { accountId } = at.seeded.staff.hall;
    const [thief, owner] = [await signedIn(accountId), await signedIn(accountId)];
    const now = after(300);
    const guess = (actor: SignedInActor, old: string, code: string) =>
      changePassword(at.db, now, actor, { request: owner.request, old, code, password: NEW });
    for (let i = 0; i < 5; i += 1) await expect(guess(thief.actor, `guess-${i}`, "000000")).rejects.toThrow("不对");
    await expect(guess(thief.actor, demoPassword(), await codeOf(accountId, now))).rejects.toThrow("请等 30 秒");
    await expect(guess(owner.actor, demoPassword(), await codeOf(accountId, now))).resolves.toContain("anding=");
  });
});

describe("one's own sessions (ASVS 7.4.5, 7.5.2)", () => {
  it("are listed with browser, hidden address and times, without what opens them, and ended one by one or all others", async () => {
    const { accountId } = at.seeded.staff.assessor;
    const [here, one, two] = [await signedIn(accountId), await signedIn(accountId), await signedIn(accountId)];
    const stranger = await signedIn(at.seeded.staff.release.accountId);
    const list = await ownSessions(new Date(), here.actor);
    expect(list).toHaveLength(3);
    expect(list.filter((row) => row.here)).toHaveLength(1);
    expect(list[0]).toMatchObject({ browser: "Chrome · Windows 电脑", address: "10.1.2.x" });
    for (const session of [here, one, two])
      expect(JSON.stringify(list)).not.toContain(session.request.headers.get("cookie")!.split("=")[1]!);
    await endOwnSessions(at.db, after(400), here.actor, { id: one.actor.session.id });
    await expect(endOwnSessions(at.db, after(400), here.actor, { id: stranger.actor.session.id })).rejects.toThrow(
      "已经结束",
    );
    await expect(endOwnSessions(at.db, after(400), here.actor, { id: here.actor.session.id })).rejects.toThrow(
      "退出登录",
    );
    expect([await alive(one.request), await alive(two.request), await alive(stranger.request)]).toEqual([
      false,
      true,
      true,
    ]);
    expect(await endOwnSessions(at.db, after(401), here.actor)).toBe(1);
    expect([await alive(here.request), await alive(two.request)]).toEqual([true, false]);
    const logged = () => at.db.for("platform").auditRow.count({ where: { act: "account.sessions" } });
    const before = await logged();
    expect(await endOwnSessions(at.db, after(402), here.actor)).toBe(0);
    expect(await logged()).toBe(before);
  });
  it("end at once by an administrator's word and with the account", async () => {
    const { accountId } = at.seeded.staff.release;
    const first = await signedIn(accountId);
    await endSessionsOf(at.db, after(500), at.seeded.staff["security-admin"].accountId, accountId);
    expect(await alive(first.request)).toBe(false);
    expect(await words(accountId, after(501))).toContain("管理员结束了您的所有登录");
    await expect(
      endSessionsOf(at.db, after(501), at.seeded.staff["security-admin"].accountId, accountId),
    ).rejects.toThrow("没有登录，没有什么要结束");
    const second = await signedIn(accountId);
    await setAccountDisabled(at.db, after(502), at.seeded.staff["security-admin"].accountId, accountId, true);
    expect(await alive(second.request)).toBe(false);
    await setAccountDisabled(at.db, after(503), at.seeded.staff["security-admin"].accountId, accountId, false);
  });
});

describe("one's own recovery codes", () => {
  it("are made anew at one's wish: the old ones stop at once, and it is told and logged", async () => {
    const { accountId } = at.seeded.staff.opener;
    const { actor } = await signedIn(accountId);
    const first = await renewRecoveryCodes(at.db, after(550), actor, (await recoveryState(at.db, accountId)).set);
    const { set, left } = await recoveryState(at.db, accountId);
    expect(left).toBe(10);
    const second = await renewRecoveryCodes(at.db, after(551), actor, set);
    expect(new Set([...first, ...second]).size).toBe(20);
    expect(JSON.stringify(await at.db.for("people").recoveryCode.findMany({ where: { accountId } }))).not.toContain(
      second[0]!.replace("-", ""),
    );
    await expect(tryIn("opener", after(552), { password: demoPassword(), code: first[0]! })).rejects.toThrow("不对");
    await expect(tryIn("opener", after(553), { password: demoPassword(), code: second[0]! })).resolves.toMatchObject({
      id: accountId,
    });
    expect(await recoveryState(at.db, accountId)).toMatchObject({ left: 9 });
    expect((await words(accountId, after(554))).match(/换过一套新的恢复码/g)).toHaveLength(2);
    expect(
      await at.db
        .for("platform")
        .auditRow.count({ where: { act: "account.recovery", outcome: "done", actorId: accountId } }),
    ).toBe(2);
  });
  it("are made once by a form: pressed again, or from a tab opened before, nothing is changed and a sentence says so", async () => {
    const { accountId } = at.seeded.staff.opener;
    const { actor } = await signedIn(accountId);
    const { set } = await recoveryState(at.db, accountId);
    const both = await Promise.allSettled([1, 2].map(() => renewRecoveryCodes(at.db, after(560), actor, set)));
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(renewRecoveryCodes(at.db, after(561), actor, set)).rejects.toThrow("已经换过");
    const [codes] = both.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    await expect(tryIn("opener", after(562), { password: demoPassword(), code: codes![3]! })).resolves.toBeTruthy();
  });
  it("stand in for an authenticator: an account that has none, and a learner's, get none", async () => {
    const account = { id: "no-factor", kind: "staff", login: "no-factor", createdAt: after(0), passwordHash: "x" };
    await at.db.for("people").account.create({ data: account });
    await expect(renewRecoveryCodes(at.db, after(570), (await signedIn("no-factor")).actor, "")).rejects.toThrow(
      "还没有设验证器",
    );
    await at.db.for("people").account.create({ data: { id: "no-staff", kind: "learner", createdAt: after(0) } });
    await expect(
      renewRecoveryCodes(at.db, after(571), (await signedIn("no-staff", "learner")).actor, ""),
    ).rejects.toThrow("没有恢复码");
    expect(
      await at.db.for("people").recoveryCode.count({ where: { accountId: { in: ["no-factor", "no-staff"] } } }),
    ).toBe(0);
  });
});

describe("the owner is told", () => {
  it("of refused tries since the last sign-in and of a browser never seen", async () => {
    const { accountId } = at.seeded.staff.clerk;
    const t = (seconds: number) => after(600 + seconds);
    await tryIn("clerk", t(0), { password: demoPassword(), code: await codeOf(accountId, t(0)) });
    for (let i = 1; i <= 4; i += 1)
      await expect(tryIn("clerk", t(i), { password: "wrong-one", code: "000000" })).rejects.toThrow("不对");
    const before = await lastSignIn(at.db, " Clerk");
    await tryIn("clerk", t(60), { password: demoPassword(), code: await codeOf(accountId, t(60)) });
    await tellOfSignIn(at.db, t(60), { accountId, before, label: "Edge · Windows 电脑", address: "10.9.9.x" });
    expect(await words(accountId, t(61))).toMatch(/新的浏览器上登录过：Edge · Windows 电脑，地址 10.9.9.x/);
    expect(await words(accountId, t(61))).toMatch(/有 4 次登录没有成功/);
  });
});

describe("a learner", () => {
  it("changes the PIN on the device with the old one, and sees the devices", async () => {
    const person = at.seeded.learners.flood[0]!;
    const [slip] = await issueSlips(at.db, after(700), { personIds: [person], printedBy: "clerk", days: 30 });
    const secret = newDeviceSecret();
    const { accountId } = await enrolDevice(at.db, after(700), {
      slip: (await findSlip(at.db, after(700), { token: slip!.token }))!,
      pin: "739164",
      secret,
      label: "安卓手机",
    });
    const { actor, request } = await signedIn(accountId, "learner");
    await expect(
      changePin(at.db, after(701), actor, { request, secret, old: "111222", pin: "581937" }),
    ).rejects.toThrow("现在的 PIN 不对");
    await expect(
      changePin(at.db, after(701), actor, { request, secret, old: "739164", pin: "123456" }),
    ).rejects.toThrow("容易被猜到");
    const cookie = await changePin(at.db, at0, actor, { request, secret, old: "739164", pin: "581937" });
    expect([await alive(withCookie(cookie)), await alive(request)]).toEqual([true, false]);
    await signInByPin(at.db, after(703), { secret, accountId, pin: "581937" });
    await expect(signInByPin(at.db, after(704), { secret, accountId, pin: "739164" })).rejects.toThrow("PIN 不对");
    expect(await listDevices(at.db, { accountId, secret })).toMatchObject([{ label: "安卓手机", here: true }]);
  });
});

describe("a lost second factor", () => {
  const security = () => at.seeded.staff["security-admin"].accountId;
  const system = () => at.seeded.staff["system-admin"].accountId;
  const owner = () => at.seeded.staff.inspector.accountId;
  it("is not set anew by one administrator, nor by the owner, nor by the one who proposed", async () => {
    const now = after(1000);
    await expect(setupLink(at.db, now, security(), owner())).rejects.toThrow("两位管理员");
    await expect(proposeReset(at.db, now, owner(), { accountId: owner(), reason: "我自己丢了手机" })).rejects.toThrow(
      "另外两位",
    );
    await expect(proposeReset(at.db, now, security(), { accountId: owner(), reason: "丢" })).rejects.toThrow("理由");
    await proposeReset(at.db, now, security(), { accountId: owner(), reason: "本人当面说手机丢了" });
    await expect(confirmReset(at.db, now, security(), owner())).rejects.toThrow("不能自己确认");
    await expect(proposeReset(at.db, now, system(), { accountId: owner(), reason: "再提一次试试" })).rejects.toThrow(
      "已经有一个提议",
    );
    expect(await openReset(at.db, after(1000 + 24 * 3_600), owner())).toBeNull();
    await dropReset(at.db, now, system(), owner());
    await expect(confirmReset(at.db, now, system(), owner())).rejects.toThrow("没有等确认");
  });
  it("is set anew by two: the link of one and the word of the other, the owner told, old sessions ended", async () => {
    const now = after(2000);
    const session = await signedIn(owner());
    const word = await proposeReset(at.db, now, system(), { accountId: owner(), reason: "本人当面说手机丢了" });
    const token = await confirmReset(at.db, now, security(), owner());
    expect(await alive(session.request)).toBe(false);
    expect(await words(owner(), now)).toContain("提出重设您的密码和动态码，理由是“本人当面说手机丢了”。不是");
    const setup = await requireSetup(at.db, now, token);
    const code = totpCode(setup.secret, totpStep(now));
    await expect(finishSetup(at.db, now, setup, { password: NEW, code })).rejects.toThrow("口令不对");
    await finishSetup(at.db, now, setup, { password: NEW, code, word: word.toLowerCase() });
    await expect(requireSetup(at.db, now, token)).rejects.toThrow("已经用过");
    const later = after(2100);
    await expect(
      tryIn("inspector", later, { password: NEW, code: totpCode(setup.secret, totpStep(later)) }),
    ).resolves.toBeTruthy();
    expect(await words(owner(), later)).toContain("重新设过了");
  });
  it("waits where the administrators look who may confirm it, until it is confirmed, withdrawn or over", async () => {
    const accountId = at.seeded.staff.trainer.accountId;
    const seen = async (by: string, now: Date) =>
      (await resetsToConfirm(at.db, now, by)).map(({ login, by: proposer }) => `${login} ${proposer}`);
    const propose = (seconds: number) =>
      proposeReset(at.db, after(seconds), system(), { accountId, reason: "本人当面说手机丢了" });
    expect(await seen(security(), after(4000))).toEqual([]);
    await propose(4000);
    expect(await seen(security(), after(4001))).toEqual(["trainer system-admin"]);
    expect(
      [await seen(system(), after(4001)), await seen(accountId, after(4001))],
      "not for who proposed it, not for whose it is",
    ).toEqual([[], []]);
    expect(await seen(security(), after(4000 + 24 * 3_600))).toEqual([]);
    await dropReset(at.db, after(4002), system(), accountId);
    expect(await seen(security(), after(4003))).toEqual([]);
    await propose(4004);
    expect(await seen(security(), after(4005))).toHaveLength(1);
    await confirmReset(at.db, after(4006), security(), accountId);
    expect(await seen(security(), after(4007))).toEqual([]);
  });
  it("loses its link at the fifth wrong word", async () => {
    const now = after(3000);
    const accountId = at.seeded.staff["item-writer"].accountId;
    await proposeReset(at.db, now, system(), { accountId, reason: "本人当面说手机丢了" });
    const token = await confirmReset(at.db, now, security(), accountId);
    for (let i = 0; i < 5; i += 1) {
      const setup = await requireSetup(at.db, now, token);
      await expect(
        finishSetup(at.db, now, setup, {
          password: NEW,
          code: totpCode(setup.secret, totpStep(now)),
          word: "AAAA-AAAA",
        }),
      ).rejects.toThrow("口令不对");
    }
    await expect(requireSetup(at.db, now, token)).rejects.toThrow("已作废");
  });
});
