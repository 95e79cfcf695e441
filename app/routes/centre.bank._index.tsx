import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { subjectTitles } from "#content/schema/subject-titles";
import { itemLines, type ItemLine } from "~/exam/bank/item-list.server";
import { ITEM_STATUSES, STATUS_WORDS, type ItemStatus } from "~/exam/bank/status";
import { ITEM_KINDS, KIND_WORDS, type ItemKind } from "~/exam/blueprint/blueprint";
import { subjectTitle } from "~/exam/plan/eligibility";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
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

export const loader = guard("bank.read", async ({ url, db, actor }) => {
  const text = (name: string) => url.searchParams.get(name) || undefined;
  const filter = { subject: text("subject"), kind: text("kind"), status: text("status") };
  const { total } = await itemLines(db, filter, { skip: 0, take: 0 });
  const page = readPage(url.searchParams, total, PAGE);
  const has = (role: string) => actor.grants.some((grant) => grant.role === role);
  return { ...(await itemLines(db, filter, page)), page, mayWrite: has("item-writer"), mayOpen: has("item-writer") || has("item-reviewer") };
});

const STATE: Record<ItemStatus, StatusState> = { draft: "waiting", returned: "late", reviewed: "doing", live: "done", retired: "none" };

export default function Bank() {
  const { rows, total, page, mayWrite, mayOpen } = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader title="题库" lead="正式题库与练习题分开，题面加密存放。每打开一道题都会留下记录。" actions={mayWrite && <LinkButton to="/centre/bank/new" look="main">写新题</LinkButton>} />
      <FilterBar>
        <FilterSelect name="subject" label="科目" options={Object.entries(subjectTitles).map(([value, label]) => ({ value, label }))} />
        <FilterSelect name="kind" label="题型" options={ITEM_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))} />
        <FilterSelect name="status" label="状态" options={ITEM_STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] }))} />
      </FilterBar>
      <Table<ItemLine>
        caption="题目" captionHidden rows={rows} total={total} unit="道" rowKey={(row) => row.versionId} empty={<EmptyState>没有符合条件的题。</EmptyState>}
        columns={[
          { key: "code", header: "编号", rowHeader: true, cell: (row) => (mayOpen ? <TextLink to={`/centre/bank/${row.itemId}`} className="font-mono">{row.code}</TextLink> : <span className="font-mono">{row.code}</span>) },
          { key: "subject", header: "科目", cell: (row) => subjectTitle(row.subject) },
          { key: "point", header: "知识点", cell: (row) => row.point },
          { key: "kind", header: "题型", cell: (row) => KIND_WORDS[row.kind as ItemKind] },
          { key: "difficulty", header: "难度", align: "end", cell: (row) => row.difficulty },
          { key: "author", header: "命题人", cell: (row) => row.author },
          { key: "exposure", header: "用过", align: "end", cell: (row) => `${row.exposure} 份卷` },
          { key: "status", header: "状态", cell: (row) => <span className="inline-flex gap-2"><Status state={STATE[row.status]}>{STATUS_WORDS[row.status]}</Status>{row.demonstration && <Badge>演示题</Badge>}</span> },
        ]}
      />
      <Pagination page={page.page} pages={page.pages} />
    </StaffPage>
  );
}
