import { describe, expect, it } from "vitest";
import { houseEachTime } from "../../../tests/support/house-each-time";
import { searchAudit } from "~/platform/audit-search.server";
import { db } from "~/platform/db.server";
import { startSession } from "~/platform/session.server";
import { noticesOf } from "../account-notice.server";
import { createStaffAccount, endGrant, setAccountDisabled } from "../accounts.server";
import { readActor } from "../actor.server";
import { recentChanges } from "../administrator-news.server";
import { signInStaff } from "../staff-sign-in.server";
import { totpCode, totpStep } from "../totp.server";
import type { Duty } from "./duties";
import { requireOtherPerson, setupSecret, takeDuty } from "./first-account.server";
import {
  dutyHolders,
  dutyState,
  issueSetupLinks,
  newSetupToken,
  recentSetupLinks,
  requireSetupLink,
  setupTokenHash,
} from "./setup-links.server";

// The first administrators come by links from the machine: one a duty, once, for 24 hours, for three different persons.

const start = new Date("2026-11-30T01:00:00Z");
const after = (hours: number) => new Date(start.getTime() + hours * 3_600_000);
const at = houseEachTime({ demo: "0" });

async function link(duty: Duty, now = start, options: Parameters<typeof issueSetupLinks>[3] = {}): Promise<string> {
  const token = newSetupToken();
  const [answer] = await issueSetupLinks(at.db, now, [{ duty, tokenHash: setupTokenHash(token) }], options);
  if (!answer!.expiresAt) throw new Error(answer!.why);
  return token;
}
const form = (token: string, login: string, now: Date, more: Partial<Parameters<typeof takeDuty>[3]> = {}) => {
  const secret = setupSecret(token);
  return {
    name: "诸葛亮",
    login,
    password: "mountains and rivers",
    code: totpCode(secret, totpStep(now)),
    namesake: false,
    secret,
    ...more,
  };
};
const NAMES: Record<Duty, string> = { "system-admin": "沈括", "security-admin": "张衡", auditor: "包拯" };
async function hold(duty: Duty, now = start, login: string = duty): Promise<string[]> {
  const token = await link(duty, now);
  return takeDuty(
    at.db,
    now,
    await requireSetupLink(at.db, now, token),
    form(token, login, now, { name: NAMES[duty] }),
  );
}
const take = async (token: string, now: Date) =>
  takeDuty(at.db, now, await requireSetupLink(at.db, now, token), form(token, "zuchongzhi", now, { name: "祖冲之" }));
const another = async (duty: Duty, now: Date) => take(await link(duty, now, { forHeld: "another" }), now);
/** On the real clock, which reads sessions. */
async function sessionOf(login: string): Promise<Request> {
  const cookie = await startSession(
    new Request("http://localhost/"),
    { id: (await accountOf(login)).id, kind: "staff" },
    { now: new Date(), secondFactor: true },
  );
  return new Request("http://localhost/", { headers: { cookie: cookie.split(";")[0]! } });
}
const alive = async (request: Request) => (await readActor(db(), request, new Date())) !== null;
const accountOf = (login: string) =>
  at.db.for("people").account.findUniqueOrThrow({ where: { login }, include: { grants: true } });

describe("a set-up link", () => {
  it("makes an account with just that duty, which signs in", async () => {
    const codes = await hold("security-admin");
    expect(codes).toHaveLength(10);
    const { id, grants } = await accountOf("security-admin");
    expect(grants.map(({ role, scopeKind }) => [role, scopeKind])).toEqual([["security-admin", "any"]]);
    await expect(
      signInStaff(at.db, after(1), {
        login: "security-admin",
        password: "mountains and rivers",
        code: codes[0]!,
        ip: "::1",
        token: null,
        onDuty: async () => false,
      }),
    ).resolves.toMatchObject({ id });
    expect((await searchAudit(at.db, {}, { skip: 0, take: 20 })).map((row) => row.act)).toEqual(
      expect.arrayContaining(["setup-link.issue", "setup-link.use"]),
    );
  });
  it("is kept as a hash alone", async () => {
    const token = await link("auditor");
    const rows = await at.db.for("people").setupLink.findMany();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(await searchAudit(at.db, {}, { skip: 0, take: 20 }))).not.toContain(token);
  });
  it("is good for 24 hours, and says so afterwards", async () => {
    const token = await link("auditor");
    await expect(requireSetupLink(at.db, after(23.9), token)).resolves.toMatchObject({ duty: "auditor" });
    await expect(requireSetupLink(at.db, after(24), token)).rejects.toThrow("过了 24 小时");
  });
  it("ends when a new one is made for its duty, and leaves the other duties' alone", async () => {
    const [auditor, system] = [await link("auditor"), await link("system-admin")];
    const renewed = await link("auditor", after(1));
    await expect(requireSetupLink(at.db, after(1), auditor)).rejects.toThrow("作废");
    await expect(requireSetupLink(at.db, after(1), renewed)).resolves.toMatchObject({ reason: "renewed" });
    await expect(requireSetupLink(at.db, after(1), system)).resolves.toMatchObject({ reason: "first" });
  });
  it("works once, also from two tabs at a time", async () => {
    const token = await link("system-admin");
    const both = await requireSetupLink(at.db, start, token);
    const said = await Promise.allSettled([
      takeDuty(at.db, start, both, form(token, "first", start)),
      takeDuty(at.db, start, both, form(token, "second", start, { name: "沈括" })),
    ]);
    expect(said.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await at.db.for("people").account.count()).toBe(1);
    expect(await at.db.for("people").roleGrant.count()).toBe(1);
    await expect(requireSetupLink(at.db, start, token)).rejects.toThrow("用过");
  });
  it("is nobody's when the token is another", async () => {
    await link("auditor");
    await expect(requireSetupLink(at.db, start, newSetupToken())).rejects.toThrow("没有这个设置链接");
  });
  it("asks for a good password, a right code and a login; what fails leaves nothing", async () => {
    const token = await link("auditor");
    const good = await requireSetupLink(at.db, start, token);
    for (const [more, sentence] of [
      [{ password: "short" }, "至少 10"],
      [{ code: "000000" }, "动态码不对"],
      [{ login: "A B" }, "登录名用"],
      [{ name: "<b>" }, "姓名"],
    ] as const)
      await expect(takeDuty(at.db, start, good, { ...form(token, "bao", start), ...more })).rejects.toThrow(sentence);
    expect([await at.db.for("people").account.count(), await at.db.for("people").person.count()]).toEqual([0, 0]);
    await expect(takeDuty(at.db, start, good, form(token, "bao", start))).resolves.toHaveLength(10);
  });
});

describe("three different persons", () => {
  it("a login that has one duty is refused the second, with the reason", async () => {
    await hold("system-admin", start, "shenkuo");
    const token = await link("auditor");
    await expect(
      takeDuty(at.db, start, await requireSetupLink(at.db, start, token), form(token, "ShenKuo", start)),
    ).rejects.toThrow(/已经是系统管理员的账号.*三员分离/);
    expect((await dutyHolders(at.db, start)).get("auditor")).toBeUndefined();
  });
  it("the same name has to be said to be another person's", async () => {
    await hold("system-admin", start, "shenkuo");
    const token = await link("auditor");
    const good = await requireSetupLink(at.db, start, token);
    await expect(takeDuty(at.db, start, good, form(token, "shenkuo2", start, { name: "沈括" }))).rejects.toThrow(
      "同名",
    );
    await expect(
      takeDuty(at.db, start, good, form(token, "shenkuo2", start, { name: "沈括", namesake: true })),
    ).resolves.toHaveLength(10);
  });
  it("a browser in which another duty is signed in is refused", () => {
    const actor = {
      accountId: "a",
      personId: null,
      kind: "staff" as const,
      login: "shenkuo",
      grants: [{ role: "system-admin" as const, scopeKind: "any" as const, scopeId: "" }],
    };
    expect(() => requireOtherPerson("auditor", actor)).toThrow("请先退出登录");
    expect(() => requireOtherPerson("system-admin", actor)).not.toThrow();
    expect(() => requireOtherPerson("auditor", null)).not.toThrow();
  });
});

describe("a duty that is held", () => {
  it("gets no link, and a link still lying about is dead", async () => {
    const token = await link("auditor");
    const sneaky = await requireSetupLink(at.db, start, token);
    await at.db.for("people").setupLink.updateMany({ data: { revokedAt: start } });
    await hold("auditor", after(1));
    await at.db.for("people").setupLink.updateMany({ where: { id: sneaky.id }, data: { revokedAt: null } });
    await expect(requireSetupLink(at.db, after(1), token)).rejects.toThrow("已有人担任");
    await expect(takeDuty(at.db, after(1), sneaky, form(token, "second", after(1)))).rejects.toThrow("已有人担任");
    const [answer] = await issueSetupLinks(at.db, after(2), [
      { duty: "auditor", tokenHash: setupTokenHash(newSetupToken()) },
    ]);
    expect(answer).toMatchObject({ expiresAt: null, why: expect.stringContaining("auditor") as string });
  });
  it("is open again when its only holder is shut out, and the new link is shown to the others", async () => {
    await hold("system-admin");
    await hold("security-admin");
    await hold("auditor");
    expect((await dutyState(at.db, start)).open).toEqual([]);
    const { id } = await accountOf("auditor");
    await expect(setAccountDisabled(at.db, after(1), (await accountOf("security-admin")).id, id, true)).rejects.toThrow(
      "唯一能登录的审计员",
    );
    await at.db.for("people").account.update({ where: { id }, data: { disabledAt: after(1) } });
    expect(await dutyState(at.db, after(1))).toMatchObject({ open: ["auditor"], heldBefore: ["auditor"] });
    await hold("auditor", after(2), "direnjie");
    expect((await dutyHolders(at.db, after(2))).get("auditor")).toEqual(["direnjie"]);
    expect(await recentSetupLinks(at.db, after(3))).toMatchObject([
      { duty: "auditor", reason: "renewed", state: "used" },
    ]);
  });
  it("is not left by its last holder: the grant ends once another has taken it", async () => {
    await hold("security-admin");
    const { id, grants } = await accountOf("security-admin");
    const end = (now: Date) => endGrant(at.db, now, "someone-else", { accountId: id, grantId: grants[0]!.id });
    await expect(end(after(1))).rejects.toThrow("npm run setup-links -- security-admin --lost");
    await another("security-admin", after(1));
    await end(after(2));
    expect((await dutyHolders(at.db, after(2))).get("security-admin")).toEqual(["zuchongzhi"]);
  });
  it("gets a second holder by a link at the machine that says so; the first stays", async () => {
    await hold("security-admin");
    const session = await sessionOf("security-admin");
    await another("security-admin", after(1));
    expect((await dutyHolders(at.db, after(1))).get("security-admin")).toEqual(["security-admin", "zuchongzhi"]);
    expect(await alive(session)).toBe(true);
    expect(await recentSetupLinks(at.db, after(1))).toMatchObject([{ reason: "another", state: "used" }]);
  });
});

describe("a duty whose holder lost the account", () => {
  it("passes to who takes the link: until then the old holder stays, then the account is shut, its sessions end, and it is logged and told", async () => {
    await hold("system-admin");
    await hold("security-admin");
    const [old, session] = [await accountOf("security-admin"), await sessionOf("security-admin")];
    const token = await link("security-admin", after(1), { forHeld: "lost" });
    const good = await requireSetupLink(at.db, after(1), token);
    expect([good.reason, good.passedFrom]).toEqual(["lost", ["security-admin"]]);
    expect([(await accountOf("security-admin")).disabledAt, await alive(session)]).toEqual([null, true]);
    await expect(
      takeDuty(at.db, after(1), good, { ...form(token, "zuchongzhi", after(1), { name: "祖冲之" }), code: "000000" }),
    ).rejects.toThrow("动态码不对");
    expect(
      [(await accountOf("security-admin")).disabledAt, await alive(session)],
      "a try that failed changes nothing",
    ).toEqual([null, true]);
    await take(token, after(1));
    expect((await dutyHolders(at.db, after(1))).get("security-admin")).toEqual(["zuchongzhi"]);
    expect((await accountOf("security-admin")).disabledAt).toEqual(after(1));
    expect(await alive(session)).toBe(false);
    const fresh = await accountOf("zuchongzhi");
    expect(
      (await searchAudit(at.db, {}, { skip: 0, take: 20 }))
        .filter((row) => row.object === old.id || row.reason === "duty-passed")
        .map((row) => [row.act, row.actorId, row.outcome]),
    ).toEqual(
      expect.arrayContaining([
        ["account.disable", fresh.id, "done"],
        ["role.end", fresh.id, "done"],
      ]),
    );
    for (const told of [old.id, fresh.id, (await accountOf("system-admin")).id])
      expect((await noticesOf(at.db, after(1), told)).map((one) => one.words).join()).toContain(
        "zuchongzhi 用服务器上发的设置链接接任了安全管理员，原来的账号 security-admin 已停用",
      );
    expect((await recentChanges(at.db, after(2))).map((one) => one.words).join()).toContain(
      "原来的账号 security-admin 已停用",
    );
    expect(await recentSetupLinks(at.db, after(1))).toMatchObject([{ reason: "lost", state: "used" }]);
    const other = await accountOf("system-admin");
    expect([other.disabledAt, other.grants.filter((one) => !one.to).map((one) => one.role)]).toEqual([
      null,
      ["system-admin"],
    ]);
  });
  it("is all that an old holder with other roles loses", async () => {
    await hold("security-admin");
    const { id } = await accountOf("security-admin");
    await at.db.for("people").roleGrant.create({
      data: { id: "other", accountId: id, role: "exam-officer", scopeKind: "any", from: start, grantedBy: "x" },
    });
    const session = await sessionOf("security-admin");
    await take(await link("security-admin", after(1), { forHeld: "lost" }), after(2));
    const { disabledAt, grants } = await accountOf("security-admin");
    expect([disabledAt, grants.filter((one) => one.to === null).map((one) => one.role), await alive(session)]).toEqual([
      null,
      ["exam-officer"],
      true,
    ]);
    expect((await noticesOf(at.db, after(2), id)).map((one) => one.words).join()).toContain(
      "接任了安全管理员，security-admin 不再担任，其他角色还在",
    );
  });
  it("passes from who held it when the link was made, not from who was appointed since", async () => {
    await hold("security-admin");
    await hold("auditor");
    const token = await link("auditor", after(1), { forHeld: "lost" });
    const late = await createStaffAccount(at.db, after(2), "x", { login: "direnjie", personId: "" });
    await at.db.for("people").account.update({ where: { id: late }, data: { passwordHash: "x", totpSealed: "x" } });
    await at.db.for("people").roleGrant.create({
      data: { id: "late", accountId: late, role: "auditor", scopeKind: "any", from: after(2), grantedBy: "x" },
    });
    await take(token, after(3));
    expect((await dutyHolders(at.db, after(3))).get("auditor")).toEqual(["direnjie", "zuchongzhi"]);
  });
  it("ends nobody when the link runs out unused", async () => {
    await hold("auditor");
    const token = await link("auditor", after(1), { forHeld: "lost" });
    await expect(requireSetupLink(at.db, after(25), token)).rejects.toThrow("过了 24 小时");
    expect((await dutyHolders(at.db, after(26))).get("auditor")).toEqual(["auditor"]);
  });
});
