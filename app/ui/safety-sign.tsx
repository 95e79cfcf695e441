import type { Safety } from "./tokens";

export interface SafetySignProps {
  kind: Safety;
  className?: string;
  /** Said by a screen reader; without it the sign is decoration beside a word. */
  label?: string;
}

/** The four shapes of GB 2894 in the colours of GB 2893, empty inside: circle-slash, triangle, disc, rectangle. */
export function SafetySign({ kind, className, label }: SafetySignProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      className={className}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={!label}
    >
      {SHAPES[kind]}
    </svg>
  );
}

const SHAPES: Record<Safety, JSX.Element> = {
  forbid: (
    <g fill="none" className="stroke-sign-forbid" strokeWidth="2.6">
      <circle cx="12" cy="12" r="9.4" className="fill-sign-white" />
      <path d="m5.4 5.4 13.2 13.2" />
    </g>
  ),
  warn: (
    <g strokeLinejoin="round">
      <path d="M12 2.6 22.6 21H1.4Z" className="fill-sign-warn stroke-sign-black" strokeWidth="1.6" />
      <path d="M12 9v5.6" className="stroke-sign-black" strokeWidth="2.4" strokeLinecap="round" />
      <circle cx="12" cy="17.8" r="1.4" className="fill-sign-black" />
    </g>
  ),
  must: (
    <g>
      <circle cx="12" cy="12" r="10.4" className="fill-sign-must" />
      <path d="M12 6.2v7" className="stroke-sign-white" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="12" cy="17.2" r="1.6" className="fill-sign-white" />
    </g>
  ),
  safe: (
    <g>
      <rect x="1.6" y="3.6" width="20.8" height="16.8" rx="1.6" className="fill-sign-safe" />
      <path
        d="m6.6 12.2 3.8 3.8 7-7.4"
        fill="none"
        className="stroke-sign-white"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </g>
  ),
};
