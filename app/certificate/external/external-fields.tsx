import { Checkbox } from "~/ui/checkbox";
import { Field } from "~/ui/field";
import { Select } from "~/ui/select";
import { TextInput } from "~/ui/text-input";

export type EntryDraft = {
  job?: string;
  validFrom?: string;
  printedUntil?: string;
  reviewedOn?: string;
  long?: boolean;
  issuer?: string;
};
export type FieldFaults = Partial<
  Record<"job" | "number" | "validFrom" | "printedUntil" | "reviewedOn" | "long" | "issuer", string>
>;

const of = (fault: string | undefined) => (fault ? [`${fault}。`] : undefined);

/** Job and number of a certificate that is registered for the first time. */
export function NumberFields({
  jobs,
  draft,
  faults,
}: {
  jobs: readonly { value: string; label: string }[];
  draft: EntryDraft;
  faults: FieldFaults;
}) {
  return (
    <>
      <Field label="证书和项目" errors={of(faults.job)}>
        <Select name="job" options={jobs} blank="请选择" defaultValue={draft.job ?? ""} required />
      </Field>
      <Field
        label="证书编号"
        hint="特种作业操作证是 T 加 18 位身份证号，可以不填，按本人身份证号登记。编号加密保存，只显示一部分。"
        optional
        errors={of(faults.number)}
      >
        <TextInput name="number" autoComplete="off" maxLength={32} className="font-mono" />
      </Field>
    </>
  );
}

/** Days and issuer, for a first entry, a correction or a renewal. */
export function PeriodFields({
  draft,
  faults,
  review = true,
}: {
  draft: EntryDraft;
  faults: FieldFaults;
  review?: boolean;
}) {
  return (
    <>
      <Field label="有效期起" errors={of(faults.validFrom)}>
        <TextInput name="validFrom" type="date" defaultValue={draft.validFrom ?? ""} required />
      </Field>
      <Field
        label="证上印的到期日"
        hint="不填就按规定年限算。填了会核对，差一天以内按证上的。"
        optional
        errors={of(faults.printedUntil)}
      >
        <TextInput name="printedUntil" type="date" defaultValue={draft.printedUntil ?? ""} />
      </Field>
      {review && (
        <Field label="这一期里已复审的日期" optional errors={of(faults.reviewedOn)}>
          <TextInput name="reviewedOn" type="date" defaultValue={draft.reviewedOn ?? ""} />
        </Field>
      )}
      <Checkbox
        name="long"
        value="1"
        defaultChecked={draft.long ?? false}
        label="发证机关同意延长复审（连续从事本工种满规定年限）"
        errors={of(faults.long)}
      />
      <Field label="发证机关" errors={of(faults.issuer)}>
        <TextInput name="issuer" maxLength={60} defaultValue={draft.issuer ?? ""} required />
      </Field>
    </>
  );
}
