import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { z } from "zod";
import { guard } from "~/people/guard.server";
import { linksTo } from "~/people/link-token";
import { organisationsWithin } from "~/people/directory.server";
import { mayDo } from "~/people/policies";
import { isRole, ROLES } from "~/people/roles";
import { SetupLink } from "~/people/setup-link";
import { recentChanges } from "~/people/administrator-news.server";
import { retirementsToConfirm } from "~/people/custodian-retirement.server";
import { resetsToConfirm } from "~/people/factor-reset.server";
import { ResetNotice } from "~/people/reset-notice";
import { RetirementNotice } from "~/people/retirement-notice";
import { LinkNotices } from "~/people/setup/link-notices";
import { recentSetupLinks } from "~/people/setup/setup-links.server";
import { createStaff, listStaff } from "~/people/staff-accounts.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { linkAddresses } from "~/server/announce-setup";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Select } from "~/ui/select";
import { Badge, Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "账号与角色 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

const STAFF_ROLES = Object.entries(ROLES)
  .filter(([role]) => role !== "learner")
  .map(([value, { label }]) => ({ value, label }));

export const loader = guard("admin.people", async ({ url, db, now, actor }) => {
  const role = url.searchParams.get("role") ?? "";
  const mayCreate = mayDo("admin.roles", actor);
  const organisations = mayCreate
    ? await organisationsWithin(db, { all: true, districtPaths: [], organisationIds: [] }, { open: true })
    : [];
  return {
    staff: await listStaff(db, now, {
      ...(isRole(role) && { role }),
      query: url.searchParams.get("q")?.trim() || undefined,
    }),
    mayCreate,
    links: await recentSetupLinks(db, now),
    changes: await recentChanges(db, now),
    resets: mayDo("account.reset", actor) ? await resetsToConfirm(db, now, actor.accountId) : [],
    retirements: mayDo("admin.custody", actor) ? await retirementsToConfirm(db, now, actor.accountId) : [],
    organisations: organisations.map(({ id, name }) => ({ value: id, label: name })),
  };
});

const NewStaff = z.strictObject({
  name: z.string().min(1, "请填姓名").max(30),
  login: z.string().min(1, "请填登录名").max(32),
  organisationId: z.string().min(1, "请选一个单位"),
  idNumber: z.string().max(40).default(""),
});

export const action = guard(
  "admin.roles",
  { takes: fieldNames(NewStaff) },
  async ({ request, url, db, now, actor }) => {
    const parsed = NewStaff.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success)
      return data(
        { error: parsed.error.issues.map((issue) => issue.message).join("；"), links: [] as string[], login: "" },
        { status: 400 },
      );
    try {
      const { token } = await createStaff(db, now, actor.accountId, parsed.data);
      return data(
        { error: "", links: linksTo(linkAddresses(url), token), login: parsed.data.login },
        { headers: { "Cache-Control": "no-store" } },
      );
    } catch (error) {
      if (error instanceof DomainError)
        return data({ error: error.message, links: [] as string[], login: "" }, { status: error.status });
      throw error;
    }
  },
);

export default function Staff() {
  const { staff, mayCreate, links, changes, resets, retirements } = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader
        title="账号与角色"
        lead="工作人员的账号。角色由安全管理员授予，不能给自己；系统、安全、审计三类管理员不能是同一个人。"
      />
      <div className="grid gap-10">
        <ResetNotice resets={resets} />
        <RetirementNotice retirements={retirements} />
        <LinkNotices links={links} changes={changes} />
        <div>
          <FilterBar searchName="q" searchLabel="登录名">
            <FilterSelect name="role" label="角色" options={STAFF_ROLES} />
          </FilterBar>
          <Table
            caption="工作人员账号"
            captionHidden
            rows={staff}
            rowKey={(row) => row.id}
            unit="个"
            empty={<EmptyState>没有符合条件的账号。</EmptyState>}
            columns={[
              {
                key: "login",
                header: "登录名",
                rowHeader: true,
                cell: (row) => <TextLink to={`/admin/people/${row.id}`}>{row.login}</TextLink>,
              },
              { key: "name", header: "姓名", cell: (row) => row.name },
              { key: "organisation", header: "单位", cell: (row) => row.organisation },
              {
                key: "roles",
                header: "角色",
                cell: (row) => row.grants.map((grant) => `${grant.label}（${grant.scope}）`).join("、") || "没有",
              },
              {
                key: "state",
                header: "状态",
                beside: true,
                cell: (row) =>
                  row.disabled ? (
                    <Status state="refused">已停用</Status>
                  ) : row.ready ? (
                    <Status state="done">可登录</Status>
                  ) : (
                    <Status state="waiting">还没设密码</Status>
                  ),
              },
              { key: "demo", header: "", cell: (row) => row.demonstration && <Badge>演示</Badge> },
            ]}
          />
        </div>
        {mayCreate && <CreateStaff />}
      </div>
    </StaffPage>
  );
}

function CreateStaff() {
  const { organisations } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  // Whose account was made last: the form for the next one is empty, and what was refused stays as it was typed.
  const [made, setMade] = useState("");
  if (answer && answer.links.length > 0 && answer.login !== made) setMade(answer.login);
  return (
    <Section title="新建账号" lead="建好以后得到一个链接，交给本人设密码和动态码；之后再授角色。">
      {answer && answer.links.length > 0 && <SetupLink login={answer.login} links={answer.links} />}
      {organisations.length === 0 && (
        <EmptyState>工作人员要有单位，现在还没有单位。请系统管理员先在“单位”里建本单位。</EmptyState>
      )}
      {organisations.length > 0 && (
        <Form key={made} method="post" className="grid max-w-phone gap-4">
          <FormErrorSummary errors={answer?.error ? [answer.error] : undefined} title="没有建成" />
          <Field label="姓名">
            <TextInput name="name" autoComplete="off" required />
          </Field>
          <Field label="登录名" hint="3–32 个小写字母、数字、点或短横">
            <TextInput name="login" autoComplete="off" autoCapitalize="none" required />
          </Field>
          <Field label="身份证号" hint="对照证件填；已登记的人会对上号。可以留空，由本人以后在“我的账号”里填">
            <TextInput name="idNumber" autoComplete="off" spellCheck={false} />
          </Field>
          <Field label="单位">
            <Select name="organisationId" blank="请选择" options={organisations} required />
          </Field>
          <Button type="submit" look="main" wide>
            新建账号
          </Button>
        </Form>
      )}
    </Section>
  );
}
