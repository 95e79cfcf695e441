import { Link } from "@remix-run/react";
import { textLinkClass } from "./text-link";

export interface Crumb {
  label: string;
  /** The last crumb, where one is, has none. */
  to?: string;
}

export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="所在位置" className="no-print mb-3">
      <ol className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
        {crumbs.map((crumb, at) => (
          <li key={`${crumb.label}-${at}`} className="flex items-center gap-2">
            {at > 0 && <span aria-hidden>›</span>}
            {crumb.to ? (
              <Link to={crumb.to} className={textLinkClass}>
                {crumb.label}
              </Link>
            ) : (
              <span aria-current="page">{crumb.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
