import { Button, LinkButton } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { SignInPage } from "./sign-in-page";

/** The codes that stand in for the authenticator; told this once. */
export function RecoveryCodes({ login, codes }: { login: string; codes: readonly string[] }) {
  return (
    <SignInPage title="设好了" lead={`这是 ${login} 的恢复码。考试当天手机要锁起来，用它代替动态码登录。`}>
      <div className="grid gap-5">
        <Notice tone="must" title="现在就打印或抄下来">只显示这一次，每个只能用一次。</Notice>
        <ul className="grid grid-cols-2 gap-2 font-mono text-lg">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
        <div className="flex flex-wrap gap-2">
          <Button type="button" onClick={() => window.print()}>打印</Button>
          <LinkButton to="/sign-in/staff" look="main">去登录</LinkButton>
        </div>
      </div>
    </SignInPage>
  );
}
