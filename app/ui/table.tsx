import { Link, useSearchParams } from "@remix-run/react";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import { type ReactNode, useId } from "react";
import { formatNumber } from "./format";
import { readSort, type Sort, toSortSearch } from "./table-sort";

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the end, so that their digits line up. */
  align?: "start" | "end";
  sortable?: boolean;
  /** Names the row; one column at most. */
  rowHeader?: boolean;
  /** A short state: on a phone it stands at the end of the line of the row's name, without its label. */
  beside?: boolean;
  className?: string;
}

export interface TableProps<Row> {
  caption: string;
  /** The caption is read out but not drawn: the section's title already says it. */
  captionHidden?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** How many there are in all, when these rows are one page of them. */
  total?: number;
  /** 人, 行, 场. */
  unit?: string;
  /** What stands here instead of rows: an <EmptyState>. */
  empty?: ReactNode;
  /** On a phone each row becomes a sheet of its own, or the table scrolls sideways. */
  phone?: "stack" | "scroll";
}

/** A dense table with a sticky head, its row count, and columns sorted by links in the address. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, captionHidden, columns, rows, rowKey, total, unit = "行", empty, phone = "stack" } = props;
  const id = useId();
  const [search] = useSearchParams();
  const sort = readSort(search);
  if (rows.length === 0 && empty) return <>{empty}</>;
  // A row drawn as a block would lose its meaning for a screen reader, so each role is said.
  const role = (name: string) => (phone === "stack" ? name : undefined);
  return (
    <div className="grid gap-2">
      <div
        role="region"
        aria-labelledby={id}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
        tabIndex={0}
        className={clsx(
          // relative: words for screen readers alone stay inside of what scrolls
          "relative max-h-[80vh] overflow-auto rounded-lg border border-line bg-card print:max-h-none print:overflow-visible",
          phone === "stack" && "table-stack max-sm:max-h-none max-sm:border-0 max-sm:bg-transparent",
        )}
      >
        <table role={role("table")} className="w-full border-separate border-spacing-0 text-sm">
          <caption id={id} className={captionHidden ? "sr-only" : "px-3 py-2 text-left text-base font-semibold"}>
            {caption}
          </caption>
          <thead role={role("rowgroup")}>
            <tr role={role("row")}>
              {columns.map((column) => (
                <HeadCell key={column.key} column={column} sort={sort} search={search} />
              ))}
            </tr>
          </thead>
          <tbody role={role("rowgroup")}>
            {rows.length === 0 && (
              <tr role={role("row")}>
                <td colSpan={columns.length} className="px-3 py-6 text-center text-muted">
                  还没有记录
                </td>
              </tr>
            )}
            {rows.map((row) => (
              <tr key={rowKey(row)} role={role("row")} className="group">
                {columns.map((column) => (
                  <BodyCell key={column.key} column={column} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="text-sm text-muted">{toCountSentence(rows.length, total, unit)}</p>
    </div>
  );
}

function HeadCell<Row>({ column, sort, search }: { column: Column<Row>; sort: Sort | null; search: URLSearchParams }) {
  const mine = sort?.key === column.key ? sort.direction : null;
  const Arrow = mine === "asc" ? ArrowUp : mine === "desc" ? ArrowDown : ArrowUpDown;
  return (
    <th
      scope="col"
      aria-sort={mine === "asc" ? "ascending" : mine === "desc" ? "descending" : undefined}
      className={clsx(
        "sticky top-0 z-10 whitespace-nowrap border-b border-edge bg-sunk px-3 py-1.5 font-semibold",
        column.align === "end" ? "text-right" : "text-left",
      )}
    >
      {column.sortable ? (
        <Link
          to={{ search: toSortSearch(search, column.key) }}
          preventScrollReset
          className="inline-flex items-center gap-1 text-ink underline-offset-4 hover:underline touch:min-h-tap"
        >
          {column.header}
          <Arrow aria-hidden className={clsx("size-3.5", mine ? "text-bronze" : "text-muted")} />
        </Link>
      ) : (
        column.header
      )}
    </th>
  );
}

function BodyCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const className = clsx(
    "border-b border-line px-3 py-1.5 align-top font-normal group-last:border-b-0 group-hover:bg-bronze-soft/50",
    column.align === "end" ? "text-right" : "text-left",
    column.className,
  );
  return column.rowHeader ? (
    <th scope="row" role="rowheader" data-label={column.header} className={className}>
      {column.cell(row)}
    </th>
  ) : (
    // eslint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- a plain cell, drawn as a block on a phone
    <td role="cell" data-label={column.header} data-beside={column.beside || undefined} className={className}>
      {column.cell(row)}
    </td>
  );
}

function toCountSentence(shown: number, total: number | undefined, unit: string): string {
  if (total === undefined || total === shown) return `共 ${formatNumber(shown)} ${unit}`;
  return `这一页 ${formatNumber(shown)} ${unit}，共 ${formatNumber(total)} ${unit}`;
}
