import { Link } from "@remix-run/react";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { textLinkClass } from "./text-link";

export interface PageHeaderProps {
  title: ReactNode;
  /** One or two sentences: what this page is for, or what stands out today. */
  lead?: ReactNode;
  actions?: ReactNode;
  back?: { to: string; label: string };
  /** Small facts under the title: a status, a number, a date. */
  facts?: ReactNode;
}

export function PageHeader({ title, lead, actions, back, facts }: PageHeaderProps) {
  return (
    <header className="mb-6 grid gap-2 [overflow-wrap:anywhere]">
      {back && (
        <p className="no-print">
          <Link
            to={back.to}
            className={`${textLinkClass} inline-flex min-h-[2rem] items-center gap-1.5 text-sm touch:min-h-tap`}
          >
            <ArrowLeft aria-hidden className="size-4" />
            {back.label}
          </Link>
        </p>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
        <div className="grid min-w-0 gap-1">
          <h1 className="text-2xl font-semibold sm:text-3xl">{title}</h1>
          {facts && <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">{facts}</div>}
        </div>
        {actions && <div className="no-print flex flex-wrap gap-2">{actions}</div>}
      </div>
      {lead && <p className="max-w-prose text-muted">{lead}</p>}
    </header>
  );
}
