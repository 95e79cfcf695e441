import { Notice } from "~/ui/notice";

/** The link that sets up a member of staff's password and second factor; shown this once. */
export function SetupLink({ login, link, within = "三天" }: { login: string; link: string; within?: string }) {
  return (
    <Notice tone="safe" role="status" title={`${login} 的设置链接`}>
      请当面或用可信的方式交给本人，{within}内有效，只能用一次，离开这一页就看不到了。
      <code className="mt-2 block select-all break-all rounded border border-line bg-card p-2 font-mono text-sm" data-setup-link>{link}</code>
    </Notice>
  );
}
