import { Card } from "~/ui/card";
import { DefinitionList } from "~/ui/definition-list";
import { formatDateTimeSecond } from "~/ui/format";
import type { Receipt } from "../journal/journal-port";

const ENDED: Record<Receipt["endedBy"], string> = { submit: "自己交卷", time: "时间到，自动结束", stop: "监考员结束" };

/** What the candidate may copy down: the head of the chain that holds everything they did. */
export function ReceiptCard({ receipt }: { receipt: Receipt }) {
  return (
    <Card as="section" aria-label="考试回执">
      <h3 className="mb-3 font-semibold">考试回执</h3>
      <DefinitionList
        items={[
          ["结束方式", ENDED[receipt.endedBy]],
          ["结束时间", formatDateTimeSecond(receipt.endedAt)],
          ["收到的答案", `${receipt.answered} 题`],
          ["记录序号", `${receipt.head.seq}`],
          [
            "记录指纹",
            <span key="head" className="select-all break-all font-mono text-sm">
              {receipt.head.hash}
            </span>,
          ],
        ]}
      />
      <p className="mt-3 text-sm text-muted">
        记录指纹由您本场的全部操作算出。以后有人改动任何一处，指纹都会对不上。成绩由他人核对后发布。
      </p>
    </Card>
  );
}
