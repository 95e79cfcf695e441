import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { issuePending } from "~/certificate/issue.server";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { barToAct } from "~/exam/duty/act.server";
import { requireExam } from "~/exam/exam.server";
import { releaseResults } from "~/exam/marking/release.server";
import { resultSheet, viewOf } from "~/exam/marking/result-list.server";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { Button, LinkButton } from "~/ui/button";
import { DefinitionList } from "~/ui/definition-list";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";

export const meta: MetaFunction = () => [{ title: "发布成绩 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("result.release", async ({ db, now, actor, params }) => {
  const exam = await requireExam(db, params.exam!);
  if (!(await viewOf(db, exam, actor)).releases)
    throw new DomainError("forbidden", "本场没有派给您成绩发布任务，或者您还没有接受。");
  const { rows, attended, passed } = await resultSheet(db, exam.id, { named: false });
  const bar = exam.status === "marked" ? await barToAct(db, now, actor, { exam, kind: "release" }) : null;
  return { id: exam.id, title: exam.title, status: exam.status, candidates: rows.length, attended, passed, bar };
});

export const action = guard("result.release", { takes: [] }, ({ db, now, actor, params }) =>
  answerAct(
    ({ released, issued }) => `已发布 ${released} 人的成绩，发证 ${issued} 张。`,
    async () => {
      const { released } = await releaseResults(db, now, actor, params.exam!);
      const { issued } = await issuePending(db, now, { byAccount: actor.accountId });
      return { released, issued: issued.length };
    },
  ),
);

export default function Release() {
  const exam = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader
        title="发布成绩"
        back={{ to: `/centre/exams/${exam.id}/results`, label: exam.title }}
        lead="发布人不能是组卷或阅卷的人。发布后考生看得到成绩，合格的写入学习档案并发证，不能撤回。"
      />
      <ActNotice answer={answer} />
      <DefinitionList
        items={[
          ["考生", `${exam.candidates} 人`],
          ["实考", `${exam.attended} 人`],
          ["合格", `${exam.passed} 人`],
        ]}
      />
      <div className="mt-6">
        {exam.bar ? (
          <Notice title="不能由您发布成绩">{exam.bar}</Notice>
        ) : exam.status === "marked" ? (
          <Form method="post">
            <Button type="submit" look="main" size="big">
              发布 {exam.candidates} 人的成绩
            </Button>
          </Form>
        ) : (
          <Notice
            title={exam.status === "released" ? "成绩已发布" : "还没有阅卷"}
            actions={<LinkButton to={`/centre/exams/${exam.id}/results`}>看成绩</LinkButton>}
          />
        )}
      </div>
    </StaffPage>
  );
}
