import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import type { SetAside } from "~/exam/journal/sitting-state";
import { setAsideSentence, uncountedOf, uncountedWords } from "~/exam/sitting/sitting-words";
import { ownResult } from "~/exam/sitting/slips.server";
import { subjectTitle } from "~/exam/plan/eligibility";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { Card } from "~/ui/card";
import { DefinitionList } from "~/ui/definition-list";
import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Progress } from "~/ui/progress";
import { Section } from "~/ui/section";

export const meta: MetaFunction = () => [{ title: "成绩 · 安鼎" }];

export const loader = guard("exam.candidate", ({ db, actor, params }) =>
  ownResult(db, actor.personId ?? "", params.exam!),
);

export default function Result() {
  const result = useLoaderData<typeof loader>();
  const weak = result.points.filter(({ got, of }) => got < of).sort((a, b) => a.got / a.of - b.got / b.of);
  const whole = result.points.filter(({ got, of }) => got >= of);
  return (
    <LearnerPage>
      <PageHeader title={result.title} back={{ to: "/exam", label: "考试" }} lead={subjectTitle(result.subject)} />
      {result.score === null ? (
        <Uncounted standing={result.standing} because={result.because} setAside={result.setAside} />
      ) : result.attended ? (
        <>
          <Notice tone={result.passed ? "safe" : "warn"} title={result.passed ? "合格" : "不合格"}>
            {result.score / 100} 分，满分 {result.totalMark} 分，{result.passMark} 分合格。
            {result.because.length > 0 && `经两人核实，成绩有效（${result.because.join("；")}）。`}
          </Notice>
          <SetAsideNotice setAside={result.setAside} />
          <Section
            title="各知识点"
            lead={weak.length ? `先补“${weak[0]!.point}”。` : "每个知识点都答对了。"}
            className="mt-6"
          >
            <Card className="grid gap-3">
              {weak.map((one) => (
                <Point key={one.point} {...one} />
              ))}
              {whole.length > 0 && (
                <details open={weak.length === 0}>
                  <summary className="min-h-tap cursor-pointer py-2">全对的 {whole.length} 个知识点</summary>
                  <div className="mt-2 grid gap-3">
                    {whole.map((one) => (
                      <Point key={one.point} {...one} />
                    ))}
                  </div>
                </details>
              )}
            </Card>
          </Section>
        </>
      ) : (
        <Notice tone="warn" title="缺考">
          这场考试没有您的作答记录。
        </Notice>
      )}
      <Section title="凭据" className="mt-6">
        <DefinitionList
          items={[
            ["发布时间", result.releasedAt ? formatDateTime(result.releasedAt) : "还没有发布"],
            ...(result.receiptHead && result.receiptHead.hash !== result.headHash
              ? ([
                  ["回执上的记录序号", `${result.receiptHead.seq}`],
                  ["回执上的记录指纹", <Fingerprint key="receipt" hash={result.receiptHead.hash} />],
                  ["阅卷时的记录序号", `${result.headEventNumber}`],
                  ["阅卷时的记录指纹", <Fingerprint key="head" hash={result.headHash} />],
                ] as [string, React.ReactNode][])
              : ([
                  ["记录序号", `${result.headEventNumber}`],
                  ["记录指纹", <Fingerprint key="head" hash={result.headHash} />],
                ] as [string, React.ReactNode][])),
          ]}
        />
      </Section>
    </LearnerPage>
  );
}

const COMPLAIN = "有不同意见，可以向组织这场考试的考试机构提出复核，请带身份证和准考证。";
const UNCOUNTED: Record<string, { title: string; sentence: (why: string) => string }> = {
  held: {
    title: "成绩待核",
    sentence: (why) => `${why ? `要核实的是：${why}。` : ""}核实以前不算合格，也不算不合格。核实完会在这里告诉您。`,
  },
  void: { title: "成绩无效", sentence: (why) => `经两人核实，本科目成绩取消，按 0 分。原因：${why || "没有写明"}。` },
  resit: { title: "本次不计，重考", sentence: (why) => `经两人核实，这次成绩不计，由考试机构安排重考。原因：${why}。` },
};

/** A result that is no pass and no fail: what it is, why, and where to complain. */
function Uncounted({ standing, because, setAside }: { standing: string; because: string[]; setAside: SetAside[] }) {
  const { title, sentence } = UNCOUNTED[standing]!;
  return (
    <>
      <Notice tone="warn" title={title}>
        <p>{sentence(because.join("；"))}</p>
        <p>{COMPLAIN}</p>
      </Notice>
      <SetAsideNotice setAside={setAside} />
    </>
  );
}

function SetAsideNotice({ setAside }: { setAside: SetAside[] }) {
  if (setAside.length === 0) return null;
  return (
    <Notice tone="warn" title={uncountedWords(uncountedOf(setAside))} className="mt-4">
      <ul>
        {setAside.map((one) => (
          <li key={one.seq}>{setAsideSentence(one)}</li>
        ))}
      </ul>
    </Notice>
  );
}

const Fingerprint = ({ hash }: { hash: string }) => (
  <span className="select-all break-all font-mono text-sm">{hash || "无"}</span>
);

/** Marks are kept in hundredths. */
const Point = ({ point, got, of }: { point: string; got: number; of: number }) => (
  <Progress label={point} value={got / 100} max={of / 100} unit="分" text={`${got / 100} / ${of / 100} 分`} />
);
