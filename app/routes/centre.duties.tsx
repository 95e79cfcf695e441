import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { changeWords } from "~/exam/duty/change-words";
import { acceptDuty } from "~/exam/duty/assign.server";
import { myDuties, type MyDuty } from "~/exam/plan/exam-list.server";
import { DeclareTie, TieForm } from "~/exam/separation/tie-form";
import { declareOwnTie } from "~/exam/separation/ties.server";
import { DUTY_WORDS } from "~/exam/separation/sentences";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { formatDateTime } from "~/ui/format";
import { Section } from "~/ui/section";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "我的任务 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("duty.accept", async ({ db, actor }) => ({ duties: await myDuties(db, actor.accountId) }));

export const action = guard("duty.accept", { takes: fieldNames(TieForm) }, async ({ request, db, now, actor }) => {
  const form = await request.formData();
  return answerAct(
    ({ said }: { code: string | null; said: string }) => said,
    async () => {
      if (form.get("intent") === "tie") {
        const parsed = TieForm.safeParse(Object.fromEntries(form));
        if (!parsed.success) throw new DomainError("invalid", `${parsed.error.issues[0]?.message ?? "请填完整"}。`);
        const { duty: dutyId, relation, whom, reason } = parsed.data;
        const changes = await declareOwnTie(db, now, actor, { dutyId, relation, whom, reason });
        return { code: null, said: `已申报。${changeWords(changes)}` };
      }
      const { code } = await acceptDuty(db, now, actor, String(form.get("duty") ?? "").slice(0, 64));
      return { code, said: "已接受任务。" };
    },
  );
});

export default function Duties() {
  const { duties } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader
        title="我的任务"
        lead="接受任务，表示您与本场考生没有授课、管理、同单位、亲属和利害关系；有的，先在下面申报。"
      />
      <ActNotice answer={answer} />
      {answer?.given?.code && (
        <Notice tone="must" title="您的启封码，只显示这一次" className="mb-4">
          <p className="select-all py-2 font-mono text-xl" data-opener-code>
            {answer.given.code}
          </p>
          <p>请抄在纸上，密封带到考点。系统里没有留存，丢了只能换人重封。启封时要两名开卷人各自的启封码。</p>
        </Notice>
      )}
      <Table<MyDuty>
        caption="任务"
        captionHidden
        rows={duties}
        rowKey={(row) => row.id}
        unit="项"
        empty={<EmptyState>现在没有派给您的任务。</EmptyState>}
        columns={[
          {
            key: "kind",
            header: "任务",
            rowHeader: true,
            cell: (row) => DUTY_WORDS[row.kind] + (row.room ? ` · ${row.room}` : ""),
          },
          {
            key: "title",
            header: "考试",
            cell: (row) => <TextLink to={`/centre/exams/${row.examId}`}>{row.title}</TextLink>,
          },
          { key: "startsAt", header: "开考", cell: (row) => formatDateTime(row.startsAt) },
          {
            key: "state",
            header: "状态",
            beside: true,
            cell: (row) => (
              <Status state={row.accepted ? "done" : "waiting"}>
                {row.accepted ? "已接受" : row.waitsForCountersign ? "等会签" : "待接受"}
              </Status>
            ),
          },
          {
            key: "act",
            header: "",
            cell: (row) =>
              row.accepted || row.waitsForCountersign ? null : (
                <Form method="post">
                  <input type="hidden" name="duty" value={row.id} />
                  <Button type="submit" look="main">
                    接受
                  </Button>
                </Form>
              ),
          },
        ]}
      />
      {duties.length > 0 && (
        <div className="mt-8">
          <Section
            title="申报与考生的关系"
            lead="与考生是亲属，或者与考生的单位有利害关系，就在这里申报。申报以后马上重新核对，有关的任务撤下。申报由别人写明原因才能结束，不删除。"
          >
            <DeclareTie
              duties={duties.map((row) => ({
                value: row.id,
                label: `${row.title} · ${DUTY_WORDS[row.kind]}${row.room ? ` · ${row.room}` : ""}`,
              }))}
            />
          </Section>
        </div>
      )}
    </StaffPage>
  );
}
