import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { SubjectCode } from "#content/schema/subject";
import { subjectTitles } from "#content/schema/subject-titles";
import { ITEM_KINDS, KIND_WORDS } from "~/exam/blueprint/blueprint";
import { parseBlueprint, readBlueprintFields, toCellRows, type BlueprintFields, type CellRow } from "~/exam/blueprint/blueprint-form";
import { publishBlueprint, requireBlueprint } from "~/exam/blueprint/blueprint.server";
import { examSubjects, proposedCells } from "~/exam/exam-rules";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { toDay } from "~/platform/day";
import { newId } from "~/platform/ids";
import { loadRules } from "~/rules/load.server";
import { Button } from "~/ui/button";
import { controlClass } from "~/ui/control-class";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { PageHeader } from "~/ui/page-header";
import { Select } from "~/ui/select";
import { TextInput } from "~/ui/text-input";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "新蓝图 · 安鼎" }];
const SPARE = 4;

export const loader = guard("exam.plan", async ({ db, now, url }) => {
  const day = toDay(now);
  const from = url.searchParams.get("from");
  const subjects = examSubjects(loadRules(), day);
  const subject = SubjectCode.safeParse(url.searchParams.get("subject")).data ?? subjects[0] ?? "confined-space";
  const start: BlueprintFields = from
    ? await requireBlueprint(db, from).then(({ body }) => ({ title: `${body.title}（另一份）`, slug: `${body.slug}-${newId(now).slice(-4)}`, subject: body.subject, rows: toCellRows(body.cells) }))
    : { title: "", slug: `${subject}-${newId(now).slice(-4)}`, subject, rows: toCellRows(proposedCells(loadRules(), subject, day)) };
  return { start, subjects };
});

export const action = guard("exam.plan", async ({ request, db, now, actor }) => {
  const fields = readBlueprintFields(await request.formData());
  const parsed = parseBlueprint(fields);
  if (!parsed.ok) return data({ fields, errors: parsed.errors }, { status: 400 });
  return redirect(`/centre/blueprints/${await publishBlueprint(db, now, actor, parsed.blueprint)}`);
});

const subjectOptions = Object.entries(subjectTitles).map(([value, label]) => ({ value, label }));
const EMPTY: CellRow = { subject: "", point: "", kind: "single", difficulty: "", count: "", mark: "" };

export default function NewBlueprint() {
  const { start, subjects } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const fields = answer?.fields ?? start;
  const rows = [...fields.rows, ...Array.from({ length: SPARE }, () => EMPTY)];
  return (
    <StaffPage>
      <PageHeader title="新蓝图" back={{ to: "/centre/blueprints", label: "组卷蓝图" }} lead="格子先按规则填好，可以改细到知识点和难度。发布以后不能改，要改就发布新的一份。" />
      <p className="mb-4 flex flex-wrap gap-4">按规则从这个科目开始：{subjects.map((one) => <TextLink key={one} to={`?subject=${one}`} reloadDocument>{subjectTitles[one]}</TextLink>)}</p>
      <Form method="post" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <FormErrorSummary errors={answer?.errors} />
        <div className="grid max-w-4xl gap-4 sm:grid-cols-3">
          <Field label="名称"><TextInput name="title" defaultValue={fields.title} required maxLength={60} /></Field>
          <Field label="编号"><TextInput name="slug" defaultValue={fields.slug} className="font-mono" /></Field>
          <Field label="科目"><Select name="subject" defaultValue={fields.subject} options={subjectOptions} /></Field>
        </div>
        <fieldset className="min-w-0 overflow-x-auto">
          <legend className="mb-2 font-medium">格子（题数留空的不算）</legend>
          <table className="w-full min-w-[48rem] text-sm">
            <thead><tr className="text-left">{["科目", "知识点（空：不限）", "题型", "难度（空：不限）", "题数", "每题分"].map((head) => <th key={head} scope="col" className="px-1 py-1 font-semibold">{head}</th>)}</tr></thead>
            <tbody>
              {rows.map((row, n) => (
                <tr key={n}>
                  <td className="px-1 py-1"><select name="cell.subject" aria-label={`第 ${n + 1} 格 科目`} defaultValue={row.subject || fields.subject} className={controlClass}>{subjectOptions.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}</select></td>
                  <td className="px-1 py-1"><input name="cell.point" aria-label={`第 ${n + 1} 格 知识点`} defaultValue={row.point} className={controlClass} /></td>
                  <td className="px-1 py-1"><select name="cell.kind" aria-label={`第 ${n + 1} 格 题型`} defaultValue={row.kind} className={controlClass}>{ITEM_KINDS.map((kind) => <option key={kind} value={kind}>{KIND_WORDS[kind]}</option>)}</select></td>
                  <td className="px-1 py-1"><input name="cell.difficulty" aria-label={`第 ${n + 1} 格 难度`} type="number" min={1} max={5} defaultValue={row.difficulty} className={controlClass} /></td>
                  <td className="px-1 py-1"><input name="cell.count" aria-label={`第 ${n + 1} 格 题数`} type="number" min={1} max={200} defaultValue={row.count} className={controlClass} /></td>
                  <td className="px-1 py-1"><input name="cell.mark" aria-label={`第 ${n + 1} 格 每题分`} type="number" min={0.5} step={0.5} defaultValue={row.mark} className={controlClass} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </fieldset>
        <div><Button type="submit" look="main">发布蓝图</Button></div>
      </Form>
    </StaffPage>
  );
}
