import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { EXAM_STATUS_WORDS, type ExamStatus } from "~/exam/exam-status";
import { examLines, myDuties, type ExamLine } from "~/exam/plan/exam-list.server";
import { subjectTitle } from "~/exam/plan/eligibility";
import { guard } from "~/people/guard.server";
import { mayDo } from "~/people/policies";
import { StaffPage } from "~/people/staff-page";
import { LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Badge, Status, type StatusState } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "考试计划 · 安鼎" }];

export const loader = guard("exam.read", async ({ db, actor }) => ({
  exams: await examLines(db),
  waiting: (await myDuties(db, actor.accountId)).filter((duty) => !duty.accepted).length,
  mayPlan: mayDo("exam.plan", actor),
}));

const STATE: Record<ExamStatus, StatusState> = {
  planned: "waiting",
  sealed: "doing",
  opened: "doing",
  closed: "waiting",
  marked: "waiting",
  released: "done",
  cancelled: "none",
};

export default function Centre() {
  const { exams, waiting, mayPlan } = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader
        title="考试计划"
        actions={
          mayPlan && (
            <LinkButton to="/centre/exams/new" look="main">
              新建考试
            </LinkButton>
          )
        }
      />
      {waiting > 0 && (
        <Notice
          tone="must"
          title={`有 ${waiting} 项任务等您接受`}
          className="mb-4"
          actions={<LinkButton to="/centre/duties">去看任务</LinkButton>}
        />
      )}
      <Table<ExamLine>
        caption="考试"
        captionHidden
        rows={exams}
        rowKey={(row) => row.id}
        unit="场"
        empty={
          <EmptyState action={mayPlan ? <LinkButton to="/centre/exams/new">新建考试</LinkButton> : undefined}>
            还没有考试。
          </EmptyState>
        }
        columns={[
          {
            key: "title",
            header: "考试",
            rowHeader: true,
            cell: (row) => (
              <span className="inline-flex flex-wrap gap-2">
                <TextLink to={`/centre/exams/${row.id}`}>{row.title}</TextLink>
                {row.demonstration && <Badge>演示</Badge>}
              </span>
            ),
          },
          { key: "subject", header: "科目", cell: (row) => subjectTitle(row.subject) },
          { key: "startsAt", header: "开考", cell: (row) => formatDateTime(row.startsAt) },
          { key: "rooms", header: "考场", align: "end", cell: (row) => `${row.rooms} 个` },
          { key: "candidates", header: "考生", align: "end", cell: (row) => `${row.candidates} 人` },
          {
            key: "status",
            header: "状态",
            beside: true,
            cell: (row) => <Status state={STATE[row.status]}>{EXAM_STATUS_WORDS[row.status]}</Status>,
          },
        ]}
      />
    </StaffPage>
  );
}
