import { useBeforeUnload } from "@remix-run/react";
import { useCallback, type ReactNode } from "react";
import { Button, LinkButton } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { SignInPage } from "./sign-in-page";

/**
 * The codes that stand in for the authenticator; told this once, so that the browser asks before it reloads or closes
 * the page.
 */
export function RecoveryCodeSheet({ codes, onward }: { codes: readonly string[]; onward: ReactNode }) {
  useBeforeUnload(
    useCallback((event: BeforeUnloadEvent) => {
      event.preventDefault();
      event.returnValue = "";
    }, []),
  );
  return (
    <div className="grid gap-5">
      <Notice tone="must" title="现在就打印或抄下来">
        只显示这一次，每个只能用一次。
      </Notice>
      <ul aria-label="恢复码" className="grid grid-cols-[repeat(auto-fill,minmax(8.5em,1fr))] gap-2 font-mono text-lg">
        {codes.map((code) => (
          <li key={code} className="whitespace-nowrap">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button type="button" onClick={() => window.print()}>
          打印
        </Button>
        {onward}
      </div>
    </div>
  );
}

/** The last step of setting up an account. */
export function RecoveryCodes({ login, codes }: { login: string; codes: readonly string[] }) {
  return (
    <SignInPage title="设好了" lead={`这是 ${login} 的恢复码。考试当天手机要锁起来，用它代替动态码登录。`}>
      <RecoveryCodeSheet
        codes={codes}
        onward={
          <LinkButton to="/sign-in/staff" look="main">
            去登录
          </LinkButton>
        }
      />
    </SignInPage>
  );
}
