import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { guard } from "~/people/guard.server";
import { isLinkToken } from "~/people/link-token";
import { exchangeToken } from "~/people/link-token.server";
import { SignInPage } from "~/people/sign-in-page";
import { TokenFromHash } from "~/people/token-from-hash";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "设置管理员 · 安鼎" }, { name: "robots", content: "noindex" }];

/** The whole link, or what stands behind its #. */
const Handed = z.strictObject({ token: z.string().trim().transform((text) => text.slice(text.indexOf("#") + 1)).refine(isLinkToken) });

export const loader = guard("activate", () => ({}));

export const action = guard("activate", async ({ request }) => {
  const parsed = Handed.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) return data({ error: "这个链接不完整。请把控制台上的链接整个粘进来。" }, { status: 400 });
  return exchangeToken(request, "duty", parsed.data.token);
});

export default function FromConsoleLink() {
  const error = useActionData<typeof action>()?.error;
  const navigation = useNavigation();
  return (
    <SignInPage title="设置管理员" lead="第一次启动时，装着系统的机器会在控制台上显示三个设置链接，每个职责一个。">
      <TokenFromHash />
      <Form method="post" className="grid gap-5">
        <FormErrorSummary title="没有打开" errors={error ? [error] : undefined} />
        <Field label="设置链接" id="token" hint="打开链接后停在了这一页，就把整个链接粘到这里">
          <TextInput name="token" autoComplete="off" className="font-mono" required />
        </Field>
        <p className="text-sm text-muted">没有链接或者过期了：请在那台机器上运行 <code className="font-mono">npm run setup-links</code>。</p>
        <Button type="submit" look="main" size="big" pending={navigation.state === "submitting"} pendingLabel="正在打开">继续</Button>
      </Form>
    </SignInPage>
  );
}
