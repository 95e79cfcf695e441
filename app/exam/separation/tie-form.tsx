import { Form } from "@remix-run/react";
import { z } from "zod";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { Select } from "~/ui/select";
import { TextInput } from "~/ui/text-input";
import { RELATIONS } from "./separation";
import { RELATION_WORDS } from "./sentences";

export const TieForm = z.strictObject({
  intent: z.literal("tie"),
  duty: z.string().min(1, "请选一项任务").max(64),
  relation: z.enum(RELATIONS, "请选是什么关系"),
  whom: z.string().trim().min(2, "写考生的姓名、准考证号或单位全名").max(60),
  reason: z.string().trim().min(4, "写明是什么关系，至少 4 个字").max(300),
});

/** Declares a tie at a duty: whose, to whom, what it is. */
export function DeclareTie({ duties }: { duties: readonly { value: string; label: string }[] }) {
  return (
    <Form method="post" className="grid max-w-phone gap-4" data-tie>
      <input type="hidden" name="intent" value="tie" />
      <Field label="哪一项任务">
        <Select name="duty" blank="请选择" options={duties} required />
      </Field>
      <Field label="关系">
        <Select
          name="relation"
          blank="请选择"
          options={RELATIONS.map((value) => ({ value, label: RELATION_WORDS[value] }))}
          required
        />
      </Field>
      <Field label="与谁" hint="考生的姓名或准考证号，或者考生单位的全名">
        <TextInput name="whom" required maxLength={60} autoComplete="off" />
      </Field>
      <Field label="说明" hint="封存保管，只有本场的考培分离证明里能看">
        <TextInput name="reason" required minLength={4} maxLength={300} autoComplete="off" />
      </Field>
      <Button type="submit" className="justify-self-start">
        申报
      </Button>
    </Form>
  );
}
