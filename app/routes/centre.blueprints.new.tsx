import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { clsx } from "clsx";
import { useState } from "react";
import { SubjectCode } from "#content/schema/subject";
import { subjectTitles } from "#content/schema/subject-titles";
import { pointsInBank } from "~/exam/bank/bank.server";
import { ITEM_KINDS, KIND_WORDS } from "~/exam/blueprint/blueprint";
import {
  parseBlueprint,
  readBlueprintFields,
  toCellRows,
  type BlueprintFields,
  type CellRow,
} from "~/exam/blueprint/blueprint-form";
import { publishBlueprint, requireBlueprint } from "~/exam/blueprint/blueprint.server";
import { examSubjects, proposedCells } from "~/exam/exam-rules";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { toDay } from "~/platform/day";
import { env } from "~/platform/env.server";
import { newId } from "~/platform/ids";
import { loadRules } from "~/rules/load.server";
import { Button } from "~/ui/button";
import { controlClass } from "~/ui/control-class";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { PageHeader } from "~/ui/page-header";
import { Select } from "~/ui/select";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "新蓝图 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";
const SPARE = 4;

export const loader = guard("exam.plan", async ({ db, now, url }) => {
  const day = toDay(now);
  const from = url.searchParams.get("from");
  const subjects = examSubjects(loadRules(), day);
  const subject = SubjectCode.safeParse(url.searchParams.get("subject")).data ?? subjects[0] ?? "confined-space";
  const start: BlueprintFields = from
    ? await requireBlueprint(db, from).then(({ body }) => ({
        title: `${body.title}（另一份）`,
        slug: `${body.slug}-${newId(now).slice(-4)}`,
        subject: body.subject,
        rows: toCellRows(body.cells),
      }))
    : {
        title: "",
        slug: `${subject}-${newId(now).slice(-4)}`,
        subject,
        rows: toCellRows(proposedCells(loadRules(), subject, day)),
      };
  return { start, subjects, points: await pointsInBank(db, { demonstration: env().DEMO !== "0" }) };
});

export const action = guard(
  "exam.plan",
  { takes: ["title", "slug", "subject", "cell.*"] },
  async ({ request, db, now, actor }) => {
    const fields = readBlueprintFields(await request.formData());
    const parsed = parseBlueprint(fields, await pointsInBank(db, { demonstration: env().DEMO !== "0" }));
    if (!parsed.ok) return data({ fields, errors: parsed.errors }, { status: 400 });
    return redirect(`/centre/blueprints/${await publishBlueprint(db, now, actor, parsed.blueprint)}`);
  },
);

const subjectOptions = Object.entries(subjectTitles).map(([value, label]) => ({ value, label }));
const EMPTY: CellRow = { subject: "", point: "", kind: "single", difficulty: "", count: "", mark: "" };

export default function NewBlueprint() {
  const { start, subjects } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const fields = answer?.fields ?? start;
  const rows = [...fields.rows, ...Array.from({ length: SPARE }, () => EMPTY)];
  return (
    <StaffPage>
      <PageHeader
        title="新蓝图"
        back={{ to: "/centre/blueprints", label: "组卷蓝图" }}
        lead="格子先按规则填好，可以改细到知识点和难度。发布以后不能改，要改就发布新的一份。"
      />
      <p className="mb-4 flex flex-wrap gap-4">
        按规则从这个科目开始：
        {subjects.map((one) => (
          <TextLink key={one} to={`?subject=${one}`} reloadDocument>
            {subjectTitles[one]}
          </TextLink>
        ))}
      </p>
      <Form method="post" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <FormErrorSummary errors={answer?.errors} />
        <div className="grid max-w-4xl gap-4 sm:grid-cols-3">
          <Field label="名称">
            <TextInput name="title" defaultValue={fields.title} required maxLength={60} />
          </Field>
          <Field label="编号">
            <TextInput name="slug" defaultValue={fields.slug} className="font-mono" />
          </Field>
          <Field label="科目">
            <Select name="subject" defaultValue={fields.subject} options={subjectOptions} />
          </Field>
        </div>
        <fieldset className="min-w-0">
          <legend className="mb-2 font-medium">格子（题数留空的不算）</legend>
          <Cells rows={rows} subject={fields.subject} />
        </fieldset>
        <div>
          <Button type="submit" look="main">
            发布蓝图
          </Button>
        </div>
      </Form>
    </StaffPage>
  );
}

type CellLine = CellRow & { n: number };

function Cells({ rows, subject }: { rows: readonly CellRow[]; subject: string }) {
  const { points } = useLoaderData<typeof loader>();
  const [chosen, setChosen] = useState<Partial<Record<number, string>>>({});
  const subjectOf = (row: CellLine): string => chosen[row.n] ?? (row.subject || subject);
  const number = (
    name: "difficulty" | "count" | "mark",
    label: string,
    limits: { min: number; max?: number; step?: number },
  ) => ({
    key: name,
    header: label,
    cell: (row: CellLine) => (
      <input
        name={`cell.${name}`}
        aria-label={`第 ${row.n} 格 ${label.split("（")[0]}`}
        type="number"
        {...limits}
        defaultValue={row[name]}
        className={clsx(controlClass, "max-w-[8rem]")}
      />
    ),
  });
  return (
    <>
      {Object.entries(points).map(([of, list]) => (
        <datalist key={of} id={`points-${of}`}>
          {list.map((point) => (
            <option key={point} value={point} />
          ))}
        </datalist>
      ))}
      <Table<CellLine>
        caption="格子"
        captionHidden
        rows={rows.map((row, at) => ({ ...row, n: at + 1 }))}
        rowKey={(row) => String(row.n)}
        unit="格"
        columns={[
          { key: "n", header: "格", rowHeader: true, className: "whitespace-nowrap", cell: (row) => `第 ${row.n} 格` },
          {
            key: "subject",
            header: "科目",
            cell: (row) => (
              <select
                name="cell.subject"
                aria-label={`第 ${row.n} 格 科目`}
                defaultValue={row.subject || subject}
                onChange={(event) => setChosen({ ...chosen, [row.n]: event.target.value })}
                className={controlClass}
              >
                {subjectOptions.map((one) => (
                  <option key={one.value} value={one.value}>
                    {one.label}
                  </option>
                ))}
              </select>
            ),
          },
          {
            key: "point",
            header: "知识点（空：不限）",
            cell: (row) => (
              <input
                name="cell.point"
                aria-label={`第 ${row.n} 格 知识点`}
                list={`points-${subjectOf(row)}`}
                autoComplete="off"
                defaultValue={row.point}
                className={controlClass}
              />
            ),
          },
          {
            key: "kind",
            header: "题型",
            cell: (row) => (
              <select
                name="cell.kind"
                aria-label={`第 ${row.n} 格 题型`}
                defaultValue={row.kind}
                className={controlClass}
              >
                {ITEM_KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {KIND_WORDS[kind]}
                  </option>
                ))}
              </select>
            ),
          },
          number("difficulty", "难度（空：不限）", { min: 1, max: 5 }),
          number("count", "题数", { min: 1, max: 200 }),
          number("mark", "每题分", { min: 0.5, step: 0.5 }),
        ]}
      />
    </>
  );
}
