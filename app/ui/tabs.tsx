import { NavLink } from "@remix-run/react";
import { clsx } from "clsx";
import type { ReactNode } from "react";

export interface Tab {
  to: string;
  label: ReactNode;
  /** Only this exact address, not those below it. */
  end?: boolean;
  count?: number;
}

/** Tabs as links: each has an address, works without script and in a new window. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="mb-6 border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-1">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <NavLink
              to={tab.to}
              end={tab.end}
              className={({ isActive }) =>
                clsx(
                  "flex min-h-tap items-center gap-2 border-b-2 px-4 no-underline",
                  isActive ? "border-bronze font-semibold text-ink" : "border-transparent text-muted hover:text-ink",
                )
              }
            >
              {tab.label}
              {tab.count !== undefined && <span className="text-sm text-muted">{tab.count}</span>}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
