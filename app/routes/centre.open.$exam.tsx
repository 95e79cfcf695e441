import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { barToAct } from "~/exam/duty/act.server";
import { requireExam } from "~/exam/exam.server";
import { openPapers, opensAt } from "~/exam/paper/opening.server";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { Button, LinkButton } from "~/ui/button";
import { Field } from "~/ui/field";
import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "启封试卷 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("paper.open", async ({ db, now, actor, params }) => {
  const exam = await requireExam(db, params.exam!);
  return {
    bar: exam.status === "sealed" ? await barToAct(db, now, actor, { exam, kind: "open" }) : null,
    id: exam.id,
    title: exam.title,
    status: exam.status,
    opensAt: opensAt(exam).toISOString(),
  };
});

export const action = guard("paper.open", { takes: ["own", "second"] }, async ({ request, db, now, actor, params }) => {
  const form = await request.formData();
  const code = (name: string) => String(form.get(name) ?? "").slice(0, 80);
  return answerAct(
    () => "试卷已启封，各考场可以签到和开考。",
    () => openPapers(db, now, actor, { examId: params.exam!, codes: [code("own"), code("second")] }),
  );
});

export default function Open() {
  const exam = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader
        title="启封试卷"
        back={{ to: `/centre/exams/${exam.id}`, label: exam.title }}
        lead="两名开卷人同在一台机器前，各自输入自己的启封码。"
      />
      <ActNotice answer={answer} />
      {exam.bar ? (
        <Notice title="不能由您启封">{exam.bar}</Notice>
      ) : exam.status === "sealed" ? (
        <Form method="post" className="grid max-w-md gap-4" autoComplete="off">
          <p>{formatDateTime(exam.opensAt)} 起可以启封。</p>
          <Field label="您的启封码">
            <TextInput name="own" required autoComplete="off" spellCheck={false} className="font-mono" />
          </Field>
          <Field label="第二名开卷人的启封码">
            <TextInput name="second" required autoComplete="off" spellCheck={false} className="font-mono" />
          </Field>
          <div>
            <Button type="submit" look="main" size="big">
              启封
            </Button>
          </div>
        </Form>
      ) : (
        <Notice
          title={
            exam.status === "planned"
              ? "试卷还没有封存"
              : exam.status === "cancelled"
                ? "这场考试已经取消"
                : "试卷已经启封"
          }
          actions={<LinkButton to={`/centre/exams/${exam.id}`}>回到考试</LinkButton>}
        />
      )}
    </StaffPage>
  );
}
