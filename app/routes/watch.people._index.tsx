import { redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { DUE_ORDERS, readDueQuery } from "~/coverage/due-query";
import { STAGE_CODES, STAGE_WORDS } from "~/coverage/filter";
import { countDue, listDue, type DuePerson } from "~/coverage/people-due.server";
import { GAP_REASONS } from "~/coverage/gap-reasons";
import { refreshCoverage } from "~/coverage/refresh.server";
import { reachOf } from "~/people/actor.server";
import { requireAskedPlace } from "~/people/directory.server";
import { guard } from "~/people/guard.server";
import { requireByIdNumber } from "~/people/person-page.server";
import { StaffPage } from "~/people/staff-page";
import { DUTY_CLASSES } from "~/people/vocabulary";
import { DomainError } from "~/platform/errors";
import { Button, LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { formatDate, formatNumber } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { readPage } from "~/ui/page-window";
import { Pagination } from "~/ui/pagination";
import { Status } from "~/ui/status";
import { Table, type Column } from "~/ui/table";
import { readSort } from "~/ui/table-sort";
import { TextInput } from "~/ui/text-input";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "人员 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("people.read", async ({ url, db, now, actor }) => {
  await refreshCoverage(db, now);
  const reach = await reachOf(db, "people.read", actor);
  const query = readDueQuery(url.searchParams);
  const place = await requireAskedPlace(db, reach, query);
  const total = await countDue(db, now, reach, query);
  const { page, pages, skip, take } = readPage(url.searchParams, total);
  const order = readSort(url.searchParams, DUE_ORDERS, { key: "place", direction: "asc" }).key;
  return {
    people: await listDue(db, now, reach, query, { order, skip, take }),
    total,
    page,
    pages,
    place,
  };
});

/** Looks a person up by ID number: in the body of a POST, so that it stands in no address and no log. */
export const action = guard("people.read", { takes: ["idNumber"] }, async ({ request, db, actor }) => {
  const typed = String((await request.formData()).get("idNumber") ?? "");
  try {
    return redirect(`/watch/people/${await requireByIdNumber(db, typed, await reachOf(db, "people.read", actor))}`);
  } catch (error) {
    if (error instanceof DomainError) return { notFound: true };
    throw error;
  }
});

const COLUMNS: Column<DuePerson>[] = [
  {
    key: "name",
    header: "姓名",
    rowHeader: true,
    className: "whitespace-nowrap",
    cell: (row) =>
      row.personId ? (
        <TextLink to={`/watch/people/${row.personId}`}>{row.name}</TextLink>
      ) : (
        <span className="text-muted">{row.name}</span>
      ),
  },
  { key: "id", header: "身份证号", cell: (row) => <span className="font-mono">{row.maskedId}</span> },
  { key: "title", header: "责任岗位", cell: (row) => row.title },
  {
    key: "place",
    header: "单位",
    sortable: true,
    cell: (row) => (
      <>
        {row.organisation} <span className="text-muted">{row.district}</span>
      </>
    ),
  },
  { key: "stage", header: "到哪一步", cell: (row) => <Status state={row.state}>{row.stage}</Status> },
  {
    key: "reason",
    header: "差什么",
    sortable: true,
    cell: (row) => row.reason || (row.expiresOn ? `有效至 ${formatDate(row.expiresOn)}` : ""),
  },
  {
    key: "due",
    header: "期限",
    sortable: true,
    className: "whitespace-nowrap",
    cell: (row) => (row.dueOn ? formatDate(row.dueOn) : ""),
  },
];

export default function People() {
  const { people, total, page, pages, place } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const query = new URLSearchParams(search);
  query.delete("page");
  return (
    <StaffPage>
      <PageHeader
        title={place ? `${place} 人员` : "人员"}
        facts={`${formatNumber(total)} 岗`}
        lead="一行一个岗位，写着到了哪一步、还差什么。"
        actions={
          <>
            <LinkButton to={`/watch/people/export?${query}&format=xlsx`} reloadDocument>
              导出 Excel
            </LinkButton>
            <LinkButton to={`/watch/people/export?${query}&format=csv`} reloadDocument look="quiet">
              导出 CSV
            </LinkButton>
          </>
        }
      />
      <FilterBar searchName="name" searchLabel="姓名" placeholder="完整姓名">
        {["district", "organisation", "duty"].map(
          (key) => search.get(key) && <input key={key} type="hidden" name={key} value={search.get(key)!} />,
        )}
        <FilterSelect
          name="class"
          label="责任类别"
          options={Object.entries(DUTY_CLASSES).map(([value, { label }]) => ({ value, label }))}
        />
        <FilterSelect
          name="stage"
          label="已到"
          options={STAGE_CODES.map((value) => ({ value, label: STAGE_WORDS[value] }))}
        />
        <FilterSelect
          name="lacks"
          label="还没到"
          options={STAGE_CODES.slice(1).map((value) => ({ value, label: STAGE_WORDS[value] }))}
        />
        <FilterSelect
          name="reason"
          label="差什么"
          options={Object.entries(GAP_REASONS).map(([value, label]) => ({ value, label }))}
        />
        <FilterSelect name="late" label="期限" options={[{ value: "1", label: "已过期限" }]} />
      </FilterBar>
      <Table
        caption="人员与缺口"
        captionHidden
        columns={COLUMNS}
        rows={people}
        rowKey={(row) => row.postId}
        total={total}
        unit="岗"
        empty={
          <EmptyState action={<LinkButton to="/watch/people">看全部人员</LinkButton>}>没有符合条件的岗位。</EmptyState>
        }
      />
      <div className="mt-4 flex flex-wrap items-end justify-between gap-6">
        <Pagination page={page} pages={pages} />
        <FindById />
      </div>
    </StaffPage>
  );
}

function FindById() {
  const answer = useActionData<typeof action>();
  return (
    <Form method="post" className="flex flex-wrap items-end gap-2">
      <Field
        label="按身份证号找人"
        errors={answer && "notFound" in answer ? ["您的管辖范围内没有这个身份证号"] : undefined}
      >
        <TextInput name="idNumber" autoComplete="off" maxLength={24} className="w-64 font-mono" required />
      </Field>
      <Button type="submit">找</Button>
    </Form>
  );
}
