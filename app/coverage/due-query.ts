// What the list of people and its export read from the address: the coverage filter and a whole name.
import { readFilter, type CoverageFilter } from "./filter";

export const DUE_ORDERS = ["place", "due", "reason"] as const;
export type DueQuery = CoverageFilter & { name?: string };

/** A name that holds digits is dropped: an ID number has no place in an address. */
export function readDueQuery(search: URLSearchParams): DueQuery {
  const name = search.get("name")?.normalize("NFKC").replace(/\s/g, "") ?? "";
  return { ...readFilter(search), ...(name && !/\d/.test(name) && { name: name.slice(0, 30) }) };
}
