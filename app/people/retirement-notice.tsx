import { Form } from "@remix-run/react";
import { CUSTODIANS_NEEDED } from "~/platform/custody";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { TextLink } from "~/ui/text-link";

type Waiting = { id: string; name: string; by: string; at: Date | string };

/** What waits for this administrator as the second of two; nothing when nothing does. */
export function RetirementNotice({ retirements }: { retirements: readonly Waiting[] }) {
  if (retirements.length === 0) return null;
  return (
    <Notice tone="must" title={`有 ${retirements.length} 位密钥保管人等您确认停用`}>
      <ul className="grid gap-1">
        {retirements.map((one) => (
          <li key={one.id}>
            <TextLink to="/admin/custody">{one.name}</TextLink>，{one.by} 提议，{formatDateTime(one.at)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** One proposal with what this administrator may do about it; `left` would stay in office. */
export function OpenRetirement({
  retirement,
  left,
}: {
  retirement: Waiting & { reason: string; mine: boolean; barred: string | null };
  left: number;
}) {
  const { id, name, by, at, reason, mine, barred } = retirement;
  const hidden = <input type="hidden" name="id" value={id} />;
  const lack =
    left < CUSTODIANS_NEEDED ? `停用以后在任的只剩 ${left} 位，不到 ${CUSTODIANS_NEEDED} 位，备份里就没有密钥。` : "";
  return (
    <Notice
      tone="warn"
      title={`${by} 提议停用保管人 ${name}，等另一位管理员确认`}
      actions={
        <>
          {!mine && !barred && (
            <ConfirmDialog
              label="确认停用"
              question={`停用保管人 ${name}？`}
              consequence={`${lack}以后的备份不再封给他；已有的备份他还能打开，到期销毁为止；不能恢复，要换就重新登记一把钥匙。`}
            >
              <input type="hidden" name="intent" value="retire-confirm" />
              {hidden}
            </ConfirmDialog>
          )}
          <Form method="post">
            <input type="hidden" name="intent" value="retire-drop" />
            {hidden}
            <Button type="submit">{mine ? "撤回提议" : "不同意"}</Button>
          </Form>
        </>
      }
    >
      {barred && <p className="mb-2 font-semibold">{barred}</p>}
      理由：“{reason}”。{formatDateTime(at)} 提出。确认以前 {name} 仍在任
      {left + 1 >= CUSTODIANS_NEEDED && "，备份照常封给他"}。{lack}
    </Notice>
  );
}
