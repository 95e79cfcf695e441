import type { MetaFunction } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { guard } from "~/people/guard.server";
import { HandInLink } from "~/people/hand-in-link";
import { takeHandedLink } from "~/people/link-token.server";

export const meta: MetaFunction = () => [{ title: "设置账号 · 安鼎" }, { name: "robots", content: "noindex" }];

export const loader = guard("activate", () => ({}));

export const action = guard("activate", { takes: ["token"] }, ({ request }) =>
  takeHandedLink(request, "setup", "这个链接不完整。请把管理员给的链接整个粘进来。"),
);

export default function FromSetupLink() {
  return (
    <HandInLink
      title="设置账号"
      lead="用管理员给的设置链接。链接只能用一次。"
      error={useActionData<typeof action>()?.error}
    />
  );
}
