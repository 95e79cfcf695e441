import { ConfirmDialog } from "~/ui/confirm-dialog";
import { Field } from "~/ui/field";
import { Section } from "~/ui/section";
import { Select, type Option } from "~/ui/select";

/** What to do while papers are sealed and an opener's code is lost: nothing is lost while two others come. */
export function UnsealPart({ reasons }: { reasons: readonly Option[] }) {
  return (
    <Section
      title="启封码丢了，或开卷人不能来"
      lead="还有两名开卷人带着启封码来，就照常启封。不够两名，开考前由两人撤销封卷，换开卷人或重新给码，再封一次。"
    >
      <div>
        <ConfirmDialog
          label="撤销封卷"
          question="提出撤销封卷？"
          consequence="另一人同意后，现在的试卷作废，没有人看过；重新封卷时另出新卷。名单、座位、准考证、签到和座位票都不变。"
          confirmLabel="提出撤销封卷"
        >
          <Field label="原因" required>
            <Select name="unseal" required blank="请选择" options={reasons} />
          </Field>
        </ConfirmDialog>
      </div>
    </Section>
  );
}
