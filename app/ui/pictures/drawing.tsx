import type { ReactNode } from "react";

export interface PictureProps {
  className?: string;
  /** Said by a screen reader; without it the picture is decoration. */
  label?: string;
}

/** One hand for all drawings: 160 × 120, a 2 px line in ink, flat fills from the tokens, no gradient, no shadow. */
export function Drawing({ className = "block w-full", label, children }: PictureProps & { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 160 120"
      className={className}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <g fill="none" className="stroke-ink" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        {children}
      </g>
    </svg>
  );
}

/** The ground everything stands on. */
export function Ground({ from = 10, to = 150, y = 106 }: { from?: number; to?: number; y?: number }) {
  return <path d={`M${from} ${y}H${to}`} />;
}
