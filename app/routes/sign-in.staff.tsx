import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useEffect } from "react";
import { z } from "zod";
import { dutyUntil } from "~/exam/duty/window.server";
import { maskAddress } from "~/people/agent-words";
import { demoAccounts } from "~/people/demonstration.server";
import { refusedForm } from "~/people/form-refusal.server";
import { guard } from "~/people/guard.server";
import { dutyHolders } from "~/people/setup/setup-links.server";
import { lastSignIn, tellOfSignIn } from "~/people/own-account.server";
import { SessionOver, SignInPage } from "~/people/sign-in-page";
import { signedOutWords } from "~/people/signed-out.server";
import { knownCookie, readKnownToken, rememberBrowser } from "~/people/known-browser.server";
import { entranceOf, signInStaff } from "~/people/staff-sign-in.server";
import { fieldNames } from "~/platform/field-names";
import { idOfCookie, keepForDuty, startSession } from "~/platform/session.server";
import { Button } from "~/ui/button";
import { toSafeReturn } from "~/ui/display-preference";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/section";
import { Table } from "~/ui/table";
import { PasswordInput } from "~/ui/password-input";
import { TextInput } from "~/ui/text-input";
import { TextLink } from "~/ui/text-link";
import { useRefresh } from "~/ui/use-refresh";

export const meta: MetaFunction = () => [{ title: "工作人员登录 · 安鼎" }];

const Schema = z.strictObject({
  login: z.string({ error: "请输入登录名" }).min(1, "请输入登录名").max(64, "登录名太长"),
  password: z.string({ error: "请输入密码" }).min(1, "请输入密码").max(256, "密码太长"),
  code: z
    .string({ error: "请输入动态码" })
    .min(6, "动态码是 6 位数字；恢复码是 10 位")
    .max(24, "动态码是 6 位数字；恢复码是 10 位"),
  next: z.string().optional(),
});

export const loader = guard("sign-in", async ({ request, url, db, now }) => ({
  next: toSafeReturn(url.searchParams.get("next") ?? ""),
  over: await signedOutWords(request, url, now),
  demo: await demoAccounts(db, now),
  nobodyYet: (await dutyHolders(db, now)).size === 0,
}));

export const action = guard("sign-in", { takes: fieldNames(Schema) }, async ({ request, db, now, ip }) => {
  const submission = parseWithZod(await request.formData(), { schema: Schema });
  const reply = { hideFields: ["password", "code"] };
  if (submission.status !== "success") return data({ result: submission.reply(reply) }, { status: 400 });
  const { next, ...attempt } = submission.value;
  try {
    const token = readKnownToken(request);
    const before = await lastSignIn(db, attempt.login);
    const account = await signInStaff(db, now, {
      ...attempt,
      ip,
      token,
      onDuty: async (id) => (await dutyUntil(db, now, id)) !== null,
    });
    const browser = await rememberBrowser(db, now, {
      accountId: account.id,
      token,
      agent: request.headers.get("user-agent") ?? "",
    });
    await tellOfSignIn(db, now, {
      accountId: account.id,
      before,
      ...(browser.fresh && { label: browser.label, address: maskAddress(ip) }),
    });
    const cookie = await startSession(request, account, { now, secondFactor: true, address: maskAddress(ip) });
    await keepForDuty({ id: idOfCookie(cookie), dutyUntil: null }, await dutyUntil(db, now, account.id));
    const wanted = toSafeReturn(next ?? "");
    const headers = new Headers([
      ["Set-Cookie", cookie],
      ["Set-Cookie", knownCookie(request, browser.token)],
    ]);
    return redirect(wanted === "/" ? await entranceOf(db, account.id, now) : wanted, { headers });
  } catch (error) {
    return refusedForm(error, (options) => submission.reply({ ...options, ...reply }));
  }
});

export default function StaffSignIn() {
  const { next, over, demo, nobodyYet } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>()?.result;
  const navigation = useNavigation();
  const [form, fields] = useForm<z.input<typeof Schema>>({ lastResult });
  return (
    <SignInPage title="工作人员登录" lead="登录名、密码，再加验证器上的 6 位动态码。手机不在身边时，用打印的恢复码。">
      <div className="grid gap-6">
        <SessionOver words={over} />
        {nobodyYet && (
          <Notice title="这里还没有管理员">
            先在装着系统的机器上打开控制台显示的设置链接；找不到了，在那台机器上运行{" "}
            <code className="font-mono">npm run setup-links</code>。
          </Notice>
        )}
        <Form method="post" {...getFormProps(form)} className="grid gap-5">
          <FormErrorSummary title="没有登录" errors={form.errors} />
          <input type="hidden" name="next" value={next} />
          <Field label="登录名" id={fields.login.id} errors={fields.login.errors}>
            <TextInput
              name={fields.login.name}
              defaultValue={fields.login.initialValue}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
          </Field>
          <Field label="密码" id={fields.password.id} errors={fields.password.errors}>
            <PasswordInput name={fields.password.name} autoComplete="current-password" required />
          </Field>
          <Field label="动态码" id={fields.code.id} errors={fields.code.errors} hint="每 30 秒换一次，同一个只能用一次">
            <TextInput
              name={fields.code.name}
              inputMode="text"
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
            pendingLabel="正在核对"
          >
            登录
          </Button>
        </Form>
        {demo && (
          <DemoAccounts
            demo={demo}
            onPick={(login, code) => signInWith(form.id, { login, password: demo.password, code })}
          />
        )}
        <TextLink to="/sign-in">学员登录</TextLink>
      </div>
    </SignInPage>
  );
}

type Demo = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>["demo"]>;

/** The demonstration's accounts with the code each authenticator shows now; renewed when the codes change. */
function DemoAccounts({ demo, onPick }: { demo: Demo; onPick: (login: string, code: string) => void }) {
  const { refresh } = useRefresh();
  useEffect(() => {
    const timer = setTimeout(refresh, (demo.secondsLeft + 1) * 1000);
    return () => clearTimeout(timer);
  }, [demo, refresh]);
  return (
    <Section
      title="演示账号"
      level={3}
      lead={
        <>
          密码都是 <code className="select-all font-mono">{demo.password}</code>。动态码是真的，每 30
          秒更新，用过一次就作废。
        </>
      }
    >
      <AccountTable accounts={demo.accounts.filter((one) => one.first)} onPick={onPick} />
      <details>
        <summary className="min-h-tap cursor-pointer py-2">同一角色的其他账号</summary>
        <AccountTable accounts={demo.accounts.filter((one) => !one.first)} onPick={onPick} />
      </details>
    </Section>
  );
}

function AccountTable({
  accounts,
  onPick,
}: {
  accounts: Demo["accounts"];
  onPick: (login: string, code: string) => void;
}) {
  return (
    <Table
      caption="演示账号"
      captionHidden
      rows={accounts}
      rowKey={(row) => row.login}
      unit="个"
      phone="scroll"
      columns={[
        {
          key: "role",
          header: "角色和登录名",
          rowHeader: true,
          cell: (row) => (
            <span className="grid leading-snug">
              {row.role}
              <code className="font-mono text-sm text-muted">{row.login}</code>
            </span>
          ),
        },
        {
          key: "code",
          header: "动态码",
          cell: (row) => (
            <code className="font-mono" data-code={row.login}>
              {row.code || "用过了，等下一个"}
            </code>
          ),
        },
        {
          key: "pick",
          header: "一步登录",
          cell: (row) => (
            <Button type="button" look="quiet" disabled={!row.code} onClick={() => onPick(row.login, row.code)}>
              登录<span className="sr-only"> {row.login}</span>
            </Button>
          ),
        },
      ]}
    />
  );
}

function signInWith(formId: string, values: Record<string, string>): void {
  const form = document.getElementById(formId) as HTMLFormElement | null;
  for (const [name, value] of Object.entries(values)) {
    const input = form?.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = value;
  }
  form?.requestSubmit();
}
