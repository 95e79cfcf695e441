import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { AuthenticatorSecret } from "~/people/authenticator-secret";
import { guard } from "~/people/guard.server";
import { droppedToken, heldToken, unlessSpent } from "~/people/link-token.server";
import { RecoveryCodes } from "~/people/recovery-codes";
import { roleLabel } from "~/people/roles";
import { DUTIES, DUTY_WORK } from "~/people/setup/duties";
import { requireOtherPerson, setupSecret, takeDuty } from "~/people/setup/first-account.server";
import { requireSetupLink } from "~/people/setup/setup-links.server";
import { SignInPage } from "~/people/sign-in-page";
import { SpentLink } from "~/people/spent-link";
import { toBase32, totpUri } from "~/people/totp.server";
import { typedDigits } from "~/people/typed-digits";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { takeAllowance } from "~/platform/rate-limit.server";
import { Button } from "~/ui/button";
import { Checkbox } from "~/ui/checkbox";
import { Field } from "~/ui/field";
import { formatDateTime } from "~/ui/format";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Notice } from "~/ui/notice";
import { drawQr } from "~/ui/qr-drawing.server";
import { PasswordInput } from "~/ui/password-input";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "设置管理员 · 安鼎" }, { name: "robots", content: "noindex" }];

const Schema = z
  .strictObject({
    name: z.string({ error: "请填姓名" }).max(30, "姓名太长"),
    login: z.string({ error: "请填登录名" }).max(32, "登录名最多 32 个字符"),
    password: z.string({ error: "请设一个密码" }),
    again: z.string({ error: "请再输一次" }),
    code: z
      .string({ error: "请输入动态码" })
      .transform(typedDigits)
      .pipe(z.string().regex(/^\d{6}$/, "动态码是 6 位数字")),
    namesake: z.literal("yes").optional(),
    duty: z.enum(DUTIES),
  })
  .refine((value) => value.password === value.again, { message: "两次输入的密码不一样", path: ["again"] });

/** Only what opens no link is counted: whoever holds the right one gets in while others guess from the same address. */
const mayGuess = (ip: string, now: Date): boolean => takeAllowance(`setup:${ip}`, { limit: 10, seconds: 60, now });
const TOO_MANY = "没有这样的链接，这个地址一分钟里已经试了 10 次。请过一分钟再核对。";
const refuseGuesses = (): never => {
  throw new DomainError("too-many", TOO_MANY);
};

export const loader = guard("activate", async ({ request, db, now, ip, actor }) => {
  const token = heldToken(request, "duty");
  if (!token) throw redirect("/setup");
  const link = await unlessSpent(requireSetupLink(db, now, token));
  if ("spent" in link) return mayGuess(ip, now) ? data(link, { status: 410 }) : refuseGuesses();
  const { duty, expiresAt, passedFrom, staysWith } = link;
  requireOtherPerson(duty, actor);
  const secret = setupSecret(token);
  return {
    duty,
    label: roleLabel(duty),
    work: DUTY_WORK[duty],
    expiresAt,
    passedFrom,
    staysWith,
    secret: toBase32(secret)
      .match(/.{1,4}/g)!
      .join(" "),
    qr: drawQr(totpUri(secret, roleLabel(duty))),
  };
});

export const action = guard("activate", { takes: fieldNames(Schema) }, async ({ request, db, now, ip, actor }) => {
  const submission = parseWithZod(await request.formData(), { schema: Schema });
  const reply = (formErrors?: string[]) =>
    submission.reply({ hideFields: ["password", "again", "code"], ...(formErrors && { formErrors }) });
  const done = { codes: [] as string[], login: "" };
  if (submission.status !== "success") return data({ result: reply(), ...done }, { status: 400 });
  const { again: _again, namesake, duty, ...form } = submission.value;
  const token = heldToken(request, "duty") ?? "";
  try {
    const link = await requireSetupLink(db, now, token);
    if (link.duty !== duty)
      throw new DomainError(
        "conflict",
        `这个浏览器后来又打开了${roleLabel(link.duty)}的链接，这里填的没有存。请从${roleLabel(duty)}的链接重新打开。`,
      );
    requireOtherPerson(link.duty, actor);
    const codes = await takeDuty(db, now, link, { ...form, namesake: namesake === "yes", secret: setupSecret(token) });
    return data(
      { result: reply(), codes, login: form.login.trim().toLowerCase() },
      { status: 200, headers: { "Cache-Control": "no-store", "Set-Cookie": droppedToken(request, "duty") } },
    );
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === "gone" && !mayGuess(ip, now))
      return data({ result: reply([TOO_MANY]), ...done }, { status: 429 });
    return data({ result: reply([error.message]), ...done }, { status: error.status });
  }
});

/** The link is spent after the form: asking the loader again would only say so. */
export const shouldRevalidate = () => false;

export default function SetUpAdministrator() {
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const navigation = useNavigation();
  const [form, fields] = useForm<z.input<typeof Schema>>({
    lastResult: answer?.codes.length ? undefined : answer?.result,
  });
  if (answer?.codes.length) return <RecoveryCodes login={answer.login} codes={answer.codes} />;
  if ("spent" in loaded) return <SpentLink words={loaded.spent} />;
  const { duty, label, work, expiresAt, passedFrom, staysWith, secret, qr } = loaded;
  return (
    <SignInPage title={`担任${label}`} lead={work}>
      <Form method="post" {...getFormProps(form)} className="grid gap-5">
        <FormErrorSummary title="没有设好" errors={form.errors} />
        <input type="hidden" name="duty" value={duty} />
        <Notice title="由担任的人自己来填">
          系统、安全、审计由三个不同的人担任，各用各的链接。这个链接到 {formatDateTime(expiresAt)} 有效，只能用一次。
        </Notice>
        {passedFrom.length > 0 && (
          <Notice tone="warn" title={`您接任以后，原来的${label}就不再担任`}>
            账号 {passedFrom.join("、")}：没有其他角色的停用，登录马上结束；有其他角色的只去掉{label}
            。这里没有设好以前，什么都不变。
            {staysWith.length > 0 &&
              `链接发出以后才担任的 ${staysWith.join("、")} 照旧担任，不认识就请安全管理员收回。`}
          </Notice>
        )}
        <Field label="姓名" id={fields.name.id} errors={fields.name.errors}>
          <TextInput name={fields.name.name} defaultValue={fields.name.initialValue} autoComplete="name" required />
        </Field>
        <Checkbox name={fields.namesake.name} value="yes" label="同名的另一个人" hint="只在已有一位同名管理员时勾选" />
        <Field
          label="登录名"
          id={fields.login.id}
          errors={fields.login.errors}
          hint="3–32 个小写字母、数字、点或短横，例如姓名的拼音"
        >
          <TextInput
            name={fields.login.name}
            defaultValue={fields.login.initialValue}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
        </Field>
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
          担任{label}
        </Button>
      </Form>
    </SignInPage>
  );
}
