import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { TextLink } from "~/ui/text-link";

/** What waits for this administrator as the second of two; nothing when nothing does. */
export function ResetNotice({
  resets,
}: {
  resets: readonly { accountId: string; login: string; by: string; expiresAt: Date | string }[];
}) {
  if (resets.length === 0) return null;
  return (
    <Notice tone="must" title={`有 ${resets.length} 个账号等您确认重设密码和动态码`}>
      <ul className="grid gap-1">
        {resets.map((one) => (
          <li key={one.accountId}>
            <TextLink to={`/admin/people/${one.accountId}/reset`}>{one.login}</TextLink>，{one.by} 提议，
            {formatDateTime(one.expiresAt)} 以前有效
          </li>
        ))}
      </ul>
    </Notice>
  );
}
