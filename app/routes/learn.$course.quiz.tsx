import { useActionData, useLoaderData, useNavigation, useSubmit } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { useEffect, useState } from "react";
import { z } from "zod";
import { issueForTraining } from "~/certificate/issue.server";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { jsonText } from "~/platform/json-text";
import type { Answer } from "~/question/answer";
import { QuestionView } from "~/question/question-view";
import { toShown } from "~/question/shown";
import { getEnrolment } from "~/training/enrolment.server";
import { takeQuiz } from "~/training/study.server";
import { Button, LinkButton } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";

export const meta: MetaFunction = () => [{ title: "结业测验 · 安鼎" }];

export const loader = guard("learn.study", async ({ params, db, actor }) => {
  const view = actor.personId ? await getEnrolment(db, actor.personId, params.course ?? "") : null;
  if (!view) throw new DomainError("wrong-state", "还没有报名这门课程。");
  if (view.lessons.some((lesson) => !lesson.done)) throw new DomainError("wrong-state", "学完每一课，再做结业测验。");
  const { course } = view.published;
  return {
    slug: course.slug,
    title: course.title,
    passed: view.quizPassed,
    questions: course.quiz.map((question) => toShown(question, `${view.id}:${question.id}`, course.figures)),
  };
});

const Sent = z.strictObject({ answers: jsonText(50_000).pipe(z.record(z.string(), z.unknown())) });

export const action = guard("learn.study", { takes: fieldNames(Sent) }, async ({ request, params, db, now, actor }) => {
  const parsed = Sent.safeParse(Object.fromEntries(await request.formData()));
  const view = actor.personId ? await getEnrolment(db, actor.personId, params.course ?? "") : null;
  if (!parsed.success || !view) throw new DomainError("invalid", "这份测验没有交上，请重新打开再做。");
  const outcome = await takeQuiz(db, now, view, parsed.data.answers);
  if (outcome.passed) await issueForTraining(db, now, [view.personId]);
  return outcome;
});

export default function Quiz() {
  const { slug, title, questions, passed } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  const [answers, setAnswers] = useState<Record<string, Answer>>({});
  const [again, setAgain] = useState(false);
  const submit = useSubmit();
  const busy = useNavigation().state !== "idle";
  const shownOutcome = again ? undefined : outcome;
  // who handed in stands at the page's end; what came of it stands at its head
  useEffect(() => {
    if (outcome) window.scrollTo(0, 0);
  }, [outcome]);
  const left = questions.filter(
    (question) => answers[question.id] === undefined || answers[question.id] === null,
  ).length;
  return (
    <LearnerPage>
      <PageHeader
        title="结业测验"
        lead={`${title}，共 ${questions.length} 题。没通过可以再做。`}
        back={{ to: `/learn/${slug}`, label: title }}
      />
      {shownOutcome && (
        <Notice
          tone={shownOutcome.passed ? "safe" : "warn"}
          title={shownOutcome.passed ? "通过，课程已结业" : "还差一点"}
          role="status"
          actions={
            shownOutcome.passed ? (
              <LinkButton to="/me" look="main">
                看下一步
              </LinkButton>
            ) : (
              <Button
                type="button"
                onClick={() => {
                  setAnswers({});
                  setAgain(true);
                }}
              >
                再做一遍
              </Button>
            )
          }
        >
          答对 {shownOutcome.right} / {shownOutcome.total} 题，要答对 {shownOutcome.needed} 题。
        </Notice>
      )}
      {passed && !shownOutcome && (
        <Notice tone="safe" title="您已经通过">
          可以再做一遍练手，结果不会改变结业。
        </Notice>
      )}
      <div className="grid max-w-prose gap-6">
        {questions.map((shown, index) => (
          <QuestionView
            key={shown.id}
            shown={shown}
            label={`${index + 1}.`}
            value={answers[shown.id] ?? null}
            disabled={busy || Boolean(shownOutcome)}
            result={shownOutcome?.results.find((one) => one.id === shown.id)?.result}
            onChange={(value) => setAnswers((all) => ({ ...all, [shown.id]: value }))}
          />
        ))}
      </div>
      {!shownOutcome && (
        <div className="grid max-w-phone gap-2">
          <Button
            type="button"
            look="main"
            wide
            disabled={busy}
            onClick={() => {
              setAgain(false);
              submit({ answers: JSON.stringify(answers) }, { method: "post" });
            }}
          >
            {busy ? "正在交…" : "交卷"}
          </Button>
          {left > 0 && <p className="text-sm text-muted">还有 {left} 题没有答。</p>}
        </div>
      )}
    </LearnerPage>
  );
}
