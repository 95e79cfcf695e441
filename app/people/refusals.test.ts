import { describe, expect, it } from "vitest";
import { seededHouse } from "../../tests/support/seeded-house";
import { startSession } from "~/platform/session.server";
import { action as custody } from "~/routes/admin.custody";
import { action as account } from "~/routes/admin.people.$id";
import { action as reset } from "~/routes/admin.people.$id_.reset";
import { makeCustodian } from "../../scripts/custodian-files.mjs";

// What a rule refuses a signed-in person leaves one row in the audit, whoever wrote it: the rule itself or the guard.

const at = seededHouse({ demo: "0", now: new Date() });

type Action = (args: { request: Request; params: Record<string, string>; context: object }) => Promise<unknown>;

/** Sends the form as this account and gives the status with the refusals it left. */
async function send(
  action: unknown,
  accountId: string,
  { path, id = "", fields }: { path: string; id?: string; fields: Record<string, string> },
) {
  const cookie = (
    await startSession(
      new Request("http://localhost/"),
      { id: accountId, kind: "staff" },
      { now: new Date(), secondFactor: true },
    )
  ).split(";")[0]!;
  const before = await at.db.for("platform").auditRow.count({});
  const request = new Request(`http://localhost${path}`, {
    method: "POST",
    headers: { cookie },
    body: new URLSearchParams(fields),
  });
  const answer = await (action as Action)({ request, params: { id }, context: {} }).catch((thrown: unknown) => thrown);
  const status = answer instanceof Response ? answer.status : ((answer as { init?: ResponseInit }).init?.status ?? 200);
  const rows = await at.db
    .for("platform")
    .auditRow.findMany({ where: { rowNumber: { gt: before }, outcome: "refused" }, orderBy: { rowNumber: "asc" } });
  return {
    status,
    rows: rows.map((row) => ({ act: row.act, reason: row.reason, object: row.object, by: row.actorId })),
  };
}

describe("a refusal by a rule", () => {
  it("that wrote nothing itself is written by the guard: one's own account, role and reset", async () => {
    const by = at.seeded.staff["security-admin"].accountId;
    const path = `/admin/people/${by}`;
    const grant = await at.db.for("people").roleGrant.findFirstOrThrow({ where: { accountId: by } });
    for (const fields of [{ intent: "disable" }, { intent: "end", grant: grant.id }] as Record<string, string>[]) {
      expect(await send(account, by, { path, id: by, fields }), fields.intent).toEqual({
        status: 403,
        rows: [{ act: "admin.roles", reason: "rule", object: path, by }],
      });
    }
    expect(
      await send(reset, by, {
        path: `${path}/reset`,
        id: by,
        fields: { intent: "propose", reason: "验证器丢了，当面核对过" },
      }),
    ).toEqual({ status: 403, rows: [{ act: "account.reset", reason: "rule", object: `${path}/reset`, by }] });
  });

  it("that wrote its own row is not written twice: one's own grant, one's own custodian", async () => {
    const security = at.seeded.staff["security-admin"].accountId;
    expect(
      (
        await send(account, security, {
          path: "/admin/people/x",
          id: security,
          fields: { intent: "grant", role: "clerk", scope: "any:" },
        })
      ).rows,
    ).toMatchObject([{ act: "role.grant", reason: "self" }]);
    const { publicKey, fingerprint } = await makeCustodian("王保管", "四角号码 七个字 不告诉别人");
    const system = at.seeded.staff["system-admin"].accountId;
    await send(custody, system, {
      path: "/admin/custody",
      fields: { intent: "enter", name: "王保管", publicKey: JSON.stringify(publicKey) },
    });
    const { id } = await at.db.for("platform").custodian.findFirstOrThrow({ where: { fingerprint } });
    expect(
      (
        await send(custody, system, {
          path: "/admin/custody",
          fields: { intent: "confirm", id, ending: fingerprint.slice(-8) },
        })
      ).rows,
    ).toMatchObject([{ reason: "rule", act: "admin.custody" }]);
    await at.db.for("platform").custodian.update({ where: { id }, data: { enteredBy: security } });
    expect(
      (
        await send(custody, security, {
          path: "/admin/custody",
          fields: { intent: "confirm", id, ending: fingerprint.slice(-8) },
        })
      ).rows,
    ).toMatchObject([{ reason: "same-person", act: "custody.confirm" }]);
  });

  it("leaves nothing when nothing was refused", async () => {
    const security = at.seeded.staff["security-admin"].accountId;
    const other = at.seeded.staff.clerk.accountId;
    expect(
      await send(account, security, { path: `/admin/people/${other}`, id: other, fields: { intent: "disable" } }),
    ).toEqual({ status: 200, rows: [] });
  });
});
