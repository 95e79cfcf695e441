import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { guard } from "~/people/guard.server";
import { mayDo } from "~/people/policies";
import { recentChanges } from "~/people/administrator-news.server";
import { LinkNotices } from "~/people/setup/link-notices";
import { recentSetupLinks } from "~/people/setup/setup-links.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { acceptExceptions, exceptionState, listHash, withdrawExceptions } from "~/platform/exceptions-accepted.server";
import { fieldNames } from "~/platform/field-names";
import { readReadiness } from "~/readiness/facts.server";
import { StepSections } from "~/readiness/step-table";
import { stepGroups, tally } from "~/readiness/steps";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { formatDateTime } from "~/ui/format";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";

export const meta: MetaFunction = () => [{ title: "投用准备 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("admin.setup", async ({ db, now, actor }) => {
  const groups = stepGroups(await readReadiness(db, now));
  return {
    groups,
    tally: tally(groups),
    at: now,
    links: await recentSetupLinks(db, now),
    changes: await recentChanges(db, now),
    ...(await exceptionState(db)),
    list: listHash(),
    mayAccept: mayDo("admin.install", actor),
  };
});

const Act = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("accept"), list: z.string() }),
  z.strictObject({ intent: z.literal("withdraw") }),
]);

export const action = guard(
  "admin.install",
  { stepUpWhen: (form) => form.get("intent") === "withdraw", takes: fieldNames(Act) },
  async ({ request, db, now, actor }) => {
    const parsed = Act.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success) return data({ error: "没有这个操作。", done: "" }, { status: 400 });
    try {
      if (parsed.data.intent === "accept") await acceptExceptions(db, now, actor.accountId, parsed.data.list);
      else await withdrawExceptions(db, now, actor.accountId);
      return data({
        error: "",
        done: parsed.data.intent === "accept" ? "已接受，并记入审计。" : "已撤回，并记入审计。",
      });
    } catch (error) {
      if (error instanceof DomainError) return data({ error: error.message, done: "" }, { status: error.status });
      throw error;
    }
  },
);

export default function Readiness() {
  const { groups, tally: count, at, links, changes } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader
        title="投用准备"
        lead="从空机器到发出第一张证书要有什么。每一项都看实际情况，做到就变“已齐”，后来撤掉又会变回来。"
        facts={`${formatDateTime(at)} 看到的`}
      />
      <div className="grid gap-10">
        <FormErrorSummary errors={answer?.error ? [answer.error] : undefined} title="没有做成" />
        {answer?.done && (
          <Notice tone="safe" role="status">
            {answer.done}
          </Notice>
        )}
        <LinkNotices links={links} changes={changes} />
        {count.missing > 0 ? (
          <Notice tone="warn" title={`还缺 ${count.missing} 项`}>
            已齐 {count.done} 项{count.look > 0 && `，另有 ${count.look} 项建议做`}。从上往下做最省事。
          </Notice>
        ) : (
          <Notice tone="safe" title="要有的都有了">
            {count.done} 项已齐{count.look > 0 && `，另有 ${count.look} 项建议做`}。
          </Notice>
        )}
        <StepSections groups={groups} />
        <Exceptions />
      </div>
    </StaffPage>
  );
}

function Exceptions() {
  const { exceptions, acceptedAt, list, mayAccept } = useLoaderData<typeof loader>();
  const open = exceptions.filter((one) => !one.accepted).length;
  return (
    <Section
      title="已知的例外"
      id="exceptions"
      lead="对照 ASVS 5.0 二级安全清单，本产品没有做到的和原因。编号是清单里的条目。"
    >
      <dl className="grid gap-4">
        {exceptions.map((one) => (
          <div key={one.id} className="grid gap-1 border-l-2 border-line pl-4">
            <dt className="font-medium">
              <span className="tabular text-muted">{one.id}</span> {one.title}
              {!one.accepted && <span className="ml-2 text-sm text-muted">还没有接受</span>}
            </dt>
            <dd className="max-w-[38em] text-muted">{one.reason}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4">
        {!mayAccept ? (
          <p className="text-muted">由系统管理员接受。</p>
        ) : open > 0 ? (
          <Form method="post">
            <input type="hidden" name="intent" value="accept" />
            <input type="hidden" name="list" value={list} />
            <Button type="submit" look="main">
              我已逐条读过，接受这些例外
            </Button>
          </Form>
        ) : (
          <div className="flex flex-wrap items-center gap-4">
            <p>{acceptedAt && formatDateTime(acceptedAt)} 已接受。</p>
            <ConfirmDialog
              label="撤回"
              look="plain"
              question="撤回对这些例外的接受？"
              consequence="投用准备里会变回“还缺”；记入审计。"
            >
              <input type="hidden" name="intent" value="withdraw" />
            </ConfirmDialog>
          </div>
        )}
      </div>
    </Section>
  );
}
