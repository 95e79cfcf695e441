import { Outlet, useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { EXAM_STATUS_WORDS, EXAM_STEPS, stepOf } from "~/exam/exam-status";
import { requireExam } from "~/exam/exam.server";
import { mayReadDay } from "~/exam/marking/ruling-kind.server";
import { subjectTitle } from "~/exam/plan/eligibility";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { formatDateTime } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { Badge, Status } from "~/ui/status";
import { Stepper } from "~/ui/stepper";
import { Tabs } from "~/ui/tabs";

export const meta: MetaFunction = () => [{ title: "考试 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("exam.read", async ({ db, params, actor }) => {
  const exam = await requireExam(db, params.exam!);
  const holds = (role: string) => actor.grants.some((grant) => grant.role === role);
  const officer = holds("exam-officer");
  return {
    id: exam.id,
    title: exam.title,
    subject: exam.subject,
    status: exam.status,
    startsAt: exam.startsAt.toISOString(),
    minutes: exam.minutes,
    demonstration: exam.demonstration,
    officer,
    day: await mayReadDay(db, exam.id, actor),
    second: officer || holds("release"),
  };
});

export default function Exam() {
  const exam = useLoaderData<typeof loader>();
  const base = `/centre/exams/${exam.id}`;
  return (
    <StaffPage>
      <PageHeader
        title={exam.title}
        back={{ to: "/centre", label: "考试计划" }}
        facts={
          <>
            <span>{subjectTitle(exam.subject)}</span>
            <span>{formatDateTime(exam.startsAt)} 开考</span>
            <span>{exam.minutes} 分钟</span>
            <Status state={exam.status === "released" ? "done" : exam.status === "cancelled" ? "none" : "doing"}>
              {EXAM_STATUS_WORDS[exam.status]}
            </Status>
            {exam.demonstration && <Badge>演示题</Badge>}
          </>
        }
      />
      <div className="mb-6">
        <Stepper label="进度" steps={EXAM_STEPS} current={stepOf(exam.status)} />
      </div>
      <Tabs
        label="考试"
        tabs={[
          { to: base, label: "概况", end: true },
          ...(exam.officer
            ? [
                { to: `${base}/candidates`, label: "考生" },
                { to: `${base}/duties`, label: "任务" },
              ]
            : []),
          { to: `${base}/separation`, label: "考培分离" },
          ...(exam.second ? [{ to: `${base}/two`, label: "两人办理" }] : []),
          { to: `${base}/results`, label: "阅卷和成绩" },
          ...(exam.day ? [{ to: `${base}/holds`, label: "考场经过和待核" }] : []),
        ]}
      />
      <Outlet />
    </StaffPage>
  );
}
