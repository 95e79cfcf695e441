import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { subjectTitles, type SubjectCode } from "#content/schema/subject-titles";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import type { Db } from "~/platform/db.server";
import { recordOf } from "~/record/query.server";
import { KIND_WORDS, OUTCOME_WORDS, PROOF_WORDS } from "~/record/words";
import { LinkButton } from "~/ui/button";
import { jobTitle } from "~/rules/certificate-jobs";
import { listCourses } from "~/training/courses.server";
import { EmptyState } from "~/ui/empty-state";
import { formatDateTime, formatDuration } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { Table } from "~/ui/table";

export const meta: MetaFunction = () => [{ title: "我的学习记录 · 安鼎" }];

export const loader = guard("me.read", async ({ db, actor }) => {
  const rows = actor.personId ? await recordOf(db, actor.personId) : [];
  const lessons = await lessonTitles(db);
  return {
    rows: rows.reverse().map(({ id, kind, subject, amount, outcome, proofClass, to, hash, facts }) => ({
      id,
      kind: KIND_WORDS[kind],
      lesson: lessons.get(`${String(facts.course)}/${String(facts.lesson)}`) ?? "",
      subject:
        kind === "external-certificate"
          ? jobTitle(subject.slice("external-".length))
          : (subjectTitles[subject as SubjectCode] ?? subject),
      proof: PROOF_WORDS[proofClass],
      at: to.toISOString(),
      hash: hash.slice(0, 12),
      said:
        kind === "hours" || kind === "class"
          ? formatDuration(amount * 1000)
          : kind === "result" || kind === "run"
            ? `${amount / 100} 分，${OUTCOME_WORDS[outcome] ?? outcome}`
            : (OUTCOME_WORDS[outcome] ?? outcome),
    })),
  };
});

/** The lessons of the courses now on offer, by course and lesson; a row of an older version keeps its subject alone. */
async function lessonTitles(db: Db): Promise<Map<string, string>> {
  const courses = await listCourses(db);
  return new Map(
    courses.flatMap(({ course }) =>
      course.lessons.map((lesson) => [`${course.slug}/${lesson.slug}`, lesson.title] as const),
    ),
  );
}

export default function MyRecord() {
  const { rows } = useLoaderData<typeof loader>();
  return (
    <LearnerPage wide>
      <PageHeader
        title="我的学习记录"
        lead="每一行只增不改，更正也是新的一行。记录有误，请找单位经办人。"
        back={{ to: "/me", label: "我的" }}
        actions={<LinkButton to="/me/record/file">个人档案，打印或下载</LinkButton>}
      />
      <Table
        caption="学习记录"
        captionHidden
        rows={rows}
        rowKey={(row) => row.id}
        unit="行"
        phone="stack"
        empty={<EmptyState>还没有记录。学完第一课、做完第一次演练，这里就会有。</EmptyState>}
        columns={[
          {
            key: "kind",
            header: "事项",
            rowHeader: true,
            cell: (row) => (row.lesson ? `${row.kind}：${row.lesson}` : row.kind),
          },
          { key: "subject", header: "科目", cell: (row) => row.subject },
          { key: "said", header: "内容", cell: (row) => row.said },
          { key: "at", header: "时间", cell: (row) => formatDateTime(row.at) },
          { key: "proof", header: "凭据", cell: (row) => row.proof },
          { key: "hash", header: "校验", cell: (row) => <span className="font-mono text-sm">{row.hash}</span> },
        ]}
      />
    </LearnerPage>
  );
}
