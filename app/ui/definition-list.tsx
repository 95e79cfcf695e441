import { Fragment, type ReactNode } from "react";

export interface DefinitionListProps {
  items: readonly (readonly [term: ReactNode, detail: ReactNode])[];
}

/** Facts in two columns; on a phone the term stands above. */
export function DefinitionList({ items }: DefinitionListProps) {
  return (
    <dl className="grid gap-x-6 gap-y-0.5 sm:grid-cols-[minmax(7em,max-content)_1fr] sm:gap-y-2">
      {items.map(([term, detail], at) => (
        <Fragment key={at}>
          <dt className="text-muted">{term}</dt>
          <dd className="mb-2 min-w-0 sm:mb-0">{detail}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
