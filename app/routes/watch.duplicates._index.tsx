import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { reachOf } from "~/people/actor.server";
import { guard } from "~/people/guard.server";
import { pairsWithin, type PairLine, type PairState } from "~/people/merge/pairs.server";
import { StaffPage } from "~/people/staff-page";
import { EmptyState } from "~/ui/empty-state";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { PageHeader } from "~/ui/page-header";
import { readPage } from "~/ui/page-window";
import { Pagination } from "~/ui/pagination";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "重复登记 · 安鼎" }];

const STATES: Record<PairState, string> = {
  open: "要看的",
  proposed: "等另一位核对",
  merged: "已合并",
  different: "不是同一个人",
};
const toState = (text: string | null): PairState =>
  text && Object.hasOwn(STATES, text) ? (text as PairState) : "open";

export const loader = guard("people.change", async ({ url, db, actor }) => {
  const state = toState(url.searchParams.get("state"));
  const lines = await pairsWithin(db, await reachOf(db, "people.change", actor), state);
  const { page, pages, skip, take } = readPage(url.searchParams, lines.length);
  return { lines: lines.slice(skip, skip + take), total: lines.length, page, pages, state };
});

const EMPTY: Record<PairState, string> = {
  open: "没有看着像同一个人的登记。",
  proposed: "没有等核对的合并。",
  merged: "还没有合并过登记。",
  different: "还没有判定过“不是同一个人”。",
};

export default function Duplicates() {
  const { lines, total, page, pages, state } = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader
        title="重复登记"
        back={{ to: "/watch/people", label: "人员" }}
        facts={`${total} 对`}
        lead="同一个人登记了两次，学时和岗位就会分在两处。系统只提出疑点，不自动合并：一位经办人提出，另一位核对以后才合并，合并可以撤销。"
      />
      <FilterBar>
        <FilterSelect
          name="state"
          label="状态"
          all={STATES.open}
          options={(["proposed", "merged", "different"] as const).map((value) => ({ value, label: STATES[value] }))}
        />
      </FilterBar>
      <Table<PairLine>
        caption="重复登记"
        captionHidden
        rows={lines}
        rowKey={(row) => row.key}
        total={total}
        unit="对"
        phone="stack"
        empty={<EmptyState>{EMPTY[state]}</EmptyState>}
        columns={[
          {
            key: "name",
            header: "姓名",
            rowHeader: true,
            cell: (row) => <TextLink to={`/watch/duplicates/${row.key}`}>{row.name}</TextLink>,
          },
          { key: "why", header: "相像的地方", cell: (row) => row.why },
          { key: "a", header: "先登记的单位", cell: (row) => row.a },
          { key: "b", header: "后登记的单位", cell: (row) => row.b },
        ]}
      />
      <Pagination page={page} pages={pages} />
    </StaffPage>
  );
}
