import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { CheckedMark, ExternalStatus, nextWords } from "~/certificate/external/external-status";
import { readExternalFilter, WITHIN } from "~/certificate/external/filter";
import { jobOptions } from "~/certificate/external/form";
import { fits, listExternal, showExternal, type ExternalShown } from "~/certificate/external/query.server";
import { whoNeeds } from "~/certificate/external/need.server";
import { EXTERNAL_STATES, type ExternalState } from "~/certificate/external/state";
import { reachOf } from "~/people/actor.server";
import { placesToChoose, requireAskedPlace } from "~/people/directory.server";
import { guard } from "~/people/guard.server";
import { mayDo } from "~/people/policies";
import { StaffPage } from "~/people/staff-page";
import { LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { formatNumber } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { readPage } from "~/ui/page-window";
import { Pagination } from "~/ui/pagination";
import { Table, type Column } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "外部证书 · 安鼎" }];

export const loader = guard("external.read", async ({ url, db, now, actor }) => {
  const reach = await reachOf(db, "external.read", actor);
  const filter = readExternalFilter(url.searchParams);
  const place = await requireAskedPlace(db, reach, filter);
  const everything = await listExternal(db, now, reach, { ...filter, state: undefined, within: undefined });
  const lines = everything.filter((line) => fits(line, filter));
  const need = await whoNeeds(db, now, reach, filter);
  const { page, pages, skip, take } = readPage(url.searchParams, lines.length);
  return {
    shown: await showExternal(db, lines.slice(skip, skip + take)),
    total: lines.length,
    page,
    pages,
    place,
    jobs: jobOptions(),
    counts: (Object.keys(EXTERNAL_STATES) as ExternalState[]).map((state) => ({
      state,
      word: EXTERNAL_STATES[state],
      count: everything.filter((one) => one.validity.state === state).length,
    })),
    districts: await placesToChoose(db, reach),
    lacking: need.lacking.length,
    needed: need.needed,
    mayEnter: mayDo("external.enter", actor),
  };
});

const COLUMNS: Column<ExternalShown>[] = [
  {
    key: "name",
    header: "姓名",
    rowHeader: true,
    className: "whitespace-nowrap",
    cell: (row) => <TextLink to={`/watch/certificates/${row.id}`}>{row.name}</TextLink>,
  },
  { key: "title", header: "项目", cell: (row) => row.title },
  { key: "number", header: "编号", cell: (row) => <span className="font-mono text-sm">{row.maskedNumber}</span> },
  {
    key: "place",
    header: "单位",
    cell: (row) => (
      <>
        <TextLink to={`/watch/certificates?organisation=${row.organisationId}`}>{row.organisation}</TextLink>{" "}
        <span className="text-muted">{row.district}</span>
      </>
    ),
  },
  { key: "state", header: "状态", beside: true, cell: (row) => <ExternalStatus state={row.validity.state} /> },
  { key: "next", header: "复审和到期", cell: (row) => nextWords(row.validity) },
  { key: "checked", header: "核对", cell: (row) => <CheckedMark checked={row.checked} /> },
];

export default function Certificates() {
  const { shown, total, page, pages, place, jobs, counts, districts, lacking, needed, mayEnter } =
    useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const query = new URLSearchParams(search);
  query.delete("page");
  const withState = (state: string) => {
    const next = new URLSearchParams(query);
    next.set("state", state);
    return `?${next}`;
  };
  return (
    <StaffPage>
      <PageHeader
        title={place ? `${place} 外部证书` : "外部证书"}
        facts={`${formatNumber(total)} 张`}
        lead="谁持有哪张别的机关发的证，什么时候复审、换证。这里只登记和提醒，真伪以国家查询平台为准。"
        actions={
          <>
            {mayEnter && (
              <LinkButton to="/watch/certificates/new" look="main">
                登记一张
              </LinkButton>
            )}
            {mayEnter && <LinkButton to="/watch/certificates/import">表格导入</LinkButton>}
            <LinkButton to={`/watch/certificates/export?${query}`} reloadDocument>
              导出 Excel
            </LinkButton>
          </>
        }
      />
      <ul className="mb-4 flex flex-wrap gap-x-6 gap-y-2">
        {counts
          .filter((one) => one.count > 0)
          .map((one) => (
            <li key={one.state}>
              <TextLink to={withState(one.state)}>
                {one.word} {one.count} 张
              </TextLink>
            </li>
          ))}
        <li>
          <TextLink
            to={`/watch/certificates/needed?${new URLSearchParams([...query].filter(([key]) => key === "organisation" || key === "district"))}`}
          >
            应持证 {needed} 岗，缺 {lacking} 岗
          </TextLink>
        </li>
      </ul>
      <FilterBar searchName="name" searchLabel="姓名" placeholder="完整姓名">
        {["organisation"].map(
          (key) => search.get(key) && <input key={key} type="hidden" name={key} value={search.get(key)!} />,
        )}
        <FilterSelect
          name="state"
          label="状态"
          options={Object.entries(EXTERNAL_STATES).map(([value, label]) => ({ value, label }))}
        />
        <FilterSelect
          name="within"
          label="多少天内复审换证"
          options={WITHIN.map((days) => ({ value: String(days), label: `${days} 天内` }))}
        />
        <div className="max-w-[16rem]">
          <FilterSelect name="job" label="项目" options={jobs} />
        </div>
        <FilterSelect name="district" label="地方" options={districts} />
        <FilterSelect
          name="checked"
          label="核对"
          options={[
            { value: "yes", label: "已核对" },
            { value: "no", label: "没有核对" },
          ]}
        />
      </FilterBar>
      <Table
        caption="外部证书"
        captionHidden
        columns={COLUMNS}
        rows={shown}
        rowKey={(row) => row.id}
        total={total}
        unit="张"
        empty={
          <EmptyState
            action={search.toString() ? <LinkButton to="/watch/certificates">看全部证书</LinkButton> : undefined}
          >
            {search.toString() ? "没有符合条件的证书。" : "还没有登记外部证书。"}
          </EmptyState>
        }
      />
      <div className="mt-4">
        <Pagination page={page} pages={pages} />
      </div>
    </StaffPage>
  );
}
