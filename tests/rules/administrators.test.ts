import { generateKeyPairSync } from "node:crypto";
import type { ActionFunctionArgs } from "@remix-run/node";
import { describe, expect, it } from "vitest";
import { houseEachTime } from "../support/house-each-time";
import { seedPeople, type SeededPeople } from "../../prisma/seed/people";
import { noticesOf } from "~/people/account-notice.server";
import { endGrant, grantRole, setAccountDisabled } from "~/people/accounts.server";
import { recentChanges } from "~/people/administrator-news.server";
import { confirmReset, proposeReset } from "~/people/factor-reset.server";
import { areIndependent } from "~/people/independent.server";
import type { Role } from "~/people/roles";
import { createStaff, finishSetup, requireSetup, setupLink } from "~/people/staff-accounts.server";
import { totpCode, totpStep } from "~/people/totp.server";
import { enterCustodian, listCustodians } from "~/platform/custody.server";
import { fingerprintEnd } from "~/platform/custody";
import { startSession } from "~/platform/session.server";
import { action as accountAction } from "../../app/routes/admin.people.$id";
import { action as custodyAction } from "../../app/routes/admin.custody";

// One administrator makes no second one for himself, shuts the others out unseen, or takes a duty's last holder away.

const now = new Date();
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
let seeded: SeededPeople;
const at = houseEachTime({
  demo: "1",
  fill: async (fresh) => {
    seeded = await seedPeople({ db: fresh, now });
  },
});

const id = (role: "security-admin" | "system-admin" | "auditor" | "inspector") => seeded.staff[role].accountId;
const words = async (accountId: string) =>
  (await noticesOf(at.db, later(60), accountId)).map((one) => one.words).join("\n");
const refusals = async (act: string) =>
  (await at.db.for("platform").auditRow.findMany({ where: { act, outcome: "refused" } })).map((row) => row.reason);
const grantOf = async (accountId: string, role: Role) =>
  (await at.db.for("people").roleGrant.findFirstOrThrow({ where: { accountId, role, to: null } })).id;
const grant = (by: string, accountId: string, role: Role) =>
  grantRole(at.db, now, by, { accountId, role, scopeKind: "any", scopeId: "" });

/** An account made by one administrator and set up by whoever opened its link. */
async function made(by: string, login: string, opener = by): Promise<string> {
  const { accountId, token } = await createStaff(at.db, now, by, {
    name: "木偶",
    login,
    organisationId: seeded.organisations.bureau,
  });
  const setup = await requireSetup(at.db, now, opener === by ? token : await setupLink(at.db, now, opener, accountId));
  await finishSetup(at.db, now, setup, {
    password: "鉴湖边的老槐树下七把藤椅",
    code: totpCode(setup.secret, totpStep(now)),
  });
  return accountId;
}
async function send(
  action: typeof accountAction | typeof custodyAction,
  by: string,
  { path, params = {}, fields }: { path: string; params?: Record<string, string>; fields: [string, string][] },
): Promise<{ status: number; text: string }> {
  const cookie = (
    await startSession(
      new Request("http://localhost/"),
      { id: by, kind: "staff" },
      { now: new Date(), secondFactor: true },
    )
  ).split(";")[0]!;
  const request = new Request(`http://localhost${path}`, {
    method: "POST",
    headers: { cookie },
    body: new URLSearchParams(fields),
  });
  const answer: unknown = await Promise.resolve(
    (action as (args: ActionFunctionArgs) => unknown)({
      request,
      params,
      context: { ip: "127.0.0.1" },
    } as unknown as ActionFunctionArgs),
  ).catch((error: unknown) => error);
  if (answer instanceof Response) return { status: answer.status, text: await answer.text() };
  const { data, init } = answer as { data: unknown; init: ResponseInit | null };
  return { status: init?.status ?? 200, text: JSON.stringify(data) };
}

describe("two who sign", () => {
  it("are not an administrator and the account he made: no reset, either way round, and it is on record", async () => {
    const puppet = await made(id("security-admin"), "puppet");
    await grant(id("security-admin"), puppet, "system-admin");
    await proposeReset(at.db, now, puppet, { accountId: id("auditor"), reason: "本人说手机丢了" });
    await expect(confirmReset(at.db, now, id("security-admin"), id("auditor"))).rejects.toThrow(
      /puppet 的管理员角色或账号是由您授予.*系统管理员 system-admin/,
    );
    expect(await refusals("account.reset")).toEqual(["not-independent"]);
    await expect(confirmReset(at.db, now, id("system-admin"), id("auditor"))).resolves.toBeTruthy();
    await proposeReset(at.db, now, id("security-admin"), { accountId: id("inspector"), reason: "本人说手机丢了" });
    await expect(confirmReset(at.db, now, puppet, id("inspector"))).rejects.toThrow(
      /您的管理员角色或账号是由 security-admin 授予.*不能当他的第二个人/,
    );
  });
  it("are not two whom the same third made, also when the grant has ended and another granted it anew", async () => {
    const [one, two] = [await made(id("security-admin"), "puppet1"), await made(id("security-admin"), "puppet2")];
    await grant(id("security-admin"), one, "system-admin");
    await grant(id("security-admin"), two, "security-admin");
    expect(await areIndependent(at.db, one, two)).toBe(false);
    await endGrant(at.db, later(1), id("security-admin"), {
      accountId: one,
      grantId: await grantOf(one, "system-admin"),
    });
    await grantRole(at.db, later(2), two, { accountId: one, role: "system-admin", scopeKind: "any", scopeId: "" });
    expect(await areIndependent(at.db, one, id("security-admin"))).toBe(false);
  });
  it("are, when they came by different ways; who granted and who handed over the link both count", async () => {
    expect(await areIndependent(at.db, id("security-admin"), id("system-admin"))).toBe(true);
    expect(await areIndependent(at.db, id("security-admin"), id("security-admin"))).toBe(false);
    const other = await made(id("security-admin"), "chengyi", id("system-admin"));
    expect(
      await areIndependent(at.db, other, id("security-admin")),
      "an account without a duty, set up by another's link",
    ).toBe(true);
    await grant(id("security-admin"), other, "system-admin");
    expect(await areIndependent(at.db, other, id("security-admin"))).toBe(false);
    expect(await areIndependent(at.db, other, id("system-admin"))).toBe(false);
  });
  it("are not two accounts of one person", async () => {
    const { personId } = await at.db.for("people").account.findUniqueOrThrow({ where: { id: id("system-admin") } });
    await at.db.for("people").account.update({ where: { id: id("security-admin") }, data: { personId } });
    expect(await areIndependent(at.db, id("security-admin"), id("system-admin"))).toBe(false);
  });
  it("say what to do when nobody else could", async () => {
    const puppet = await made(id("security-admin"), "puppet");
    await grant(id("security-admin"), puppet, "system-admin");
    await at.db.for("people").account.updateMany({
      where: { OR: [{ id: id("system-admin") }, { login: { startsWith: "security-admin-" } }] },
      data: { disabledAt: now },
    });
    await proposeReset(at.db, now, puppet, { accountId: id("auditor"), reason: "本人说手机丢了" });
    await expect(confirmReset(at.db, now, id("security-admin"), id("auditor"))).rejects.toThrow(
      "npm run setup-links -- system-admin --another",
    );
  });
  it("of a custodian neither", async () => {
    const puppet = await made(id("security-admin"), "puppet");
    await grant(id("security-admin"), puppet, "system-admin");
    const publicKey = () =>
      JSON.stringify(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" }));
    const confirm = (one: { id: string; fingerprint: string }) =>
      send(custodyAction, id("security-admin"), {
        path: "/admin/custody",
        fields: [
          ["intent", "confirm"],
          ["id", one.id],
          ["ending", fingerprintEnd(one.fingerprint)],
        ],
      });
    const his = await confirm(await enterCustodian(at.db, now, puppet, { name: "王保管", publicKey: publicKey() }));
    expect([his.status, his.text]).toEqual([403, expect.stringContaining("您不能当他的第二个人") as string]);
    expect(await refusals("custody.confirm")).toEqual(["not-independent"]);
    expect(
      (await confirm(await enterCustodian(at.db, now, id("system-admin"), { name: "李保管", publicKey: publicKey() })))
        .status,
    ).toBe(200);
    expect((await listCustodians(at.db)).map((one) => [one.name, one.state])).toEqual([
      ["李保管", "active"],
      ["王保管", "entered"],
    ]);
  });
});

describe("an administrator's duty", () => {
  it("that is granted or ended, and its holder shut or let in, is told to every holder and the one concerned", async () => {
    const fresh = await made(id("security-admin"), "chengyi");
    await grant(id("security-admin"), fresh, "auditor");
    await setAccountDisabled(at.db, later(1), id("security-admin"), fresh, true);
    await setAccountDisabled(at.db, later(2), id("security-admin"), fresh, false);
    await endGrant(at.db, later(3), id("security-admin"), {
      accountId: fresh,
      grantId: await grantOf(fresh, "auditor"),
    });
    for (const told of [id("system-admin"), id("security-admin"), id("auditor"), fresh])
      expect(await words(told)).toMatch(
        /收回了 chengyi 的“审计员”[^]*恢复了 chengyi（审计员）[^]*停用了 chengyi（审计员）[^]*security-admin 授予了 chengyi “审计员”/,
      );
    expect(await words(id("inspector"))).toBe("");
    expect((await recentChanges(at.db, later(4))).map((one) => one.words)).toHaveLength(4);
    expect(await recentChanges(at.db, later(31 * 86_400))).toEqual([]);
  });
  it("and no other role", async () => {
    await grant(id("security-admin"), id("inspector"), "supervisor");
    expect(await recentChanges(at.db, later(1))).toEqual([]);
    expect(await words(id("auditor"))).toBe("");
  });
  it("is not taken from its last holder, by whatever way; one who cannot sign in yet is no other holder", async () => {
    const shut = () => setAccountDisabled(at.db, now, id("security-admin"), id("auditor"), true);
    const end = async () =>
      endGrant(at.db, now, id("security-admin"), {
        accountId: id("auditor"),
        grantId: await grantOf(id("auditor"), "auditor"),
      });
    await expect(shut()).rejects.toThrow(/唯一能登录的审计员.*npm run setup-links -- auditor --lost/);
    await expect(end()).rejects.toThrow("唯一能登录的审计员");
    expect([await refusals("account.disable"), await refusals("role.end")]).toEqual([["last-holder"], ["last-holder"]]);
    const { accountId: unready } = await createStaff(at.db, now, id("security-admin"), {
      name: "未设",
      login: "weishe",
      organisationId: seeded.organisations.bureau,
    });
    await grant(id("security-admin"), unready, "auditor");
    await expect(shut()).rejects.toThrow("唯一能登录的审计员");
    await grant(id("security-admin"), await made(id("security-admin"), "chengyi"), "auditor");
    for (const act of [end, shut])
      await expect(act()).rejects.toThrow(
        /chengyi 的角色或账号是由您授予、开设的，不能算另一位审计员.*npm run setup-links -- auditor --another/,
      );
    const other = (
      await at.db
        .for("people")
        .account.findFirstOrThrow({ where: { login: { startsWith: "security-admin-" }, disabledAt: null } })
    ).id;
    await expect(
      endGrant(at.db, now, other, { accountId: id("auditor"), grantId: await grantOf(id("auditor"), "auditor") }),
    ).resolves.toBeUndefined();
  });
  it("of one's own kind is counted with oneself: of two security administrators each may end the other's", async () => {
    const other = (
      await at.db
        .for("people")
        .account.findFirstOrThrow({ where: { login: { startsWith: "security-admin-" }, disabledAt: null } })
    ).id;
    await expect(setAccountDisabled(at.db, now, id("security-admin"), other, true)).resolves.toBeUndefined();
  });
});

describe("the page of an account", () => {
  it("ends grants of that account alone", async () => {
    const stolen = await grantOf(id("inspector"), "inspector");
    const path = `/admin/people/${id("auditor")}`;
    const sent = await send(accountAction, id("security-admin"), {
      path,
      params: { id: id("auditor") },
      fields: [
        ["intent", "end"],
        ["grant", stolen],
      ],
    });
    expect(sent.status).toBe(404);
    expect(await grantOf(id("inspector"), "inspector")).toBe(stolen);
  });
  it("refuses a form that asks for two acts", async () => {
    const inspector = id("inspector");
    for (const fields of [
      [
        ["intent", "home"],
        ["intent", "disable"],
      ],
      [
        ["intent", "disable"],
        ["intent", "disable"],
      ],
    ] as [string, string][][]) {
      const sent = await send(accountAction, id("security-admin"), {
        path: `/admin/people/${inspector}`,
        params: { id: inspector },
        fields,
      });
      expect([sent.status, sent.text]).toEqual([400, expect.stringContaining("一次只能做一件事") as string]);
    }
    expect((await at.db.for("people").account.findUniqueOrThrow({ where: { id: inspector } })).disabledAt).toBeNull();
  });
});
