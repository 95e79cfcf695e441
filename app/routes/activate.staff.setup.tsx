import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { AuthenticatorSecret } from "~/people/authenticator-secret";
import { guard } from "~/people/guard.server";
import { droppedToken, heldToken, unlessSpent } from "~/people/link-token.server";
import { RecoveryCodes } from "~/people/recovery-codes";
import { SignInPage } from "~/people/sign-in-page";
import { SpentLink } from "~/people/spent-link";
import { finishSetup, requireSetup } from "~/people/staff-accounts.server";
import { toBase32, totpUri } from "~/people/totp.server";
import { typedDigits } from "~/people/typed-digits";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { drawQr } from "~/ui/qr-drawing.server";
import { PasswordInput } from "~/ui/password-input";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "设置账号 · 安鼎" }, { name: "robots", content: "noindex" }];

const Schema = z
  .strictObject({
    password: z.string({ error: "请设一个密码" }),
    again: z.string({ error: "请再输一次" }),
    code: z
      .string({ error: "请输入动态码" })
      .transform(typedDigits)
      .pipe(z.string().regex(/^\d{6}$/, "动态码是 6 位数字")),
    word: z.string().max(40).optional(),
  })
  .refine((value) => value.password === value.again, { message: "两次输入的密码不一样", path: ["again"] });

export const loader = guard("activate", async ({ request, db, now }) => {
  const token = heldToken(request, "setup");
  if (!token) throw redirect("/activate/staff");
  const setup = await unlessSpent(requireSetup(db, now, token));
  if ("spent" in setup) return data(setup, { status: 410 });
  const { login, secret, needsWord } = setup;
  return {
    login,
    needsWord,
    secret: toBase32(secret)
      .match(/.{1,4}/g)!
      .join(" "),
    qr: drawQr(totpUri(secret, login)),
  };
});

export const action = guard("activate", { takes: fieldNames(Schema) }, async ({ request, db, now }) => {
  const submission = parseWithZod(await request.formData(), { schema: Schema });
  const reply = (formErrors?: string[]) =>
    submission.reply({ hideFields: ["password", "again", "code"], ...(formErrors && { formErrors }) });
  if (submission.status !== "success")
    return data({ result: reply(), login: "", codes: [] as string[] }, { status: 400 });
  try {
    const setup = await requireSetup(db, now, heldToken(request, "setup") ?? "");
    const codes = await finishSetup(db, now, setup, submission.value);
    return data(
      { result: reply(), login: setup.login, codes },
      { status: 200, headers: { "Cache-Control": "no-store", "Set-Cookie": droppedToken(request, "setup") } },
    );
  } catch (error) {
    if (error instanceof DomainError)
      return data({ result: reply([error.message]), login: "", codes: [] }, { status: error.status });
    throw error;
  }
});

/** The link is spent after the form: asking the loader again would only say so. */
export const shouldRevalidate = () => false;

export default function SetUpStaff() {
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const navigation = useNavigation();
  const [form, fields] = useForm<z.input<typeof Schema>>({
    lastResult: answer?.codes.length ? undefined : answer?.result,
  });
  if (answer?.codes.length) return <RecoveryCodes login={answer.login} codes={answer.codes} />;
  if ("spent" in loaded) return <SpentLink words={loaded.spent} />;
  const { login, secret, qr, needsWord } = loaded;
  return (
    <SignInPage title={`设置账号 ${login}`} lead="三步：设密码，用验证器扫码，输入它现在显示的 6 位数字。">
      <Form method="post" {...getFormProps(form)} className="grid gap-5">
        <FormErrorSummary title="没有设好" errors={form.errors} />
        {needsWord && (
          <Field
            label="口令"
            id={fields.word.id}
            errors={fields.word.errors}
            hint="提议重设的那位管理员当面告诉您的 8 个字母和数字"
          >
            <TextInput
              name={fields.word.name}
              autoComplete="off"
              autoCapitalize="characters"
              className="max-w-[14rem] font-mono"
              required
            />
          </Field>
        )}
        <Field
          label="密码"
          id={fields.password.id}
          errors={fields.password.errors}
          hint="至少 10 个字符，一句自己记得住的话最好；不要求大小写和符号"
        >
          <PasswordInput name={fields.password.name} autoComplete="new-password" required />
        </Field>
        <Field label="再输一次" id={fields.again.id} errors={fields.again.errors}>
          <PasswordInput name={fields.again.name} autoComplete="new-password" required />
        </Field>
        <AuthenticatorSecret qr={qr} secret={secret} />
        <Field label="验证器现在显示的 6 位数字" id={fields.code.id} errors={fields.code.errors}>
          <TextInput
            name={fields.code.name}
            inputMode="numeric"
            autoComplete="one-time-code"
            className="max-w-[14rem] font-mono"
            required
          />
        </Field>
        <Button
          type="submit"
          look="main"
          size="big"
          pending={navigation.state === "submitting"}
          pendingLabel="正在设置"
        >
          设好
        </Button>
      </Form>
    </SignInPage>
  );
}
