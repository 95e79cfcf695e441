import { clsx } from "clsx";

/** The 鼎: two ears, a rim, a belly with its band, three legs. Bronze on any ground. */
export function DingMark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 32 32"
      aria-hidden
      className={clsx("text-bronze", className ?? "size-8")}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M8 10V6a2.2 2.2 0 0 1 4.4 0v4M19.6 10V6A2.2 2.2 0 0 1 24 6v4" />
      <path d="M5.5 10h21l-1.6 7.4A6 6 0 0 1 19 22.2h-6a6 6 0 0 1-5.9-4.8Z" className="fill-bronze-soft" />
      <path d="M3.6 10h24.8" />
      <path d="M6.6 14.4h4.6l1.6-1.8h6.4l1.6 1.8h4.6" strokeWidth="1.6" />
      <path d="m10.4 21.6-2 7.2M16 22.2v6.6M21.6 21.6l2 7.2" />
    </svg>
  );
}

/** Mark and name, as it stands at the top of every page. */
export function Brand({ place }: { place?: string }) {
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <DingMark className="size-8 shrink-0" />
      <span className="face-head text-xl font-bold tracking-[0.12em] text-ink">安鼎</span>
      {place && <span className="border-l border-line pl-2.5 text-sm text-muted max-sm:hidden">{place}</span>}
    </span>
  );
}
