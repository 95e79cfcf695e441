// Which part of a long list an address shows: ?page=3. Pages count from 1; a page beyond the end is the last one.

export interface PageWindow {
  page: number;
  pages: number;
  skip: number;
  take: number;
}

/** The window for `total` rows, `take` a page. */
export function readPage(search: URLSearchParams, total: number, take = 100): PageWindow {
  const pages = Math.max(1, Math.ceil(total / take));
  const asked = Number.parseInt(search.get("page") ?? "1", 10);
  const page = Math.min(pages, Math.max(1, Number.isNaN(asked) ? 1 : asked));
  return { page, pages, skip: (page - 1) * take, take };
}

/** The same query at another page. */
export function toPageSearch(search: URLSearchParams, page: number): string {
  const next = new URLSearchParams(search);
  if (page <= 1) next.delete("page");
  else next.set("page", String(page));
  const text = next.toString();
  return text ? `?${text}` : "?";
}

/** Page numbers to offer: both ends and the neighbours; null is a gap. */
export function toPageChoices(page: number, pages: number): (number | null)[] {
  const near = [1, page - 1, page, page + 1, pages].filter((n) => n >= 1 && n <= pages);
  const sorted = [...new Set(near)].sort((a, b) => a - b);
  return sorted.flatMap((n, at) => {
    const before = sorted[at - 1];
    return before !== undefined && n - before > 1 ? [null, n] : [n];
  });
}
