import { Status } from "~/ui/status";
import { type Column, Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";
import { MeasuredValue } from "./measured-value";
import type { OverviewRow } from "./overview.server";
import type { MeasuredRow } from "./view";

export function Outcome({ pass }: { pass: boolean }) {
  return <Status state={pass ? "done" : "refused"}>{pass ? "通过" : "没有通过"}</Status>;
}

const COLUMNS: readonly Column<OverviewRow>[] = [
  { key: "id", header: "编号", cell: (row) => <span className="whitespace-nowrap">{row.id}</span> },
  { key: "title", header: "试验", rowHeader: true, cell: (row) => <TextLink to={`/verification/${row.id}`}>{row.title}</TextLink>, className: "sm:min-w-[11em]" },
  { key: "source", header: "来源", cell: (row) => row.source, className: "text-muted sm:min-w-[9em]" },
  { key: "measured", header: "测得", cell: (row) => <Measured rows={row.measured} />, className: "sm:min-w-[16em]" },
  { key: "criterion", header: "要求", cell: (row) => row.criterion, className: "sm:min-w-[13em]" },
  { key: "pass", header: "结论", cell: (row) => <Outcome pass={row.pass} /> },
];

export function CaseTable({ caption, rows }: { caption: string; rows: readonly OverviewRow[] }) {
  return <Table caption={caption} captionHidden columns={COLUMNS} rows={rows} rowKey={(row) => row.id} unit="项" />;
}

function Measured({ rows }: { rows: readonly MeasuredRow[] }) {
  return (
    <ul className="grid gap-0.5">
      {rows.map((row) => (
        <li key={row.name} className="flex justify-between gap-3">
          <span className="min-w-0">{row.name}</span>
          <span className="max-w-[9em] text-right font-medium [overflow-wrap:anywhere]">
            <MeasuredValue value={row.value} />
            {row.target !== undefined && <span className="block whitespace-nowrap text-xs font-normal text-muted">目标 <MeasuredValue value={row.target} /></span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
