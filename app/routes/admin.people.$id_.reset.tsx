import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { confirmReset, dropReset, openReset, proposeReset, whyNotSecond } from "~/people/factor-reset.server";
import { guard } from "~/people/guard.server";
import { linksTo } from "~/people/link-token";
import { SetupLink } from "~/people/setup-link";
import { accountNames, staffView } from "~/people/staff-accounts.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { linkAddresses } from "~/server/announce-setup";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { formatDateTime } from "~/ui/format";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { TextArea } from "~/ui/text-area";

export const meta: MetaFunction = () => [{ title: "重设密码和动态码 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("account.reset", async ({ params, db, now, actor }) => {
  const account = await staffView(db, now, params.id ?? "");
  const open = await openReset(db, now, account.id);
  const names = await accountNames(db, open ? [open.proposedBy] : []);
  return {
    login: account.login,
    name: account.name,
    id: account.id,
    ready: account.ready,
    own: account.id === actor.accountId,
    open: open && {
      ...open,
      by: names.get(open.proposedBy) ?? "",
      mine: open.proposedBy === actor.accountId,
      barred: await whyNotSecond(db, now, {
        accountId: account.id,
        proposedBy: open.proposedBy,
        actorId: actor.accountId,
      }),
    },
  };
});

const Act = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("propose"), reason: z.string().max(400) }),
  z.strictObject({ intent: z.literal("confirm") }),
  z.strictObject({ intent: z.literal("drop") }),
]);

export const action = guard(
  "account.reset",
  { takes: fieldNames(Act) },
  async ({ params, request, url, db, now, actor }) => {
    const parsed = Act.safeParse(Object.fromEntries(await request.formData()));
    const none = { error: "", word: "", links: [] as string[], done: "" };
    if (!parsed.success) return data({ ...none, error: "没有填完整。" }, { status: 400 });
    const accountId = params.id ?? "";
    const once = { headers: { "Cache-Control": "no-store" } };
    try {
      if (parsed.data.intent === "propose")
        return data(
          { ...none, word: await proposeReset(db, now, actor.accountId, { accountId, reason: parsed.data.reason }) },
          once,
        );
      if (parsed.data.intent === "confirm")
        return data(
          { ...none, links: linksTo(linkAddresses(url), await confirmReset(db, now, actor.accountId, accountId)) },
          once,
        );
      await dropReset(db, now, actor.accountId, accountId);
      return data({ ...none, done: "提议已结束，密码和动态码没有变。" });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return data({ ...none, error: error.message }, { status: error.status });
    }
  },
);

export default function Reset() {
  const { login, name, id, own, ready, open } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader
        title={`重设 ${login} 的密码和动态码`}
        back={{ to: `/admin/people/${id}`, label: login }}
        facts={<span>{name}</span>}
        lead="两位管理员一起办：一位核实本人、提议，得到口令；另一位确认，得到链接。本人两样都要有才能重设，谁也不能一个人进别人的账号。"
      />
      <div className="grid max-w-prose gap-6">
        <FormErrorSummary errors={answer?.error ? [answer.error] : undefined} title="没有做成" />
        {answer?.done && (
          <Notice tone="safe" role="status">
            {answer.done}
          </Notice>
        )}
        {answer?.word && (
          <Notice tone="must" role="status" title="口令，只显示这一次">
            请您本人当面告诉 {login}：
            <code className="ml-1 select-all font-mono text-lg" data-reset-word>
              {answer.word}
            </code>
            。24 小时内由另一位系统管理员或安全管理员确认。
          </Notice>
        )}
        {answer && answer.links.length > 0 && <SetupLink login={login} links={answer.links} within="一天" />}
        {own ? (
          <Notice title="这是您自己的账号">要由另外两位管理员来重设。</Notice>
        ) : !ready ? (
          <Notice title="还没有设过">这个账号还没有密码和动态码，一位管理员发设置链接就行。</Notice>
        ) : open ? (
          <Open open={open} login={login} />
        ) : (
          !answer?.links.length && <Propose />
        )}
      </div>
    </StaffPage>
  );
}

function Propose() {
  return (
    <Form method="post" className="grid gap-4">
      <input type="hidden" name="intent" value="propose" />
      <Field label="理由" hint="怎么核实是本人、为什么要重设。本人看得到。">
        <TextArea name="reason" rows={3} maxLength={200} required />
      </Field>
      <div>
        <Button type="submit" look="main">
          提议重设
        </Button>
      </div>
    </Form>
  );
}

type Open = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>["open"]>;

function Open({ open, login }: { open: Open; login: string }) {
  return (
    <Notice
      tone="warn"
      title={`${open.by} 提议重设，等另一位管理员确认`}
      actions={
        <>
          {!open.mine && !open.barred && (
            <Form method="post">
              <input type="hidden" name="intent" value="confirm" />
              <Button type="submit" look="main">
                确认重设 {login}
              </Button>
            </Form>
          )}
          <Form method="post">
            <input type="hidden" name="intent" value="drop" />
            <Button type="submit">{open.mine ? "撤回提议" : "不同意"}</Button>
          </Form>
        </>
      }
    >
      {open.barred && <p className="mb-2 font-semibold">{open.barred}</p>}
      理由：{open.reason}。{formatDateTime(open.proposedAt)} 提出，{formatDateTime(open.expiresAt)}{" "}
      以前有效。确认以后立即结束 {login} 的所有登录；链接用过以后，旧密码、旧动态码和恢复码都作废。
    </Notice>
  );
}
