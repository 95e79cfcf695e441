import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { openItem, reviseItem, stepItem } from "~/exam/bank/bank.server";
import { EMPTY_ITEM, ItemFieldsForm, readItemFields } from "~/exam/bank/item-fields";
import { parseItem, toItemFields } from "~/exam/bank/item-form";
import { versionsOf } from "~/exam/bank/item-list.server";
import { STATUS_WORDS, stepsFor, type ItemStep } from "~/exam/bank/status";
import { guard } from "~/people/guard.server";
import { isSamePerson } from "~/people/identity.server";
import { mayDo } from "~/people/policies";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { QuestionView } from "~/question/question-view";
import { toResult } from "~/question/result";
import { toShown } from "~/question/shown";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Field } from "~/ui/field";
import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Badge, Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextArea } from "~/ui/text-area";

export const meta: MetaFunction = () => [{ title: "题目 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("bank.read", async ({ db, now, actor, params }) => {
  const [writes, reviews] = [mayDo("bank.write", actor), mayDo("bank.review", actor)];
  if (!writes && !reviews) throw new DomainError("forbidden", "题面只对命题员和审题员打开。");
  const versions = await versionsOf(db, params.item!);
  const newest = versions[0];
  if (!newest) throw new DomainError("not-found", "没有这道题。");
  const mine = await isSamePerson(db, { accountId: newest.authorId, personId: newest.authorPersonId }, actor);
  if (!reviews && !mine) throw new DomainError("forbidden", "命题员只能打开自己写的题。");
  const { question, figures, note } = await openItem(db, now, actor, newest.id);
  const own = {
    status: newest.status,
    authorId: mine ? actor.accountId : newest.authorId,
    authorPersonId: newest.authorPersonId,
  };
  const steps = reviews ? stepsFor(own, actor) : [];
  return {
    code: newest.item.code,
    newest,
    versions,
    note,
    steps,
    mine,
    reviews,
    shown: toShown(question, newest.id, figures),
    result: toResult(question, null),
    fields: writes && newest.status !== "draft" && newest.status !== "reviewed" ? toItemFields(question) : null,
  };
});

const Step = z.strictObject({
  versionId: z.string().max(64),
  step: z.enum(["approve", "return", "live", "retire"]),
  note: z.string().trim().max(2000).optional(),
});
const STEP_WORDS: Record<ItemStep, string> = { approve: "审过", return: "退回", live: "启用", retire: "停用" };

export const action = guard(
  "bank.read",
  { takes: [...fieldNames(Step), ...Object.keys(EMPTY_ITEM)] },
  async ({ request, db, now, actor, params }) => {
    const form = await request.formData();
    if (form.has("step")) {
      return answerAct(
        (step: string) => `已${step}。`,
        async () => {
          const parsed = Step.safeParse(Object.fromEntries(form));
          if (!parsed.success || !mayDo("bank.review", actor)) throw new DomainError("forbidden", "只有审题员能审题。");
          if (parsed.data.step === "return" && !parsed.data.note)
            throw new DomainError("invalid", "退回要写明哪里要改。");
          await stepItem(db, now, actor, { ...parsed.data, itemId: params.item! });
          return STEP_WORDS[parsed.data.step];
        },
      );
    }
    if (!mayDo("bank.write", actor)) throw new DomainError("forbidden", "只有命题员能改题。");
    const versions = await versionsOf(db, params.item!);
    const parsed = parseItem(readItemFields(form), { demonstration: versions[0]?.item.demonstration ?? false });
    if (!parsed.ok)
      return data(
        { error: Object.values(parsed.errors).flat().join("；"), done: undefined, given: null },
        { status: 400 },
      );
    return answerAct(
      () => "已存为新的一版，等另一个人审。",
      () => reviseItem(db, now, actor, params.item!, { question: parsed.question, figures: {} }),
    );
  },
);

export default function Item() {
  const item = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader
        title={<span className="font-mono">{item.code}</span>}
        back={{ to: "/centre/bank", label: "题库" }}
        lead="您打开这道题已被记录。"
        facts={
          <>
            <Badge>第 {item.newest.version} 版</Badge>
            <Status state={item.newest.status === "live" ? "done" : "waiting"}>
              {STATUS_WORDS[item.newest.status]}
            </Status>
            <span>{item.newest.point}</span>
            <span>难度 {item.newest.difficulty}</span>
          </>
        }
      />
      <ActNotice answer={answer} />
      {item.note && (
        <Notice tone="warn" title="审题意见" className="mb-4">
          {item.note}
        </Notice>
      )}
      <Card className="max-w-4xl">
        <QuestionView
          shown={item.shown}
          value={null}
          onChange={() => undefined}
          disabled
          result={item.result}
          keyOnly
        />
      </Card>
      {item.reviews && item.mine && item.newest.status === "draft" && (
        <Notice title="等另一个人来审" className="mt-4">
          这道题是您写的，要由另一名审题员审。
        </Notice>
      )}
      {item.steps.length > 0 && (
        <Section title="审题" className="mt-6">
          <Form method="post" className="grid max-w-prose gap-4">
            <input type="hidden" name="versionId" value={item.newest.id} />
            {item.newest.status === "draft" && (
              <Field label="审题意见" hint="退回时必须写">
                <TextArea name="note" rows={3} maxLength={2000} />
              </Field>
            )}
            <div className="flex flex-wrap gap-2">
              {item.steps.map((step) => (
                <Button
                  key={step}
                  type="submit"
                  name="step"
                  value={step}
                  look={step === "approve" || step === "live" ? "main" : step === "retire" ? "danger" : "plain"}
                >
                  {STEP_WORDS[step]}
                </Button>
              ))}
            </div>
          </Form>
        </Section>
      )}
      {item.fields && (
        <Section title="改题" lead="改了就是新的一版，审过并启用以前，旧版照常在用。" className="mt-6">
          <Form method="post" className="grid max-w-4xl gap-4">
            <ItemFieldsForm values={item.fields} faults={{}} codeFixed />
            <div>
              <Button type="submit">存为新版</Button>
            </div>
          </Form>
        </Section>
      )}
      <Section title="各版" className="mt-6">
        <Table
          caption="各版"
          captionHidden
          rows={item.versions}
          rowKey={(row) => row.id}
          unit="版"
          columns={[
            { key: "version", header: "版", rowHeader: true, cell: (row) => `第 ${row.version} 版` },
            { key: "status", header: "状态", cell: (row) => STATUS_WORDS[row.status] },
            { key: "author", header: "命题人", cell: (row) => row.author },
            { key: "at", header: "写于", cell: (row) => formatDateTime(row.createdAt) },
            { key: "reviewer", header: "审题人", cell: (row) => row.reviewer || "—" },
            { key: "exposure", header: "用过", align: "end", cell: (row) => `${row.exposure} 份卷` },
          ]}
        />
      </Section>
    </StaffPage>
  );
}
