import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { data, redirect, type MetaFunction } from "@remix-run/node";
import { z } from "zod";
import { drawingsOf } from "#content/schema/course";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { toShown } from "~/question/shown";
import { CheckQuestion } from "~/training/check-question";
import { requireEnrolment, requireLesson } from "~/training/enrolment.server";
import { LessonBlocks } from "~/training/lesson-blocks";
import { StudyBar } from "~/training/study-bar";
import { finishLesson, lessonTime } from "~/training/study.server";
import { Button, LinkButton } from "~/ui/button";
import { readDisplay } from "~/ui/display-preference";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? "学习"} · 安鼎` }];

export const loader = guard("learn.study", async ({ request, url, params, db, now, actor }) => {
  const view = await requireEnrolment(db, actor.personId, params.course ?? "");
  const { lesson, state, index } = requireLesson(view, params.lesson ?? "");
  const { course } = view.published;
  return {
    voice: readDisplay(request.headers.get("cookie"), url).voice,
    course: course.slug,
    slug: lesson.slug,
    courseTitle: course.title,
    title: lesson.title,
    goal: lesson.goal,
    number: index + 1,
    of: course.lessons.length,
    blocks: lesson.blocks,
    figures: drawingsOf(lesson.blocks, course.figures),
    basis: lesson.basis,
    checks: lesson.checks.map((question) => toShown(question, `${view.id}:${question.id}`, course.figures)),
    right: state.right,
    seconds: state.seconds,
    minimumSeconds: lesson.minimumSeconds,
    done: state.done,
    heartbeatSeconds: lessonTime(now).heartbeatSeconds,
    next: view.lessons[index + 1]?.slug ?? null,
  };
});

const Finish = z.strictObject({ intent: z.literal("finish") });

export const action = guard(
  "learn.study",
  { takes: fieldNames(Finish) },
  async ({ request, params, db, now, actor }) => {
    const parsed = Finish.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success) throw new DomainError("invalid", "这个请求不完整，或多了不该有的内容，没有执行。");
    const view = await requireEnrolment(db, actor.personId, params.course ?? "");
    const slug = params.lesson ?? "";
    try {
      await finishLesson(db, now, view, slug, actor.accountId);
    } catch (error) {
      // The lesson stays open on its page, with what is missing beside the button.
      if (error instanceof DomainError) return data({ refused: error.message }, { status: error.status });
      throw error;
    }
    const next = view.lessons.find((lesson) => !lesson.done && lesson.slug !== slug);
    return redirect(next ? `/learn/${params.course}/${next.slug}` : `/learn/${params.course}/quiz`);
  },
);

export default function LessonPage() {
  const lesson = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = answer?.refused ?? null;
  const study = `/learn/${lesson.course}/${lesson.slug}/study`;
  const answered = lesson.checks.filter((shown) => lesson.right.includes(shown.id)).length;
  return (
    <LearnerPage>
      <PageHeader
        title={lesson.title}
        lead={lesson.goal}
        back={{ to: `/learn/${lesson.course}`, label: lesson.courseTitle }}
        facts={`第 ${lesson.number} 课，共 ${lesson.of} 课`}
      />
      <div className="sticky top-0 z-10 -mx-4 border-b border-line bg-paper px-4 py-3">
        <StudyBar key={lesson.title} {...lesson} at={study} />
      </div>
      <LessonBlocks blocks={lesson.blocks} figures={lesson.figures} voice={lesson.voice} />
      <Section title="想一想" lead={`答对全部 ${lesson.checks.length} 道题，这一课才算学完。已答对 ${answered} 道。`}>
        <div className="grid max-w-prose gap-4">
          {lesson.checks.map((shown, index) => (
            <CheckQuestion
              key={shown.id}
              at={study}
              shown={shown}
              label={`${index + 1}.`}
              wasRight={lesson.right.includes(shown.id)}
            />
          ))}
        </div>
      </Section>
      {refused && !lesson.done && (
        <Notice tone="warn" role="alert" title="这一课还没有学完">
          {refused}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        {lesson.done ? (
          <LinkButton
            to={lesson.next ? `/learn/${lesson.course}/${lesson.next}` : `/learn/${lesson.course}/quiz`}
            look="main"
            wide
          >
            {lesson.next ? "下一课" : "结业测验"}
          </LinkButton>
        ) : (
          <Form method="post">
            <input type="hidden" name="intent" value="finish" />
            <Button type="submit" look="main" wide>
              学完这一课
            </Button>
          </Form>
        )}
      </div>
      <Section title="依据" level={3}>
        <ul className="text-sm text-muted">
          {lesson.basis.map((basis) => (
            <li key={basis.law + basis.article}>
              {basis.law} {basis.article}（{basis.edition}）
            </li>
          ))}
        </ul>
      </Section>
    </LearnerPage>
  );
}
