import { describe, expect, it } from "vitest";
import { readPage, toPageChoices, toPageSearch } from "./page-window";
import { readSort, toSortSearch } from "./table-sort";

const at = (query: string) => new URLSearchParams(query);

describe("the order of a table, in the address", () => {
  it("rises first, then falls, and starts at the first page again", () => {
    expect(toSortSearch(at("q=王&page=4"), "name")).toBe("?q=%E7%8E%8B&sort=name");
    expect(toSortSearch(at("sort=name"), "name")).toBe("?sort=-name");
    expect(toSortSearch(at("sort=-name"), "name")).toBe("?sort=name");
    expect(toSortSearch(at("sort=-due"), "name")).toBe("?sort=name");
  });
  it("takes no key that is no column", () => {
    const fallback = { key: "name", direction: "asc" } as const;
    expect(readSort(at("sort=password"), ["name", "due"], fallback)).toEqual(fallback);
    expect(readSort(at("sort=-due"), ["name", "due"], fallback)).toEqual({ key: "due", direction: "desc" });
    expect(readSort(at(""), ["name"], fallback)).toEqual(fallback);
  });
});

describe("the page of a list, in the address", () => {
  it("stays within the list", () => {
    expect(readPage(at("page=3"), 250)).toEqual({ page: 3, pages: 3, skip: 200, take: 100 });
    expect(readPage(at("page=99"), 250).page).toBe(3);
    expect(readPage(at("page=-1"), 250).page).toBe(1);
    expect(readPage(at("page=x"), 0)).toEqual({ page: 1, pages: 1, skip: 0, take: 100 });
  });
  it("keeps the filters when the page turns", () => {
    expect(toPageSearch(at("q=a&page=2"), 3)).toBe("?q=a&page=3");
    expect(toPageSearch(at("page=2"), 1)).toBe("?");
  });
  it("offers both ends, the neighbours, and a gap where pages are left out", () => {
    expect(toPageChoices(1, 1)).toEqual([1]);
    expect(toPageChoices(2, 3)).toEqual([1, 2, 3]);
    expect(toPageChoices(5, 100)).toEqual([1, null, 4, 5, 6, null, 100]);
  });
});
