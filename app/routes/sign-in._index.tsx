import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { maskAddress } from "~/people/agent-words";
import { accountsOnDevice, readDeviceSecret, signInByPin } from "~/people/device.server";
import { demoSlip } from "~/people/demonstration.server";
import { refusedForm } from "~/people/form-refusal.server";
import { guard } from "~/people/guard.server";
import { linkAddress } from "~/people/link-token";
import { SessionOver, SignInPage } from "~/people/sign-in-page";
import { signedOutWords } from "~/people/signed-out.server";
import { typedDigits } from "~/people/typed-digits";
import { fieldNames } from "~/platform/field-names";
import { startSession } from "~/platform/session.server";
import { Button, LinkButton } from "~/ui/button";
import { toSafeReturn } from "~/ui/display-preference";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Notice } from "~/ui/notice";
import { PinInput } from "~/ui/pin-input";
import { RadioGroup } from "~/ui/radio-group";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "学员登录 · 安鼎" }];

const Schema = z.strictObject({
  account: z.string({ error: "请选一个名字" }).min(1, "请选一个名字"),
  pin: z
    .string({ error: "请输入 PIN" })
    .transform(typedDigits)
    .pipe(z.string().regex(/^\d{6}$/, "PIN 是 6 位数字")),
  next: z.string().optional(),
});

export const loader = guard("sign-in", async ({ request, url, db, now }) => {
  const secret = readDeviceSecret(request);
  return {
    people: secret ? await accountsOnDevice(db, secret) : [],
    next: toSafeReturn(url.searchParams.get("next") ?? "/me"),
    demo: await demoSlip(db, now),
    over: await signedOutWords(request, url, now),
  };
});

export const action = guard("sign-in", { takes: fieldNames(Schema) }, async ({ request, db, now, ip }) => {
  const submission = parseWithZod(await request.formData(), { schema: Schema });
  if (submission.status !== "success")
    return data({ result: submission.reply({ hideFields: ["pin"] }) }, { status: 400 });
  const { account, pin, next } = submission.value;
  const secret = readDeviceSecret(request);
  if (!secret)
    return data(
      { result: submission.reply({ formErrors: ["这台设备还没有激活过。请用激活单激活。"], hideFields: ["pin"] }) },
      { status: 403 },
    );
  try {
    await signInByPin(db, now, { secret, accountId: account, pin, ip });
  } catch (error) {
    return refusedForm(error, (options) => submission.reply({ ...options, hideFields: ["pin"] }));
  }
  const cookie = await startSession(
    request,
    { id: account, kind: "learner" },
    { now, secondFactor: false, address: maskAddress(ip) },
  );
  return redirect(toSafeReturn(next ?? "/me"), { headers: { "Set-Cookie": cookie } });
});

export default function SignIn() {
  const { people, next, demo, over } = useLoaderData<typeof loader>();
  return (
    <SignInPage title="学员登录" lead="在激活过的这台设备上，用 6 位 PIN 登录。自救演练不用登录，从首页直接开始。">
      <div className="grid gap-6">
        <SessionOver words={over} />
        {people.length > 0 ? (
          <PinForm />
        ) : (
          <Notice
            title="这台设备还没有激活"
            actions={
              <LinkButton to="/activate" look="main">
                输入激活码
              </LinkButton>
            }
          >
            向单位的名册经办人要一张激活单，扫上面的二维码，或者输入 8 位激活码。
          </Notice>
        )}
        {demo && (
          <Notice
            title={`演示用的激活单：${demo.name}`}
            actions={<LinkButton to={linkAddress("", "slip", demo.token)}>当作扫了二维码</LinkButton>}
          >
            8 位激活码 <code className="font-mono">{demo.code}</code>，身份证号末四位{" "}
            <code className="font-mono">{demo.idEnd}</code>。
          </Notice>
        )}
        <p className="flex flex-wrap gap-x-6 gap-y-2">
          {people.length > 0 && <TextLink to="/activate">用激活单激活另一个人</TextLink>}
          <TextLink to="/exam/seat">在考场机器上，用座位票入座</TextLink>
          <TextLink to={`/sign-in/staff${next === "/me" ? "" : `?next=${encodeURIComponent(next)}`}`}>
            工作人员登录
          </TextLink>
        </p>
      </div>
    </SignInPage>
  );
}

function PinForm() {
  const { people, next } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>()?.result;
  const navigation = useNavigation();
  const [form, fields] = useForm<z.input<typeof Schema>>({ lastResult });
  return (
    <Form method="post" {...getFormProps(form)} className="grid gap-5">
      <FormErrorSummary title="没有登录" errors={form.errors} />
      <input type="hidden" name="next" value={next} />
      <RadioGroup
        legend="您是"
        name={fields.account.name}
        errors={fields.account.errors}
        required
        defaultValue={fields.account.initialValue ?? (people.length === 1 ? people[0]!.accountId : undefined)}
        options={people.map((one) => ({
          value: one.accountId,
          label: one.maskedName,
          ...(one.locked && { hint: "PIN 错得太多，已停用，请找经办人" }),
        }))}
      />
      <Field label="PIN" id={fields.pin.id} errors={fields.pin.errors}>
        <PinInput name={fields.pin.name} required />
      </Field>
      <Button type="submit" look="main" size="big" pending={navigation.state === "submitting"} pendingLabel="正在核对">
        登录
      </Button>
    </Form>
  );
}
