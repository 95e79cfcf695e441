import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

export interface SectionProps {
  title: ReactNode;
  children: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  level?: 2 | 3;
  id?: string;
  className?: string;
}

export function Section({ title, lead, actions, level = 2, id, className, children }: SectionProps) {
  const made = useId();
  const headingId = `${id ?? made}-title`;
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section
      id={id}
      aria-labelledby={headingId}
      className={clsx("grid gap-4 [&>a]:justify-self-start [&>button]:justify-self-start", className)}
    >
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div>
          <Heading id={headingId} className={clsx("font-semibold", level === 2 ? "text-xl" : "text-lg")}>
            {title}
          </Heading>
          {lead && <p className="max-w-prose text-muted">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
