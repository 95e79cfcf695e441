import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { barToAct } from "~/exam/duty/act.server";
import { requireExam } from "~/exam/exam.server";
import { LEAST_ATTEMPTS, type Advice } from "~/exam/marking/analysis";
import { markExam } from "~/exam/marking/marking.server";
import { OUTCOME, parseOutcome } from "~/exam/marking/outcome";
import { OutcomeCounts } from "~/exam/marking/outcome-counts";
import {
  resultSheet,
  satList,
  viewOf,
  type ItemLine,
  type ResultLine,
  type SatLine,
} from "~/exam/marking/result-list.server";
import { lacksSignatures, lackWords } from "~/exam/marking/room-record-state";
import { roomRecords } from "~/exam/marking/room-records.server";
import { guard } from "~/people/guard.server";
import { mayDo } from "~/people/policies";
import { Button, LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { formatPercent } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/section";
import { Stat, StatRow } from "~/ui/stat";
import { Status, type StatusState } from "~/ui/status";
import { Table } from "~/ui/table";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("exam.read", async ({ request, db, now, actor, params }) => {
  const exam = await requireExam(db, params.exam!);
  const there = exam.status === "marked" || exam.status === "released";
  const view = await viewOf(db, exam, actor);
  return {
    id: exam.id,
    status: exam.status,
    passMark: exam.passMark,
    mark: await turnOf(mayDo("result.mark", actor) && (exam.status === "closed" || exam.status === "marked"), () =>
      barToAct(db, now, actor, { exam, kind: "assess" }),
    ),
    release: await turnOf(mayDo("result.release", actor) && exam.status === "marked", () =>
      barToAct(db, now, actor, { exam, kind: "release" }),
    ),
    lacking: exam.status === "closed" ? (await roomRecords(db, exam)).filter(lacksSignatures) : [],
    only: parseOutcome(new URL(request.url).searchParams.get("of")),
    named: view.names,
    sheet: there && view.scores ? await resultSheet(db, exam.id, { named: view.names }) : null,
    sat: there && !view.scores ? await satList(db, exam.id) : [],
  };
});

export const action = guard("result.mark", { takes: [] }, ({ db, now, actor, params }) =>
  answerAct(
    ({ marked }) => `已阅 ${marked} 份。再阅一遍，结果也一样。`,
    () => markExam(db, now, actor, params.exam!),
  ),
);

/** Whether it is the caller's turn, and what bars them by name of their duty. */
const turnOf = async (due: boolean, findBar: () => Promise<string | null>) => ({
  due,
  bar: due ? await findBar() : null,
});

const ADVICE: Record<Advice, [StatusState, string]> = {
  fine: ["done", "正常"],
  "too-easy": ["waiting", "太容易"],
  "too-hard": ["late", "太难"],
  review: ["late", "要复查"],
  "too-few": ["none", "人数不够"],
};
const SCORES_FOR = {
  marked: "发布以前，成绩只有本场的阅卷人和发布人能看；发布以后考务人员能看，考生在“考试”里看自己的。",
  released: "成绩已发布，只有考务人员和本场的阅卷人、发布人能看；考生在“考试”里看自己的。",
};

/** Who sat, for whom the scores are not. */
function Sat({ rows, status }: { rows: SatLine[]; status: string }) {
  return (
    <Section
      title={`实考 ${rows.filter((row) => row.attended).length} 人`}
      lead={status === "released" ? SCORES_FOR.released : SCORES_FOR.marked}
    >
      <Table<SatLine>
        caption="考生"
        captionHidden
        rows={rows}
        rowKey={(row) => row.slipNumber}
        unit="人"
        columns={[
          {
            key: "slip",
            header: "准考证号",
            rowHeader: true,
            cell: (row) => <span className="font-mono">{row.slipNumber}</span>,
          },
          {
            key: "state",
            header: "到场",
            cell: (row) => <Status state={row.attended ? "done" : "none"}>{row.attended ? "已考" : "缺考"}</Status>,
          },
        ]}
      />
    </Section>
  );
}

const number = (value: number | null) => (value === null ? "—" : value.toFixed(1));

export default function Results() {
  const { id, sheet, sat, named, status, passMark, mark, release, lacking, only } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="grid gap-8">
      <ActNotice answer={answer} />
      <div className="flex flex-wrap gap-2">
        {mark.due && !mark.bar && lacking.length === 0 && (
          <Form method="post">
            <Button type="submit" look={status === "closed" ? "main" : "plain"}>
              {status === "closed" ? "阅卷" : "重放再阅一遍"}
            </Button>
          </Form>
        )}
        {release.due && !release.bar && (
          <LinkButton to={`/centre/release/${id}`} look="main">
            核对并发布成绩
          </LinkButton>
        )}
      </div>
      {lacking.length > 0 && (
        <Notice
          tone="warn"
          title="考场记录没有签完，还不能阅卷"
          actions={<LinkButton to={`/centre/exams/${id}/holds#records`}>看考场记录</LinkButton>}
        >
          {lackWords(lacking)}。
        </Notice>
      )}
      {mark.bar && <Notice title="不能由您阅卷">{mark.bar}</Notice>}
      {release.bar && <Notice title="不能由您发布成绩">{release.bar}</Notice>}
      {!sheet && sat.length > 0 ? (
        <Sat rows={sat} status={status} />
      ) : !sheet ? (
        <EmptyState>{status === "closed" ? "等考评员阅卷。" : "考试还没有结束。"}</EmptyState>
      ) : (
        <>
          <StatRow>
            <Stat label="应考" value={sheet.rows.length} unit="人" />
            <Stat label="实考" value={sheet.attended} unit="人" />
            <Stat label="合格" value={sheet.passed} unit="人" note={`${passMark} 分合格`} />
            <Stat label="合格率" value={formatPercent(sheet.passed, sheet.attended)} unit="" />
          </StatRow>
          <Section
            title="成绩"
            lead={
              status === "marked" ? "发布以前只显示准考证号。" : named ? undefined : "阅卷的人只看准考证号，不看姓名。"
            }
          >
            <OutcomeCounts counts={sheet.counts} base={`/centre/exams/${id}/results`} only={only} />
            <Table<ResultLine>
              caption="成绩"
              captionHidden
              rows={only ? sheet.rows.filter((row) => row.outcome === only) : sheet.rows}
              rowKey={(row) => row.id}
              unit="人"
              columns={[
                {
                  key: "slip",
                  header: "准考证号",
                  rowHeader: true,
                  cell: (row) => <span className="font-mono">{row.slipNumber}</span>,
                },
                ...(named ? [{ key: "name", header: "姓名", cell: (row: ResultLine) => row.name }] : []),
                {
                  key: "score",
                  header: "得分",
                  align: "end",
                  cell: (row) => (row.attended ? `${row.score / 100} / ${row.totalMark} 分` : "—"),
                },
                {
                  key: "outcome",
                  header: "结果",
                  cell: ({ outcome }) => <Status state={OUTCOME[outcome].state}>{OUTCOME[outcome].words}</Status>,
                },
                { key: "head", header: "记录序号", align: "end", cell: (row) => row.headEventNumber || "—" },
              ]}
            />
          </Section>
          <Section
            title="题目分析"
            lead={`难度是平均得分率，区分度是这题与其余得分的相关。不到 ${LEAST_ATTEMPTS} 人次不给数字。`}
          >
            <Table<ItemLine>
              caption="题目分析"
              captionHidden
              rows={sheet.items}
              rowKey={(row) => row.versionId}
              unit="道"
              columns={[
                {
                  key: "code",
                  header: "编号",
                  rowHeader: true,
                  cell: (row) => <span className="font-mono">{row.code}</span>,
                },
                { key: "point", header: "知识点", cell: (row) => row.point },
                { key: "attempts", header: "人次", align: "end", cell: (row) => row.attempts },
                { key: "facility", header: "得分率 %", align: "end", cell: (row) => number(row.facility) },
                { key: "discrimination", header: "区分度", align: "end", cell: (row) => number(row.discrimination) },
                {
                  key: "advice",
                  header: "看法",
                  cell: (row) => <Status state={ADVICE[row.advice][0]}>{ADVICE[row.advice][1]}</Status>,
                },
              ]}
            />
          </Section>
        </>
      )}
    </div>
  );
}
