import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { countersignDuty } from "~/exam/duty/assign.server";
import { requireExam } from "~/exam/exam.server";
import { dutyLines } from "~/exam/plan/exam-list.server";
import { separationProof, type ProofCheck, type ProofDuty } from "~/exam/separation/proof.server";
import { DUTY_WORDS } from "~/exam/separation/sentences";
import { guard } from "~/people/guard.server";
import { mayDo } from "~/people/policies";
import { DomainError } from "~/platform/errors";
import { Button } from "~/ui/button";
import { DefinitionList } from "~/ui/definition-list";
import { EmptyState } from "~/ui/empty-state";
import { formatDateTimeSecond } from "~/ui/format";
import { Section } from "~/ui/section";
import { Status, type StatusState } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("exam.read", async ({ db, now, actor, params }) => {
  const exam = await requireExam(db, params.exam!);
  const waiting = mayDo("duty.countersign", actor)
    ? (await dutyLines(db, exam.id)).filter((duty) => duty.unproven && !duty.countersigned)
    : [];
  return { title: exam.title, proof: await separationProof(db, now, exam), waiting, now: now.toISOString() };
});

export const action = guard(
  "duty.countersign",
  { takes: ["duty", "reason"] },
  async ({ request, db, now, actor, params }) =>
    answerAct(
      ({ wanting }) => (wanting ? `已会签，还要另外 ${wanting} 人会签。` : "已会签，这项任务可以接受了。"),
      async () => {
        const form = await request.formData();
        const reason = String(form.get("reason") ?? "").trim();
        if (reason.length < 4) throw new DomainError("invalid", "写明会签的理由。");
        return countersignDuty(db, now, actor, {
          examId: params.exam!,
          dutyId: String(form.get("duty") ?? "").slice(0, 64),
          reason: reason.slice(0, 400),
        });
      },
    ),
);

const OUTCOME: Record<ProofDuty["outcome"], [StatusState, string]> = {
  clear: ["done", "核对无误"],
  refused: ["refused", "拒绝"],
  unproven: ["late", "无法证明"],
};
const MOMENT: Record<ProofCheck["moment"], string> = {
  assign: "派任务时",
  accept: "接受任务时",
  seat: "座位变动时",
  act: "操作时",
  countersign: "会签时",
};

/** What the outcome rests on, what was weighed for it, who is called the same, and who let it stand. */
function Grounds({ row }: { row: ProofDuty }) {
  return (
    <div className="grid gap-1">
      <p>{row.sentence}</p>
      {row.looks.map((look) => (
        <p key={look} className="text-sm">
          {look}
        </p>
      ))}
      {row.overrides.map((one) => (
        <p key={one.at + one.name} className="text-sm">
          {one.name}会签{one.over ? "（为以前的核对，不算这一次）" : ""}：{one.reason}（{formatDateTimeSecond(one.at)}）
        </p>
      ))}
      <p className="text-sm text-muted">核对了：{row.weighed}</p>
    </div>
  );
}

export default function Separation() {
  const { proof, waiting, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="grid gap-8">
      <ActNotice answer={answer} />
      <Section
        title="考培分离证明"
        lead="教过、管过考生的人，培训过考生的机构的人，本科目在用题的命题人和审题人，考生的同事，和申报了关系的人，不在本场任职。按人核对：同一个身份证号的账号和登记算同一个人；没有身份证号的读作“无法证明”。"
        actions={
          <Button type="button" onClick={() => window.print()} className="no-print">
            打印
          </Button>
        }
      >
        <DefinitionList
          items={[
            ["规则", `回看 ${proof.rule.years} 年（${proof.rule.source} ${proof.rule.clause}）`],
            ["核对", `${proof.asked} 次，拒绝 ${proof.refused} 次，无法证明 ${proof.unproven} 次`],
            ["出具时间", formatDateTimeSecond(now)],
            [
              "核对记录指纹",
              <span key="d" className="break-all font-mono text-sm">
                {proof.digest}
              </span>,
            ],
          ]}
        />
      </Section>
      <Section
        title="各项任务和做过的事"
        lead="派着的、做过的都在这里。做过的事不随任务撤下而消失；没有做过的照实写明。"
      >
        <Table<ProofDuty>
          caption="各项任务和做过的事"
          captionHidden
          rows={proof.duties}
          rowKey={(row) => `${row.duty}-${row.name}-${row.room}`}
          unit="项"
          empty={<EmptyState>还没有派任务。</EmptyState>}
          columns={[
            {
              key: "duty",
              header: "任务",
              rowHeader: true,
              cell: (row) => DUTY_WORDS[row.duty] + (row.room ? ` · ${row.room}` : ""),
            },
            { key: "name", header: "谁", cell: (row) => <span className="whitespace-nowrap">{row.name}</span> },
            { key: "org", header: "单位", cell: (row) => row.organisation },
            {
              key: "outcome",
              header: "结论",
              cell: (row) => (
                <Status state={OUTCOME[row.outcome][0]}>
                  {OUTCOME[row.outcome][1]}
                  {row.countersigned ? "，已会签" : ""}
                </Status>
              ),
            },
            {
              key: "did",
              header: "做过什么",
              cell: (row) => (row.acted ? row.did : <span className="text-muted">{row.did}</span>),
            },
            { key: "why", header: "依据", cell: (row) => <Grounds row={row} /> },
          ]}
        />
      </Section>
      {waiting.length > 0 && (
        <Section
          title="等会签"
          lead="会签由别人做：不是派任务的人，也不是本人；缺的是身份时要两个人各自会签。理由封存在本场，写在上面的证明里。"
        >
          {waiting.map((duty) => (
            <Form key={duty.id} method="post" className="flex flex-wrap items-center gap-3">
              <input type="hidden" name="duty" value={duty.id} />
              <span>
                {DUTY_WORDS[duty.kind]} · {duty.name}（要 {duty.overridesNeeded} 人）
              </span>
              <TextInput
                name="reason"
                aria-label="会签理由"
                placeholder="理由，例如：考生自学，无授课人"
                className="!w-80"
              />
              <Button type="submit">会签</Button>
            </Form>
          ))}
        </Section>
      )}
      <Section title="每一次核对">
        <Table<ProofCheck>
          caption="核对记录"
          captionHidden
          rows={proof.checks}
          total={proof.asked}
          rowKey={(row) => row.id}
          unit="次"
          empty={<EmptyState>还没有核对过。</EmptyState>}
          columns={[
            { key: "at", header: "时间", cell: (row) => formatDateTimeSecond(row.at) },
            { key: "moment", header: "何时", cell: (row) => MOMENT[row.moment] },
            { key: "duty", header: "任务", cell: (row) => DUTY_WORDS[row.duty] },
            { key: "name", header: "谁", rowHeader: true, cell: (row) => row.name },
            { key: "n", header: "考生", align: "end", cell: (row) => `${row.candidates} 人` },
            {
              key: "outcome",
              header: "结论",
              cell: (row) => <Status state={OUTCOME[row.outcome][0]}>{OUTCOME[row.outcome][1]}</Status>,
            },
            { key: "reason", header: "依据", cell: (row) => row.reason },
          ]}
        />
      </Section>
    </div>
  );
}
