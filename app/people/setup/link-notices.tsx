import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import type { LinkNotice } from "./setup-links.server";

const STATES = { waiting: "还没有用", used: "已经用了", over: "没有用，已作废" } as const;

type Shown = Omit<LinkNotice, "at"> & { at: Date | string };

/** Links that were made again at the machine: no new administrator comes in unseen by the others. */
export function LinkNotices({ links }: { links: readonly Shown[] }) {
  if (links.length === 0) return null;
  return (
    <Notice tone="warn" title="有人在服务器上重发过管理员的设置链接">
      <ul className="grid gap-1">
        {links.map((link) => <li key={`${link.duty}-${String(link.at)}`}>{formatDateTime(link.at)}，{link.label}，{link.reason === "lost" ? "说是原来的人登录不了" : "重发"}，{STATES[link.state]}。</li>)}
      </ul>
      <p className="mt-1">不是你们三人商量好的，请马上查：谁能用这台机器，审计里谁登录过。</p>
    </Notice>
  );
}
