import { generateKeyPairSync } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { describe, expect, it } from "vitest";
import { houseEachTime } from "../support/house-each-time";
import { seedPeople, type SeededPeople } from "../../prisma/seed/people";
import { noticesOf } from "~/people/account-notice.server";
import { grantRole } from "~/people/accounts.server";
import { recentChanges } from "~/people/administrator-news.server";
import { createStaff, finishSetup, requireSetup } from "~/people/staff-accounts.server";
import { totpCode, totpStep } from "~/people/totp.server";
import { fingerprintEnd } from "~/platform/custody";
import { enterCustodian } from "~/platform/custody.server";
import type { Db } from "~/platform/db.server";
import { startSession } from "~/platform/session.server";
import { action, loader } from "../../app/routes/admin.custody";
import { loader as healthLoader } from "../../app/routes/admin._index";
import { loader as peopleLoader } from "../../app/routes/admin.people._index";

// A custodian in office is retired by two independent administrators; one who was never confirmed is taken back by one.

let at: Db;
let seeded: SeededPeople;
houseEachTime({
  demo: "1",
  fill: async (fresh) => {
    at = fresh;
    seeded = await seedPeople({ db: fresh, now: new Date() });
  },
});

const system = () => seeded.staff["system-admin"].accountId;
const security = () => seeded.staff["security-admin"].accountId;
const WHY = "王保管月底调离，电话核对过";

async function cookieOf(by: string): Promise<string> {
  return (
    await startSession(
      new Request("http://localhost/"),
      { id: by, kind: "staff" },
      { now: new Date(), secondFactor: true },
    )
  ).split(";")[0]!;
}
async function press(by: string, fields: Record<string, string>): Promise<[number, string]> {
  const request = new Request("http://localhost/admin/custody", {
    method: "POST",
    headers: { cookie: await cookieOf(by) },
    body: new URLSearchParams(fields),
  });
  const answer: unknown = await Promise.resolve(
    (action as (args: ActionFunctionArgs) => unknown)({
      request,
      params: {},
      context: { ip: "127.0.0.1" },
    } as unknown as ActionFunctionArgs),
  ).catch((error: unknown) => error);
  if (answer instanceof Response) return [answer.status, await answer.text()];
  const { data, init } = answer as { data: { error: string; done: string }; init: ResponseInit | null };
  return [init?.status ?? 200, data.error || data.done];
}
type Loader = (args: LoaderFunctionArgs) => unknown;
async function page<T>(load: unknown, by: string, path = "/admin/custody"): Promise<T> {
  const request = new Request(`http://localhost${path}`, { headers: { cookie: await cookieOf(by) } });
  const answer = await (load as Loader)({
    request,
    params: {},
    context: { ip: "127.0.0.1" },
  } as unknown as LoaderFunctionArgs);
  return (typeof answer === "object" && answer !== null && "data" in answer ? answer.data : answer) as T;
}
type CustodyPage = {
  custodians: { name: string; state: string }[];
  retirements: { id: string; name: string; by: string; reason: string; mine: boolean; barred: string | null }[];
};
const shown = async (by: string) => (await page<CustodyPage>(loader, by)).retirements;
const waiting = async (by: string, load: unknown = peopleLoader) =>
  (await page<{ retirements: { name: string; by: string }[] }>(load, by, "/admin/people")).retirements.map((one) => [
    one.name,
    one.by,
  ]);

const publicKey = () =>
  JSON.stringify(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" }));
async function entered(name: string): Promise<{ id: string; confirm: () => Promise<[number, string]> }> {
  const { id, fingerprint } = await enterCustodian(at, new Date(), system(), { name, publicKey: publicKey() });
  return { id, confirm: () => press(security(), { intent: "confirm", id, ending: fingerprintEnd(fingerprint) }) };
}
async function active(name: string): Promise<string> {
  const { id, confirm } = await entered(name);
  expect((await confirm())[0]).toBe(200);
  return id;
}
/** Those to whom `npm run backup` seals, asked as the command asks. */
const sealedTo = async () =>
  (
    await at.raw<{ name: string }>(
      `SELECT "name" FROM "Custodian" WHERE "confirmedAt" IS NOT NULL AND "retiredAt" IS NULL ORDER BY "enteredAt"`,
    )
  ).map((row) => row.name);
const rows = async (act = "custody.retire") =>
  (await at.for("platform").auditRow.findMany({ where: { act }, orderBy: { rowNumber: "asc" } })).map((row) => [
    row.actorId,
    row.outcome,
    row.reason,
    row.object,
  ]);
const told = async (accountId: string) =>
  (await noticesOf(at, new Date(Date.now() + 60_000), accountId)).map((one) => one.words);

async function asked(by: string, id: string): Promise<string> {
  expect((await press(by, { intent: "retire", id, reason: WHY }))[0]).toBe(200);
  return (await shown(by)).at(-1)!.id;
}
/** An administrator whom another made. */
async function made(by: string, login: string, role: "system-admin" | "security-admin"): Promise<string> {
  const now = new Date();
  const { accountId, token } = await createStaff(at, now, by, {
    name: "木偶",
    login,
    organisationId: seeded.organisations.bureau,
  });
  const setup = await requireSetup(at, now, token);
  await finishSetup(at, now, setup, {
    password: "鉴湖边的老槐树下七把藤椅",
    code: totpCode(setup.secret, totpStep(now)),
  });
  await grantRole(at, now, by, { accountId, role, scopeKind: "any", scopeId: "" });
  return accountId;
}

describe("a custodian in office", () => {
  it("is not retired by one administrator: what one asks leaves the backups sealed to both until another confirms", async () => {
    const wang = await active("王保管");
    await active("李保管");
    expect(await press(system(), { intent: "retire", id: wang, reason: WHY })).toEqual([
      200,
      expect.stringContaining("另一位管理员确认以前，王保管 仍在任"),
    ]);
    expect(await sealedTo()).toEqual(["王保管", "李保管"]);
    expect(await shown(system())).toMatchObject([{ name: "王保管", by: "system-admin", reason: WHY, mine: true }]);
    const [open] = await shown(security());
    expect(open).toMatchObject({ name: "王保管", by: "system-admin", reason: WHY, mine: false, barred: null });
    expect(await press(security(), { intent: "retire-confirm", id: open!.id })).toEqual([
      200,
      expect.stringContaining("在任的只剩 1 位，不到 2 位，从现在起备份里没有密钥"),
    ]);
    expect(await sealedTo()).toEqual(["李保管"]);
    expect(await shown(system())).toEqual([]);
    expect(await rows()).toEqual([
      [system(), "done", "proposed", wang],
      [security(), "done", "confirmed", wang],
    ]);
    const facts = JSON.parse(
      (await at.for("platform").auditRow.findFirstOrThrow({ where: { act: "custody.retire", reason: "confirmed" } }))
        .facts,
    ) as object;
    expect(facts).toEqual({ request: open!.id, proposedBy: system() });
  });

  it("is asked about with a reason, once", async () => {
    const wang = await active("王保管");
    expect(await press(system(), { intent: "retire", id: wang, reason: " 走了 " })).toEqual([
      400,
      expect.stringContaining("写一句理由，至少 4 个字"),
    ]);
    expect(await press(system(), { intent: "retire", id: wang })).toEqual([400, expect.any(String)]);
    await asked(system(), wang);
    expect(await press(system(), { intent: "retire", id: wang, reason: WHY })).toEqual([
      409,
      expect.stringContaining("您已经提议停用 王保管"),
    ]);
    expect(await press(security(), { intent: "retire", id: wang, reason: WHY })).toEqual([
      409,
      expect.stringContaining("system-admin 已经提议停用 王保管"),
    ]);
    expect(await shown(system())).toHaveLength(1);
  });

  it("is not retired by who asked, nor by whom they made or who made them; the page says so beforehand and the audit keeps it", async () => {
    const wang = await active("王保管");
    const puppet = await made(security(), "puppet", "system-admin");
    const id = await asked(security(), wang);
    expect(await press(security(), { intent: "retire-confirm", id })).toEqual([
      403,
      expect.stringContaining("提议的人不能自己确认"),
    ]);
    expect(await press(puppet, { intent: "retire-confirm", id })).toEqual([
      403,
      expect.stringContaining(
        "是由 security-admin 授予、开设的，不能当他的第二个人。请由另一条链上的管理员来确认：系统管理员 system-admin",
      ),
    ]);
    expect((await shown(puppet))[0]!.barred).toContain("不能当他的第二个人");
    expect([await waiting(puppet), await waiting(security()), await waiting(system())]).toEqual([
      [],
      [],
      [["王保管", "security-admin"]],
    ]);
    expect(await waiting(system(), healthLoader)).toEqual([["王保管", "security-admin"]]);
    expect((await rows()).filter((row) => row[1] === "refused")).toEqual([
      [security(), "refused", "same-person", wang],
      [puppet, "refused", "not-independent", wang],
    ]);
    expect(await sealedTo()).toEqual(["王保管"]);
  });

  it("stays when who asked takes it back or the other does not agree, and may be asked about anew; each late press says what is so", async () => {
    const wang = await active("王保管");
    const first = await asked(system(), wang);
    expect(await press(system(), { intent: "retire-drop", id: first })).toEqual([
      200,
      expect.stringContaining("已撤回，王保管 仍在任"),
    ]);
    expect(await press(system(), { intent: "retire-drop", id: first })).toEqual([
      409,
      expect.stringContaining("已经撤回。王保管 仍在任"),
    ]);
    expect(await press(security(), { intent: "retire-confirm", id: first })).toEqual([
      409,
      expect.stringContaining("已经撤回。王保管 仍在任"),
    ]);
    const second = await asked(system(), wang);
    expect(await press(security(), { intent: "retire-confirm", id: first }), "a tab that shows the first").toEqual([
      409,
      expect.stringContaining("现在等确认的是另一次提议，请看过它的理由"),
    ]);
    expect(await press(security(), { intent: "retire-drop", id: second })).toEqual([
      200,
      expect.stringContaining("没有同意，王保管 仍在任"),
    ]);
    expect(await press(system(), { intent: "retire-drop", id: second })).toEqual([
      409,
      expect.stringContaining("security-admin 没有同意。王保管 仍在任"),
    ]);
    const third = await asked(security(), wang);
    expect((await press(system(), { intent: "retire-confirm", id: third }))[0]).toBe(200);
    for (const intent of ["retire-confirm", "retire-drop"])
      expect(await press(system(), { intent, id: third })).toEqual([
        409,
        expect.stringContaining("您已经确认，王保管 已停用"),
      ]);
    expect(await press(security(), { intent: "retire-drop", id: third })).toEqual([
      409,
      expect.stringContaining("system-admin 已经确认，王保管 已停用"),
    ]);
    expect(await press(security(), { intent: "retire-confirm", id: first }), "a tab of the first day").toEqual([
      409,
      expect.stringContaining("王保管 后来已停用"),
    ]);
    expect(await press(system(), { intent: "retire", id: wang, reason: WHY })).toEqual([
      409,
      expect.stringContaining("已停用"),
    ]);
    expect(await press(system(), { intent: "retire-confirm", id: "nothing" })).toEqual([
      404,
      expect.stringContaining("没有这次停用的提议"),
    ]);
    expect((await rows()).map((row) => row[2])).toEqual([
      "proposed",
      "withdrawn",
      "proposed",
      "refused",
      "proposed",
      "confirmed",
    ]);
  });

  it("is retired once when two confirm at one moment", async () => {
    const id = await asked(system(), await active("王保管"));
    const both = await Promise.all([
      press(security(), { intent: "retire-confirm", id }),
      press(security(), { intent: "retire-confirm", id }),
    ]);
    expect(both.map(([status]) => status).sort()).toEqual([200, 409]);
    expect((await rows()).map((row) => row[2])).toEqual(["proposed", "confirmed"]);
  });

  it("is not retired on the word of one who is an administrator no longer", async () => {
    const wang = await active("王保管");
    const gone = await at
      .for("people")
      .account.findFirstOrThrow({ where: { login: { startsWith: "security-admin-" }, disabledAt: null } });
    const id = await asked(gone.id, wang);
    await at.for("people").account.update({ where: { id: gone.id }, data: { disabledAt: new Date() } });
    expect((await shown(system()))[0]!.barred).toContain("已经不是管理员");
    expect(await waiting(system())).toEqual([]);
    expect(await press(system(), { intent: "retire-confirm", id })).toEqual([
      409,
      expect.stringMatching(/已经不是管理员.*重新提议/),
    ]);
    expect(await sealedTo()).toEqual(["王保管"]);
    expect((await press(system(), { intent: "retire-drop", id }))[0]).toBe(200);
  });

  it("is told of to every administrator at each step, and stands for 30 days among the changes", async () => {
    const wang = await active("王保管");
    const auditor = seeded.staff.auditor.accountId;
    await press(system(), { intent: "retire-drop", id: await asked(system(), wang) });
    await press(security(), { intent: "retire-drop", id: await asked(system(), wang) });
    await press(security(), { intent: "retire-confirm", id: await asked(system(), wang) });
    const steps = [
      "security-admin 确认停用密钥保管人 王保管（system-admin 提议）。",
      `system-admin 提议停用密钥保管人 王保管，理由是“${WHY}”。`,
      "security-admin 不同意停用密钥保管人 王保管。",
      `system-admin 提议停用密钥保管人 王保管，理由是“${WHY}”。`,
      "system-admin 撤回了停用密钥保管人 王保管 的提议。",
      `system-admin 提议停用密钥保管人 王保管，理由是“${WHY}”。`,
    ];
    for (const one of [system(), security(), auditor]) expect(await told(one)).toEqual(steps);
    expect(await told(seeded.staff.inspector.accountId)).toEqual([]);
    expect((await recentChanges(at, new Date())).map((one) => one.words)).toEqual(steps);
  });
});

describe("a custodian who was entered and never confirmed", () => {
  it("is taken back by one", async () => {
    const { id } = await entered("王保管");
    expect(await press(system(), { intent: "retire", id, reason: WHY })).toEqual([
      409,
      expect.stringContaining("还没有确认过，不用两个人"),
    ]);
    expect(await press(system(), { intent: "withdraw", id })).toEqual([
      200,
      expect.stringContaining("王保管 的登记已撤掉"),
    ]);
    expect(await press(system(), { intent: "withdraw", id })).toEqual([409, expect.stringContaining("已停用")]);
    expect(await rows()).toEqual([[system(), "done", "never-confirmed", id]]);
  });
  it("but not when another confirmed it while the page stood open", async () => {
    const { id, confirm } = await entered("王保管");
    await confirm();
    expect(await press(system(), { intent: "withdraw", id })).toEqual([
      409,
      expect.stringContaining("刚才已经确认，现在在任。停用在任的保管人要两位管理员"),
    ]);
    expect(await sealedTo()).toEqual(["王保管"]);
  });
});
