import type { MetaFunction } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { guard } from "~/people/guard.server";
import { HandInLink } from "~/people/hand-in-link";
import { takeHandedLink } from "~/people/link-token.server";

export const meta: MetaFunction = () => [{ title: "设置管理员 · 安鼎" }, { name: "robots", content: "noindex" }];

export const loader = guard("activate", () => ({}));

export const action = guard("activate", { takes: ["token"] }, ({ request }) =>
  takeHandedLink(request, "duty", "这个链接不完整。请把控制台上的链接整个粘进来。"),
);

export default function FromConsoleLink() {
  return (
    <HandInLink
      title="设置管理员"
      lead="第一次启动时，装着系统的机器会在控制台上显示三个设置链接，每个职责一个。"
      error={useActionData<typeof action>()?.error}
    >
      <p className="text-sm text-muted">
        没有链接或者过期了：请在那台机器上运行 <code className="font-mono">npm run setup-links</code>。
      </p>
    </HandInLink>
  );
}
