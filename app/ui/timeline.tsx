import type { ReactNode } from "react";
import { Status, type StatusState } from "./status";

export interface TimelineItem {
  key: string;
  /** When, already said: 14:30, 第 12 秒. */
  at: ReactNode;
  title: ReactNode;
  state?: StatusState;
  children?: ReactNode;
}

export function Timeline({ label, items }: { label: string; items: readonly TimelineItem[] }) {
  return (
    <ol aria-label={label} className="grid">
      {items.map((item) => (
        <li key={item.key} className="grid grid-cols-[minmax(4.5rem,auto)_1fr] gap-x-4">
          <span className="pb-4 text-right text-sm leading-7 text-muted">{item.at}</span>
          <div className="relative border-l border-line pb-4 pl-5">
            <span
              aria-hidden
              className="absolute -left-[5px] top-[0.6rem] size-[9px] rounded-full border-2 border-bronze bg-card"
            />
            <p className="font-medium leading-7">
              {item.state ? <Status state={item.state}>{item.title}</Status> : item.title}
            </p>
            {item.children && <div className="max-w-prose text-muted">{item.children}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
