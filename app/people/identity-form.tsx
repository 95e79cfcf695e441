import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { TextInput } from "~/ui/text-input";
import { BOUND_BY } from "./account-sections";

/** Another's ID number, as the security administrator sees and enters it. */
export function IdentityForm({ maskedId, by, may }: { maskedId: string; by: keyof typeof BOUND_BY; may: boolean }) {
  return (
    <Section
      title="身份证号"
      lead="同一个身份证号的账号和登记算同一个人，考培分离据此核对。对照证件填；绑定和更正都记入审计，有任务的考试会重新核对。"
    >
      <div className="grid max-w-phone gap-4">
        <p>
          {maskedId ? (
            <>
              <span className="font-mono">{maskedId}</span>
              <span className="ml-3 text-sm text-muted">{BOUND_BY[by]}</span>
            </>
          ) : (
            <Status state="late">还没有绑定，任务都是“无法证明”</Status>
          )}
        </p>
        {may && (
          <Form method="post" className="grid gap-4">
            <input type="hidden" name="intent" value="identity" />
            <Field label={maskedId ? "更正为" : "身份证号"}>
              <TextInput name="idNumber" required autoComplete="off" spellCheck={false} className="font-mono" />
            </Field>
            <Button type="submit" className="justify-self-start">
              {maskedId ? "更正" : "绑定"}
            </Button>
          </Form>
        )}
      </div>
    </Section>
  );
}
