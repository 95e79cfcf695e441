import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { toFaults } from "~/certificate/external/answer.server";
import { NumberFields, PeriodFields } from "~/certificate/external/external-fields";
import { ENTRY_FIELDS, jobOptions, readEntryForm } from "~/certificate/external/form";
import { enterExternal } from "~/certificate/external/register.server";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { DomainError } from "~/platform/errors";
import { Button } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";

export const meta: MetaFunction = () => [{ title: "登记外部证书 · 安鼎" }];

export const loader = guard("me.read", () => ({ jobs: jobOptions() }));

export const action = guard("me.change", { takes: ENTRY_FIELDS }, async ({ request, db, now, actor }) => {
  const entry = readEntryForm(await request.formData());
  try {
    if (!actor.personId) throw new DomainError("not-found", "这个账号没有对应的人员，不能登记。");
    await enterExternal(db, now, { personId: actor.personId, entry, way: "self", byAccount: actor.accountId });
  } catch (error) {
    const { status, ...refused } = toFaults(error);
    const { number: _number, ...draft } = entry;
    return data({ ...refused, draft }, { status });
  }
  return redirect("/me");
});

export default function NewExternal() {
  const { jobs } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { draft = {}, faults = {} } = answer ?? {};
  return (
    <LearnerPage>
      <PageHeader
        title="登记外部证书"
        lead="应急管理等部门发的证，照着证上的写。登记以后会有另一个人核对，到期前在“我的”里提醒。"
        back={{ to: "/me", label: "我的" }}
      />
      {answer?.error && (
        <Notice tone="warn" role="alert" title="没有登记">
          {answer.error}
        </Notice>
      )}
      <Form method="post" className="grid max-w-xl gap-5">
        <NumberFields jobs={jobs} draft={draft} faults={faults} />
        <PeriodFields draft={draft} faults={faults} />
        <div>
          <Button type="submit" look="main" size="big" wide>
            登记
          </Button>
        </div>
      </Form>
    </LearnerPage>
  );
}
