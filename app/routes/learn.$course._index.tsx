import { Form, useLoaderData } from "@remix-run/react";
import { redirect, type MetaFunction } from "@remix-run/node";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { toDay } from "~/platform/day";
import { DomainError } from "~/platform/errors";
import { findCourse } from "~/training/courses.server";
import { duePosts, freshFromFor } from "~/training/due.server";
import { enrol, getEnrolment } from "~/training/enrolment.server";
import { Button, LinkButton } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? "课程"} · 安鼎` }];

export const loader = guard("learn.read", async ({ params, db, now, actor }) => {
  const slug = params.course ?? "";
  const enrolment = actor.personId ? await getEnrolment(db, actor.personId, slug) : null;
  const published = enrolment?.published ?? (await findCourse(db, slug));
  if (!published) throw new DomainError("not-found", "没有这门课程，可能已经下架。");
  const { course } = published;
  const posts = actor.personId ? (await duePosts(db, actor.personId, now)).posts : [];
  const stale =
    enrolment?.completedAt && freshFromFor(posts, slug)
      ? toDay(enrolment.completedAt) < freshFromFor(posts, slug)!
      : false;
  return {
    slug,
    title: course.title,
    summary: course.summary,
    audience: course.audience,
    basis: course.basis,
    enrolled: enrolment !== null,
    completed: Boolean(enrolment?.completedAt),
    quizPassed: enrolment?.quizPassed ?? false,
    again: stale,
    mayEnrol: actor.personId !== null,
    lessons: course.lessons.map((lesson, index) => ({
      slug: lesson.slug,
      title: lesson.title,
      goal: lesson.goal,
      minutes: Math.ceil(lesson.minimumSeconds / 60),
      done: false,
      open: false,
      ...(enrolment && {
        done: enrolment.lessons[index]?.done ?? false,
        open: enrolment.lessons[index]?.open ?? false,
      }),
    })),
  };
});

export const action = guard("learn.study", { takes: [] }, async ({ params, db, now, actor }) => {
  if (!actor.personId) throw new DomainError("forbidden", "这个账号没有对应的学员，不能报名课程。");
  const slug = params.course ?? "";
  const { posts } = await duePosts(db, actor.personId, now);
  const view = await enrol(db, now, actor.personId, { slug, freshFrom: freshFromFor(posts, slug) });
  return redirect(`/learn/${slug}/${view.lessons.find((lesson) => !lesson.done)?.slug ?? view.lessons[0]!.slug}`);
});

export default function CoursePage() {
  const course = useLoaderData<typeof loader>();
  const next = course.lessons.find((lesson) => lesson.open && !lesson.done);
  return (
    <LearnerPage action={<Next course={course} next={next?.slug} />}>
      <PageHeader title={course.title} lead={course.summary} back={{ to: "/learn", label: "全部课程" }} />
      {course.completed && !course.again && (
        <Notice tone="safe" title="已学完">
          结业已记入学习记录，可以随时回看。
        </Notice>
      )}
      <Section title={`共 ${course.lessons.length} 课`} lead="第一遍按顺序学；每一课要读够时间、答对题目。">
        <ol className="grid divide-y divide-line border-y border-line">
          {course.lessons.map((lesson, index) => (
            <li key={lesson.slug} className="grid grid-cols-[2rem_1fr_auto] items-start gap-x-3 py-3">
              <span className="text-muted tabular-nums">{index + 1}</span>
              <div>
                <p className="font-medium">
                  {lesson.open ? (
                    <TextLink to={`/learn/${course.slug}/${lesson.slug}`}>{lesson.title}</TextLink>
                  ) : (
                    lesson.title
                  )}
                </p>
                <p className="text-sm text-muted">{lesson.goal}</p>
              </div>
              {lesson.done ? (
                <Status state="done">学完</Status>
              ) : lesson.open ? (
                <Status state="doing">可以学</Status>
              ) : (
                <span className="text-sm text-muted">{lesson.minutes} 分钟</span>
              )}
            </li>
          ))}
          <li className="grid grid-cols-[2rem_1fr_auto] items-start gap-x-3 py-3">
            <span aria-hidden className="text-muted">
              终
            </span>
            <p className="font-medium">
              {course.lessons.every((lesson) => lesson.done) ? (
                <TextLink to={`/learn/${course.slug}/quiz`}>结业测验</TextLink>
              ) : (
                "结业测验"
              )}
            </p>
            {course.quizPassed ? (
              <Status state="done">已通过</Status>
            ) : (
              <span className="text-sm text-muted">学完再考</span>
            )}
          </li>
        </ol>
      </Section>
      <Section title="依据" level={3}>
        <ul className="text-sm text-muted">
          {course.basis.map((basis) => (
            <li key={basis.law + basis.article}>
              {basis.law} {basis.article}（{basis.edition}）
            </li>
          ))}
        </ul>
      </Section>
    </LearnerPage>
  );
}

function Next({ course, next }: { course: ReturnType<typeof useLoaderData<typeof loader>>; next?: string }) {
  if (!course.mayEnrol) return null;
  if (!course.enrolled || course.again)
    return (
      <Form method="post">
        <Button type="submit" look="main" size="big" wide>
          {course.again ? "复训：重学这门课" : "开始学习"}
        </Button>
      </Form>
    );
  if (next)
    return (
      <LinkButton to={`/learn/${course.slug}/${next}`} look="main" size="big" wide>
        接着学
      </LinkButton>
    );
  return course.quizPassed ? null : (
    <LinkButton to={`/learn/${course.slug}/quiz`} look="main" size="big" wide>
      做结业测验
    </LinkButton>
  );
}
