import { Link, useSearchParams } from "@remix-run/react";
import { clsx } from "clsx";
import { toPageChoices, toPageSearch } from "./page-window";

const look = "inline-grid min-h-tap min-w-tap place-items-center rounded-md border px-3 no-underline";

/** Pages as links in the address; nothing where one page holds all. */
export function Pagination({ page, pages, label = "分页" }: { page: number; pages: number; label?: string }) {
  const [search] = useSearchParams();
  if (pages <= 1) return null;
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-1.5">
      {page > 1 && (
        <Link
          to={{ search: toPageSearch(search, page - 1) }}
          rel="prev"
          className={clsx(look, "border-edge text-ink hover:bg-sunk")}
        >
          上一页
        </Link>
      )}
      {toPageChoices(page, pages).map((choice, at) =>
        choice === null ? (
          <span key={`gap-${at}`} aria-hidden className="px-1 text-muted">
            …
          </span>
        ) : (
          <Link
            key={choice}
            to={{ search: toPageSearch(search, choice) }}
            aria-current={choice === page ? "page" : undefined}
            aria-label={`第 ${choice} 页`}
            className={clsx(
              look,
              choice === page
                ? "border-bronze bg-bronze-soft font-semibold text-ink"
                : "border-transparent text-ink hover:bg-sunk",
            )}
          >
            {choice}
          </Link>
        ),
      )}
      {page < pages && (
        <Link
          to={{ search: toPageSearch(search, page + 1) }}
          rel="next"
          className={clsx(look, "border-edge text-ink hover:bg-sunk")}
        >
          下一页
        </Link>
      )}
    </nav>
  );
}
