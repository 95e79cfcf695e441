import { clsx } from "clsx";
import type { ReactNode } from "react";

export type StatusState = "done" | "doing" | "waiting" | "late" | "refused" | "none";

const INK: Record<StatusState, string> = {
  done: "text-safe-ink",
  doing: "text-must-ink",
  waiting: "text-muted",
  late: "text-warn-ink",
  refused: "text-forbid-ink",
  none: "text-muted",
};

/** A state as shape and word, so that it reads without colour. */
export function Status({
  state,
  children,
  className,
}: {
  state: StatusState;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span className={clsx("inline-flex items-center gap-1.5 whitespace-nowrap", INK[state], className)}>
      <svg
        viewBox="0 0 16 16"
        aria-hidden
        className="size-[1em] shrink-0"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
      >
        {SHAPES[state]}
      </svg>
      <span>{children}</span>
    </span>
  );
}

const SHAPES: Record<StatusState, JSX.Element> = {
  done: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
      <path d="m4.8 8.2 2.3 2.3 4.2-4.7" className="stroke-card" />
    </>
  ),
  doing: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4Z" fill="currentColor" stroke="none" />
    </>
  ),
  waiting: <circle cx="8" cy="8" r="6.2" />,
  late: (
    <>
      <path d="M8 1.8 15 14H1Z" strokeLinejoin="round" />
      <path d="M8 6v4M8 11.4v1.2" />
    </>
  ),
  refused: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="m3.8 3.8 8.4 8.4" />
    </>
  ),
  none: <path d="M3 8h10" />,
};

/** A short label without a state: a kind, a version, 演示数据. */
export function Badge({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={clsx(
        "inline-block whitespace-nowrap rounded border border-line bg-sunk px-2 text-sm leading-relaxed text-ink",
        className,
      )}
    >
      {children}
    </span>
  );
}
