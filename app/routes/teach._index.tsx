import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { subjectTitles, type SubjectCode } from "#content/schema/subject-titles";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { contentBy } from "~/platform/content-store.server";
import { ClassStateMark } from "~/training/class-state-mark";
import { classScope, listClasses, type ClassLine } from "~/training/class-view.server";
import { LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { formatDay, formatPeriod } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Badge } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "面授班 · 安鼎" }];

export const loader = guard("class.teach", async ({ db, now, actor }) => {
  const scope = await classScope(db, actor);
  const versions = actor.personId ? await contentBy(db, "course", actor.personId) : [];
  return {
    classes: await listClasses(db, now, scope),
    mayFile: scope.providers.length > 0,
    versions: versions.map(({ hash, title, publishedAt }) => ({ hash, title, publishedAt: publishedAt.toISOString() })),
  };
});

const GROUPS: { title: string; states: ClassLine["state"][] }[] = [
  { title: "正在上课和等待结班", states: ["running", "over"] },
  { title: "将要开班", states: ["coming"] },
  { title: "已结班和已撤销", states: ["closed", "cancelled"] },
];

export default function Classes() {
  const { classes, mayFile, versions } = useLoaderData<typeof loader>();
  const file = mayFile && (
    <LinkButton to="/teach/classes/new" look="main">
      备案面授班
    </LinkButton>
  );
  const groups = GROUPS.map(({ title, states }) => ({
    title,
    rows: classes.filter((one) => states.includes(one.state)),
  })).filter(({ rows }) => rows.length > 0);
  return (
    <StaffPage>
      <PageHeader
        title="面授班"
        lead="开班前备案，上课扫码签到签退，学时由服务器计。结班以后写入每个人的学习记录。"
        actions={classes.length > 0 && file}
      />
      <div className="grid gap-8">
        {!mayFile && (
          <Notice tone="warn" title="还不能备案">
            您的讲师角色没有落在任何培训机构上：请安全管理员在“账号与角色”里把范围授到您所在的培训机构。
          </Notice>
        )}
        {classes.length === 0 && (
          <EmptyState action={file}>本机构还没有备案过面授班。第一个班至少要在开班前备案。</EmptyState>
        )}
        {groups.map(({ title, rows }) => (
          <Section key={title} title={title}>
            <ClassTable caption={title} rows={rows} />
          </Section>
        ))}
        <Section
          title="我写的课程版本"
          lead="学过这些版本的人，算您教过：他们同科目的考试，您不能命题、开卷、监考、考评或发布成绩。"
        >
          <Table
            caption="我写的课程版本"
            captionHidden
            rows={versions}
            rowKey={(row) => row.hash}
            unit="个版本"
            phone="stack"
            empty={<p className="text-muted">还没有署您名字的课程版本。</p>}
            columns={[
              { key: "title", header: "课程", rowHeader: true, cell: (row) => row.title },
              { key: "at", header: "发布", cell: (row) => formatDay(row.publishedAt) },
              {
                key: "hash",
                header: "版本",
                cell: (row) => <span className="font-mono">{row.hash.slice(0, 12)}</span>,
              },
            ]}
          />
        </Section>
      </div>
    </StaffPage>
  );
}

function ClassTable({ caption, rows }: { caption: string; rows: ClassLine[] }) {
  return (
    <Table<ClassLine>
      caption={caption}
      captionHidden
      rows={rows}
      rowKey={(row) => row.id}
      unit="个班"
      phone="stack"
      columns={[
        {
          key: "title",
          header: "班名",
          rowHeader: true,
          cell: (row) => (
            <span className="inline-flex flex-wrap items-center gap-2">
              <TextLink to={`/teach/classes/${row.id}`}>{row.title}</TextLink>
              {row.mine && <Badge>我授课</Badge>}
            </span>
          ),
        },
        { key: "subject", header: "科目", cell: (row) => subjectTitles[row.subject as SubjectCode] ?? row.subject },
        { key: "when", header: "时间", cell: (row) => formatPeriod(row.from, row.to) },
        { key: "place", header: "地点", cell: (row) => row.place },
        { key: "members", header: "名单", align: "end", cell: (row) => `${row.members} 人，上限 ${row.capacity} 人` },
        { key: "state", header: "状态", beside: true, cell: (row) => <ClassStateMark state={row.state} /> },
      ]}
    />
  );
}
