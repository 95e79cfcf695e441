import { Link } from "@remix-run/react";
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
  {
    key: "title",
    header: "试验",
    rowHeader: true,
    cell: (row) => <TextLink to={`/verification/${row.id}`}>{row.title}</TextLink>,
    className: "sm:min-w-[11em]",
  },
  { key: "source", header: "来源", cell: (row) => row.source, className: "text-muted sm:min-w-[9em]" },
  { key: "measured", header: "测得", cell: (row) => <Measured rows={row.measured} />, className: "sm:min-w-[16em]" },
  { key: "criterion", header: "要求", cell: (row) => <Wanted row={row} />, className: "sm:min-w-[13em]" },
  { key: "pass", header: "结论", cell: (row) => <Outcome pass={row.pass} /> },
];

/** All of a test in a row on a desk; on a phone its name and outcome, the rest on its own page. */
export function CaseTable({ caption, rows }: { caption: string; rows: readonly OverviewRow[] }) {
  return (
    <>
      <div className="max-sm:hidden">
        <Table
          caption={caption}
          captionHidden
          columns={COLUMNS}
          rows={rows}
          rowKey={(row) => row.id}
          unit="项"
          phone="scroll"
        />
      </div>
      <ul aria-label={caption} className="divide-y divide-line rounded-lg border border-line bg-card sm:hidden">
        {rows.map((row) => (
          <li key={row.id}>
            <Link
              to={`/verification/${row.id}`}
              className="flex min-h-tap items-center justify-between gap-3 px-4 py-2 no-underline"
            >
              <span className="min-w-0 text-ink">
                {row.title} <span className="text-sm text-muted">{row.id}</span>
              </span>
              <span className="shrink-0 text-sm">
                <Outcome pass={row.pass} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What was asked for; where it was missed, why. */
function Wanted({ row }: { row: OverviewRow }) {
  return (
    <>
      {row.criterion}
      {!row.pass && row.why && <span className="mt-1 block text-forbid-ink">原因：{row.why}</span>}
    </>
  );
}

function Measured({ rows }: { rows: readonly MeasuredRow[] }) {
  return (
    <ul className="grid gap-0.5 [&>li>:last-child]:shrink-0 [&>li>:last-child]:whitespace-nowrap [&>li>:last-child]:text-right [&>li>:last-child]:font-medium [&>li]:flex [&>li]:justify-between [&>li]:gap-3">
      {rows.map((row) => (
        <li key={row.name}>
          <span>{row.name}</span>
          <span>
            <MeasuredValue value={row.value} />
            {row.target !== undefined && (
              <span className="block text-xs font-normal text-muted">
                目标 <MeasuredValue value={row.target} />
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
