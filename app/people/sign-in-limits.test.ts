import { verify } from "@node-rs/argon2";
import { describe, expect, it, vi } from "vitest";
import { seededHouse, shownCode } from "../../tests/support/seeded-house";
import { demoPassword } from "./demonstration.server";
import { forgetBrowsers, knownCookie, listBrowsers, readKnownToken, rememberBrowser } from "./known-browser.server";
import { newRecoveryCodes, signInStaff } from "./staff-sign-in.server";

// A limit is not a weapon: who errs is slowed, and nobody shuts another out. Told as what happens at an exam centre.

vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return { ...real, verify: vi.fn(real.verify) };
});

const start = new Date("2026-11-21T02:00:00Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const CENTRE = "10.20.0.1";
const at = seededHouse({ demo: "1", now: start });

const codeOf = (login: string, now: Date) => shownCode(at.db, { login }, now);
type More = { password?: string; code?: string; ip?: string; token?: string | null; onDuty?: boolean };
const attempt = async (login: string, now: Date, more: More = {}) =>
  signInStaff(at.db, now, {
    login,
    password: more.password ?? demoPassword(),
    code: more.code ?? (await codeOf(login, now)),
    ip: more.ip ?? CENTRE,
    token: more.token ?? null,
    onDuty: async () => more.onDuty ?? false,
  });
const saidTo = (trying: Promise<unknown>) =>
  trying.then(
    () => "in",
    (error: Error) => error.message,
  );
/** The browser of someone who signed in here before. */
const known = async (login: string, now: Date) => {
  const accountId = (await at.db.for("people").account.findUniqueOrThrow({ where: { login } })).id;
  return {
    accountId,
    token: (
      await rememberBrowser(at.db, now, { accountId, token: null, agent: "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0" })
    ).token,
  };
};
/** Wrong tries at made-up logins; the check itself is not what is asked here. */
const flood = async (times: number, { now, ip }: { now: Date; ip: string }) => {
  const checks = vi.mocked(verify);
  const real = checks.getMockImplementation()!;
  checks.mockImplementation(() => Promise.resolve(false));
  for (let i = 0; i < times; i += 1) await saidTo(attempt(`made-up-${i}`, now, { ...WRONG, ip }));
  checks.mockImplementation(real);
};
const WRONG = { password: "not-this-one-at-all", code: "000000" };

describe("tries at a staff account", () => {
  it("answer alike and cost one argon2 call, whatever is wrong and whoever is named", async () => {
    const { token } = await known("hall", after(0));
    await attempt("clerk", after(10));
    const calls = vi.mocked(verify);
    for (const one of [
      { login: "no-such-login" },
      { login: "hall", password: "wrong-password" },
      { login: "hall", code: "000000" },
      { login: "hall", code: "000000", token },
      { login: "hall", password: "wrong-password", token },
      { login: "trainer", code: "AAAAA-AAAAA" },
    ]) {
      calls.mockClear();
      expect(await saidTo(attempt(one.login, after(90), { code: "123456", ...one }))).toContain(
        "登录名、密码或动态码不对",
      );
      expect(calls, one.login).toHaveBeenCalledTimes(1);
    }
  });
  it("five wrong ones from the centre's shared address do not keep its invigilator out of the known browser", async () => {
    const now = after(1000);
    const { token } = await known("invigilator", now);
    for (let i = 0; i < 5; i += 1) expect(await saidTo(attempt("invigilator", now, WRONG))).toContain("不对");
    expect(await saidTo(attempt("invigilator", now, { token }))).toBe("in");
  });
  it("ten thousand from strangers: fewer than ten a minute are told anything, the known browser gets in all the while", async () => {
    const now = after(2000);
    const { token } = await known("assessor", now);
    const calls = vi.mocked(verify).mockClear();
    let answered = 0;
    for (let i = 0; i < 10_000; i += 1)
      if ((await saidTo(attempt("assessor", now, { ...WRONG, ip: `10.${i % 200}.0.9` }))).includes("不对"))
        answered += 1;
    expect(answered).toBeLessThan(10);
    expect(calls.mock.calls.length).toBeLessThan(10);
    expect(await saidTo(attempt("assessor", now, { token }))).toBe("in");
    expect(await saidTo(attempt("assessor", after(2059), {}))).toContain("过一分钟");
    expect(await saidTo(attempt("assessor", after(2090), {}))).toBe("in");
  });
  it("a known browser that errs is slowed by itself, and strangers are not", async () => {
    const now = after(3000);
    const { token } = await known("trainer", now);
    for (let i = 0; i < 5; i += 1) expect(await saidTo(attempt("trainer", now, { ...WRONG, token }))).toContain("不对");
    expect(await saidTo(attempt("trainer", after(3001), { token }))).toContain("等 14 秒");
    expect(await saidTo(attempt("trainer", after(3016), { ...WRONG, token }))).toContain("不对");
    expect(await saidTo(attempt("trainer", after(3017), { token }))).toContain("等 29 秒");
    expect(await saidTo(attempt("trainer", after(3020), {}))).toBe("in");
    expect(await saidTo(attempt("trainer", after(3060), { token }))).toBe("in");
    expect(await saidTo(attempt("trainer", after(3120), { ...WRONG, token }))).toContain("不对");
  });
  it("hundreds from one address shut nobody out there: what is right gets in, what is wrong is told nothing", async () => {
    const now = after(4000);
    const { token } = await known("supervisor", now);
    await flood(320, { now, ip: "10.30.0.1" });
    expect(await saidTo(attempt("auditor", now, { ip: "10.30.0.1" }))).toBe("in");
    for (const half of [WRONG, { password: WRONG.password }, { code: WRONG.code }])
      expect(await saidTo(attempt("clerk", now, { ...half, ip: "10.30.0.1" }))).toContain("只放行全对的");
    expect(await saidTo(attempt("supervisor", now, { ip: "10.30.0.1", token }))).toBe("in");
    expect(await saidTo(attempt("trainer", now, { ip: "10.30.0.2" }))).toBe("in");
  }, 60_000);
  it("a flood of more than a thousand a minute is looked at no more, but for known browsers and printed codes", async () => {
    const now = after(4500);
    const { token } = await known("supervisor", now);
    const [printed] = await newRecoveryCodes(
      at.db,
      at.seeded.staff["auditor"].accountId,
      (
        (n) => () =>
          `flood-code-${(n += 1)}`
      )(0),
    );
    const calls = vi.mocked(verify).mockClear();
    await flood(3_000, { now, ip: "10.31.0.1" });
    expect(calls.mock.calls.length).toBe(1_500);
    expect(await saidTo(attempt("auditor", now, { ip: "10.31.0.1" }))).toContain("过一分钟");
    expect(await saidTo(attempt("auditor", now, { ip: "10.31.0.1", code: printed! }))).toBe("in");
    expect(await saidTo(attempt("supervisor", now, { ip: "10.31.0.1", token }))).toBe("in");
    expect(await saidTo(attempt("clerk", after(4561), { ip: "10.31.0.1" }))).toBe("in");
  }, 60_000);
  it("a printed recovery code gets its owner in while strangers keep trying the login", async () => {
    const now = after(4800);
    const [printed] = await newRecoveryCodes(
      at.db,
      at.seeded.staff["hall"].accountId,
      (
        (n) => () =>
          `stranger-code-${(n += 1)}`
      )(0),
    );
    for (let i = 0; i < 30; i += 1) await saidTo(attempt("hall", now, { ...WRONG, ip: `10.32.0.${i}` }));
    expect(await saidTo(attempt("hall", now, {}))).toContain("过一分钟");
    expect(await saidTo(attempt("hall", now, { code: printed! }))).toBe("in");
  });
});

describe("while the account's owner has an exam's duty", () => {
  it("strangers' tries do not keep the owner out of a browser that was never seen", async () => {
    const now = after(5000);
    for (let i = 0; i < 400; i += 1) await saidTo(attempt("opener", now, { ...WRONG, onDuty: true }));
    expect(await saidTo(attempt("opener", now, { ...WRONG, onDuty: true }))).toContain("过一分钟");
    expect(await saidTo(attempt("opener", now, { onDuty: true }))).toBe("in");
  }, 60_000);
  it("who knows the password guesses the code below ten times a minute, and a printed recovery code still gets the owner in", async () => {
    const now = after(6000);
    const [recovery] = await newRecoveryCodes(
      at.db,
      at.seeded.staff["opener"].accountId,
      (
        (n) => () =>
          `limit-code-${(n += 1)}`
      )(0),
    );
    const right = await codeOf("opener", now);
    for (let i = 0; i < 9; i += 1) await saidTo(attempt("opener", now, { code: "000000", onDuty: true }));
    expect(await saidTo(attempt("opener", now, { code: right, onDuty: true }))).toContain("过一分钟");
    expect(await saidTo(attempt("opener", now, { code: recovery!, onDuty: true }))).toBe("in");
    expect(await saidTo(attempt("opener", after(6090), { onDuty: true }))).toBe("in");
  });
  it("the owner's slips in a known browser bring nobody nearer to the strangers' bound", async () => {
    const now = after(6500);
    const { token } = await known("opener", now);
    const slip = { code: "000000", onDuty: true };
    for (let i = 0; i < 5; i += 1) expect(await saidTo(attempt("opener", now, { ...slip, token }))).toContain("不对");
    for (let i = 0; i < 4; i += 1) expect(await saidTo(attempt("opener", now, slip))).toContain("不对");
    expect(await saidTo(attempt("opener", now, { onDuty: true }))).toBe("in");
  });
  it("who stole the authenticator guesses the password below ten times a minute", async () => {
    const now = after(7000);
    const code = await codeOf("release", now);
    for (let i = 0; i < 30; i += 1)
      await saidTo(attempt("release", now, { password: `guess-number-${i}`, code, onDuty: true }));
    expect(await saidTo(attempt("release", now, { code, onDuty: true }))).toContain("过一分钟");
  });
  it("a browser that errs waits a minute at most, never longer", async () => {
    const now = after(8000);
    const { token } = await known("inspector", now);
    let t = 8000;
    for (let i = 0; i < 12; i += 1, t += 61)
      expect(await saidTo(attempt("inspector", after(t), { ...WRONG, token, onDuty: true }))).toContain("不对");
    expect(await saidTo(attempt("inspector", after(t), { token, onDuty: true }))).toBe("in");
  });
  it("a flood past the limit leaves no rows in the audit", async () => {
    const rows = () => at.db.for("platform").auditRow.count({ where: { act: "sign-in" } });
    const now = after(9000);
    for (let i = 0; i < 9; i += 1) await saidTo(attempt("opener-2", now, { ...WRONG, onDuty: true }));
    const before = await rows();
    for (let i = 0; i < 50; i += 1) await saidTo(attempt("opener-2", now, { ...WRONG, onDuty: true }));
    expect(await rows()).toBe(before);
  });
});

describe("a known browser", () => {
  const request = (cookie: string, https = true) =>
    new Request("http://localhost/", { headers: { cookie, ...(https && { "x-forwarded-proto": "https" }) } });
  it("is known by a random token that the database holds hashed, under __Host- and Secure over https", async () => {
    const { accountId, token } = await known("item-writer", after(10_000));
    const cookie = knownCookie(request(""), token);
    expect(cookie).toMatch(/^__Host-anding-known=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
    expect(readKnownToken(request(`x=1; __Host-anding-known=${token}`))).toBe(token);
    expect(readKnownToken(request(`anding-known=${token}`))).toBeNull();
    expect(JSON.stringify(await at.db.for("people").knownBrowser.findMany())).not.toContain(token);
    expect(await listBrowsers(at.db, after(10_001), { accountId, token })).toMatchObject([
      { label: "Chrome · Windows 电脑", here: true },
    ]);
  });
  it("once forgotten is a stranger's again, and its old token does not come back by the next sign-in", async () => {
    const now = after(11_000);
    const { accountId, token } = await known("item-reviewer", now);
    await forgetBrowsers(at.db, now, { accountId, actorId: accountId });
    for (let i = 0; i < 9; i += 1) await saidTo(attempt("item-reviewer", now, WRONG));
    expect(await saidTo(attempt("item-reviewer", now, { token }))).toContain("过一分钟");
    const again = await rememberBrowser(at.db, now, { accountId, token, agent: "" });
    expect(again).toMatchObject({ fresh: true });
    expect(again.token).not.toBe(token);
  });
});
