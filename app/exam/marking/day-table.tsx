import { EmptyState } from "~/ui/empty-state";
import { formatDateTimeSecond } from "~/ui/format";
import { Section } from "~/ui/section";
import { Table } from "~/ui/table";
import type { DayLine, Remark } from "./day-list.server";

/** What was done to candidates on the day, as the journal has it, and what the invigilators wrote. */
export function DayTable({ lines, remarks }: { lines: readonly DayLine[]; remarks: readonly Remark[] }) {
  return (
    <>
      <Section title="考场经过" lead="由考试记录自动列出，只显示准考证号。" id="day">
        <Table<DayLine>
          caption="考场经过"
          captionHidden
          rows={lines}
          rowKey={(line) => line.key}
          unit="项"
          empty={<EmptyState>没有警告、终止、加时、暂停、换座或异常。</EmptyState>}
          columns={[
            { key: "at", header: "时间", cell: (line) => formatDateTimeSecond(line.at) },
            {
              key: "slip",
              header: "准考证号",
              rowHeader: true,
              cell: (line) => <span className="font-mono">{line.slipNumber}</span>,
            },
            { key: "act", header: "处理", cell: (line) => line.act },
            { key: "reason", header: "原因", cell: (line) => [line.reason, line.note].filter(Boolean).join("：") },
            { key: "by", header: "经办", cell: (line) => line.by || "—" },
          ]}
        />
      </Section>
      {remarks.length > 0 && (
        <Section title="监考说明">
          <ul className="grid gap-2">
            {remarks.map((one) => (
              <li key={one.room} className="max-w-prose whitespace-pre-wrap">
                <span className="font-semibold">{one.room}</span>：{one.words}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
