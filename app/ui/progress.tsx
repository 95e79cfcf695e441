import { formatPercent } from "./format";
import { type ReactNode, useId } from "react";

export interface ProgressProps {
  label: ReactNode;
  value: number;
  max: number;
  /** The unit of both numbers: 学时, 题, 行. */
  unit: string;
  /** Instead of “3 / 8 课 · 37.5%”. */
  text?: ReactNode;
}

export function Progress({ label, value, max, unit, text }: ProgressProps) {
  const id = useId();
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span id={id}>{label}</span>
        <span className="text-muted">{text ?? `${value} / ${max} ${unit} · ${formatPercent(value, max)}`}</span>
      </div>
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={Math.min(value, max)}
        aria-valuetext={`${value} / ${max} ${unit}`}
        className="h-2 overflow-hidden rounded-full border border-edge bg-sunk"
      >
        <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden className="block size-full">
          <rect width={share * 100} height="1" className="fill-bronze" />
        </svg>
      </div>
    </div>
  );
}
