import { Form, Link, useSearchParams } from "@remix-run/react";
import { Search } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button } from "./button";
import { controlClass } from "./control-class";
import { textLinkClass } from "./text-link";

export interface FilterBarProps {
  /** Name of the search field in the address; no search field without it. */
  searchName?: string;
  searchLabel?: string;
  placeholder?: string;
  /** Selects and other fields: <FilterSelect>. */
  children?: ReactNode;
}

/**
 * Filters live in the address (a GET form), so that a view can be sent to a colleague. `/` jumps to the search field.
 */
export function FilterBar({ searchName, searchLabel = "查找", placeholder, children }: FilterBarProps) {
  const [search] = useSearchParams();
  const id = useId();
  const sort = search.get("sort");
  const filtered = [...search.keys()].some((key) => key !== "sort" && key !== "page" && search.get(key));
  return (
    <Form method="get" role="search" className="no-print mb-4 flex flex-wrap items-end gap-3">
      {sort && <input type="hidden" name="sort" value={sort} />}
      {searchName && (
        <div className="grid min-w-[min(16rem,100%)] flex-1 gap-1 sm:max-w-xs">
          <label htmlFor={id} className="text-sm text-muted">
            {searchLabel}
          </label>
          <input
            id={id}
            key={search.get(searchName) ?? ""}
            type="search"
            name={searchName}
            defaultValue={search.get(searchName) ?? ""}
            placeholder={placeholder}
            data-search
            maxLength={80}
            className={controlClass}
          />
        </div>
      )}
      {children}
      <Button type="submit" icon={<Search aria-hidden className="size-4" />}>
        查找
      </Button>
      {filtered && (
        <Link
          to={{ search: sort ? `?sort=${encodeURIComponent(sort)}` : "" }}
          className={`${textLinkClass} inline-flex min-h-tap items-center`}
        >
          清除条件
        </Link>
      )}
    </Form>
  );
}

export interface FilterSelectProps {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  /** The word for no filter. */
  all?: string;
}

export function FilterSelect({ name, label, options, all = "全部" }: FilterSelectProps) {
  const [search] = useSearchParams();
  const id = useId();
  const chosen = search.get(name) ?? "";
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm text-muted">
        {label}
      </label>
      <select id={id} key={chosen} name={name} defaultValue={chosen} className={`${controlClass} min-w-[8em] pr-8`}>
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
