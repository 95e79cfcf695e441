import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { issuePending } from "~/certificate/issue.server";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { barToAct } from "~/exam/duty/act.server";
import { requireExam } from "~/exam/exam.server";
import { dayLines, heldLines, remarksOf } from "~/exam/marking/day-list.server";
import { DayTable } from "~/exam/marking/day-table";
import { HeldList, RecordList } from "~/exam/marking/held-list";
import { factsOf } from "~/exam/marking/hold-facts.server";
import { OutcomeCounts } from "~/exam/marking/outcome-counts";
import { releasable, releaseResults, shownAs } from "~/exam/marking/release.server";
import { resultSheet, viewOf } from "~/exam/marking/result-list.server";
import { lacksSignatures } from "~/exam/marking/room-record-state";
import { roomRecords } from "~/exam/marking/room-records.server";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { Button, LinkButton } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";

export const meta: MetaFunction = () => [{ title: "发布成绩 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("result.release", async ({ db, now, actor, params }) => {
  const exam = await requireExam(db, params.exam!);
  if (!(await viewOf(db, exam, actor)).releases)
    throw new DomainError("forbidden", "本场没有派给您成绩发布任务，或者您还没有接受。");
  const facts = await factsOf(db, exam.id);
  const due = await releasable(db, exam.id, facts);
  return {
    id: exam.id,
    title: exam.title,
    marked: exam.status === "marked" || exam.status === "released",
    counts: (await resultSheet(db, exam.id, { named: false })).counts,
    due,
    bar: due.ready > 0 ? await barToAct(db, now, actor, { exam, kind: "release" }) : null,
    shown: shownAs(due),
    rooms: (await roomRecords(db, exam)).map((room) => ({ ...room, lacks: lacksSignatures(room) })),
    held: await heldLines(db, exam.id, facts),
    lines: await dayLines(db, facts),
    remarks: await remarksOf(db, exam),
  };
});

export const action = guard("result.release", { takes: ["shown"] }, async ({ request, db, now, actor, params }) => {
  const shown = String((await request.formData()).get("shown") ?? "");
  return answerAct(
    ({ released, held, issued }) =>
      `已发布 ${released} 人的成绩，发证 ${issued} 张。${held > 0 ? `还有 ${held} 人待核，认定以后再发布。` : ""}`,
    async () => {
      const { released, held } = await releaseResults(db, now, actor, { examId: params.exam!, shown });
      const { issued } = await issuePending(db, now, { byAccount: actor.accountId });
      return { released, held, issued: issued.length };
    },
  );
});

export default function Release() {
  const { id, title, counts, rooms, held, lines, remarks, ...rest } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader
        title="发布成绩"
        back={{ to: `/centre/exams/${id}/results`, label: title }}
        lead="发布人不能是组卷或阅卷的人。发布后考生看得到成绩，合格的写入学习档案并发证；以后要改，由两个人认定更正。"
      />
      <ActNotice answer={answer} />
      <div className="grid gap-8">
        <Section title="人数">
          <OutcomeCounts counts={counts} base={`/centre/exams/${id}/results`} />
        </Section>
        <Act id={id} {...rest} />
        <HeldList lines={held} mayRule={false} />
        <RecordList rooms={rooms} reasons={{}} mayRule={false} />
        <DayTable lines={lines} remarks={remarks} />
      </div>
    </StaffPage>
  );
}

function Act({
  id,
  marked,
  due: { ready, held, moved },
  shown,
  bar,
}: {
  id: string;
  marked: boolean;
  due: { ready: number; held: number; moved: string[] };
  shown: string;
  bar: string | null;
}) {
  const toRule = <LinkButton to={`/centre/exams/${id}/holds`}>去认定</LinkButton>;
  if (!marked)
    return <Notice title="还没有阅卷" actions={<LinkButton to={`/centre/exams/${id}/results`}>看成绩</LinkButton>} />;
  if (bar) return <Notice title="不能由您发布成绩">{bar}</Notice>;
  if (moved.length > 0)
    return (
      <Notice tone="warn" title="阅卷以后记录又变了，先重放再阅一遍">
        准考证号 {moved.join("、")}。
      </Notice>
    );
  return (
    <div className="grid gap-4">
      {held > 0 && (
        <Notice tone="warn" title={`${held} 人成绩待核，这次不发布`} actions={toRule}>
          两个人认定以后，再来发布这 {held} 人。
        </Notice>
      )}
      {ready > 0 ? (
        <Form method="post">
          <input type="hidden" name="shown" value={shown} />
          <Button type="submit" look="main" size="big">
            发布 {ready} 人的成绩
          </Button>
        </Form>
      ) : (
        held === 0 && (
          <Notice title="成绩已发布" actions={<LinkButton to={`/centre/exams/${id}/results`}>看成绩</LinkButton>} />
        )
      )}
    </div>
  );
}
