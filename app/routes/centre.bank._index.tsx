import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { subjectTitles } from "#content/schema/subject-titles";
import { itemLines, type ItemLine } from "~/exam/bank/item-list.server";
import { bankNeeds, type Need } from "~/exam/bank/need.server";
import { ITEM_STATUSES, STATUS_WORDS, type ItemStatus } from "~/exam/bank/status";
import { ITEM_KINDS, KIND_WORDS, type ItemKind } from "~/exam/blueprint/blueprint";
import { subjectTitle } from "~/exam/plan/eligibility";
import { guard } from "~/people/guard.server";
import { mayDo } from "~/people/policies";
import { StaffPage } from "~/people/staff-page";
import { env } from "~/platform/env.server";
import { LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { PageHeader } from "~/ui/page-header";
import { readPage } from "~/ui/page-window";
import { Pagination } from "~/ui/pagination";
import { Badge, Status, type StatusState } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "题库 · 安鼎" }];
const PAGE = 50;

export const loader = guard("bank.read", async ({ url, db, now, actor }) => {
  const text = (name: string) => url.searchParams.get(name) || undefined;
  const filter = { subject: text("subject"), kind: text("kind"), status: text("status") };
  const lines = await itemLines(db, filter, (total) => readPage(url.searchParams, total, PAGE));
  const [mayWrite, mayReview] = [mayDo("bank.write", actor), mayDo("bank.review", actor)];
  const needs = await bankNeeds(db, now, { demonstration: env().DEMO !== "0" });
  return {
    ...lines,
    needs,
    mayWrite,
    mayReview,
    mayOpen: mayWrite || mayReview,
  };
});

const STATE: Record<ItemStatus, StatusState> = {
  draft: "waiting",
  returned: "late",
  reviewed: "doing",
  live: "done",
  retired: "none",
};

export default function Bank() {
  const { rows, total, page, needs, mayWrite, mayReview, mayOpen } = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader
        title="题库"
        lead="正式题库与练习题分开，题面加密存放。每打开一道题都会留下记录。"
        actions={
          <>
            {mayReview && (
              <LinkButton to="/centre/bank/review" look="main">
                审题
              </LinkButton>
            )}
            {mayWrite && (
              <>
                <LinkButton to="/centre/bank/import">导入题目</LinkButton>
                <LinkButton to="/centre/bank/new" look="main">
                  写新题
                </LinkButton>
              </>
            )}
          </>
        }
      />
      <Needs needs={needs} />
      <FilterBar>
        <FilterSelect
          name="subject"
          label="科目"
          options={Object.entries(subjectTitles).map(([value, label]) => ({ value, label }))}
        />
        <FilterSelect
          name="kind"
          label="题型"
          options={ITEM_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
        />
        <FilterSelect
          name="status"
          label="状态"
          options={ITEM_STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] }))}
        />
      </FilterBar>
      <Table<ItemLine>
        caption="题目"
        captionHidden
        rows={rows}
        total={total}
        unit="道"
        rowKey={(row) => row.versionId}
        empty={<EmptyState>没有符合条件的题。</EmptyState>}
        columns={[
          {
            key: "code",
            header: "编号",
            rowHeader: true,
            cell: (row) =>
              mayOpen ? (
                <TextLink to={`/centre/bank/${row.itemId}`} className="font-mono">
                  {row.code}
                </TextLink>
              ) : (
                <span className="font-mono">{row.code}</span>
              ),
          },
          { key: "subject", header: "科目", cell: (row) => subjectTitle(row.subject) },
          { key: "point", header: "知识点", cell: (row) => row.point },
          { key: "kind", header: "题型", cell: (row) => KIND_WORDS[row.kind as ItemKind] },
          { key: "difficulty", header: "难度", align: "end", cell: (row) => row.difficulty },
          { key: "author", header: "命题人", cell: (row) => row.author },
          { key: "exposure", header: "用过", align: "end", cell: (row) => `${row.exposure} 份卷` },
          {
            key: "status",
            header: "状态",
            beside: true,
            cell: (row) => (
              <span className="inline-flex gap-2">
                <Status state={STATE[row.status]}>{STATUS_WORDS[row.status]}</Status>
                {row.demonstration && <Badge>演示题</Badge>}
              </span>
            ),
          },
        ]}
      />
      <Pagination page={page.page} pages={page.pages} />
    </StaffPage>
  );
}

/** What is lacking before an exam can be planned; folded away once nothing is. */
function Needs({ needs }: { needs: readonly Need[] }) {
  const short = needs.filter((need) => need.missing > 0);
  return (
    <details open={short.length > 0} className="mb-6 rounded-lg border border-line bg-card p-4">
      <summary className="cursor-pointer font-medium">
        {short.length > 0 ? `排考试还缺题：${short.length} 格不够` : "排考试的题够用"}
      </summary>
      <div className="mt-3">
        <Table<Need>
          caption="每个考核科目按蓝图（没有蓝图时按规则）要有的题"
          rows={needs}
          rowKey={(row) => `${row.subject} ${row.cell}`}
          unit="格"
          columns={[
            { key: "subject", header: "考核科目", cell: (row) => subjectTitle(row.subject) },
            { key: "cell", header: "格", rowHeader: true, cell: (row) => row.cell },
            { key: "wants", header: "要有", align: "end", cell: (row) => `${row.wants} 道` },
            { key: "live", header: "在用", align: "end", cell: (row) => `${row.live} 道` },
            { key: "coming", header: "在审", align: "end", cell: (row) => `${row.coming} 道` },
            {
              key: "state",
              header: "够不够",
              cell: (row) => (
                <Status state={row.missing ? "late" : "done"}>{row.missing ? `差 ${row.missing} 道` : "够"}</Status>
              ),
            },
          ]}
        />
      </div>
    </details>
  );
}
