import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { endGrant, grantRole, setAccountDisabled } from "~/people/accounts.server";
import { districtNames, openDistricts, organisationsWithin } from "~/people/directory.server";
import { guard } from "~/people/guard.server";
import { linksTo } from "~/people/link-token";
import { personBehind } from "~/people/identity.server";
import { IdentityForm } from "~/people/identity-form";
import { bindIdentity, staffIdentity } from "~/people/staff-identity.server";
import { recheckPersons } from "~/exam/duty/recheck.server";
import { changeWords } from "~/exam/duty/change-words";
import { setStaffOrganisation } from "~/people/places/staff-home.server";
import { mayDo } from "~/people/policies";
import { ROLES, type Role } from "~/people/roles";
import { SetupLink } from "~/people/setup-link";
import { endSessionsOf, setupLink, staffView } from "~/people/staff-accounts.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { linkAddresses } from "~/server/announce-setup";
import { Button, LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { formatDateTime } from "~/ui/format";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Select } from "~/ui/select";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";

export const meta: MetaFunction = () => [{ title: "账号 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

const ROLE_NAMES = Object.keys(ROLES).filter((role) => role !== "learner") as [Role, ...Role[]];

export const loader = guard("admin.people", async ({ params, db, now, actor }) => {
  const mayGrant = mayDo("admin.roles", actor);
  const districts = mayGrant ? (await openDistricts(db)).filter((one) => one.level !== "village") : [];
  const organisations = mayGrant
    ? await organisationsWithin(db, { all: true, districtPaths: [], organisationIds: [] }, { open: true })
    : [];
  const names = mayGrant ? await districtNames(db) : new Map<string, string>();
  return {
    account: await staffView(db, now, params.id ?? ""),
    identity: await staffIdentity(db, params.id ?? ""),
    own: params.id === actor.accountId,
    mayGrant,
    mayReset: mayDo("account.reset", actor),
    homes: organisations.map((one) => ({ value: one.id, label: one.name })),
    scopes: [
      { value: "any:", label: "全部" },
      ...districts.map((one) => ({ value: `district:${one.code}`, label: `地区：${names.get(one.code) ?? one.name}` })),
      ...organisations.map((one) => ({ value: `organisation:${one.id}`, label: `单位：${one.name}` })),
    ],
  };
});

const Act = z.discriminatedUnion("intent", [
  z.strictObject({
    intent: z.literal("grant"),
    role: z.enum(ROLE_NAMES, "请选一个角色"),
    scope: z.string().regex(/^(any|district|organisation):/, "请选一个范围"),
  }),
  z.strictObject({ intent: z.literal("end"), grant: z.string().min(1) }),
  z.strictObject({ intent: z.literal("home"), organisation: z.string().min(1, "请选一个单位") }),
  z.strictObject({ intent: z.literal("identity"), idNumber: z.string().min(1, "请填身份证号").max(40) }),
  z.strictObject({ intent: z.literal("disable") }),
  z.strictObject({ intent: z.literal("enable") }),
  z.strictObject({ intent: z.literal("setup") }),
  z.strictObject({ intent: z.literal("end-sessions") }),
]);

export const action = guard(
  "admin.roles",
  { takes: fieldNames(Act) },
  async ({ params, request, url, db, now, actor }) => {
    const accountId = params.id ?? "";
    const parsed = Act.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success)
      return data(
        { error: parsed.error.issues[0]?.message ?? "请填完整", links: [] as string[], done: "" },
        { status: 400 },
      );
    const act = parsed.data;
    let personIds = await personBehind(db, accountId);
    try {
      if (act.intent === "setup")
        return data(
          {
            error: "",
            done: "",
            links: linksTo(linkAddresses(url), await setupLink(db, now, actor.accountId, accountId)),
          },
          { headers: { "Cache-Control": "no-store" } },
        );
      if (act.intent === "grant") {
        const [scopeKind, scopeId] = [
          act.scope.slice(0, act.scope.indexOf(":")),
          act.scope.slice(act.scope.indexOf(":") + 1),
        ];
        await grantRole(db, now, actor.accountId, {
          accountId,
          role: act.role,
          scopeKind: scopeKind as "any" | "district" | "organisation",
          scopeId,
        });
      } else if (act.intent === "home")
        await setStaffOrganisation(db, now, actor.accountId, { accountId, organisationId: act.organisation });
      else if (act.intent === "identity")
        personIds = (await bindIdentity(db, now, actor, { accountId, idNumber: act.idNumber })).personIds;
      else if (act.intent === "end") await endGrant(db, now, actor.accountId, { accountId, grantId: act.grant });
      else if (act.intent === "end-sessions") await endSessionsOf(db, now, actor.accountId, accountId);
      else await setAccountDisabled(db, now, actor.accountId, accountId, act.intent === "disable");
      // what is known of somebody changed: where they are on duty it is weighed anew
      const told = ["identity", "home", "grant"].includes(act.intent)
        ? await recheckPersons(db, now, { personIds, askedBy: actor.accountId })
        : [];
      const changed = told.length ? changeWords(told) : "";
      return data({ error: "", links: [] as string[], done: `已保存，并记入审计。${changed}` });
    } catch (error) {
      if (error instanceof DomainError)
        return data({ error: error.message, links: [] as string[], done: "" }, { status: error.status });
      throw error;
    }
  },
);

export default function StaffAccount() {
  const { account, identity, mayGrant, mayReset, own } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const mayAct = mayGrant && !own;
  return (
    <StaffPage>
      <PageHeader
        title={account.login}
        back={{ to: "/admin/people", label: "账号与角色" }}
        facts={
          <>
            <span>{account.name}</span>
            <span>{account.organisation}</span>
            {account.disabled ? (
              <Status state="refused">已停用</Status>
            ) : account.ready ? (
              <Status state="done">可登录</Status>
            ) : (
              <Status state="waiting">还没设密码</Status>
            )}
          </>
        }
      />
      <div className="grid gap-8">
        <FormErrorSummary errors={answer?.error ? [answer.error] : undefined} title="没有做成" />
        {answer?.done && (
          <Notice tone="safe" role="status">
            {answer.done}
          </Notice>
        )}
        {answer && answer.links.length > 0 && <SetupLink login={account.login} links={answer.links} />}
        {own && <Notice title="这是您自己的账号">自己的角色、停用和重设都要由另一位管理员来做。</Notice>}
        <Section title="角色">
          <Table
            caption="角色"
            captionHidden
            rows={account.grants}
            rowKey={(row) => row.id}
            unit="项"
            empty={<EmptyState>还没有任何角色，登录后什么也打不开。</EmptyState>}
            columns={[
              { key: "role", header: "角色", rowHeader: true, cell: (row) => row.label },
              { key: "scope", header: "范围", cell: (row) => row.scope },
              { key: "from", header: "从", cell: (row) => formatDateTime(row.from) },
              {
                key: "end",
                header: "",
                cell: (row) =>
                  mayAct && (
                    <ConfirmDialog
                      label="收回"
                      question={`收回 ${account.login} 的“${row.label}”？`}
                      consequence="立即生效；以前做过的事不受影响。"
                    >
                      <input type="hidden" name="intent" value="end" />
                      <input type="hidden" name="grant" value={row.id} />
                    </ConfirmDialog>
                  ),
              },
            ]}
          />
        </Section>
        <IdentityForm {...identity} may={mayAct} />
        {mayAct && !account.disabled && <GrantForm />}
        {mayAct && <AccountActs />}
        {mayReset && !own && account.ready && !account.disabled && (
          <Section title="丢了密码或动态码" lead="要两位管理员一起办：一位提议，另一位确认。">
            <LinkButton to={`/admin/people/${account.id}/reset`}>重设密码和动态码</LinkButton>
          </Section>
        )}
      </div>
    </StaffPage>
  );
}

function GrantForm() {
  const { scopes } = useLoaderData<typeof loader>();
  return (
    <Card as="section" className="grid max-w-phone gap-4">
      <h2 className="text-lg font-semibold">授予角色</h2>
      <Form method="post" className="grid gap-4">
        <input type="hidden" name="intent" value="grant" />
        <Field label="角色">
          <Select
            name="role"
            blank="请选择"
            required
            options={ROLE_NAMES.map((value) => ({ value, label: ROLES[value].label }))}
          />
        </Field>
        <Field
          label="范围"
          hint="监管、经办、企业安全管理员、讲师和场馆人员限定到地区或单位；考试中心各角色不分地区，选“全部”"
        >
          <Select name="scope" blank="请选择" required options={scopes} />
        </Field>
        <Button type="submit" look="main">
          授予
        </Button>
      </Form>
    </Card>
  );
}

function AccountActs() {
  const { account, homes } = useLoaderData<typeof loader>();
  return (
    <Section title="账号">
      <div className="flex flex-wrap gap-2">
        {homes.length > 0 && (
          <ConfirmDialog
            label="改单位"
            look="plain"
            question={`${account.login} 属于哪个单位？`}
            consequence="考培分离按单位核对，改了以后分派任务时按新的算；记入审计。"
          >
            <input type="hidden" name="intent" value="home" />
            <Field label="单位">
              <Select name="organisation" blank="请选择" options={homes} required />
            </Field>
          </ConfirmDialog>
        )}
        {!account.ready && (
          <ConfirmDialog
            label="发设置链接"
            look="plain"
            question={`给 ${account.login} 发一个设置链接？`}
            consequence="链接三天内有效，只能用一次，以前发的作废。"
          >
            <input type="hidden" name="intent" value="setup" />
          </ConfirmDialog>
        )}
        <ConfirmDialog
          label="结束所有登录"
          look="plain"
          question={`结束 ${account.login} 的所有登录？`}
          consequence="立即生效，本人要重新登录。没有保存的内容会丢。"
        >
          <input type="hidden" name="intent" value="end-sessions" />
        </ConfirmDialog>
        {account.disabled ? (
          <Form method="post">
            <input type="hidden" name="intent" value="enable" />
            <Button type="submit">恢复账号</Button>
          </Form>
        ) : (
          <ConfirmDialog
            label="停用账号"
            question={`停用 ${account.login}？`}
            consequence="立即退出所有登录，以后不能再登录。可以恢复。"
          >
            <input type="hidden" name="intent" value="disable" />
          </ConfirmDialog>
        )}
      </div>
    </Section>
  );
}
