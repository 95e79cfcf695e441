import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { data, redirect, type MetaFunction } from "@remix-run/node";
import { z } from "zod";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { DomainError } from "~/platform/errors";
import { jsonText } from "~/platform/json-text";
import { toShown } from "~/question/shown";
import { CheckQuestion } from "~/training/check-question";
import { getEnrolment, requireLesson, type EnrolmentView } from "~/training/enrolment.server";
import { LessonBlocks } from "~/training/lesson-blocks";
import { StudyBar } from "~/training/study-bar";
import { answerCheck, beatStudy, finishLesson, lessonTime, openStudy } from "~/training/study.server";
import type { Db } from "~/platform/db.server";
import { Button, LinkButton } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? "学习"} · 安鼎` }];

async function requireEnrolment(db: Db, personId: string | null, slug: string): Promise<EnrolmentView> {
  const view = personId ? await getEnrolment(db, personId, slug) : null;
  if (!view) throw new DomainError("wrong-state", "还没有报名这门课程，请先在课程页点“开始学习”。");
  return view;
}

export const loader = guard("learn.study", async ({ params, db, now, actor }) => {
  const view = await requireEnrolment(db, actor.personId, params.course ?? "");
  const { lesson, state, index } = requireLesson(view, params.lesson ?? "");
  const { course } = view.published;
  return {
    course: course.slug, courseTitle: course.title, title: lesson.title, goal: lesson.goal, number: index + 1, of: course.lessons.length,
    blocks: lesson.blocks, figures: course.figures, basis: lesson.basis, checks: lesson.checks.map((question) => toShown(question, `${view.id}:${question.id}`, course.figures)),
    right: state.right, seconds: state.seconds, minimumSeconds: lesson.minimumSeconds, done: state.done, heartbeatSeconds: lessonTime(now).heartbeatSeconds,
    next: view.lessons[index + 1]?.slug ?? null,
  };
});

const Intent = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("open") }),
  z.strictObject({ intent: z.literal("beat"), session: z.uuid(), present: z.enum(["", "yes"]) }),
  z.strictObject({ intent: z.literal("check"), question: z.string().max(80), answer: jsonText(5_000) }),
  z.strictObject({ intent: z.literal("finish") }),
]);

export const action = guard("learn.study", async ({ request, params, db, now, actor }) => {
  const parsed = Intent.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) throw new DomainError("invalid", "这个请求不完整，或多了不该有的内容，没有执行。");
  const view = await requireEnrolment(db, actor.personId, params.course ?? "");
  const slug = params.lesson ?? "";
  const said = parsed.data;
  switch (said.intent) {
    case "open":
      return { session: await openStudy(db, now, view, slug) };
    case "beat":
      return { beat: await beatStudy(db, now, view, { session: said.session, present: said.present === "yes" }) };
    case "check":
      return { result: await answerCheck(db, now, view, { lesson: slug, question: said.question, answer: said.answer }) };
    case "finish": {
      try {
        await finishLesson(db, now, view, slug, actor.accountId);
      } catch (error) {
        // The lesson stays open on its page, with what is missing beside the button.
        if (error instanceof DomainError) return data({ refused: error.message }, { status: error.status });
        throw error;
      }
      const next = view.lessons.find((lesson) => !lesson.done && lesson.slug !== slug);
      return redirect(next ? `/learn/${params.course}/${next.slug}` : `/learn/${params.course}/quiz`);
    }
  }
});

export function shouldRevalidate({ formData, defaultShouldRevalidate }: { formData?: FormData; defaultShouldRevalidate: boolean }) {
  return formData?.get("intent") === "beat" || formData?.get("intent") === "open" ? false : defaultShouldRevalidate;
}

export default function LessonPage() {
  const lesson = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = answer && "refused" in answer ? answer.refused : null;
  const answered = lesson.checks.filter((shown) => lesson.right.includes(shown.id)).length;
  return (
    <LearnerPage>
      <PageHeader title={lesson.title} lead={lesson.goal} back={{ to: `/learn/${lesson.course}`, label: lesson.courseTitle }} facts={`第 ${lesson.number} 课，共 ${lesson.of} 课`} />
      <div className="sticky top-0 z-10 -mx-4 border-b border-line bg-paper px-4 py-3"><StudyBar key={lesson.title} {...lesson} /></div>
      <LessonBlocks blocks={lesson.blocks} figures={lesson.figures} />
      <Section title="想一想" lead={`答对全部 ${lesson.checks.length} 道题，这一课才算学完。已答对 ${answered} 道。`}>
        <div className="grid max-w-prose gap-4">
          {lesson.checks.map((shown, index) => <CheckQuestion key={shown.id} shown={shown} label={`${index + 1}.`} wasRight={lesson.right.includes(shown.id)} />)}
        </div>
      </Section>
      {refused && !lesson.done && <Notice tone="warn" role="alert" title="这一课还没有学完">{refused}</Notice>}
      <div className="flex flex-wrap gap-3">
        {lesson.done
          ? <LinkButton to={lesson.next ? `/learn/${lesson.course}/${lesson.next}` : `/learn/${lesson.course}/quiz`} look="main" wide>{lesson.next ? "下一课" : "结业测验"}</LinkButton>
          : <Form method="post"><input type="hidden" name="intent" value="finish" /><Button type="submit" look="main" wide>学完这一课</Button></Form>}
      </div>
      <Section title="依据" level={3}>
        <ul className="text-sm text-muted">{lesson.basis.map((basis) => <li key={basis.law + basis.article}>{basis.law} {basis.article}（{basis.edition}）</li>)}</ul>
      </Section>
    </LearnerPage>
  );
}
