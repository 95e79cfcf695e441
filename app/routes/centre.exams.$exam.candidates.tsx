import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { changeWords } from "~/exam/duty/change-words";
import { requireExam } from "~/exam/exam.server";
import { proposeCandidates, removeCandidate, seatCandidates, type Proposal } from "~/exam/plan/candidates.server";
import { candidateLines, usedRooms, type CandidateLine } from "~/exam/plan/exam-list.server";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { Button, LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("exam.plan", async ({ db, now, params }) => {
  const exam = await requireExam(db, params.exam!);
  const seats = (await usedRooms(db, exam.id)).reduce((sum, room) => sum + room.seats, 0);
  return {
    id: exam.id,
    status: exam.status,
    candidates: await candidateLines(db, exam.id),
    proposals: exam.status === "planned" ? await proposeCandidates(db, exam, now) : [],
    seats,
  };
});

const Ids = z.array(z.string().max(64)).min(1, "先勾选考生。").max(2_000);

export const action = guard("exam.plan", { takes: ["remove", "person"] }, async ({ request, db, now, actor, params }) =>
  answerAct(
    (sentence: string) => sentence,
    async () => {
      const form = await request.formData();
      if (form.has("remove")) {
        const changes = await removeCandidate(db, now, actor, {
          examId: params.exam!,
          candidateId: String(form.get("remove")).slice(0, 64),
        });
        return `已从名单里去掉。${changeWords(changes)}`;
      }
      const ids = Ids.safeParse(form.getAll("person").map(String));
      if (!ids.success) throw new DomainError("invalid", ids.error.issues[0]!.message);
      const { seated, changes } = await seatCandidates(db, now, actor, { examId: params.exam!, personIds: ids.data });
      return `已排入 ${seated} 人，座位重新排过。${changeWords(changes)}`;
    },
  ),
);

export default function Candidates() {
  const { id, status, candidates, proposals, seats } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const eligible = proposals.filter((one) => one.bars.length === 0);
  const not = proposals.filter((one) => one.bars.length > 0);
  return (
    <div className="grid gap-8">
      <ActNotice answer={answer} />
      <Section
        title="考生名单"
        lead={`${candidates.length} 人，所选考场共 ${seats} 座。同单位的人尽量隔开坐。`}
        actions={candidates.length > 0 && <LinkButton to={`/centre/exams/${id}/slips`}>打印准考证</LinkButton>}
      >
        <Table<CandidateLine>
          caption="考生"
          captionHidden
          rows={candidates}
          rowKey={(row) => row.id}
          unit="人"
          empty={<EmptyState>还没有考生。从下面符合条件的人里选。</EmptyState>}
          columns={[
            { key: "slip", header: "准考证号", cell: (row) => <span className="font-mono">{row.slipNumber}</span> },
            { key: "name", header: "姓名", rowHeader: true, cell: (row) => row.name },
            { key: "id", header: "身份证号", cell: (row) => <span className="font-mono">{row.maskedId}</span> },
            { key: "seat", header: "座位", cell: (row) => `${row.room} ${row.seat}` },
            {
              key: "act",
              header: "",
              cell: (row) =>
                status === "planned" ? (
                  <Form method="post">
                    <button name="remove" value={row.id} className="min-h-[2rem] px-2 text-bronze underline">
                      去掉
                    </button>
                  </Form>
                ) : row.absent ? (
                  "缺考"
                ) : row.checkedIn ? (
                  "已签到"
                ) : (
                  ""
                ),
            },
          ]}
        />
      </Section>
      {status === "planned" && (
        <Section title="符合条件的人" lead="按岗位要考这一科、培训已完成、还没有合格成绩的人，由学习记录得出。">
          <Form method="post" className="grid gap-3">
            <Table<Proposal>
              caption="符合条件"
              captionHidden
              rows={eligible}
              rowKey={(row) => row.personId}
              unit="人"
              empty={<EmptyState>现在没有符合条件而未排考的人。</EmptyState>}
              columns={[
                {
                  key: "pick",
                  header: "选",
                  cell: (row) => (
                    <input
                      type="checkbox"
                      name="person"
                      value={row.personId}
                      aria-label={`选 ${row.name}`}
                      className="size-5 accent-bronze"
                    />
                  ),
                },
                { key: "name", header: "姓名", rowHeader: true, cell: (row) => row.name },
                { key: "id", header: "身份证号", cell: (row) => <span className="font-mono">{row.maskedId}</span> },
                { key: "post", header: "岗位", cell: (row) => row.post },
                { key: "org", header: "单位", cell: (row) => row.organisation },
              ]}
            />
            {eligible.length > 0 && (
              <div>
                <Button type="submit" look="main">
                  排入考试
                </Button>
              </div>
            )}
          </Form>
        </Section>
      )}
      {not.length > 0 && (
        <Section title="还不符合条件的人">
          <Table<Proposal>
            caption="不符合条件"
            captionHidden
            rows={not.slice(0, 200)}
            total={not.length}
            rowKey={(row) => row.personId}
            unit="人"
            columns={[
              { key: "name", header: "姓名", rowHeader: true, cell: (row) => row.name },
              { key: "org", header: "单位", cell: (row) => row.organisation },
              { key: "post", header: "岗位", cell: (row) => row.post },
              {
                key: "why",
                header: "为什么",
                cell: (row) => (
                  <Status state="waiting" className="!whitespace-normal">
                    {row.bars.join("")}
                  </Status>
                ),
              },
            ]}
          />
        </Section>
      )}
    </div>
  );
}
