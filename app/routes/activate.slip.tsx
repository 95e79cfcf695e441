import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import type { z } from "zod";
import { activate, slipByToken, slipOwner } from "~/people/activate.server";
import { ByToken } from "~/people/activation";
import { refusedForm } from "~/people/form-refusal.server";
import { guard } from "~/people/guard.server";
import { droppedToken, heldToken } from "~/people/link-token.server";
import { NewPinFields } from "~/people/pin-fields";
import { SignInPage } from "~/people/sign-in-page";
import { fieldNames } from "~/platform/field-names";
import { Button } from "~/ui/button";
import { FormErrorSummary } from "~/ui/form-error-summary";

export const meta: MetaFunction = () => [{ title: "激活 · 安鼎" }, { name: "robots", content: "noindex" }];

export const loader = guard("activate", async ({ request, db, now, ip }) => {
  const token = heldToken(request, "slip");
  if (!token) throw redirect("/activate");
  return slipOwner(db, await slipByToken(db, now, token, ip));
});

export const action = guard("activate", { takes: fieldNames(ByToken) }, async ({ request, db, now, ip }) => {
  const submission = parseWithZod(await request.formData(), { schema: ByToken });
  const hide = { hideFields: ["pin", "again"] };
  if (submission.status !== "success") return data({ result: submission.reply(hide) }, { status: 400 });
  try {
    const slip = await slipByToken(db, now, heldToken(request, "slip") ?? "", ip);
    const done = await activate(db, now, { request, slip, pin: submission.value.pin, ip });
    if (!(done instanceof Headers))
      return data({ result: submission.reply({ ...hide, fieldErrors: { pin: [done.pinFault] } }) }, { status: 400 });
    done.append("Set-Cookie", droppedToken(request, "slip"));
    return redirect("/me", { headers: done });
  } catch (error) {
    return refusedForm(error, (options) => submission.reply({ ...options, ...hide }));
  }
});

export default function ActivateByToken() {
  const owner = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>()?.result;
  const navigation = useNavigation();
  const [form, fields] = useForm<z.input<typeof ByToken>>({ lastResult });
  return (
    <SignInPage
      title="激活"
      lead={
        <>
          这张激活单是 <strong className="text-ink">{owner.maskedName}</strong>（{owner.organisation}
          ）的。不是您，请不要继续。
        </>
      }
    >
      <Form method="post" {...getFormProps(form)} className="grid gap-5">
        <FormErrorSummary title="没有激活" errors={form.errors} />
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
