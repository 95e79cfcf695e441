import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { subjectTitles } from "#content/schema/subject-titles";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { listCourses } from "~/training/courses.server";
import { duePosts } from "~/training/due.server";
import { getEnrolments, type EnrolmentView } from "~/training/enrolment.server";
import { LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { Progress } from "~/ui/progress";
import { Section } from "~/ui/section";
import { Badge } from "~/ui/status";

export const meta: MetaFunction = () => [{ title: "课程 · 云课堂 · 安鼎" }];

export const loader = guard("learn.read", async ({ db, now, actor }) => {
  const courses = await listCourses(db);
  const { posts } = actor.personId ? await duePosts(db, actor.personId, now) : { posts: [] };
  const wanted = new Set(posts.flatMap(({ standing }) => standing.courses.map((one) => one.course)));
  const enrolments = actor.personId ? await getEnrolments(db, actor.personId) : new Map<string, EnrolmentView>();
  const cards = courses.map(({ course }) => {
    const enrolment = enrolments.get(course.slug) ?? null;
    return {
      slug: course.slug,
      title: course.title,
      summary: course.summary,
      audience: course.audience,
      subject: subjectTitles[course.subject],
      lessons: course.lessons.length,
      minutes: Math.round(course.lessons.reduce((sum, lesson) => sum + lesson.minimumSeconds, 0) / 60),
      wanted: wanted.has(course.slug),
      done: enrolment?.lessons.filter((lesson) => lesson.done).length ?? 0,
      begun: enrolment !== null,
      completed: Boolean(enrolment?.completedAt),
    };
  });
  return { cards };
});

type CourseCard = ReturnType<typeof useLoaderData<typeof loader>>["cards"][number];

export default function Courses() {
  const { cards } = useLoaderData<typeof loader>();
  const mine = cards.filter((card) => card.wanted);
  const others = cards.filter((card) => !card.wanted);
  return (
    <LearnerPage>
      <PageHeader
        title="云课堂"
        lead="学时由服务器按真实学习时间计，离开页面的时间不算。"
        actions={
          <>
            <LinkButton to="/learn/practice">做练习题</LinkButton>
            <LinkButton to="/learn/classes">面授班</LinkButton>
          </>
        }
      />
      {mine.length > 0 && (
        <Section title="您的岗位要学的">
          <Cards cards={mine} />
        </Section>
      )}
      {others.length > 0 && (
        <Section title={mine.length ? "其他课程" : "全部课程"}>
          <Cards cards={others} />
        </Section>
      )}
      {cards.length === 0 && <EmptyState>还没有发布课程。发布以后会出现在这里。</EmptyState>}
    </LearnerPage>
  );
}

function Cards({ cards }: { cards: CourseCard[] }) {
  return (
    <ul className="grid gap-4 sm:grid-cols-2">
      {cards.map((card) => (
        <li key={card.slug}>
          <Card className="grid h-full content-start gap-3">
            <div className="flex flex-wrap items-start justify-between gap-2">
              <h3 className="text-lg font-semibold">{card.title}</h3>
              <Badge>{card.subject}</Badge>
            </div>
            <p>{card.summary}</p>
            <p className="text-sm text-muted">
              {card.lessons} 课 · 约 {card.minutes} 分钟 · {card.audience}
            </p>
            {card.begun && (
              <Progress label={card.completed ? "已学完" : "已学"} value={card.done} max={card.lessons} unit="课" />
            )}
            <div className="mt-auto">
              <LinkButton to={`/learn/${card.slug}`} look={card.wanted && !card.completed ? "main" : "plain"}>
                {card.completed ? "回看" : card.begun ? "接着学" : "看看这门课"}
              </LinkButton>
            </div>
          </Card>
        </li>
      ))}
    </ul>
  );
}
