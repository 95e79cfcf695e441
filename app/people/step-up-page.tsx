import { Form, Link, useLocation, useNavigation } from "@remix-run/react";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { PasswordInput } from "~/ui/password-input";
import { SignInPage } from "./sign-in-page";
import { PROOF_FIELD, type StepUp } from "./step-up";

/**
 * Asks once more who is here, keeps what was typed, and does what was asked; or leads back, where the form is filled as
 * it was.
 */
export function StepUpPage({ stepUp }: StepUp) {
  const { pathname, search } = useLocation();
  const busy = useNavigation().state !== "idle";
  return (
    <SignInPage
      title="再确认一次是您"
      lead={`您要做的是“${stepUp.act}”。这一步要紧，离上次输入密码或动态码已经超过 10 分钟。确认以后接着做，填好的都还在。`}
    >
      <Form method="post" action={pathname + search} className="grid gap-5">
        <FormErrorSummary title="没有确认" errors={stepUp.error ? [stepUp.error] : undefined} />
        {stepUp.fields.map(([name, value], at) => (
          <input key={at} type="hidden" name={name} value={value} />
        ))}
        <Field label="密码，或验证器上的 6 位动态码">
          <PasswordInput name={PROOF_FIELD} autoComplete="current-password" required />
        </Field>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="main" pending={busy} pendingLabel="正在核对">
            确认，接着做
          </Button>
          <Link
            to={pathname + search}
            state={{ kept: stepUp.fields }}
            className="inline-flex min-h-tap items-center px-2"
          >
            不做了，回到原来的页面
          </Link>
        </div>
      </Form>
    </SignInPage>
  );
}
