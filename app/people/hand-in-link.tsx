import { Form, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { TextInput } from "~/ui/text-input";
import { SignInPage } from "./sign-in-page";
import { TokenFromHash } from "./token-from-hash";

/** The page that a set-up link leads to: it takes the token out of the address, or the whole link is pasted in. */
export function HandInLink({
  title,
  lead,
  error,
  children,
}: {
  title: string;
  lead: string;
  error?: string;
  children?: ReactNode;
}) {
  const navigation = useNavigation();
  return (
    <SignInPage title={title} lead={lead}>
      <TokenFromHash />
      <Form method="post" className="grid gap-5">
        <FormErrorSummary title="没有打开" errors={error ? [error] : undefined} />
        <Field label="设置链接" id="token" hint="打开链接后停在了这一页，就把整个链接粘到这里">
          <TextInput name="token" autoComplete="off" className="font-mono" required />
        </Field>
        {children}
        <Button
          type="submit"
          look="main"
          size="big"
          pending={navigation.state === "submitting"}
          pendingLabel="正在打开"
        >
          继续
        </Button>
      </Form>
    </SignInPage>
  );
}
