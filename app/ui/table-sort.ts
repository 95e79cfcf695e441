// How a table's order stands in the address: ?sort=name (rising) or ?sort=-name (falling). Keys are checked by the
// reader against the columns it allows; changing the order goes back to the first page.

export interface Sort {
  key: string;
  direction: "asc" | "desc";
}

/** The order an address asks for; with `allowed`, only by those keys, else the fallback. */
export function readSort(search: URLSearchParams): Sort | null;
export function readSort<Key extends string>(
  search: URLSearchParams,
  allowed: readonly Key[],
  fallback: { key: Key; direction: "asc" | "desc" },
): { key: Key; direction: "asc" | "desc" };
export function readSort(
  search: URLSearchParams,
  allowed?: readonly string[],
  fallback: Sort | null = null,
): Sort | null {
  const raw = search.get("sort");
  if (!raw) return fallback;
  const falling = raw.startsWith("-");
  const key = falling ? raw.slice(1) : raw;
  if (allowed && !allowed.includes(key)) return fallback;
  return { key, direction: falling ? "desc" : "asc" };
}

/** The address's query with the column's order turned: rising, then falling, then rising again. */
export function toSortSearch(search: URLSearchParams, key: string): string {
  const next = new URLSearchParams(search);
  const now = readSort(search);
  next.set("sort", now?.key === key && now.direction === "asc" ? `-${key}` : key);
  next.delete("page");
  return `?${next}`;
}
