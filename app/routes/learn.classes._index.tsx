import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { subjectTitles, type SubjectCode } from "#content/schema/subject-titles";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { ClassStateMark } from "~/training/class-state-mark";
import { myClasses, type MyClass } from "~/training/my-classes.server";
import { LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { formatPeriod } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "我的面授班 · 安鼎" }];

export const loader = guard("learn.read", async ({ db, now, actor }) => ({
  classes: actor.personId ? await myClasses(db, now, actor.personId) : [],
}));

export default function MyClasses() {
  const { classes } = useLoaderData<typeof loader>();
  const open = classes.filter((one) => one.state === "running" || one.state === "coming").reverse();
  const past = classes.filter((one) => one.state !== "running" && one.state !== "coming");
  const now = open.find((one) => one.state === "running");
  return (
    <LearnerPage
      action={
        now && (
          <LinkButton to={`/learn/classes/${now.id}`} look="main" size="big" wide>
            {now.here ? "签退" : "签到"}：{now.title}
          </LinkButton>
        )
      }
    >
      <PageHeader
        title="我的面授班"
        back={{ to: "/learn", label: "课程" }}
        lead="到现场扫讲师屏幕上的码签到，下课再签退。学时从签到计到签退。"
      />
      <div className="grid gap-8">
        {classes.length === 0 && (
          <EmptyState action={<LinkButton to="/learn">看看线上课程</LinkButton>}>
            还没有您的面授班。讲师把您加进名单以后，会出现在这里。
          </EmptyState>
        )}
        {open.length > 0 && (
          <Section title="要上的班">
            <Cards rows={open} />
          </Section>
        )}
        {past.length > 0 && (
          <Section title="上过的班">
            <Cards rows={past} />
          </Section>
        )}
      </div>
    </LearnerPage>
  );
}

function Cards({ rows }: { rows: MyClass[] }) {
  return (
    <ul className="grid gap-3">
      {rows.map((row) => (
        <li key={row.id}>
          <Card className="grid gap-1">
            <div className="flex flex-wrap items-start justify-between gap-2">
              <h3 className="text-lg font-semibold">
                <TextLink to={`/learn/classes/${row.id}`}>{row.title}</TextLink>
              </h3>
              {row.here ? <Status state="doing">已签到</Status> : <ClassStateMark state={row.state} />}
            </div>
            <p>{formatPeriod(row.from, row.to)}</p>
            <p className="text-sm text-muted">
              {row.place} · {subjectTitles[row.subject as SubjectCode] ?? row.subject}
            </p>
            {row.credited !== null && (
              <p>{row.credited > 0 ? `已计 ${Math.floor(row.credited / 60)} 分钟` : "没有计学时"}</p>
            )}
          </Card>
        </li>
      ))}
    </ul>
  );
}
