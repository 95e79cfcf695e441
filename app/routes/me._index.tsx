import { Link, useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { ChevronRight } from "lucide-react";
import { subjectTitles, type SubjectCode } from "#content/schema/subject-titles";
import { CertificateStatus } from "~/certificate/certificate-status";
import { CheckedMark, ExternalStatus, nextWords } from "~/certificate/external/external-status";
import { ownExternal } from "~/certificate/external/query.server";
import { findCertificates } from "~/certificate/query.server";
import { listScenes } from "~/drill/scenes.server";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { toDay } from "~/platform/day";
import type { Stage } from "~/record/standing";
import { daysBetween } from "~/rules/due";
import { certaintyWords } from "~/rules/rules";
import { listCourses } from "~/training/courses.server";
import { duePosts } from "~/training/due.server";
import { gapLink, gapWords, type Titles } from "~/training/gap-words";
import { LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { ThemeSwitch } from "~/ui/display-switch";
import { EmptyState } from "~/ui/empty-state";
import { formatDate, formatDay } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status, type StatusState } from "~/ui/status";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "我的 · 安鼎" }];

export const loader = guard("me.read", async ({ db, now, actor }) => {
  if (!actor.personId) return { posts: [], certificates: [], external: [] };
  const [{ posts }, courses, scenes, certificates, external] = await Promise.all([
    duePosts(db, actor.personId, now),
    listCourses(db),
    listScenes(db),
    findCertificates(db, now, { personId: actor.personId }),
    ownExternal(db, now, actor.personId),
  ]);
  const titles: Titles = {
    course: (slug) => courses.find(({ course }) => course.slug === slug)?.course.title ?? slug,
    drill: (slug) => scenes.find((scene) => scene.slug === slug)?.title ?? slug,
    subject: (code) => subjectTitles[code as SubjectCode] ?? code,
  };
  const today = toDay(now);
  return {
    posts: posts.map(({ post, requirement, standing }) => ({
      id: post.postId,
      title: post.title,
      organisation: post.organisationName,
      stage: standing.stage,
      dueDay: standing.dueDay,
      overdue: standing.overdue,
      daysLeft: standing.dueDay ? daysBetween(today, standing.dueDay) : null,
      gaps: standing.gaps.map((gap) => ({ words: gapWords(gap, titles), link: gapLink(gap) })),
      rules: onceEach(
        [requirement.hours, requirement.courses, requirement.exam, requirement.due].flatMap((bound) =>
          bound
            ? [
                {
                  id: bound.rule.id,
                  source: bound.rule.source,
                  clause: bound.rule.clause,
                  certainty: certaintyWords[bound.rule.certainty],
                },
              ]
            : [],
        ),
      ),
    })),
    external: external.map(({ id, title, maskedNumber, validity, checked }) => ({
      id,
      title,
      maskedNumber,
      validity,
      checked,
    })),
    certificates: certificates.map(({ id, title, number, state, validUntil }) => ({
      id,
      title,
      number,
      state,
      validUntil,
    })),
  };
});

/** Two rule rows may rest on the same clause; one reads it once. */
const onceEach = <R extends { source: string; clause: string }>(rules: R[]): R[] => [
  ...new Map(rules.map((rule) => [`${rule.source} ${rule.clause}`, rule])).values(),
];

const STAGE: Record<Stage, { state: StatusState; word: string }> = {
  due: { state: "waiting", word: "还没开始" },
  started: { state: "doing", word: "正在学" },
  trained: { state: "doing", word: "培训完成，等考试" },
  certified: { state: "late", word: "证书已过期" },
  valid: { state: "done", word: "全部完成" },
};
type MyPost = ReturnType<typeof useLoaderData<typeof loader>>["posts"][number];

export default function Me() {
  const { posts, certificates, external } = useLoaderData<typeof loader>();
  const links = posts.flatMap((post) => post.gaps).filter((gap) => gap.link);
  // Straight to the course that counts, where one is named; hours alone lead to the list of all.
  const first = links.find((gap) => /^\/learn\/./.test(gap.link!.to)) ?? links[0];
  return (
    <LearnerPage
      action={
        first?.link && (
          <LinkButton to={first?.link.to} look="main" size="big" wide>
            {first?.link.label}：{first.words}
          </LinkButton>
        )
      }
    >
      <PageHeader title="我的" lead={posts.length ? "您的岗位要做什么、到什么时候，都在这里。" : undefined} />
      <Section title="我的岗位">
        {posts.length === 0 ? (
          <EmptyState action={<LinkButton to="/learn">看看课程</LinkButton>}>
            名册里还没有您的岗位。单位经办人登记以后，这里会列出要学什么、考什么。
          </EmptyState>
        ) : (
          <ul className="grid gap-4">
            {posts.map((post) => (
              <li key={post.id}>
                <PostCard post={post} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title="我的证书">
        {certificates.length === 0 ? (
          <EmptyState>还没有证书。考试通过、成绩发布以后自动发到这里。</EmptyState>
        ) : (
          <ul className="grid gap-3">
            {certificates.map((one) => (
              <li key={one.id}>
                <Card className="flex flex-wrap items-center justify-between gap-3">
                  <div>
                    <p className="font-medium">
                      <TextLink to={`/me/certificates/${one.id}`}>{one.title}</TextLink>
                    </p>
                    <p className="text-sm text-muted">
                      有效期至 {formatDay(one.validUntil)} · <span className="font-mono">{one.number}</span>
                    </p>
                  </div>
                  <CertificateStatus state={one.state} />
                </Card>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section
        title="别的机关发的证"
        lead="特种作业操作证、考核合格证等。登记在这里，复审、换证前会提醒。"
        actions={<LinkButton to="/me/external/new">登记一张</LinkButton>}
      >
        {external.length === 0 ? (
          <EmptyState>还没有登记。</EmptyState>
        ) : (
          <ul className="grid gap-3">
            {external.map((one) => (
              <li key={one.id}>
                <ExternalCard one={one} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <More />
    </LearnerPage>
  );
}

function ExternalCard({ one }: { one: ReturnType<typeof useLoaderData<typeof loader>>["external"][number] }) {
  const { reminder, next } = one.validity;
  return (
    <Card className="flex flex-wrap items-center justify-between gap-3">
      <div>
        <p className="font-medium">{one.title}</p>
        <p className={reminder === null && next ? "text-sm text-muted" : "text-warn-ink"}>
          {nextWords(one.validity)}
          {reminder !== null && next && (next.what === "review" ? "，请准备复审" : "，请准备换证")}
        </p>
        <p className="font-mono text-sm text-muted">{one.maskedNumber}</p>
      </div>
      <p className="flex flex-wrap gap-3">
        <ExternalStatus state={one.validity.state} />
        <CheckedMark checked={one.checked} />
      </p>
    </Card>
  );
}

/** The rarer ways. */
function More() {
  return (
    <Section title="其他">
      <ul className="grid divide-y divide-line border-y border-line">
        {[
          { to: "/me/record", label: "我的学习记录" },
          { to: "/learn/classes", label: "我的面授班" },
          { to: "/me/data", label: "我的数据" },
          { to: "/me/account", label: "我的账号" },
        ].map(({ to, label }) => (
          <li key={to}>
            <Link
              to={to}
              className="flex min-h-tap items-center justify-between py-1 text-ink no-underline hover:bg-sunk"
            >
              <span>{label}</span>
              <ChevronRight aria-hidden className="size-5 text-muted" />
            </Link>
          </li>
        ))}
      </ul>
      <div className="mt-2 lg:hidden">
        <ThemeSwitch />
      </div>
    </Section>
  );
}

function dueWords({ stage, overdue, dueDay, daysLeft }: MyPost): string {
  const day = formatDate(dueDay!);
  if (overdue) return `应在 ${day}前完成，已超 ${-daysLeft!} 天`;
  return stage === "valid"
    ? `现在不用做什么。下一轮在 ${day}前完成，还有 ${daysLeft} 天`
    : `${day}前完成，还有 ${daysLeft} 天`;
}

function PostCard({ post }: { post: MyPost }) {
  const stage = STAGE[post.stage];
  return (
    <Card className="grid gap-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div>
          <h3 className="text-lg font-semibold">{post.title}</h3>
          <p className="text-sm text-muted">{post.organisation}</p>
        </div>
        <Status state={post.overdue ? "late" : stage.state}>{post.overdue ? "已超期" : stage.word}</Status>
      </div>
      {post.dueDay && <p className={post.overdue ? "text-warn-ink" : ""}>{dueWords(post)}</p>}
      {post.gaps.length > 0 && (
        <ul className="grid gap-2">
          {post.gaps.map((gap) => (
            <li key={gap.words} className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-2">
              <span>{gap.words}</span>
              {gap.link && <TextLink to={gap.link.to}>{gap.link.label}</TextLink>}
            </li>
          ))}
        </ul>
      )}
      <details className="text-sm text-muted">
        <summary className="min-h-tap cursor-pointer py-2">依据哪些规定</summary>
        <ul className="mt-1 grid gap-1">
          {post.rules.map((rule) => (
            <li key={rule.id}>
              {rule.source} {rule.clause}（{rule.certainty}）
            </li>
          ))}
        </ul>
      </details>
    </Card>
  );
}
