import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { guard } from "~/people/guard.server";
import { OrganisationFields } from "~/people/places/organisation-fields";
import {
  addOrganisation,
  OrganisationForm,
  organisationLines,
  placesForOrganisations,
  type OrganisationLine,
} from "~/people/places/organisations.server";
import { StaffPage } from "~/people/staff-page";
import { ORGANISATION_KINDS } from "~/people/vocabulary";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { Button, LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { formatNumber } from "~/ui/format";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "单位 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

const KINDS = Object.entries(ORGANISATION_KINDS).map(([value, label]) => ({ value, label }));

export const loader = guard("admin.install", async ({ url, db }) => {
  const asked = (name: string) => url.searchParams.get(name)?.trim().slice(0, 60) ?? "";
  const filter = { name: asked("q"), kind: asked("kind"), district: asked("district"), shut: asked("shut") === "yes" };
  const [found, places] = [await organisationLines(db, filter), await placesForOrganisations(db)];
  return { ...found, places, filtered: Boolean(filter.name || filter.kind || filter.district || filter.shut) };
});

type Faults = Partial<Record<string, string[]>>;

export const action = guard(
  "admin.install",
  { takes: fieldNames(OrganisationForm) },
  async ({ request, db, now, actor }) => {
    const parsed = OrganisationForm.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success)
      return data({ faults: parsed.error.flatten().fieldErrors as Faults, error: "" }, { status: 400 });
    try {
      const { id } = await addOrganisation(db, now, actor.accountId, parsed.data);
      return redirect(`/admin/organisations/${id}?new=yes`);
    } catch (error) {
      if (error instanceof DomainError)
        return data({ faults: {} as Faults, error: error.message }, { status: error.status });
      throw error;
    }
  },
);

export default function Organisations() {
  const { rows, total, places, filtered } = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader
        title="单位"
        lead="管理机关、考试机构、培训机构在这里建；乡镇、村和企业可以在这里建，也可以由经办人的名册带来。"
      />
      <div className="grid gap-10">
        <div>
          <FilterBar searchName="q" searchLabel="名称">
            <FilterSelect name="kind" label="类别" options={KINDS} />
            <FilterSelect name="shut" label="状态" options={[{ value: "yes", label: "已停用" }]} />
          </FilterBar>
          {total > rows.length && (
            <p className="mb-2 text-muted">
              共 {formatNumber(total)} 个，先列前 {rows.length} 个，用名称或类别缩小。
            </p>
          )}
          <Table<OrganisationLine>
            caption="单位"
            captionHidden
            rows={rows}
            rowKey={(row) => row.id}
            unit="个"
            empty={<EmptyState>{filtered ? "没有符合条件的单位。" : "还没有单位。先在下面建本单位。"}</EmptyState>}
            columns={[
              {
                key: "name",
                header: "单位",
                rowHeader: true,
                cell: (row) => <TextLink to={`/admin/organisations/${row.id}`}>{row.name}</TextLink>,
              },
              { key: "kind", header: "类别", cell: (row) => ORGANISATION_KINDS[row.kind] },
              { key: "district", header: "地区", cell: (row) => row.district },
              { key: "uscc", header: "信用代码", cell: (row) => <span className="tabular">{row.uscc ?? ""}</span> },
              {
                key: "state",
                header: "状态",
                beside: true,
                cell: (row) => (row.closed ? <Status state="none">已停用</Status> : <Status state="done">在用</Status>),
              },
            ]}
          />
        </div>
        <Section title="新建单位" id="new">
          {places.length === 0 ? (
            <EmptyState
              action={
                <LinkButton to="/admin/districts" look="main">
                  先加地区
                </LinkButton>
              }
            >
              单位要放在一个地区里，现在还没有地区。
            </EmptyState>
          ) : (
            <CreateOrganisation />
          )}
        </Section>
      </div>
    </StaffPage>
  );
}

function CreateOrganisation() {
  const { places } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Form method="post" className="grid max-w-phone gap-4">
      <FormErrorSummary errors={answer?.error ? [answer.error] : undefined} title="没有建成" />
      <OrganisationFields places={places} faults={answer?.faults} />
      <Button type="submit" look="main" wide>
        新建单位
      </Button>
    </Form>
  );
}
