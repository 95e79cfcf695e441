import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import type { AdministratorNews } from "../administrator-news.server";
import type { LinkNotice } from "./setup-links.server";

const REASONS = {
  first: "第一次发",
  renewed: "重发",
  lost: "说是原来的人登录不了，由另一个人接任",
  another: "说是再加一位",
} as const;
const STATES = { waiting: "还没有用", used: "已经用了", over: "没有用，已作废" } as const;

type Shown = Omit<LinkNotice, "at"> & { at: Date | string };

/**
 * Links that were made again at the machine, and who became or ceased to be an administrator: none of it unseen by the
 * others.
 */
export function LinkNotices({
  links,
  changes,
}: {
  links: readonly Shown[];
  changes: readonly (Omit<AdministratorNews, "at"> & { at: Date | string })[];
}) {
  if (links.length + changes.length === 0) return null;
  return (
    <div className="grid gap-4">
      <Links links={links} />
      <Changes changes={changes} />
    </div>
  );
}

function Changes({ changes }: { changes: Parameters<typeof LinkNotices>[0]["changes"] }) {
  if (changes.length === 0) return null;
  return (
    <Notice tone="warn" title="最近 30 天管理员、密钥保管人有变动">
      <ul className="grid gap-1">
        {changes.map((one) => (
          <li key={`${one.words}-${String(one.at)}`}>
            {formatDateTime(one.at)}，{one.words}
          </li>
        ))}
      </ul>
      <p className="mt-1">不是商量好的，请马上找另外两位管理员核对，请审计员查审计。</p>
    </Notice>
  );
}

function Links({ links }: { links: readonly Shown[] }) {
  if (links.length === 0) return null;
  return (
    <Notice tone="warn" title="有人在服务器上重发过管理员的设置链接">
      <ul className="grid gap-1">
        {links.map((link) => (
          <li key={`${link.duty}-${String(link.at)}`}>
            {formatDateTime(link.at)}，{link.label}，{REASONS[link.reason]}，{STATES[link.state]}。
          </li>
        ))}
      </ul>
      <p className="mt-1">不是你们三人商量好的，请马上查：谁能用这台机器，审计里谁登录过。</p>
    </Notice>
  );
}
