import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { formatNumber } from "./format";

export interface StatProps {
  label: ReactNode;
  value: number | string;
  unit: string;
  /** The rows behind the number. */
  to?: string;
  note?: ReactNode;
}

/** One number with its unit; with `to` the whole tile opens the rows that made it. */
export function Stat({ label, value, unit, to, note }: StatProps) {
  const body = (
    <>
      <span className="text-sm text-muted">{label}</span>
      <span className="flex items-baseline gap-1.5">
        <strong className="text-3xl font-semibold leading-tight">
          {typeof value === "number" ? formatNumber(value) : value}
        </strong>
        <span>{unit}</span>
      </span>
      {note && <span className="text-sm text-muted">{note}</span>}
    </>
  );
  const look = "grid content-start gap-0.5 rounded-lg border border-line bg-card p-4";
  if (!to) return <div className={look}>{body}</div>;
  return (
    <Link
      to={to}
      className={`${look} text-ink no-underline transition-colors hover:border-bronze hover:bg-bronze-soft`}
    >
      {body}
      <span className="mt-1 text-sm text-bronze">看名单</span>
    </Link>
  );
}

export function StatRow({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-[repeat(auto-fill,minmax(min(9.25rem,100%),1fr))] gap-3">{children}</div>;
}
