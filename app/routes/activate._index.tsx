import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useNavigation } from "@remix-run/react";
import type { z } from "zod";
import { activate, slipByCode } from "~/people/activate.server";
import { ByCode } from "~/people/activation";
import { refusedForm } from "~/people/form-refusal.server";
import { guard } from "~/people/guard.server";
import { exchangeToken } from "~/people/link-token.server";
import { NewPinFields } from "~/people/pin-fields";
import { SignInPage } from "~/people/sign-in-page";
import { TokenFromHash } from "~/people/token-from-hash";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { PinInput } from "~/ui/pin-input";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "激活 · 安鼎" }];

export const loader = guard("activate", () => ({}));

export const action = guard(
  "activate",
  { takes: ["token", "code", "idEnd", "pin", "again"] },
  async ({ request, db, now, ip }) => {
    const form = await request.formData();
    if (form.has("token")) return exchangeToken(request, "slip", form.get("token"));
    const submission = parseWithZod(form, { schema: ByCode });
    const hide = { hideFields: ["pin", "again"] };
    if (submission.status !== "success") return data({ result: submission.reply(hide) }, { status: 400 });
    const { code, idEnd, pin } = submission.value;
    try {
      const slip = await slipByCode(db, now, { code, idEnd, ip });
      const done = await activate(db, now, { request, slip, pin, ip });
      if (!(done instanceof Headers))
        return data({ result: submission.reply({ ...hide, fieldErrors: { pin: [done.pinFault] } }) }, { status: 400 });
      return redirect("/me", { headers: done });
    } catch (error) {
      return refusedForm(error, (options) => submission.reply({ ...options, ...hide }));
    }
  },
);

export default function ActivateByCode() {
  const lastResult = useActionData<typeof action>()?.result;
  const navigation = useNavigation();
  const [form, fields] = useForm<z.input<typeof ByCode>>({ lastResult });
  return (
    <SignInPage title="输入激活码" lead="激活码在经办人发的激活单上，8 位数字，只能用一次，30 天内有效。">
      <TokenFromHash />
      <Form method="post" {...getFormProps(form)} className="grid gap-5">
        <FormErrorSummary title="没有激活" errors={form.errors} />
        <Field label="8 位激活码" id={fields.code.id} errors={fields.code.errors}>
          <PinInput digits={8} shown name={fields.code.name} defaultValue={fields.code.initialValue} required />
        </Field>
        <Field
          label="身份证号末四位"
          id={fields.idEnd.id}
          errors={fields.idEnd.errors}
          hint="照自己的身份证，激活单上没有；确认这张激活单是您本人的"
        >
          <TextInput
            name={fields.idEnd.name}
            defaultValue={fields.idEnd.initialValue}
            maxLength={12}
            autoComplete="off"
            className="max-w-[8rem] font-mono"
            required
          />
        </Field>
        <NewPinFields pin={fields.pin} again={fields.again} />
        <Button
          type="submit"
          look="main"
          size="big"
          pending={navigation.state === "submitting"}
          pendingLabel="正在激活"
        >
          激活这台设备
        </Button>
      </Form>
    </SignInPage>
  );
}
