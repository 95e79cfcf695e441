import { describe, expect, it } from "vitest";
import { seededHouse, shownCode } from "../../tests/support/seeded-house";
import { readPdf } from "../../tests/support/read-pdf";
import { searchAudit } from "~/platform/audit-search.server";
import type { Db } from "~/platform/db.server";
import {
  accountsOnDevice,
  enrolDevice,
  newDeviceSecret,
  pinFaultFor,
  readDeviceSecret,
  resetDevices,
  signInByPin,
} from "./device.server";
import { clash, createStaffAccount, endGrant, grantRole } from "./accounts.server";
import { slipByCode, slipByToken } from "./activate.server";
import { ByCode } from "./activation";
import { demoAccounts, demoPassword, demoSlip } from "./demonstration.server";
import { personSecret } from "./person.server";
import { createStaff, finishSetup, requireSetup, staffView } from "./staff-accounts.server";
import { findSlip, issueSlips, spendSlip } from "./slip.server";
import { slipsPdf } from "./slip-pdf.server";
import { printSlips } from "./slip-sheets.server";
import { newRecoveryCodes, signInStaff } from "./staff-sign-in.server";
import { totpCode, totpStep } from "./totp.server";

const openAudit = async (db: Db) => (await searchAudit(db, {}, { skip: 0, take: 500 })).reverse();
const start = new Date("2026-11-21T02:00:00Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const at = seededHouse({ demo: "1", now: start });

const codeOf = (login: string, now: Date) => shownCode(at.db, { login }, now);
const attempt = async (
  login: string,
  now: Date,
  more: { password?: string; code?: string; ip?: string; token?: string } = {},
) =>
  signInStaff(at.db, now, {
    login,
    password: more.password ?? demoPassword(),
    code: more.code ?? (await codeOf(login, now)),
    ip: more.ip ?? "10.0.0.1",
    token: more.token ?? null,
    onDuty: async () => false,
  });

describe("staff sign in", () => {
  it("with password and a code that then is spent", async () => {
    const now = after(0);
    const code = await codeOf("clerk", now);
    await expect(attempt("clerk", now, { code })).resolves.toMatchObject({ kind: "staff" });
    await expect(attempt("clerk", after(5), { code })).rejects.toThrow("登录名、密码或动态码不对");
    await expect(attempt("Clerk ", after(60), { code: await codeOf("clerk", after(60)) })).resolves.toBeTruthy();
  });
  it("with a printed recovery code, once", async () => {
    const id = at.seeded.staff.inspector.accountId;
    let n = 0;
    const [first] = await newRecoveryCodes(at.db, id, () => `code-${(n += 1)}`);
    expect(first).toMatch(/^[2-9A-Z]{5}-[2-9A-Z]{5}$/);
    await expect(attempt("inspector", after(4000), { code: first!.toLowerCase() })).resolves.toBeTruthy();
    await expect(attempt("inspector", after(4001), { code: first! })).rejects.toThrow("不对");
  });
  it("the demonstration shows codes that work, also right after one was used", async () => {
    const now = after(5000);
    const shown = async () => (await demoAccounts(at.db, now))!.accounts.find((one) => one.login === "release")!.code;
    const [one] = [await shown()];
    await expect(attempt("release", now, { code: one })).resolves.toBeTruthy();
    const two = await shown();
    expect(two).not.toBe(one);
    await expect(attempt("release", now, { code: two })).resolves.toBeTruthy();
    expect(await shown()).toBe("");
  });
});

describe("a learner's slip", () => {
  const learner = () => at.seeded.learners.flood[0]!;
  it("opens by code and the end of the ID number, once; a reprint revokes the older", async () => {
    const now = after(6000);
    const [old] = await issueSlips(at.db, now, { personIds: [learner()], printedBy: "clerk", days: 30 });
    const [slip] = await issueSlips(at.db, now, { personIds: [learner()], printedBy: "clerk", days: 30 });
    await expect(slipByToken(at.db, now, old!.token, "ip1")).rejects.toThrow("已作废");
    const idEnd = (await personSecret(at.db, learner()))!.idNumber.slice(-4);
    const found = await slipByCode(at.db, now, { code: slip!.code, idEnd, ip: "ip1" });
    const secret = newDeviceSecret();
    const both = await Promise.allSettled(
      [1, 2].map(() => enrolDevice(at.db, now, { slip: found, pin: "739164", secret, label: "" })),
    );
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    await expect(slipByToken(at.db, now, slip!.token, "ip1")).rejects.toThrow("已经用过");
  });
  it("is over after 30 days", async () => {
    const [slip] = await issueSlips(at.db, after(0), { personIds: [learner()], printedBy: "clerk", days: 30 });
    expect(await findSlip(at.db, after(30 * 86_400 - 1), { code: slip!.code })).not.toBeNull();
    expect(await findSlip(at.db, after(30 * 86_400), { code: slip!.code })).toBeNull();
  });
  it("is revoked at the fifth wrong end", async () => {
    const now = after(7000);
    const [slip] = await issueSlips(at.db, now, { personIds: [learner()], printedBy: "clerk", days: 30 });
    for (let i = 0; i < 4; i += 1)
      await expect(slipByCode(at.db, now, { code: slip!.code, idEnd: "0000", ip: "ip2" })).rejects.toThrow("不对");
    await expect(slipByCode(at.db, now, { code: slip!.code, idEnd: "0000", ip: "ip2" })).rejects.toThrow(
      /错了 5 次.*已经作废.*经办人/,
    );
    expect(await findSlip(at.db, now, { code: slip!.code })).toBeNull();
  });
  it("that is over tells whoever has its 8 digits why, and whom to ask; other digits are told nothing", async () => {
    const now = after(7200);
    const idEnd = (await personSecret(at.db, learner()))!.idNumber.slice(-4);
    const print = async () =>
      (await issueSlips(at.db, now, { personIds: [learner()], printedBy: "clerk", days: 30 }))[0]!;
    const told = (code: string, when = now) =>
      slipByCode(at.db, when, { code, idEnd, ip: "ip-told" }).then(
        () => "opens",
        (error: Error) => error.message,
      );
    const [older, void5] = [await print(), await print()];
    expect(await told(older.code)).toMatch(/已经作废.*后来打印的那张.*经办人/);
    for (let i = 0; i < 5; i += 1)
      await slipByCode(at.db, now, { code: void5.code, idEnd: "0000", ip: "ip-told" }).catch(() => null);
    expect(await told(void5.code)).toMatch(/错了 5 次.*经办人/);
    const used = await print();
    await spendSlip(at.db, now, used.slipId);
    expect(await told(used.code)).toMatch(/已经用过.*经办人/);
    const late = await print();
    expect(await told(late.code, new Date(now.getTime() + 31 * 86_400_000))).toMatch(/过了有效期.*经办人/);
    expect(await told(late.code)).toBe("opens");
    expect(await told(late.code === "00000001" ? "00000002" : "00000001")).toMatch("激活码或身份证号末四位不对");
  });
  it("is typed as it is printed: in groups, in full width, with a small x", () => {
    const typed = ByCode.parse({ code: "９８５１　7668", idEnd: " 12 3x", pin: "７39 164", again: "739164" });
    expect(typed).toEqual({ code: "98517668", idEnd: "123X", pin: "739164", again: "739164" });
    expect(ByCode.safeParse({ code: "a98517668", idEnd: "123X", pin: "739164", again: "739164" }).success).toBe(false);
  });
  it("opens for its owner although a stranger at the same address guesses without end", async () => {
    const now = after(7500);
    const [slip] = await issueSlips(at.db, now, { personIds: [learner()], printedBy: "clerk", days: 30 });
    const idEnd = (await personSecret(at.db, learner()))!.idNumber.slice(-4);
    const said = new Set<string>();
    for (let i = 0; i < 200; i += 1)
      await slipByCode(at.db, now, { code: "00000000", idEnd: "0000", ip: "ip3" }).catch((error: Error) =>
        said.add(error.message),
      );
    expect([...said].some((one) => one.includes("过一分钟"))).toBe(true);
    await expect(slipByCode(at.db, now, { code: slip!.code, idEnd, ip: "ip3" })).resolves.toMatchObject({
      personId: learner(),
    });
    for (let i = 0; i < 200; i += 1)
      await slipByCode(at.db, now, { code: "00000000", idEnd: "0000", ip: "ip3" }).catch(() => null);
    await expect(slipByToken(at.db, now, slip!.token, "ip3")).resolves.toMatchObject({ personId: learner() });
  });
  it("lets a whole workshop behind one address through", async () => {
    const now = after(8000);
    const slips = await issueSlips(at.db, now, {
      personIds: at.seeded.learners.worker.slice(0, 60),
      printedBy: "clerk",
      days: 30,
    });
    for (const slip of slips)
      await expect(slipByToken(at.db, now, slip.token, "one-address")).resolves.toMatchObject({
        personId: slip.personId,
      });
  });
  it("is printed for the caller's reach alone, with nothing of the ID number in the QR code", async () => {
    const now = after(8500);
    const huzhou = { all: false, districtPaths: ["33/3305"], organisationIds: [] };
    await expect(
      printSlips(at.db, now, {
        reach: huzhou,
        actorId: "x",
        origin: "http://x",
        organisationId: at.seeded.organisations.companies[0]!,
      }),
    ).rejects.toThrow("管辖范围");
    const sheets = await printSlips(at.db, now, {
      reach: { all: true, districtPaths: [], organisationIds: [] },
      actorId: "x",
      origin: "http://x",
      organisationId: at.seeded.organisations.companies[0]!,
    });
    expect(sheets.length).toBeGreaterThan(10);
    expect(sheets[0]!.code).toMatch(/^\d{8}$/);
    const people = await Promise.all(
      sheets.map((sheet) =>
        at.db
          .for("people")
          .activationSlip.findUniqueOrThrow({ where: { id: sheet.slipId } })
          .then((row) => personSecret(at.db, row.personId)),
      ),
    );
    // The end of the ID number is the second proof beside the code: a slip that is found must not carry it.
    sheets.forEach(({ code: _code, qr: _qr, slipId: _slip, expiresAt: _end, ...shown }, i) => {
      expect(shown.idStart).toBe(`${people[i]!.idNumber.slice(0, 3)}***`);
      expect(JSON.stringify(shown)).not.toContain(people[i]!.idNumber.slice(-4));
    });
    const text = (await readPdf(await slipsPdf(sheets, { now, takenBy: "经办" }))).pages.join("\n");
    expect(text.match(/和本人身份证的末四位/g)).toHaveLength(sheets.length);
    expect(text).not.toMatch(/尾号|\*\d{3}[\dX]/);
  });
});

describe("a PIN on a device", () => {
  it("is refused when it is the person's own birthday, and waits after five wrong ones", async () => {
    const now = after(9000);
    const person = at.seeded.learners.flood[1]!;
    const birth = (await personSecret(at.db, person))!.idNumber.slice(8, 14);
    expect(await pinFaultFor(at.db, person, birth)).toBe("不要用自己的生日");
    const [plain] = await issueSlips(at.db, now, { personIds: [person], printedBy: "clerk", days: 30 });
    const secret = newDeviceSecret();
    const { accountId } = await enrolDevice(at.db, now, {
      slip: (await findSlip(at.db, now, { token: plain!.token }))!,
      pin: "739164",
      secret,
      label: "",
    });
    for (let i = 0; i < 5; i += 1)
      await expect(signInByPin(at.db, now, { secret, accountId, pin: "111222" })).rejects.toThrow("PIN 不对");
    await expect(signInByPin(at.db, now, { secret, accountId, pin: "739164" })).rejects.toThrow("15 分钟");
    await signInByPin(at.db, after(9000 + 901), { secret, accountId, pin: "739164" });
    await expect(
      signInByPin(at.db, after(9902), { secret: newDeviceSecret(), accountId, pin: "739164" }),
    ).rejects.toThrow("没有这个账号");
  });
  it("is worth nothing after the clerk's reset, which is logged", async () => {
    const now = after(11_000);
    const person = at.seeded.learners.flood[1]!;
    const [account] = await resetDevices(at.db, now, { personId: person, actorId: "clerk" });
    const devices = await at.db.for("people").device.findMany({ where: { accountId: account! } });
    expect(devices.every((device) => device.revokedAt)).toBe(true);
    expect((await openAudit(at.db)).some((row) => row.reason === "pin-reset" && row.object === person)).toBe(true);
    const logged = (await openAudit(at.db)).length;
    await expect(resetDevices(at.db, now, { personId: person, actorId: "clerk" })).rejects.toThrow("没有在用的设备");
    expect(await openAudit(at.db)).toHaveLength(logged);
  });
  it("keeps its secret in a cookie of the right shape alone", () => {
    const secret = newDeviceSecret();
    const request = (cookie: string) => new Request("http://x/", { headers: { cookie } });
    expect(readDeviceSecret(request(`a=1; anding-device=${secret}`))).toBe(secret);
    expect(readDeviceSecret(request("anding-device=short"))).toBeNull();
    expect(readDeviceSecret(request(""))).toBeNull();
  });
  it("the demonstration learner's slip is there, and there again once used", async () => {
    const now = after(12_000);
    const first = (await demoSlip(at.db, now))!;
    expect(await demoSlip(at.db, now)).toEqual(first);
    const slip = await slipByCode(at.db, now, { code: first.code, idEnd: first.idEnd, ip: "demo" });
    const secret = newDeviceSecret();
    await enrolDevice(at.db, now, { slip, pin: "739164", secret, label: "" });
    expect(await accountsOnDevice(at.db, secret)).toHaveLength(1);
    expect((await demoSlip(at.db, now))!.token).not.toBe(first.token);
  });
});

describe("roles", () => {
  const security = () => at.seeded.staff["security-admin"].accountId;
  it("are granted by another, never to oneself, and each refusal is logged", async () => {
    const now = after(13_000);
    const grant = { accountId: security(), role: "supervisor" as const, scopeKind: "any" as const, scopeId: "" };
    await expect(grantRole(at.db, now, security(), grant)).rejects.toThrow("不能给自己授权");
    expect((await openAudit(at.db)).at(-1)).toMatchObject({ act: "role.grant", outcome: "refused", reason: "self" });
    await grantRole(at.db, now, security(), { ...grant, accountId: at.seeded.staff.clerk.accountId });
    await expect(
      grantRole(at.db, now, security(), { ...grant, accountId: at.seeded.staff.clerk.accountId }),
    ).rejects.toThrow("已经有");
  });
  it("keep the three administrators apart, and the auditor from everything else", async () => {
    const now = after(13_100);
    const to = (accountId: string, role: "auditor" | "system-admin" | "clerk") =>
      grantRole(at.db, now, security(), { accountId, role, scopeKind: "any", scopeId: "" });
    await expect(to(at.seeded.staff["system-admin"].accountId, "auditor")).rejects.toThrow("三员分离");
    await expect(to(at.seeded.staff.auditor.accountId, "clerk")).rejects.toThrow("审计员");
    await expect(to(at.seeded.staff.clerk.accountId, "auditor")).rejects.toThrow("不能兼任");
    expect(clash(["clerk"], "supervisor")).toBeNull();
  });
  it("are taken back at once by another administrator", async () => {
    const now = after(13_200);
    const view = await staffView(at.db, now, at.seeded.staff.clerk.accountId);
    await endGrant(at.db, now, security(), {
      accountId: at.seeded.staff.clerk.accountId,
      grantId: view.grants.at(-1)!.id,
    });
    expect((await staffView(at.db, after(13_201), at.seeded.staff.clerk.accountId)).grants).toHaveLength(
      view.grants.length - 1,
    );
  });
});

describe("a new member of staff", () => {
  it("sets a password and a second factor by a link, once, and signs in with them", async () => {
    const now = after(14_000);
    const { accountId, token } = await createStaff(at.db, now, at.seeded.staff["security-admin"].accountId, {
      name: "周试用",
      login: "zhou.shi",
      organisationId: at.seeded.organisations.bureau,
    });
    await expect(createStaffAccount(at.db, now, "x", { login: "zhou.shi", personId: "p" })).rejects.toThrow(
      "已经有人用了",
    );
    const setup = await requireSetup(at.db, now, token);
    const code = totpCode(setup.secret, totpStep(now));
    await expect(finishSetup(at.db, now, setup, { password: "password2024", code })).rejects.toThrow("最常见");
    await expect(
      finishSetup(at.db, now, setup, { password: "鉴湖边的老槐树下七把藤椅", code: "000000" }),
    ).rejects.toThrow("动态码不对");
    expect(await finishSetup(at.db, now, setup, { password: "鉴湖边的老槐树下七把藤椅", code })).toHaveLength(10);
    await expect(requireSetup(at.db, now, token)).rejects.toThrow("已经用过");
    const later = after(14_060);
    await expect(attempt("zhou.shi", later, { password: "鉴湖边的老槐树下七把藤椅" })).resolves.toMatchObject({
      id: accountId,
    });
  });
  it("of the demonstration opens nothing in a real installation", async () => {
    const { env } = await import("~/platform/env.server");
    const before = env().DEMO;
    env().DEMO = "0";
    await expect(attempt("hall", after(15_000))).rejects.toThrow("不对");
    expect(await demoAccounts(at.db, after(15_000))).toBeNull();
    expect(await demoSlip(at.db, after(15_000))).toBeNull();
    env().DEMO = before;
  });
});
