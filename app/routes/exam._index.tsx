import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { OUTCOME, outcomeOf } from "~/exam/marking/outcome";
import { goneExams, ownExams, type OwnExam } from "~/exam/sitting/slips.server";
import { subjectTitle } from "~/exam/plan/eligibility";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { DefinitionList } from "~/ui/definition-list";
import { EmptyState } from "~/ui/empty-state";
import { formatDateTime, formatTime, formatTimeLeft } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Status } from "~/ui/status";

export const meta: MetaFunction = () => [{ title: "考试 · 安鼎" }];

export const loader = guard("exam.candidate", async ({ db, now, actor }) => ({
  slips: actor.personId ? await ownExams(db, actor.personId) : [],
  gone: actor.personId ? await goneExams(db, actor.personId, now) : [],
  now: now.toISOString(),
}));

export default function Exams() {
  const { slips, gone, now } = useLoaderData<typeof loader>();
  return (
    <LearnerPage>
      <PageHeader
        title="考试"
        lead="准考证、座位和成绩。带身份证原件到考场，机器上用座位票入座。"
        actions={<LinkButton to="/exam/seat">用座位票入座</LinkButton>}
      />
      {gone.map((one) => (
        <Notice
          key={one.examId}
          tone="warn"
          title={one.reason === null ? `${one.title} 已经取消` : `您不再参加 ${one.title}`}
          className="mb-4"
        >
          {one.reason !== null && `原因：${one.reason}。`}
          原定 {formatDateTime(one.startsAt)} 开考，准考证 {one.slipNumber} 作废，请不要前往。有疑问请找考试机构。
        </Notice>
      ))}
      {slips.length === 0 ? (
        <EmptyState action={<LinkButton to="/me">看看还差什么</LinkButton>}>
          还没有排上考试。培训完成以后，考试机构会按岗位安排。
        </EmptyState>
      ) : (
        <ul className="grid gap-4">
          {slips.map((slip) => (
            <li key={slip.examId}>
              <SlipCard slip={slip} now={new Date(now)} />
            </li>
          ))}
        </ul>
      )}
    </LearnerPage>
  );
}

function SlipCard({ slip, now }: { slip: OwnExam; now: Date }) {
  const over = slip.handedIn || ["closed", "marked", "released"].includes(slip.status);
  return (
    <Card as="article" className="grid gap-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div>
          <h2 className="text-lg font-semibold">{slip.title}</h2>
          <p className="text-muted">{subjectTitle(slip.subject)}</p>
        </div>
        {slip.result ? (
          <Status state={OUTCOME[outcomeOf(slip.result)].state}>{OUTCOME[outcomeOf(slip.result)].words}</Status>
        ) : (
          <Status state={over ? "waiting" : "doing"}>
            {slip.handedIn ? "已交卷，等待成绩" : over ? "等待成绩" : formatTimeLeft(slip.startsAt, now)}
          </Status>
        )}
      </div>
      <DefinitionList
        items={[
          [
            "准考证号",
            <span key="n" className="font-mono">
              {slip.slipNumber}
            </span>,
          ],
          ["时间", `${formatDateTime(slip.startsAt)} 开考，考 ${slip.minutes} 分钟`],
          ["最晚入场", formatTime(slip.latestEntryAt)],
          ["座位", slip.seat ? `${slip.room} ${slip.seat} 座` : "还没有排座"],
        ]}
      />
      {!over && (
        <p className="flex flex-wrap gap-2">
          <LinkButton to={`/exam/slip/${slip.examId}`}>准考证</LinkButton>
        </p>
      )}
      {slip.result && <LinkButton to={`/exam/result/${slip.examId}`}>看成绩</LinkButton>}
    </Card>
  );
}
