import { Card } from "~/ui/card";
import { DefinitionList } from "~/ui/definition-list";
import { formatDateTimeSecond } from "~/ui/format";
import type { Receipt, Since } from "../journal/journal-port";
import { setAsideSentence } from "./sitting-words";

const ENDED: Record<Receipt["endedBy"], string> = { submit: "自己交卷", time: "时间到，自动结束", stop: "监考员结束" };

/** What the candidate may copy down: how everything stood at the end. What came later stands beside it. */
export function ReceiptCard({ receipt, since }: { receipt: Receipt; since: Since | null }) {
  const later = since
    ? [
        ...since.late.map(({ seq, item, admitted }) => ({
          seq,
          words: admitted
            ? `第 ${item + 1} 题：结束以后送到，经两人批准已计入。`
            : setAsideSentence({ item, code: "late" }),
        })),
        ...since.refused.map((one) => ({ seq: one.seq, words: setAsideSentence(one) })),
      ]
    : [];
  return (
    <Card as="section" aria-label="考试回执">
      <h3 className="mb-3 font-semibold">考试回执</h3>
      <DefinitionList
        items={[
          ["结束方式", ENDED[receipt.endedBy]],
          ["结束时间", formatDateTimeSecond(receipt.endedAt)],
          ["收到的答案", `${receipt.answered} 题`],
          ["未计入的改动", <SetAsideList key="aside" sentences={receipt.setAside.map(setAsideSentence)} />],
          ["记录序号", `${receipt.head.seq}`],
          [
            "记录指纹",
            <span key="head" className="select-all break-all font-mono text-sm">
              {receipt.head.hash}
            </span>,
          ],
        ]}
      />
      {later.length > 0 && (
        <div className="mt-3 border-t border-line pt-3">
          <h4 className="font-semibold">结束以后</h4>
          <SetAsideList sentences={later.map(({ words }) => words)} />
        </div>
      )}
      <p className="mt-3 text-sm text-muted">
        记录指纹由您到结束为止的全部操作算出，以后不变。有人改动其中任何一处，指纹都会对不上。成绩由他人核对后发布。
      </p>
    </Card>
  );
}

const SetAsideList = ({ sentences }: { sentences: readonly string[] }) =>
  sentences.length === 0 ? (
    <>没有</>
  ) : (
    <ul>
      {sentences.map((words, n) => (
        <li key={n}>{words}</li>
      ))}
    </ul>
  );
