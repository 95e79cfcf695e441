import { Checkbox } from "~/ui/checkbox";
import { Field } from "~/ui/field";
import { Select } from "~/ui/select";
import { TextInput } from "~/ui/text-input";
import { INDUSTRIES, ORGANISATION_KINDS } from "../vocabulary";

export type OrganisationValues = {
  name: string;
  kind: string;
  districtCode: string;
  uscc: string | null;
  industry: string;
  headcount: number;
};
type Faults = Partial<Record<string, string[]>>;

const KINDS = Object.entries(ORGANISATION_KINDS).map(([value, label]) => ({ value, label }));
const TRADES = Object.entries(INDUSTRIES).map(([value, { label }]) => ({ value, label }));

/** What is said of an organisation, new or known. */
export function OrganisationFields({
  places,
  values,
  faults,
}: {
  places: readonly { value: string; label: string }[];
  values?: OrganisationValues;
  faults?: Faults;
}) {
  return (
    <>
      <Field label="名称" errors={faults?.name} hint="营业执照或批文上的全称">
        <TextInput name="name" defaultValue={values?.name} maxLength={60} autoComplete="off" required />
      </Field>
      <Field label="类别" errors={faults?.kind}>
        <Select name="kind" blank="请选择" defaultValue={values?.kind ?? ""} options={KINDS} required />
      </Field>
      <Field label="地区" errors={faults?.districtCode} hint="规则、岗位和覆盖都按这里算">
        <Select
          name="districtCode"
          blank="请选择"
          defaultValue={values?.districtCode ?? ""}
          options={places}
          required
        />
      </Field>
      <Field label="统一社会信用代码" errors={faults?.uscc} hint="18 位；企业必填，机关、村（社区）可以不填">
        <TextInput name="uscc" defaultValue={values?.uscc ?? ""} autoComplete="off" className="font-mono" />
      </Field>
      <Field label="行业" errors={faults?.industry} hint="企业必选">
        <Select name="industry" blank="不是企业" defaultValue={values?.industry ?? ""} options={TRADES} />
      </Field>
      <Field label="从业人数" errors={faults?.headcount} hint="企业按它算要配几名安全管理人员">
        <TextInput
          name="headcount"
          inputMode="numeric"
          defaultValue={values?.headcount ?? 0}
          className="max-w-[10rem] tabular"
        />
      </Field>
      <Checkbox name="another" value="yes" label="同名的另一个单位" hint="只在同一地区已有同名单位时勾选" />
    </>
  );
}
