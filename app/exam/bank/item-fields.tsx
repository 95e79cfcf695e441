import { LEAST_LENGTHS } from "#content/schema/least-lengths";
import { subjectTitles } from "#content/schema/subject-titles";
import { Field } from "~/ui/field";
import { Select } from "~/ui/select";
import { TextArea } from "~/ui/text-area";
import { TextInput } from "~/ui/text-input";
import { KIND_WORDS } from "../blueprint/blueprint";
import type { ItemFields } from "./item-form";

const TYPED = ["single", "multiple", "truefalse", "fill", "order", "match"] as const;

export type FieldFaults = Partial<Record<keyof ItemFields, string[]>>;

/** The fields of an item, for a new one and for a new version. */
export function ItemFieldsForm({
  values,
  faults,
  codeFixed,
}: {
  values: ItemFields;
  faults: FieldFaults;
  codeFixed?: boolean;
}) {
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <Field label="编号" hint="小写字母、数字和短横线" errors={faults.code}>
          <TextInput name="code" defaultValue={values.code} readOnly={codeFixed} className="font-mono" />
        </Field>
        <Field label="科目" errors={faults.subject}>
          <Select
            name="subject"
            defaultValue={values.subject}
            blank="请选择"
            options={Object.entries(subjectTitles).map(([value, label]) => ({ value, label }))}
          />
        </Field>
        <Field label="知识点" hint={`至少 ${LEAST_LENGTHS.point} 个字`} errors={faults.point}>
          <TextInput name="point" defaultValue={values.point} />
        </Field>
        <Field label="题型" errors={faults.kind}>
          <Select
            name="kind"
            defaultValue={values.kind}
            options={TYPED.map((value) => ({ value, label: KIND_WORDS[value] }))}
          />
        </Field>
        <Field label="难度" hint="1 最易，5 最难" errors={faults.difficulty}>
          <TextInput name="difficulty" type="number" min={1} max={5} defaultValue={values.difficulty} />
        </Field>
      </div>
      <Field label="题干" hint={`至少 ${LEAST_LENGTHS.stem} 个字；填空题用 ___ 标出要填的地方`} errors={faults.stem}>
        <TextArea name="stem" rows={3} defaultValue={values.stem} />
      </Field>
      <Field
        label="选项和答案"
        errors={faults.lines}
        hint="每行一项。单选、多选：对的那行前面加 *。判断：只写 对 或 错。排序：按正确的先后写。配对：左 = 右。填空：每处一行，几种写法用｜隔开，单位写在括号里。"
      >
        <TextArea name="lines" rows={6} defaultValue={values.lines} />
      </Field>
      <Field label="解析" hint={`至少 ${LEAST_LENGTHS.explanation} 个字`} errors={faults.explanation}>
        <TextArea name="explanation" rows={3} defaultValue={values.explanation} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="依据的法规" errors={faults.law}>
          <TextInput name="law" defaultValue={values.law} />
        </Field>
        <Field label="条款" errors={faults.article}>
          <TextInput name="article" defaultValue={values.article} />
        </Field>
        <Field label="版本" hint={`至少 ${LEAST_LENGTHS.edition} 个字，例如 2026 年修订`} errors={faults.edition}>
          <TextInput name="edition" defaultValue={values.edition} />
        </Field>
      </div>
    </div>
  );
}

export const EMPTY_ITEM: ItemFields = {
  code: "",
  kind: "single",
  subject: "",
  point: "",
  difficulty: "2",
  stem: "",
  lines: "",
  explanation: "",
  law: "",
  article: "",
  edition: "",
};

export function readItemFields(form: FormData): ItemFields {
  const fields = { ...EMPTY_ITEM };
  for (const name of Object.keys(fields) as (keyof ItemFields)[])
    fields[name] = String(form.get(name) ?? "").slice(0, 4000);
  return fields;
}
