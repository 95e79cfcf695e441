import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { NewCentre } from "~/exam/centre/ground-form";
import { openCentre } from "~/exam/centre/ground.server";
import { centreLines, type CentreLine } from "~/exam/centre/ground-view.server";
import { organisationsWithin } from "~/people/directory.server";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { ORGANISATION_KINDS } from "~/people/vocabulary";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Select } from "~/ui/select";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "考试场地 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

/** An exam centre first, then who else may run one. */
const RUNS: readonly string[] = [
  "exam-centre",
  "bureau",
  "training-provider",
  "school",
  "station",
  "township",
  "company",
];

export const loader = guard("ground.manage", async ({ db }) => {
  const organisations = (
    await organisationsWithin(db, { all: true, districtPaths: [], organisationIds: [] }, { open: true })
  ).filter((one) => RUNS.includes(one.kind));
  organisations.sort((a, b) => RUNS.indexOf(a.kind) - RUNS.indexOf(b.kind));
  return {
    centres: await centreLines(db),
    organisations: organisations.map(({ id, name, kind }) => ({
      value: id,
      label: `${name}（${ORGANISATION_KINDS[kind]}）`,
    })),
  };
});

type Faults = Partial<Record<keyof NewCentre, string[]>>;

export const action = guard("ground.manage", { takes: fieldNames(NewCentre) }, async ({ request, db, now, actor }) => {
  const parsed = NewCentre.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success)
    return data({ faults: parsed.error.flatten().fieldErrors as Faults, error: "" }, { status: 400 });
  try {
    return redirect(`/centre/ground/${await openCentre(db, now, actor, parsed.data)}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return data({ faults: {} as Faults, error: error.message }, { status: error.status });
  }
});

export default function Ground() {
  const { centres, organisations } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader
        title="考试场地"
        lead="考试中心、考场和座位。排进考试的场地，考完以前不能改名、增减座位和停用；考过试的考场和座位号不再改名，以前的准考证和记录照旧。"
      />
      <div className="grid gap-10">
        <Table<CentreLine>
          caption="考试中心"
          captionHidden
          rows={centres}
          rowKey={(row) => row.id}
          unit="个"
          empty={<EmptyState>还没有考试中心。先在下面建一个，再加考场。</EmptyState>}
          columns={[
            {
              key: "name",
              header: "考试中心",
              rowHeader: true,
              cell: (row) => <TextLink to={`/centre/ground/${row.id}`}>{row.name}</TextLink>,
            },
            { key: "organisation", header: "单位", cell: (row) => row.organisation },
            { key: "rooms", header: "在用考场", align: "end", cell: (row) => `${row.rooms} 个` },
            { key: "seats", header: "在用座位", align: "end", cell: (row) => `${row.seats} 座` },
            {
              key: "state",
              header: "状态",
              beside: true,
              cell: (row) =>
                row.closed ? (
                  <Status state="none">已停用</Status>
                ) : row.organisationClosed ? (
                  <Status state="none">单位已停用</Status>
                ) : row.seats === 0 ? (
                  <Status state="waiting">还没有座位</Status>
                ) : (
                  <Status state="done">在用</Status>
                ),
            },
          ]}
        />
        <Section title="新建考试中心">
          <Form method="post" className="grid max-w-phone gap-4">
            <FormErrorSummary errors={answer?.error ? [answer.error] : null} title="没有建成" />
            <Field label="名称" errors={answer?.faults.name}>
              <TextInput name="name" maxLength={40} required />
            </Field>
            <Field
              label="单位"
              hint="考试中心属于哪个单位，就在那个单位的地方；规则按那个地方算。"
              errors={answer?.faults.organisationId}
            >
              <Select name="organisationId" blank="请选择" options={organisations} required />
            </Field>
            <Button type="submit" look="main" wide>
              建考试中心
            </Button>
          </Form>
        </Section>
      </div>
    </StaffPage>
  );
}
